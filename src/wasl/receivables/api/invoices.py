"""Endpoints of documents as they stand: list, figures, read, paper; post, send, remind, reverse."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Query, Status
from pydantic import Field

from wasl.access.actor import Actor, Request
from wasl.core.pages import today_of
from wasl.core.rest import (
    Amount,
    Day,
    Id,
    Line,
    Listing,
    OnDay,
    Out,
    Page,
    Sort,
    amount,
    file_answer,
    give_list,
    gives,
)
from wasl.core.rest.files import PDF
from wasl.core.rest.lists import day
from wasl.messages.api import DraftLetterOut, LetterIn, QueuedOut
from wasl.receivables import queries, services
from wasl.receivables.api.drafts import router
from wasl.receivables.api.shapes import (
    DocumentOut,
    Language,
    WholeDocumentOut,
    day_of,
    document_out,
    whole_document_out,
)
from wasl.receivables.pdf import document_pdf

SORTS = {
    "id": Sort(),
    "number": Sort("number", str),
    "date": Sort("date", day),
    "due_date": Sort("due_date", day),
    "total": Sort("signed_total_minor"),
    "open": Sort("signed_open_minor"),
}


class Asked(Listing):
    """Which documents a list shows: all, or those of a view; of one customer, of a span of days."""

    view: Literal["all", "unpaid", "overdue", "drafts", "paid"] = "all"
    party_id: Id | None = None
    q: Annotated[Line, Field(max_length=100)] = ""
    date_from: Day | None = None
    date_to: Day | None = None


class FiguresOut(Out):
    """What the documents of a list come to in base currency, credit notes negative, and how many each view holds."""

    count: int
    open: Amount
    total: Amount
    views: dict[str, int]


def _rows(actor: Actor, request: Request, asked: Asked) -> Any:
    return queries.listed_documents(
        actor,
        view=asked.view,
        today=today_of(request),
        text=asked.q,
        party_id=asked.party_id,
        first=asked.date_from,
        last=asked.date_to,
    )


def _read(actor: Actor, document_id: int) -> WholeDocumentOut:
    return whole_document_out(queries.document_page(actor, document_id), actor.company.base_currency)


@router.get("/invoices", response=Page[DocumentOut])
def list_invoices(request: Request, asked: Query[Asked]) -> Any:
    """List the invoices, deposit invoices and credit notes in the caller's sight."""
    actor = request.actor
    base = actor.company.base_currency
    rows = _rows(actor, request, asked)
    return give_list(request, asked, rows, lambda row: document_out(row, base), DocumentOut, SORTS)


@router.get("/receivables/figures", response=FiguresOut)
def read_invoice_figures(request: Request, asked: Query[Asked]) -> Any:
    """Read what the documents of a list come to."""
    actor = request.actor
    base = actor.company.base_currency
    sums = queries.list_sums(_rows(actor, request, asked))
    return FiguresOut(
        count=sums.count,
        open=amount(sums.open_minor, base),
        total=amount(sums.total_minor, base),
        views=queries.view_counts(actor, today=today_of(request)),
    )


@router.get("/invoices/{document_id}", response=WholeDocumentOut)
def read_invoice(request: Request, document_id: Id) -> Any:
    """Read a document with its lines, its taxes and what settled it."""
    return _read(request.actor, document_id)


@router.get("/invoices/{document_id}/pdf", openapi_extra=gives(PDF))
def read_invoice_pdf(request: Request, document_id: Id, language: Language = "ar") -> Any:
    """Read a document as a PDF in Arabic or English."""
    actor = request.actor
    found = queries.document_page(actor, document_id)
    name = found.document.number or f"draft-{found.document.pk}"
    return file_answer(document_pdf(actor.company, found, language), f"{name}-{language}.pdf")


@router.post("/invoices/{document_id}/post", response=WholeDocumentOut)
def post_invoice(request: Request, document_id: Id) -> Any:
    """Post a draft: it gets its number, its entry and its open amount."""
    services.post_invoice(actor=request.actor, document_id=document_id)
    return _read(request.actor, document_id)


@router.post("/invoices/{document_id}/reverse", response=WholeDocumentOut)
def reverse_invoice(request: Request, document_id: Id, sent: OnDay) -> Any:
    """Undo a posted document by a mirrored entry."""
    services.reverse_document(actor=request.actor, document_id=document_id, on=day_of(request, sent.on))
    return _read(request.actor, document_id)


@router.post("/invoices/{document_id}/mark-sent", response=WholeDocumentOut)
def mark_invoice_sent(request: Request, document_id: Id) -> Any:
    """Note that a posted document went to the customer."""
    services.mark_sent(actor=request.actor, document_id=document_id)
    return _read(request.actor, document_id)


@router.get("/invoices/{document_id}/letter", response=DraftLetterOut)
def read_invoice_letter(request: Request, document_id: Id) -> Any:
    """Read the letter that goes with a document: a reminder where it is late."""
    actor = request.actor
    actor.require("invoice.post")
    found = queries.letter_about(actor, queries.document_page(actor, document_id), today_of(request))
    return DraftLetterOut.of(found)


@router.post("/invoices/{document_id}/send", response={201: QueuedOut})
def send_invoice(request: Request, document_id: Id, sent: LetterIn) -> Any:
    """Put a letter with a posted document into the outbox."""
    actor, today = request.actor, today_of(request)
    actor.require("invoice.post")
    own = queries.letter_about(actor, queries.document_page(actor, document_id), today)
    queued = services.send_document(actor=actor, document_id=document_id, letter=sent.over(own), on=today)
    return Status(201, QueuedOut.of(queued))


@router.post("/invoices/{document_id}/remind", response={201: QueuedOut})
def remind_of_invoice(request: Request, document_id: Id) -> Any:
    """Remind the customer of a late invoice by the company's own text, once a day."""
    queued = services.remind(actor=request.actor, document_id=document_id, on=today_of(request))
    return Status(201, QueuedOut.of(queued))


__all__ = ["router"]
