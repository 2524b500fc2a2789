"""What the pages of customers ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.access import queries as access
from wasl.core.forms import ChoiceField, CurrencyField, KeyedForm, offer
from wasl.core.picking import PickField

KINDS = [("organisation", _("Organisation")), ("person", _("Person"))]
LANGUAGES = [("", _("As the company")), ("ar", _("Arabic")), ("en", _("English"))]
FIELDS = (
    "kind",
    "name",
    "name_ar",
    "email",
    "phone",
    "website",
    "address",
    "city",
    "country",
    "tax_number",
    "registration_number",
    "currency",
    "language",
    "payment_terms_days",
    "sector",
    "is_customer",
    "is_supplier",
)


class PartyForm(KeyedForm):
    """What an organisation or a person says of itself."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    name = forms.CharField(label=_("Name"), max_length=200)
    name_ar = forms.CharField(label=_("Arabic name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}))
    parent = PickField("party", label=_("Part of"), required=False, empty=_("Nothing"))
    owner = PickField("member", label=_("Account owner"), required=False, empty=_("Nobody"))
    is_customer = forms.BooleanField(label=_("Is a customer"), required=False)
    is_supplier = forms.BooleanField(label=_("Is a supplier"), required=False)
    tax_number = forms.CharField(
        label=_("Tax registration number"),
        max_length=50,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    registration_number = forms.CharField(label=_("Commercial registration"), max_length=50, required=False)
    address = forms.CharField(label=_("Address"), required=False, widget=forms.Textarea({"rows": 2}))
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    country = forms.CharField(label=_("Country"), max_length=60, required=False)
    sector = forms.CharField(label=_("Sector"), max_length=60, required=False)
    website = forms.CharField(
        label=_("Website"), max_length=200, required=False, widget=forms.TextInput({"inputmode": "url"})
    )
    currency = CurrencyField(label=_("Currency"), required=False, empty=pgettext_lazy("currency", "As the company"))
    language = forms.ChoiceField(label=_("Document language"), choices=LANGUAGES, required=False)
    payment_terms_days = forms.IntegerField(label=_("Payment terms in days"), min_value=0, max_value=365, initial=30)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class QuickPartyForm(KeyedForm):
    """The little that is needed of a new customer while something else is being written."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_ar = forms.CharField(label=_("Arabic name"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}))


class PartyFilterForm(forms.Form):
    """Which customers and suppliers: by account owner."""

    owner = ChoiceField(label=_("Account owner"), required=False, empty=_("All"))

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        offer(self, "owner", access.member_choices())


class OwnerForm(forms.Form):
    """Choose who looks after many customers."""

    owner = PickField("member", label=_("Account owner"))
