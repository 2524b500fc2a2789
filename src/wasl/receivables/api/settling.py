"""Endpoints of what settles documents: credit notes, credits applied or given back, write-offs."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.rest import (
    Amount,
    Digits,
    Flag,
    Id,
    LongText,
    Number,
    OnDay,
    Out,
    Page,
    Ref,
    Sort,
    SpanListing,
    Text,
    Whole,
    amount,
    give_list,
    minor_in,
)
from wasl.core.rest.lists import day
from wasl.core.rest.schemas import In
from wasl.parties import queries as parties
from wasl.receivables import queries, services
from wasl.receivables.api.drafts import LINES_MAX, DocumentIn, input_of
from wasl.receivables.api.shapes import (
    CreditOut,
    Percent,
    RefundOut,
    WholeDocumentOut,
    WriteOffOut,
    credit_out,
    day_of,
    refund_out,
    whole_document_out,
    write_off_out,
)
from wasl.receivables.services import CreditLine

router = Router(tags=["Settling"])
SORTS = {"id": Sort(), "date": Sort("date", day), "amount": Sort("amount_minor")}


class Dated(SpanListing):
    """Which rows a list shows: of one customer, of a span of days."""

    party_id: Id | None = None

    def span(self) -> dict[str, Any]:
        """Return it as queries take it."""
        return {"party_id": self.party_id, **self.days()}


class CreditLineIn(In):
    """A line of a credit note; `of_line` is the invoice's line (from 1) that it takes after where it is silent."""

    of_line: Annotated[Whole, Field(ge=1)] | None = None
    description: Annotated[LongText, Field(max_length=500)] | None = None
    quantity: Number | None = None
    price: Number | None = None
    tax_id: Ref | None = None
    account_id: Ref | None = None
    project_id: Ref | None = None
    department_id: Ref | None = None
    discount_percent: Percent | None = None
    discount: Digits | None = None


class CreditNoteIn(OnDay):
    """A credit note on an invoice: without lines it credits the whole. It settles the invoice unless `apply` is off."""

    lines: Annotated[list[CreditLineIn], Field(max_length=LINES_MAX)] = []
    reason: Text
    apply: Flag = True
    prices_include_tax: Flag | None = None


class OwnCreditIn(DocumentIn):
    """A credit for a customer that no invoice stands behind."""

    reason: Text = ""


class AmountOfAct(OnDay):
    """A part of what is open, in its currency; all of it where no amount is named."""

    amount: Digits | None = None


class ApplyCreditIn(AmountOfAct):
    """The invoice that a credit is used for."""

    document_id: Ref


class RefundIn(AmountOfAct):
    """The account that money is given back from."""

    account_id: Ref


class WriteOffIn(AmountOfAct):
    """Why a debt is given up, and whether the tax in it comes back."""

    reason: Text
    tax_relief: Flag = False


class AppliedNow(Out):
    """How much of a credit was used."""

    amount: Amount


@router.post("/invoices/{document_id}/credit-notes", response={201: WholeDocumentOut})
def credit_invoice(request: Request, document_id: Id, sent: CreditNoteIn) -> Any:
    """Credit a posted invoice, in full or some lines of it."""
    actor = request.actor
    actor.require("credit_note.post")
    currency = queries.document_currency(document_id)
    lines = [
        CreditLine(
            **{name: value for name, value in dict(line).items() if name != "discount"},
            discount_minor=None
            if line.discount is None
            else minor_in(line.discount, currency, f"lines.{place}.discount"),
        )
        for place, line in enumerate(sent.lines)
    ]
    note = services.issue_credit_note(
        actor=actor,
        on=day_of(request, sent.on),
        invoice_id=document_id,
        lines=lines,
        reason=sent.reason,
        apply=sent.apply,
        prices_include_tax=sent.prices_include_tax,
    )
    found = queries.document_page(actor, note.pk)
    return Status(201, whole_document_out(found, actor.company.base_currency))


@router.post("/credit-notes", response={201: WholeDocumentOut})
def issue_credit_note(request: Request, sent: OwnCreditIn) -> Any:
    """Give a customer a credit that is on no invoice."""
    actor = request.actor
    actor.require("credit_note.post")
    note = services.issue_credit_note(actor=actor, on=sent.date, given=input_of(actor, sent), reason=sent.reason)
    found = queries.document_page(actor, note.pk)
    return Status(201, whole_document_out(found, actor.company.base_currency))


@router.get("/parties/{party_id}/credits", response=list[CreditOut])
def list_credits(request: Request, party_id: Id) -> Any:
    """List a customer's advances and credit notes that have something left, the oldest first."""
    actor = request.actor
    actor.require("payment.view")
    party = parties.party(actor.lending("party.view"), party_id)
    return [credit_out(row) for row in queries.open_credits(party.pk)]


@router.get("/credits/{item_id}", response=CreditOut)
def read_credit(request: Request, item_id: Id) -> Any:
    """Read what is left of an advance or a credit note."""
    request.actor.require("payment.view")
    return credit_out(queries.open_credit(item_id))


@router.post("/credits/{item_id}/apply", response=AppliedNow)
def apply_credit(request: Request, item_id: Id, sent: ApplyCreditIn) -> Any:
    """Use an advance or a credit note for an invoice of the same customer."""
    actor = request.actor
    actor.require("payment.post")
    currency = queries.open_credit(item_id).currency
    applied = services.apply_credit(
        actor=actor,
        item_id=item_id,
        document_id=sent.document_id,
        on=day_of(request, sent.on),
        amount_minor=None if sent.amount is None else minor_in(sent.amount, currency, "amount"),
    )
    return AppliedNow(amount=amount(applied, currency))


@router.post("/credits/{item_id}/refund", response={201: RefundOut})
def refund_credit(request: Request, item_id: Id, sent: RefundIn) -> Any:
    """Give money back of an advance or a credit note."""
    actor = request.actor
    actor.require("payment.post")
    currency = queries.open_credit(item_id).currency
    row = services.refund(
        actor=actor,
        item_id=item_id,
        on=day_of(request, sent.on),
        account_id=sent.account_id,
        amount_minor=None if sent.amount is None else minor_in(sent.amount, currency, "amount"),
    )
    return Status(201, refund_out(row))


@router.get("/refunds", response=Page[RefundOut])
def list_refunds(request: Request, asked: Query[Dated]) -> Any:
    """List money given back."""
    rows = queries.refunds(request.actor, **asked.span())
    return give_list(request, asked, rows, refund_out, RefundOut, SORTS)


@router.get("/refunds/{refund_id}", response=RefundOut)
def read_refund(request: Request, refund_id: Id) -> Any:
    """Read money given back."""
    return refund_out(queries.refund(request.actor, refund_id))


@router.post("/invoices/{document_id}/write-off", response={201: WriteOffOut})
def write_off_invoice(request: Request, document_id: Id, sent: WriteOffIn) -> Any:
    """Give up what is open of an invoice, or a part of it."""
    actor = request.actor
    actor.require("invoice.write_off")
    currency = queries.document_currency(document_id)
    row = services.write_off(
        actor=actor,
        document_id=document_id,
        on=day_of(request, sent.on),
        amount_minor=None if sent.amount is None else minor_in(sent.amount, currency, "amount"),
        tax_relief=sent.tax_relief,
        reason=sent.reason,
    )
    return Status(201, write_off_out(row, actor.company.base_currency))


@router.get("/write-offs", response=Page[WriteOffOut])
def list_write_offs(request: Request, asked: Query[Dated]) -> Any:
    """List what was given up of the documents in the caller's sight."""
    actor = request.actor
    actor.require("invoice.view")
    base = actor.company.base_currency
    rows = queries.write_offs(actor, **asked.span())
    return give_list(request, asked, rows, lambda row: write_off_out(row, base), WriteOffOut, SORTS)


@router.get("/write-offs/{write_off_id}", response=WriteOffOut)
def read_write_off(request: Request, write_off_id: Id) -> Any:
    """Read what was given up of a document."""
    actor = request.actor
    return write_off_out(queries.write_off(actor, write_off_id), actor.company.base_currency)
