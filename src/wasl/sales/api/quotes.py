"""Endpoints of quotes: list, read, write, change, send, decide, revise, cancel, invoice; the paper."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Actor, Request
from wasl.core.pages import today_of
from wasl.core.rest import (
    Amount,
    Day,
    Id,
    In,
    Line,
    Listing,
    Out,
    Page,
    Sort,
    amount,
    give_list,
    only_if,
    versioned,
)
from wasl.core.rest.lists import day
from wasl.messages.api import DraftLetterOut, LetterIn, QueuedOut
from wasl.projects.api.shapes import BilledOut, billed_out
from wasl.sales import paper, queries, services
from wasl.sales.api.shapes import (
    Language,
    QuoteChange,
    QuoteFields,
    QuoteIn,
    QuoteOut,
    QuoteWithLines,
    discount_minor,
    lines_of,
    quote_out,
    whole_quote_out,
)
from wasl.sales.services import QuoteInput

router = Router(tags=["Quotes"])
SORTS = {
    "id": Sort(),
    "date": Sort("date", day),
    "valid_until": Sort("valid_until", day, has_gaps=True),
    "total": Sort("total_minor"),
}
PDF = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class QuoteListing(Listing):
    """Which quotes a list shows; `first` and `last` are days, both in; sent quotes past their last day are expired."""

    state: Literal["", "draft", "sent", "accepted", "declined", "cancelled", "expired"] = ""
    party_id: Id | None = None
    owner_id: Id | None = None
    deal_id: Id | None = None
    first: Day | None = None
    last: Day | None = None
    q: Annotated[Line, Field(max_length=100)] = ""


class QuotePaperAsked(In):
    """In which language a paper is; its own where none is named."""

    language: Language = ""


class QuoteDecisionIn(In):
    """The day on which a customer decided; today where none is named."""

    on: Day | None = None


class QuoteDeclineIn(QuoteDecisionIn):
    """Why a customer declined."""

    reason: Line = ""


class QuoteInvoiceIn(In):
    """The date of the invoice (today where none is named) and the day on which it is due (by the customer's terms)."""

    on: Day | None = None
    due_date: Day | None = None


class QuoteTotals(Out):
    """What a quote would come to."""

    discount: Amount
    net: Amount
    tax: Amount
    total: Amount


@router.get("/quotes", response=Page[QuoteOut])
def list_quotes(request: Request, asked: Query[QuoteListing]) -> Any:
    """List the quotes in the caller's sight."""
    actor = request.actor
    actor.require("quote.view")
    rows = queries.quotes(
        actor,
        text=asked.q,
        state=asked.state,
        today=today_of(request),
        **{name: getattr(asked, name) for name in ("first", "last", "party_id", "owner_id", "deal_id")},
    )
    return give_list(request, asked, rows, quote_out, QuoteOut, SORTS)


@router.post("/quotes", response={201: QuoteWithLines})
def draft_quote(request: Request, sent: QuoteIn) -> Any:
    """Write a quote as a draft, without a number."""
    given = _new(request.actor, sent, today_of(request))
    return Status(201, whole_quote_out(services.draft_quote(actor=request.actor, given=given)))


@router.post("/quotes/issue", response={201: QuoteWithLines})
def issue_quote(request: Request, sent: QuoteIn) -> Any:
    """Write and send a quote in one act."""
    given = _new(request.actor, sent, today_of(request))
    return Status(201, whole_quote_out(services.issue_quote(actor=request.actor, given=given)))


@router.post("/quotes/preview", response=QuoteTotals)
def preview_quote(request: Request, sent: QuoteIn) -> Any:
    """Say what a quote would come to, writing nothing."""
    actor = request.actor
    actor.require("quote.draft")
    given = _new(actor, sent, today_of(request))
    result = services.preview_quote(actor=actor, given=given)
    names = ("discount", "net", "tax", "total")
    return QuoteTotals(**{name: amount(getattr(result, f"{name}_minor"), given.currency) for name in names})


@router.get("/quotes/{quote_id}", response=QuoteWithLines)
def read_quote(request: Request, quote_id: Id) -> Any:
    """Read a quote with its lines."""
    return whole_quote_out(queries.quote(request.actor, quote_id))


@router.patch("/quotes/{quote_id}", response=QuoteWithLines, openapi_extra=versioned)
def change_quote(request: Request, quote_id: Id, sent: QuoteChange) -> Any:
    """Change a draft; a sent quote is revised instead."""
    actor = request.actor

    def write(version: int) -> QuoteWithLines:
        now = services.input_of(queries.quote(actor, quote_id))
        currency = sent.currency or now.currency
        said = _values(sent, currency)
        if "party_id" in sent.model_fields_set:
            said["party_id"] = sent.party_id
        if "lines" in sent.model_fields_set:
            said["lines"] = lines_of(sent.lines, currency)
        if said.get("date", now.date) is None:
            said["date"] = now.date
        changed = services.change_quote(actor=actor, quote_id=quote_id, given=replace(now, **said), version=version)
        return whole_quote_out(changed)

    return only_if(request, sent, lambda: whole_quote_out(queries.quote(actor, quote_id)), write)


@router.get("/quotes/{quote_id}/pdf", openapi_extra=PDF)
def read_quote_pdf(request: Request, quote_id: Id, asked: Query[QuotePaperAsked]) -> Any:
    """Give a quote as a PDF."""
    actor = request.actor
    found = queries.quote(actor, quote_id)
    pdf = paper.quote_pdf(found, list(queries.quote_lines(quote_id)), actor.company, asked.language)
    return HttpResponse(pdf, content_type="application/pdf")


@router.get("/quotes/{quote_id}/letter", response=DraftLetterOut)
def read_quote_letter(request: Request, quote_id: Id) -> Any:
    """Read the letter that brings a quote to the customer."""
    actor = request.actor
    actor.require("quote.send")
    return DraftLetterOut.of(queries.letter_with_quote(actor, queries.quote(actor, quote_id)))


@router.post("/quotes/{quote_id}/mail", response={201: QueuedOut})
def mail_quote(request: Request, quote_id: Id, sent: LetterIn) -> Any:
    """Put a letter with a sent quote's PDF into the outbox."""
    actor = request.actor
    actor.require("quote.send")
    letter = sent.over(queries.letter_with_quote(actor, queries.quote(actor, quote_id)))
    return Status(201, QueuedOut.of(services.mail_quote(actor=actor, quote_id=quote_id, letter=letter)))


@router.post("/quotes/{quote_id}/send", response=QuoteWithLines)
def send_quote(request: Request, quote_id: Id) -> Any:
    """Give a draft its number and count it as sent."""
    return whole_quote_out(services.send_quote(actor=request.actor, quote_id=quote_id))


@router.post("/quotes/{quote_id}/accept", response=QuoteWithLines)
def accept_quote(request: Request, quote_id: Id, sent: QuoteDecisionIn) -> Any:
    """Record that the customer accepted."""
    on = sent.on or today_of(request)
    return whole_quote_out(services.accept_quote(actor=request.actor, quote_id=quote_id, on=on))


@router.post("/quotes/{quote_id}/decline", response=QuoteWithLines)
def decline_quote(request: Request, quote_id: Id, sent: QuoteDeclineIn) -> Any:
    """Record that the customer declined."""
    on = sent.on or today_of(request)
    declined = services.decline_quote(actor=request.actor, quote_id=quote_id, on=on, reason=sent.reason)
    return whole_quote_out(declined)


@router.post("/quotes/{quote_id}/cancel", response=QuoteWithLines)
def cancel_quote(request: Request, quote_id: Id) -> Any:
    """Withdraw a quote that is not invoiced."""
    on = today_of(request)
    return whole_quote_out(services.cancel_quote(actor=request.actor, quote_id=quote_id, on=on))


@router.post("/quotes/{quote_id}/revise", response={201: QuoteWithLines})
def revise_quote(request: Request, quote_id: Id) -> Any:
    """Draft the next revision of a sent quote under the same number; the old one is cancelled."""
    on = today_of(request)
    return Status(201, whole_quote_out(services.revise_quote(actor=request.actor, quote_id=quote_id, on=on)))


@router.post("/quotes/{quote_id}/invoice", response={201: BilledOut})
def invoice_quote(request: Request, quote_id: Id, sent: QuoteInvoiceIn) -> Any:
    """Post the invoice of a quote, once."""
    on = sent.on or today_of(request)
    invoice = services.invoice_quote(actor=request.actor, quote_id=quote_id, on=on, due_date=sent.due_date)
    return Status(201, billed_out(invoice))


def _new(actor: Actor, sent: QuoteIn, today: datetime.date) -> QuoteInput:
    """Return a quote that was sent as services take it, in the customer's currency where none is named."""
    currency = sent.currency or queries.currency_for(actor, sent.party_id)
    said = {"date": today} | _values(sent, currency)
    said["date"] = said["date"] or today
    return QuoteInput(party_id=sent.party_id, lines=lines_of(sent.lines, currency), **said | {"currency": currency})


def _values(sent: QuoteFields, currency: str) -> dict[str, Any]:
    """Return what was sent as services take it: the discount in minor units."""
    said = {name: value for name, value in sent.said().items() if name not in ("party_id", "lines")}
    if "discount" in said:
        del said["discount"]
        said["discount_minor"] = discount_minor(sent.discount, currency)
    if "currency" in said:
        said["currency"] = currency
    return said
