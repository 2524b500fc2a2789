"""Forms of payments, and of what is done with posted documents."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.forms import AmountField, ChoiceField, DateField, KeyedForm, QuantityField, offer
from wasl.core.picking import PickField, offer_picks
from wasl.ledger import queries as ledger
from wasl.ledger.forms import currency_options, money_options, withholding_options
from wasl.ledger.models import OpenItem
from wasl.receivables.models import DocumentLine
from wasl.receivables.services import CreditLine


class PaymentForm(KeyedForm):
    """Money received, and what it settles."""

    party = PickField("party", label=_("Customer"), empty=_("Choose a customer"))
    date = DateField(label=_("Date"))
    account = ChoiceField(label=_("Into"), empty=None)
    currency = forms.ChoiceField(label=_("Currency"))
    amount = AmountField(label=_("Amount"), help_text=_("With the bank's fee and the tax withheld, if any."))
    fee = AmountField(label=_("Bank fee"), required=False)
    withholding = ChoiceField(label=_("Tax withheld"), required=False, empty=_("None"))
    reference = forms.CharField(label=_("Reference"), max_length=100, required=False)

    def __init__(self, *args: Any, actor: Actor, today: datetime.date, items: list[OpenItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        offer_picks(self, actor)
        offer(self, "account", money_options())
        offer(self, "currency", currency_options(actor.company.base_currency, ledger.rate_currencies()))
        withheld = withholding_options(today)
        offer(self, "withholding", withheld)
        if not withheld:
            del self.fields["withholding"]
        for item in items:
            self.fields[apply_name(item)] = AmountField(label=item.label, required=False)

    def clean(self) -> dict[str, Any]:
        """Turn amounts into minor units of the payment's currency."""
        found = super().clean() or {}
        currency = found.get("currency")
        if currency:
            found["amount_minor"] = self.minor("amount", currency)
            found["fee_minor"] = self.minor("fee", currency) or 0
            found["apply"] = [
                (item.source_id, minor)
                for item in self.items
                if item.currency == currency and (minor := self.minor(apply_name(item), currency))
            ]
            other = [item for item in self.items if item.currency != currency and found.get(apply_name(item))]
            for item in other:
                self.add_error(
                    apply_name(item),
                    _("This invoice is in %(currency)s: record a payment in that currency.")
                    % {"currency": item.currency},
                )
        return found

    def apply_rows(self) -> list[tuple[OpenItem, forms.BoundField]]:
        """Return each open invoice with the field of what is applied to it."""
        return [(item, self[apply_name(item)]) for item in self.items]


def apply_name(item: OpenItem) -> str:
    """Return the name of the field that says how much of a payment an invoice takes."""
    return f"apply_{item.source_id}"


def _item_label(item: OpenItem) -> str:
    return f"{item.label} · {formats.format_money(item.open_minor, item.currency)}"


class PaidForm(forms.Form):
    """Where and when the open amounts of invoices came in."""

    date = DateField(label=_("Date"))
    account = ChoiceField(label=_("Into"), empty=None)
    reference = forms.CharField(label=_("Reference"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "account", money_options())


class PapersForm(forms.Form):
    """In which language the papers are."""

    language = forms.ChoiceField(label=_("Language of the PDF"), choices=[("ar", _("Arabic")), ("en", _("English"))])


class AmountOfActForm(KeyedForm):
    """A date and an amount in a currency that is known; empty takes all that is open."""

    date = DateField(label=_("Date"))
    amount = AmountField(label=_("Amount"), required=False, help_text=_("Leave empty for the whole open amount."))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units."""
        found = super().clean() or {}
        found["amount_minor"] = self.minor("amount", self.currency)
        return found


class RefundForm(AmountOfActForm):
    """Money given back."""

    account = ChoiceField(label=_("From"), empty=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "account", money_options())


class WriteOffForm(AmountOfActForm):
    """A debt given up."""

    tax_relief = forms.BooleanField(label=_("Recover the tax in it"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, has_tax: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_tax:
            del self.fields["tax_relief"]


class ApplyCreditForm(AmountOfActForm):
    """A credit of the customer used for an invoice."""

    item = ChoiceField(label=_("Credit to use"), empty=None)
    field_order = ("item", "date", "amount")

    def __init__(self, *args: Any, credits: list[OpenItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "item",
            [(item.pk, f"{item.label} · {formats.format_money(item.open_minor, item.currency)}") for item in credits],
        )


class ApplyToForm(AmountOfActForm):
    """An invoice that an advance or credit note is used for."""

    document = ChoiceField(label=_("Invoice"), empty=None)
    field_order = ("document", "date", "amount")

    def __init__(self, *args: Any, items: list[OpenItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "document",
            [(item.source_id, _item_label(item)) for item in items],
        )


class CreditNoteForm(KeyedForm):
    """The head of a credit note on an invoice."""

    date = DateField(label=_("Date"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    scope = forms.ChoiceField(
        label=_("What is credited"),
        choices=[("full", _("The whole invoice")), ("lines", _("Some lines, or a part of them"))],
        widget=forms.RadioSelect,
        initial="full",
    )
    apply = forms.BooleanField(
        label=_("Settle the invoice with it, as far as it is open"), required=False, initial=True
    )

    def __init__(self, *args: Any, lines: list[DocumentLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"quantity_{line.position}"] = QuantityField(label=_("Quantity to credit"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a partial credit note without quantities."""
        found = super().clean() or {}
        found["lines"] = [
            CreditLine(
                of_line=line.position,
                quantity=quantity,
                discount_percent=line.discount_percent,
                discount_minor=_part_of(line, quantity),
            )
            for line in self.lines
            if (quantity := found.get(f"quantity_{line.position}"))
        ]
        if found.get("scope") == "lines" and not found["lines"] and not self.errors:
            self.add_error("scope", _("Enter the quantity to credit on at least one line."))
        return found

    def line_rows(self) -> list[tuple[DocumentLine, forms.BoundField]]:
        """Return each line with the field of the quantity to credit."""
        return [(line, self[f"quantity_{line.position}"]) for line in self.lines]


def _part_of(line: DocumentLine, quantity: Decimal) -> int | None:
    """Return a line's discount in the proportion of a quantity, rounded half up."""
    if line.discount_minor is None or not line.quantity:
        return line.discount_minor
    return int((line.discount_minor * quantity / line.quantity).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
