"""The REST endpoints of letters and the texts they start from."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.rest import Email, Id, In, Line, Listing, LongText, Out, Page, give_list, only_if, versioned
from wasl.messages import queries, services
from wasl.messages.models import OutboxMessage
from wasl.messages.queries import Letter

router = Router(tags=["Letters"])
Language = Literal["ar", "en"]
Kind = Literal["invitation", "quote", "invoice", "reminder"]


class LetterListing(Listing):
    """Which letters a list shows."""

    state: Literal["", "waiting", "sent", "failed"] = ""
    q: Annotated[Line, Field(max_length=100)] = ""


class LetterOut(Out):
    """A letter in the outbox, and the record that it is about."""

    id: int
    to: str
    subject: str
    body_text: str
    attachment_ids: list[int]
    subject_kind: str
    subject_id: int | None
    party_id: int | None
    language: str
    state: Literal["waiting", "sent", "failed"]
    sent_at: datetime | None
    error: str
    created_at: datetime


class SentNow(Out):
    """How many letters went out."""

    count: int


class TemplateOut(Out):
    """The text that letters of a kind start from, in one language; places in braces are filled in."""

    version: int
    kind: str
    language: str
    subject: str
    body: str


class TemplateIn(In):
    """The text that letters of a kind start from, in one language."""

    kind: Kind
    language: Language
    subject: Annotated[Line, Field(min_length=1)]
    body: Annotated[LongText, Field(min_length=1)]


class LetterIn(In):
    """A letter with its paper; where it is silent, the company's own text in the customer's language."""

    to: Email = ""
    subject: Annotated[Line, Field(max_length=200)] = ""
    body: LongText = ""
    language: Language | None = None

    def over(self, own: Letter) -> Letter:
        """Return the company's own letter with what was sent in its place."""
        return Letter(
            self.to or own.to, self.subject or own.subject, self.body or own.body, self.language or own.language
        )


class DraftLetterOut(Out):
    """A letter as it would be sent, and the language of the paper that goes with it."""

    to: str
    subject: str
    body: str
    language: str


class QueuedOut(Out):
    """A letter that waits in the outbox."""

    id: int
    to: str
    subject: str
    state: str


def letter_out(row: OutboxMessage) -> LetterOut:
    """Return a letter as programs read it."""
    return LetterOut.of(row)


@router.get("/letters", response=Page[LetterOut])
def list_letters(request: Request, asked: Query[LetterListing]) -> Any:
    """List the letters of the outbox."""
    return give_list(request, asked, queries.outbox(request.actor, asked.state, asked.q), letter_out, LetterOut)


@router.get("/letters/{message_id}", response=LetterOut)
def read_letter(request: Request, message_id: Id) -> Any:
    """Read a letter."""
    return letter_out(queries.message(request.actor, message_id))


@router.post("/outbox/send", response=SentNow)
def send_waiting_letters(request: Request) -> Any:
    """Send the letters that wait; without a mail server they go on waiting."""
    return SentNow(count=services.send_waiting(actor=request.actor))


@router.post("/letters/{message_id}/mark-sent", response=LetterOut)
def mark_letter_sent(request: Request, message_id: Id) -> Any:
    """Note that a letter was sent by hand."""
    return letter_out(services.mark_sent(actor=request.actor, message_id=message_id))


@router.post("/letters/{message_id}/retry", response=LetterOut)
def retry_letter(request: Request, message_id: Id) -> Any:
    """Let a letter that failed wait again."""
    return letter_out(services.retry(actor=request.actor, message_id=message_id))


@router.get("/letter-templates", response=list[TemplateOut])
def list_letter_templates(request: Request) -> Any:
    """List the texts that letters start from."""
    request.actor.require("message.view")
    return [TemplateOut.of(row) for row in queries.templates()]


@router.put("/letter-templates", response=TemplateOut, openapi_extra=versioned)
def change_letter_template(request: Request, sent: TemplateIn) -> Any:
    """Change what letters of a kind start from in one language; what is shipped is version 1."""
    actor = request.actor

    def write(version: int) -> TemplateOut:
        return TemplateOut.of(services.change_template(actor=actor, version=version, **dict(sent)))

    return only_if(request, sent, lambda: TemplateOut.of(queries.template(sent.kind, sent.language)), write)
