"""Endpoints of documents before they are posted: preview, draft, change, discard; and issuing in one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Router, Status
from pydantic import Field

from wasl.access.actor import Actor, Request
from wasl.core.rest import (
    Amount,
    Change,
    Code,
    Day,
    Digits,
    Flag,
    Id,
    In,
    Line,
    LongText,
    Number,
    Out,
    Ref,
    amount,
    minor_in,
    only_if,
    versioned,
)
from wasl.parties import queries as parties
from wasl.receivables import queries, services
from wasl.receivables.api.shapes import AskingKind, Percent, TaxOut, WholeDocumentOut, whole_document_out
from wasl.receivables.services import DocumentInput, LineDraft, Offset

router = Router(tags=["Invoices"])
LINES_MAX = 500


class LineIn(In):
    """A line: a discount is a percentage or an amount; without an account it is posted to revenue."""

    description: Annotated[LongText, Field(max_length=500)] = ""
    quantity: Number = Decimal(1)
    price: Number
    tax_id: Ref | None = None
    discount_percent: Percent | None = None
    discount: Digits | None = None
    account_id: Ref | None = None
    project_id: Ref | None = None
    department_id: Ref | None = None


class LineChange(LineIn):
    """A line of a draft; `origin` keeps what it bills linked to it, as the draft said it."""

    origin: Annotated[Line, Field(max_length=120)] = ""


class OffsetIn(In):
    """A deposit that the invoice uses; without a net all that is left of it."""

    document_id: Ref
    net: Digits | None = None


class DocumentFields(In):
    """What a document says; due date and currency are those that the customer has where none are named."""

    kind: AskingKind = "invoice"
    date: Day
    due_date: Day | None = None
    currency: Code | None = None
    prices_include_tax: Flag = False
    discount_percent: Percent | None = None
    discount: Digits | None = None
    reference: Annotated[Line, Field(max_length=100)] = ""
    notes: LongText = ""
    offsets: Annotated[list[OffsetIn], Field(max_length=50)] = []


class DocumentIn(DocumentFields):
    """A new invoice or deposit invoice."""

    party_id: Ref
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=LINES_MAX)]


class DocumentChange(DocumentFields, Change):
    """What changes of a draft: only what is sent; lines that are sent replace all lines."""

    party_id: Ref
    date: Day
    lines: Annotated[list[LineChange], Field(min_length=1, max_length=LINES_MAX)]


class PostedTo(Out):
    """What a document would write to one account, in base currency: a debit positive, a credit negative."""

    account_id: int
    code: str
    name: str
    amount: Amount


class PreviewOut(Out):
    """What a document comes to, and the entry that posting it writes, deposits left out."""

    due_date: date
    net: Amount
    tax: Amount
    total: Amount
    base_total: Amount
    taxes: list[TaxOut]
    entry: list[PostedTo]


@router.post("/invoices/preview", response=PreviewOut)
def preview_invoice(request: Request, sent: DocumentIn) -> Any:
    """Work out what a document would come to and what it would post; nothing is written."""
    actor = request.actor
    actor.require("invoice.draft")
    found = services.preview_document(actor=actor, given=input_of(actor, sent))
    worked, currency, base = found.worked, found.worked.currency, actor.company.base_currency
    return PreviewOut(
        due_date=worked.due_date,
        net=amount(worked.result.net_minor, currency),
        tax=amount(worked.result.tax_minor, currency),
        total=amount(worked.result.total_minor, currency),
        base_total=amount(found.base_total_minor, base),
        taxes=[
            TaxOut(
                tax_id=group.tax_id,
                percent=worked.taxes[group.tax_id].percent,
                base=amount(group.base_minor, currency),
                tax=amount(group.tax_minor, currency),
            )
            for group in worked.result.groups
        ],
        entry=[
            PostedTo(account_id=account.pk, code=account.code, name=account.name, amount=amount(minor, base))
            for account, minor in found.entry
        ],
    )


@router.post("/invoices", response={201: WholeDocumentOut})
def draft_invoice(request: Request, sent: DocumentIn) -> Any:
    """Write an invoice as a draft: it has no number and may change."""
    actor = request.actor
    actor.require("invoice.draft")
    drafted = services.draft_invoice(actor=actor, given=input_of(actor, sent))
    return Status(201, _read(actor, drafted.pk))


@router.post("/invoices/issue", response={201: WholeDocumentOut})
def issue_invoice(request: Request, sent: DocumentIn) -> Any:
    """Write and post an invoice in one act."""
    actor = request.actor
    actor.require("invoice.post")
    issued = services.issue_invoice(actor=actor, given=input_of(actor, sent))
    return Status(201, _read(actor, issued.pk))


@router.patch("/invoices/{document_id}", response=WholeDocumentOut, openapi_extra=versioned)
def change_draft(request: Request, document_id: Id, sent: DocumentChange) -> Any:
    """Change what a draft says."""
    actor = request.actor
    actor.require("invoice.draft")

    def write(version: int) -> WholeDocumentOut:
        given = _changed(actor, document_id, sent)
        services.change_draft(actor=actor, document_id=document_id, given=given, version=version)
        return _read(actor, document_id)

    return only_if(request, sent, lambda: _read(actor, document_id), write)


@router.delete("/invoices/{document_id}", response={204: None})
def discard_draft(request: Request, document_id: Id) -> Any:
    """Throw a draft away; what it billed is free again."""
    services.discard_draft(actor=request.actor, document_id=document_id)
    return Status(204, None)


def _read(actor: Actor, document_id: int) -> WholeDocumentOut:
    return whole_document_out(queries.document_page(actor, document_id), actor.company.base_currency)


def input_of(actor: Actor, sent: DocumentIn) -> DocumentInput:
    """Return a document that was sent as services take it.

    :raises NotFound: the customer is not of this company.
    """
    party = parties.party(actor.lending("party.view"), sent.party_id)
    currency = sent.currency or party.currency or actor.company.base_currency
    said = _values(sent, currency)
    return DocumentInput(party_id=sent.party_id, **said, lines=_lines(sent.lines, currency))


def _changed(actor: Actor, document_id: int, sent: DocumentChange) -> DocumentInput:
    kept = services.input_of(queries.document(actor, document_id))
    currency = sent.currency or kept.currency
    said = {name: value for name, value in _values(sent, currency).items() if name in _names(sent)}
    if "party_id" in sent.model_fields_set:
        said["party_id"] = sent.party_id
    if "lines" in sent.model_fields_set:
        known = {line.origin for line in kept.lines}
        said["lines"] = [
            line if line.origin in known else replace(line, origin="") for line in _lines(sent.lines, currency)
        ]
    return replace(kept, **said)


def _names(sent: In) -> set[str]:
    """Return the fields that were sent, by the names that services have."""
    return {"discount_minor" if name == "discount" else name for name in sent.model_fields_set}


def _values(sent: DocumentFields, currency: str) -> dict[str, Any]:
    plain = ("kind", "date", "due_date", "prices_include_tax", "discount_percent", "reference", "notes")
    return {name: getattr(sent, name) for name in plain} | {
        "currency": sent.currency or "",
        "discount_minor": None if sent.discount is None else minor_in(sent.discount, currency, "discount"),
        "offsets": [
            Offset(
                one.document_id,
                None if one.net is None else minor_in(one.net, currency, f"offsets.{place}.net"),
            )
            for place, one in enumerate(sent.offsets or ())
        ],
    }


def _lines(sent: list[Any], currency: str) -> list[LineDraft]:
    return [
        LineDraft(
            **{name: value for name, value in dict(line).items() if name != "discount"},
            discount_minor=None
            if line.discount is None
            else minor_in(line.discount, currency, f"lines.{place}.discount"),
        )
        for place, line in enumerate(sent)
    ]
