"""What documents, payments and credits look like to programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from wasl.access.actor import Request
from wasl.core.pages import today_of
from wasl.core.rest import Amount, Digits, In, Line, Number, Out, Rate, Ref, amount
from wasl.ledger.models import OpenItem
from wasl.receivables.models import Document, DocumentLine, Payment, Refund, WriteOff
from wasl.receivables.queries import Applied, DocumentPage, PaymentPage

Date = date  # fields are called date
Kind = Literal["invoice", "deposit", "credit_note"]
AskingKind = Literal["invoice", "deposit"]
State = Literal["draft", "posted", "reversed"]
Language = Literal["ar", "en"]
Percent = Annotated[Number, Field(ge=Decimal(0), le=Decimal(100))]
Reason = Annotated[Line, Field(max_length=200)]


class AppliedOut(Out):
    """A part of what was open that was settled: when, by what record, how much; negative where it was undone."""

    date: Date
    kind: str
    id: int
    number: str
    amount: Amount


class DocumentOut(Out):
    """A customer document; `open` is what is still owed of it, or left of a credit note."""

    id: int
    kind: Kind
    state: State
    number: str
    party_id: int
    party_name: str
    date: Date
    due_date: Date
    reference: str
    net: Amount
    tax: Amount
    total: Amount
    prepaid: Amount
    open: Amount
    base_total: Amount
    rate: Rate
    invoice_id: int | None
    entry_id: int | None
    sent_at: datetime | None
    reversed_on: Date | None
    owner_id: int | None
    created_at: datetime
    version: int


class LineOut(Out):
    """A line of a document; its amounts are in the document's currency."""

    id: int
    position: int
    description: str
    quantity: Number
    price: Number
    discount_percent: Number | None
    discount: Amount | None
    tax_id: int | None
    account_id: int
    project_id: int | None
    department_id: int | None
    origin: str
    net: Amount
    tax: Amount


class TaxOut(Out):
    """Base and tax of one tax in a document, at the percent of its day."""

    tax_id: int
    percent: Number
    base: Amount
    tax: Amount


class DepositUse(Out):
    """A deposit that a final invoice uses: how much of its net and of its tax."""

    document_id: int
    net: Amount
    tax: Amount


class WholeDocumentOut(DocumentOut):
    """A customer document with its lines, its taxes, the deposits it uses and what settled it."""

    currency: str
    prices_include_tax: bool
    discount_percent: Number | None
    discount: Amount | None
    notes: str
    reason: str
    origin: str
    lines: list[LineOut]
    taxes: list[TaxOut]
    offsets: list[DepositUse]
    settled: list[AppliedOut]
    deposit_left: Amount
    credit_note_ids: list[int]


class PaymentOut(Out):
    """Money received: `amount` has fee and withheld tax in it; `left` is not applied."""

    id: int
    number: str
    party_id: int
    party_name: str
    date: Date
    amount: Amount
    fee: Amount
    withheld: Amount
    left: Amount
    withholding_id: int | None
    account_id: int
    rate: Rate
    reference: str
    entry_id: int | None
    reversed_on: Date | None
    created_at: datetime


class WholePaymentOut(PaymentOut):
    """Money received with what it settled, what its rest was used for, and what was given back."""

    settled: list[AppliedOut]
    used: list[AppliedOut]
    refund_ids: list[int]
    credit_id: int | None


class RefundOut(Out):
    """Money given back of an advance or a credit note."""

    id: int
    number: str
    party_id: int
    party_name: str
    credit_id: int
    date: Date
    amount: Amount
    account_id: int
    entry_id: int | None
    created_at: datetime


class WriteOffOut(Out):
    """A part of an invoice that will not be paid; `relief` is the tax that comes back, in base currency."""

    id: int
    document_id: int
    number: str
    party_id: int
    date: Date
    amount: Amount
    relief: Amount
    reason: str
    entry_id: int | None


class CreditOut(Out):
    """An advance of a customer or an open credit note: what of it can be applied or given back."""

    id: int
    kind: Literal["advance", "credit_note"]
    number: str
    source_id: int
    date: Date
    total: Amount
    open: Amount


def day_of(request: Request, on: date | None) -> date:
    """Return the day that was named, or today where the company is."""
    return on or today_of(request)


class ApplyIn(In):
    """A document that money settles; without an amount all that is open, as far as the money goes."""

    document_id: Ref
    amount: Digits | None = None


def document_out(row: Any, base: str) -> DocumentOut:
    """Return a row of the list of documents as programs read it."""
    return DocumentOut.of(row, **_head(row, row.open_minor, base))


def whole_document_out(found: DocumentPage, base: str) -> WholeDocumentOut:
    """Return a document with all that its page shows, as programs read it."""
    row, currency = found.document, found.document.currency
    return WholeDocumentOut.of(
        row,
        **_head(row, found.open_minor, base),
        discount=_maybe(row.discount_minor, currency),
        lines=[_line_out(line, currency) for line in found.lines],
        taxes=[
            TaxOut.of(tax, base=amount(tax.base_minor, currency), tax=amount(tax.tax_minor, currency))
            for tax in found.taxes
        ],
        offsets=[
            DepositUse(
                document_id=use.deposit_id,
                net=amount(use.net_minor, currency),
                tax=amount(use.tax_minor, currency),
            )
            for use in found.offsets
        ],
        settled=applied_out(found.applied, currency),
        deposit_left=amount(found.deposit_left_minor, currency),
        credit_note_ids=[note.pk for note in found.credit_notes],
    )


def _head(row: Document, open_minor: int, base: str) -> dict[str, Any]:
    currency = row.currency
    return {
        "party_name": row.party.name,
        "net": amount(row.net_minor, currency),
        "tax": amount(row.tax_minor, currency),
        "total": amount(row.total_minor, currency),
        "prepaid": amount(row.prepaid_minor, currency),
        "open": amount(open_minor, currency),
        "base_total": amount(row.base_total_minor, base),
    }


def _line_out(row: DocumentLine, currency: str) -> LineOut:
    return LineOut.of(
        row,
        discount=_maybe(row.discount_minor, currency),
        net=amount(row.net_minor, currency),
        tax=amount(row.tax_minor, currency),
    )


def _maybe(minor: int | None, currency: str) -> Amount | None:
    return None if minor is None else amount(minor, currency)


def applied_out(rows: list[Applied], currency: str) -> list[AppliedOut]:
    """Return what settled an item as programs read it."""
    return [
        AppliedOut(
            date=row.date, kind=row.kind, id=row.key, number=row.label, amount=amount(row.amount_minor, currency)
        )
        for row in rows
    ]


def payment_out(row: Any) -> PaymentOut:
    """Return a row of the list of payments as programs read it."""
    return PaymentOut.of(row, **_paid(row, row.left_minor))


def whole_payment_out(found: PaymentPage) -> WholePaymentOut:
    """Return a payment with all that its page shows, as programs read it."""
    row = found.payment
    return WholePaymentOut.of(
        row,
        **_paid(row, found.left_minor),
        settled=applied_out(found.settled, row.currency),
        used=applied_out(found.used, row.currency),
        refund_ids=[back.pk for back in found.refunds],
        credit_id=found.advance.pk if found.advance else None,
    )


def _paid(row: Payment, left_minor: int) -> dict[str, Any]:
    currency = row.currency
    return {
        "party_name": row.party.name,
        "amount": amount(row.amount_minor, currency),
        "fee": amount(row.fee_minor, currency),
        "withheld": amount(row.withheld_minor, currency),
        "left": amount(left_minor, currency),
    }


def refund_out(row: Refund) -> RefundOut:
    """Return money given back as programs read it."""
    return RefundOut.of(
        row, party_name=row.party.name, credit_id=row.item_id, amount=amount(row.amount_minor, row.currency)
    )


def write_off_out(row: WriteOff, base: str) -> WriteOffOut:
    """Return a write-off as programs read it."""
    return WriteOffOut.of(
        row,
        number=row.document.number,
        party_id=row.document.party_id,
        amount=amount(row.amount_minor, row.document.currency),
        relief=amount(row.relief_minor, base),
    )


def credit_out(row: OpenItem) -> CreditOut:
    """Return what is left of an advance or a credit note as programs read it."""
    return CreditOut.of(
        row,
        number=row.label,
        total=amount(row.total_minor, row.currency),
        open=amount(row.open_minor, row.currency),
    )
