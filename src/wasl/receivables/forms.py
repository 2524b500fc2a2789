"""Forms of customer documents and payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.forms import (
    AmountField,
    ChoiceField,
    DateField,
    KeyedForm,
    PercentField,
    QuantityField,
    decimals_message,
)
from wasl.core.money import BadAmount, to_decimal, to_minor
from wasl.ledger import queries as ledger
from wasl.ledger.forms import (
    account_options,
    currency_options,
    department_options,
    money_options,
    project_options,
    tax_options,
    withholding_options,
)
from wasl.ledger.models import OpenItem
from wasl.parties import queries as parties
from wasl.receivables import queries
from wasl.receivables.models import Document, DocumentLine
from wasl.receivables.services import CreditLine, DocumentInput, LineDraft, Offset

PERCENT_SIGNS = ("%", "٪")


@dataclass(frozen=True)
class Discount:
    """A discount as typed: a percentage, or an amount in the document's currency."""

    percent: Decimal | None = None
    amount: Decimal | None = None


class DiscountField(forms.CharField):
    """A discount: `10%`, or an amount."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> Discount:
        """Return the discount, empty where nothing is typed.

        :raises ValidationError: it is no number, or a percentage outside 0 to 100.
        """
        text = super().clean(value)
        if not text:
            return Discount()
        if text.endswith(PERCENT_SIGNS):
            return Discount(percent=PercentField().clean(text))
        return Discount(amount=AmountField().clean(text))


def discount_text(percent: Decimal | None, minor: int | None, currency: str) -> str:
    """Return a stored discount as it is typed."""
    if percent is not None:
        return f"{percent.normalize():f}%"
    return str(to_decimal(minor, currency)) if minor else ""


def customer_options(actor: Actor) -> list[tuple[int, str]]:
    """Return customers to choose from, then all others."""
    lang = formats.language()
    rows = parties.parties(actor.lending("party.view")).order_by("-is_customer", "name", "pk")
    return [(row.pk, row.display_name(lang)) for row in rows]


class DocumentForm(KeyedForm):
    """The head of an invoice or deposit invoice."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("invoice", _("Invoice")), ("deposit", _("Deposit invoice"))], initial="invoice"
    )
    party = ChoiceField(label=_("Customer"), empty=_("Choose a customer"))
    date = DateField(label=_("Invoice date"))
    due_date = DateField(label=_("Due date"), required=False, help_text=_("Empty: by the customer's terms."))
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    reference = forms.CharField(label=_("Customer's purchase order"), max_length=100, required=False)
    discount = DiscountField(label=_("Discount on the whole"), help_text=_("10% or an amount"))
    prices_include_tax = forms.BooleanField(label=_("Prices include tax"), required=False)
    notes = forms.CharField(
        label=_("Note to the customer"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    offsets = forms.TypedMultipleChoiceField(
        label=_("Use deposits"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, party_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        base = actor.company.base_currency
        self.fields["party"].offer(customer_options(actor))
        self.fields["currency"].choices = [
            ("", _("The customer's")), *currency_options(base, ledger.rate_currencies())
        ]  # fmt: skip
        self.fields["offsets"].choices = deposit_options(party_id)

    def clean(self) -> dict[str, Any]:
        """Refuse a due date before the invoice's own."""
        found = super().clean() or {}
        if found.get("due_date") and found.get("date") and found["due_date"] < found["date"]:
            self.add_error(
                "due_date",
                _("The due date lies before the invoice date. Use %(date)s or later.") % {"date": found["date"]},
            )
        return found


def deposit_options(party_id: int | None) -> list[tuple[int, str]]:
    """Return a customer's deposits that have something left to use."""
    if not party_id:
        return []
    return [
        (item.source_id, f"{item.label} · {formats.format_money(item.open_minor + tax, item.currency)}")
        for item, tax in queries.open_deposits(party_id)
    ]


class LineForm(forms.Form):
    """A line of a document."""

    description = forms.CharField(label=_("Item"), max_length=500)
    quantity = QuantityField(label=_("Quantity"), initial="1")
    price = AmountField(label=_("Price"))
    discount = DiscountField(label=_("Discount"))
    tax = ChoiceField(label=_("Tax"), required=False, empty=_("Out of scope"))
    project = ChoiceField(label=_("Project"), required=False)
    department = ChoiceField(label=_("Department"), required=False)
    account = ChoiceField(required=False, widget=forms.HiddenInput)
    origin = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, options: LineOptions, blank: dict[str, Any], **kwargs: Any) -> None:
        kwargs["initial"] = kwargs.get("initial") or blank
        super().__init__(*args, **kwargs)
        self.fields["tax"].offer(options.taxes)
        self.fields["project"].offer(options.projects)
        self.fields["department"].offer(options.departments)
        self.fields["account"].offer(options.accounts)
        for name, rows in (("project", options.projects), ("department", options.departments)):
            if not rows:
                del self.fields[name]


@dataclass(frozen=True)
class LineOptions:
    """What lines can choose from, read once for all of them."""

    taxes: list[tuple[int, str]]
    projects: list[tuple[int, str]]
    departments: list[tuple[int, str]]
    accounts: list[tuple[int, str]]

    @classmethod
    def on(cls, day: date) -> LineOptions:
        """Read the options as they hold on a date."""
        return cls(tax_options(day), project_options(), department_options(), account_options())


Lines = forms.formset_factory(LineForm, extra=0, can_delete=True, can_order=True)


def input_from(form: DocumentForm, lines: Any, currency: str, draft: Document | None = None) -> DocumentInput | None:
    """Return what the forms say as a document, None where an amount does not fit the currency.

    What a draft bills stays linked to it: its origin, and those of its lines.
    """
    given = form.cleaned_data
    origins = set(draft.lines.values_list("origin", flat=True)) if draft else set()
    drafts = []
    for line in lines.ordered_forms:
        row = line.cleaned_data
        if not row:
            continue
        fits, minor = _minor(line, row["discount"], currency)
        if not fits:
            return None
        drafts.append(
            LineDraft(
                description=row["description"],
                quantity=row["quantity"],
                price=row["price"],
                tax_id=row["tax"],
                discount_percent=row["discount"].percent,
                discount_minor=minor,
                account_id=row["account"],
                project_id=row.get("project"),
                department_id=row.get("department"),
                origin=row["origin"] if row["origin"] in origins else "",
            )
        )
    fits, minor = _minor(form, given["discount"], currency)
    if not fits:
        return None
    return DocumentInput(
        party_id=given["party"],
        date=given["date"],
        lines=drafts,
        kind=given["kind"],
        due_date=given["due_date"],
        currency=given["currency"],
        prices_include_tax=given["prices_include_tax"],
        discount_percent=given["discount"].percent,
        discount_minor=minor,
        offsets=[Offset(key) for key in given["offsets"]] if given["kind"] == "invoice" else [],
        origin=draft.origin if draft else "",
        reference=given["reference"],
        notes=given["notes"],
    )


def _minor(form: forms.Form, discount: Discount, currency: str) -> tuple[bool, int | None]:
    """Return whether a discount fits the currency, and it in minor units."""
    if discount.amount is None:
        return True, None
    try:
        return True, to_minor(discount.amount, currency)
    except BadAmount:
        form.add_error("discount", decimals_message(discount.amount, currency))
        return False, None


def document_initial(document: Document, offsets: list[int]) -> dict[str, Any]:
    """Return a draft as the form shows it."""
    return {
        "kind": document.kind,
        "party": document.party_id,
        "date": document.date.isoformat(),
        "due_date": document.due_date.isoformat(),
        "currency": document.currency,
        "reference": document.reference,
        "discount": discount_text(document.discount_percent, document.discount_minor, document.currency),
        "prices_include_tax": document.prices_include_tax,
        "notes": document.notes,
        "offsets": offsets,
        "version": document.version,
    }


def line_initial(line: DocumentLine, currency: str) -> dict[str, Any]:
    """Return a line as the form shows it."""
    return {
        "description": line.description,
        "quantity": f"{line.quantity.normalize():f}",
        "price": f"{line.price.normalize():f}",
        "discount": discount_text(line.discount_percent, line.discount_minor, currency),
        "tax": line.tax_id,
        "project": line.project_id,
        "department": line.department_id,
        "account": None if line.account.role == "customer_advances" else line.account_id,
        "origin": line.origin,
    }


class PaymentForm(KeyedForm):
    """Money received, and what it settles."""

    party = ChoiceField(label=_("Customer"), empty=_("Choose a customer"))
    date = DateField(label=_("Date"))
    account = ChoiceField(label=_("Into"), empty=None)
    currency = forms.ChoiceField(label=_("Currency"))
    amount = AmountField(label=_("Amount"), help_text=_("With the bank's fee and the tax withheld, if any."))
    fee = AmountField(label=_("Bank fee"), required=False)
    withholding = ChoiceField(label=_("Tax withheld"), required=False, empty=_("None"))
    reference = forms.CharField(label=_("Reference"), max_length=100, required=False)

    def __init__(self, *args: Any, actor: Actor, today: date, items: list[OpenItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.fields["party"].offer(customer_options(actor))
        self.fields["account"].offer(money_options())
        self.fields["currency"].choices = currency_options(actor.company.base_currency, ledger.rate_currencies())
        withheld = withholding_options(today)
        self.fields["withholding"].offer(withheld)
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


class AmountOfActForm(KeyedForm):
    """A date and an amount in a currency that is known; empty takes all that is open."""

    date = DateField(label=_("Date"))
    amount = AmountField(label=_("Amount"), required=False, help_text=_("Empty: all that is open."))

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
        self.fields["account"].offer(money_options())


class WriteOffForm(AmountOfActForm):
    """A debt given up."""

    tax_relief = forms.BooleanField(label=_("Claim the tax in it back"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ApplyCreditForm(AmountOfActForm):
    """A credit of the customer used for an invoice."""

    item = ChoiceField(label=_("Credit to use"), empty=None)
    field_order = ("item", "date", "amount")

    def __init__(self, *args: Any, credits: list[OpenItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].offer(
            (item.pk, f"{item.label} · {formats.format_money(item.open_minor, item.currency)}") for item in credits
        )


class ApplyToForm(AmountOfActForm):
    """An invoice that an advance or credit note is used for."""

    document = ChoiceField(label=_("Invoice"), empty=None)
    field_order = ("document", "date", "amount")

    def __init__(self, *args: Any, items: list[OpenItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].offer(
            (item.source_id, f"{item.label} · {formats.format_money(item.open_minor, item.currency)}") for item in items
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


class LetterForm(KeyedForm):
    """A letter with the document attached."""

    to = forms.EmailField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}))
    language = forms.ChoiceField(label=_("Language of the PDF"), choices=[("ar", _("Arabic")), ("en", _("English"))])
