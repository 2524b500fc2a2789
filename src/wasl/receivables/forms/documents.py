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
    PriceField,
    QuantityField,
    decimals_message,
    offer,
)
from wasl.core.money import BadAmount, to_decimal, to_minor
from wasl.core.picking import PickField, Source, offer_picks
from wasl.ledger import queries as ledger
from wasl.ledger.forms import (
    account_options,
    currency_options,
    department_options,
    tax_options,
)
from wasl.receivables import queries
from wasl.receivables.models import Document, DocumentLine
from wasl.receivables.services import DocumentInput, LineDraft, Offset

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


class DocumentForm(KeyedForm):
    """The head of an invoice or deposit invoice."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("invoice", _("Invoice")), ("deposit", _("Deposit invoice"))], initial="invoice"
    )
    party = PickField("party", label=_("Customer"), empty=_("Choose a customer"))
    date = DateField(label=_("Invoice date"))
    due_date = DateField(
        label=_("Due date"), required=False, help_text=_("Leave empty to follow the customer's terms.")
    )
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
        offer_picks(self, actor)
        offer(
            self,
            "currency",
            [("", _("Customer's currency")), *currency_options(base, ledger.rate_currencies())],
        )
        offer(self, "offsets", deposit_options(party_id))

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
    price = PriceField(label=_("Price"))
    discount = DiscountField(label=_("Discount"))
    tax = ChoiceField(label=_("Tax"), required=False, empty=_("Out of scope"))
    project = PickField("invoice_project", label=_("Project"), required=False, follows=True)
    department = ChoiceField(label=_("Department"), required=False, empty=_("None"))
    account = ChoiceField(required=False, widget=forms.HiddenInput)
    origin = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, options: LineOptions, blank: dict[str, Any], **kwargs: Any) -> None:
        kwargs["initial"] = kwargs.get("initial") or blank
        super().__init__(*args, **kwargs)
        offer(self, "tax", options.taxes)
        offer(self, "department", options.departments)
        offer(self, "account", options.accounts)
        if not options.departments:
            del self.fields["department"]
        if options.projects is None:
            del self.fields["project"]
        else:
            project: Any = self.fields["project"]
            project.offer(options.projects)


@dataclass(frozen=True)
class LineOptions:
    """What lines can choose from, read once for all of them."""

    taxes: list[tuple[int, str]]
    departments: list[tuple[int, str]]
    accounts: list[tuple[int, str]]
    projects: Source | None

    @classmethod
    def on(cls, day: date, actor: Actor) -> LineOptions:
        """Read the options as they hold on a date; there is nothing to choose where the company has no project."""
        projects = Source("invoice_project", actor) if ledger.dimensions("project").exists() else None
        return cls(tax_options(day), department_options(), account_options(), projects)


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
