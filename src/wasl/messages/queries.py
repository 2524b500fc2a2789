"""Read the outbox, and write a letter from its template."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from wasl.access.actor import Actor
from wasl.core.errors import NotFound
from wasl.core.models import Attachment
from wasl.core.room import WaitingRows
from wasl.messages.models import MessageTemplate, OutboxMessage
from wasl.messages.rules import fill, shipped_templates

STATES = ("waiting", "sent", "failed")


def outbox(actor: Actor, state: str = "", text: str = "") -> QuerySet[OutboxMessage]:
    """Return letters, newest first; of one state where it is named, `text` in their subject or address."""
    actor.require("message.view")
    rows = _seen(actor)
    if text:
        rows = rows.filter(Q(subject__icontains=text) | Q(to__icontains=text))
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("-pk")


def message(actor: Actor, message_id: int) -> OutboxMessage:
    """Return one letter.

    :raises NotFound: there is none that the member may see.
    """
    actor.require("message.view")
    found = _seen(actor).filter(pk=message_id).first()
    if found is None:
        raise NotFound()
    return found


def by_hand() -> bool:
    """Tell whether letters are sent by people, from their own mail programs: there is no mail server."""
    return not settings.SMTP_HOST


def waiting(actor: Actor) -> WaitingRows:
    """Return the letters that wait."""
    return WaitingRows(_seen(actor).filter(state="waiting"))


def _seen(actor: Actor) -> QuerySet[OutboxMessage]:
    return actor.limit("message.view", OutboxMessage.objects.select_related("party"), "member_id")


@dataclass(frozen=True)
class Letter:
    """To whom, what, and in which language it and the paper that goes with it are."""

    to: str
    subject: str
    body: str
    language: str

    def said(self) -> dict[str, str]:
        """Return it as `services.queue_message` takes it."""
        return {"to": self.to, "subject": self.subject, "body_text": self.body, "language": self.language}


def letter_to(to: str, kind: str, language: str, facts: dict[str, str]) -> Letter:
    """Return a letter of a kind to an address, as `letter` writes it."""
    return Letter(to, *letter(kind, language, facts), language)


def letter(kind: str, language: str, facts: dict[str, str]) -> tuple[str, str]:
    """Return subject and text of a letter: the company's own template, or the shipped one, filled with facts."""
    found = template(kind, language)
    return fill(found.subject, facts), fill(found.body, facts)


def templates() -> list[MessageTemplate]:
    """Return the text that each kind of letter starts from, in each language: the company's own where it has one."""
    own = {(row.kind, row.language): row for row in MessageTemplate.objects.order_by("pk")}
    return [own.get(key) or _shipped(*key) for key in sorted(shipped_templates())]


def template(kind: str, language: str) -> MessageTemplate:
    """Return the text that letters of a kind start from in a language.

    :raises NotFound: there is no such kind of letter.
    """
    if (kind, language) not in shipped_templates():
        raise NotFound()
    return MessageTemplate.objects.filter(kind=kind, language=language).first() or _shipped(kind, language)


def _shipped(kind: str, language: str) -> MessageTemplate:
    subject, body = shipped_templates()[kind, language]
    return MessageTemplate(kind=kind, language=language, subject=subject, body=body)


def files_of(found: OutboxMessage) -> list[Attachment]:
    """Return the files that go with a letter."""
    return list(Attachment.objects.filter(pk__in=found.attachment_ids).order_by("pk"))
