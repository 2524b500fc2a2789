"""Forms of bank and cash accounts."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.core.forms import AmountField, ChoiceField, DateField, KeyedForm, offer
from wasl.ledger import queries as ledger
from wasl.ledger.forms import currency_options, department_options, tax_options


class AccountForm(KeyedForm):
    """A new bank or cash account."""

    role = forms.ChoiceField(label=_("Kind"), choices=[("bank", _("Bank account")), ("cash", _("Cash"))])
    name = forms.CharField(label=_("Name"), max_length=120)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=120, required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    bank_name = forms.CharField(label=_("Bank"), max_length=100, required=False)
    iban = forms.CharField(
        label=_("IBAN"), max_length=42, required=False, widget=forms.TextInput({"dir": "ltr", "class": "n"})
    )

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "currency", currency_options(base, ledger.rate_currencies()))


class FeeForm(KeyedForm):
    """A charge of the bank."""

    account = ChoiceField(label=_("Account"), empty=None)
    date = DateField(label=_("Date"))
    net = AmountField(label=_("Amount without tax"))
    tax = ChoiceField(label=_("Tax"), required=False, empty=_("Out of scope"))
    department = ChoiceField(label=_("Department"), required=False, empty=_("None"))
    memo = forms.CharField(label=_("Description"), max_length=200, required=False)

    def __init__(
        self, *args: Any, base: str, today: datetime.date, accounts: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        offer(self, "account", accounts)
        offer(self, "tax", tax_options(today))
        departments = department_options()
        offer(self, "department", departments)
        if not departments:
            del self.fields["department"]

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units of the base currency."""
        found = super().clean() or {}
        found["net_minor"] = self.minor("net", self.base)
        return found
