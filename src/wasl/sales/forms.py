"""What the pages of sales ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.core.forms import (
    KEY,
    AmountField,
    ChoiceField,
    CurrencyField,
    DateField,
    KeyedForm,
    PercentField,
    PriceField,
    QuantityField,
    offer,
)
from wasl.core.picking import PickField, Source
from wasl.ledger.forms import CustomerFilterForm

KINDS = [
    ("fixed", _("Fixed price")),
    ("time_materials", _("Time and materials")),
    ("", _("Agree later")),
]


class ServiceForm(KeyedForm):
    """A service of the catalogue."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=40, required=False, widget=forms.TextInput({"inputmode": "latin"})
    )
    group = forms.CharField(label=_("Group"), max_length=60, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=30, required=False, help_text=_("Hour, day, month, piece…"))
    price = PriceField(label=_("Price without tax"), required=False)
    currency = CurrencyField(label=_("Currency"))
    tax = ChoiceField(label=_("Tax"), required=False, empty=_("No tax"))


class ServiceChangeForm(ServiceForm):
    """A service, and whether it is still sold."""

    is_active = forms.BooleanField(label=_("On sale"), required=False)


class QuoteFilterForm(CustomerFilterForm):
    """Which quotes: by owner, customer and date."""

    owner = PickField("member", label=_("Owner"), required=False, empty=_("All"))
    field_order = ("owner", "party", "first", "last")


class DeclineForm(forms.Form):
    """Why customers declined."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class QuoteForm(KeyedForm):
    """The head of a quote."""

    party = PickField("party", label=_("Customer"), empty=_("Choose a customer"))
    deal = PickField("deal", label=_("Deal"), required=False, empty=_("None"))
    date = DateField(label=_("Date"))
    valid_until = DateField(label=_("Valid until"), required=False)
    currency = CurrencyField(label=_("Currency"))
    language = forms.ChoiceField(label=_("Language of the paper"), choices=[("ar", _("Arabic")), ("en", _("English"))])
    discount_percent = PercentField(label=_("Discount %"), required=False)
    deposit_percent = PercentField(label=_("Deposit %"), required=False)
    prices_include_tax = forms.BooleanField(label=_("Prices include tax"), required=False)
    notes = forms.CharField(label=_("Note to the customer"), required=False, widget=forms.Textarea({"rows": 3}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class QuoteLineForm(forms.Form):
    """A line of a quote; role and hours plan the work."""

    description = forms.CharField(label=_("Item"), max_length=500, required=False)
    service = PickField("service", label=_("Service"), required=False, empty=_("None"))
    quantity = QuantityField(label=_("Quantity"), required=False)
    price = PriceField(label=_("Price"), required=False)
    discount_percent = PercentField(label=_("Discount %"), required=False)
    tax = ChoiceField(label=_("Tax"), required=False, empty=_("No tax"))
    role = forms.CharField(label=_("Role"), max_length=100, required=False)
    hours = QuantityField(label=_("Hours"), required=False)

    def __init__(self, *args: Any, services: Source, taxes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service: Any = self.fields["service"]
        service.offer(services)
        offer(self, "tax", taxes)


class WinForm(KeyedForm):
    """What winning a deal starts, as it can be changed before it starts."""

    project_name = forms.CharField(label=_("Project"), max_length=200)
    owner = PickField("member", label=_("Project lead"), required=False, empty=_("Nobody yet"))
    department = ChoiceField(label=_("Department"), required=False, empty=_("None"))
    start_date = DateField(label=_("Start"), required=False)
    end_date = DateField(label=_("End"), required=False)
    kind = forms.ChoiceField(label=_("Billing"), choices=KINDS, required=False)
    amount = AmountField(label=_("Price without tax"), required=False)
    default_hour_price = PriceField(label=_("Price of an hour"), required=False)
    deposit_percent = PercentField(label=_("Deposit %"), required=False)
    budget_hours = QuantityField(label=_("Budgeted hours"), required=False)
    kickoff = forms.CharField(label=_("First task"), max_length=200, required=False)
    kickoff_on = DateField(label=_("On"), required=False)

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units of the base currency."""
        said = super().clean() or {}
        said["amount_minor"] = self.minor("amount", self.base)
        return said

    def keep_to_the_deal(self) -> None:
        """Ask for the first task only: the company has no projects and no billing here."""
        for name in [name for name in self.fields if name not in ("kickoff", "kickoff_on", KEY)]:
            del self.fields[name]


QuoteLines = forms.formset_factory(QuoteLineForm, extra=0, can_delete=True, can_order=True)
