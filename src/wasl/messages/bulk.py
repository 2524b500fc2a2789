"""What the outbox offers to do to many letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core.forms import NothingToAsk
from wasl.core.listing import searched
from wasl.core.room import BulkAct
from wasl.messages import queries, services
from wasl.messages.models import OutboxMessage

STATES = ("waiting", "sent", "failed")


def letters_asked(actor: Actor, query: QueryDict) -> QuerySet[OutboxMessage]:
    """Return the letters that the list's address asks for."""
    state = query.get("state", "")
    return queries.outbox(actor, state if state in STATES else "", searched(query))


def _letters(actor: Actor) -> QuerySet[OutboxMessage]:
    return queries.outbox(actor)


def _name(letter: OutboxMessage) -> str:
    return f"{letter.subject} · {letter.to}"


def _sent(actor: Actor, message_id: int, _said: dict[str, Any], _on: date) -> None:
    services.mark_sent(actor=actor, message_id=message_id)


def _retry(actor: Actor, message_id: int, _said: dict[str, Any], _on: date) -> None:
    services.retry(actor=actor, message_id=message_id)


SENT = BulkAct(
    "message.mark_sent", _("Mark as sent"), "message.send", "check", _letters, letters_asked, NothingToAsk, _sent, _name
)
RETRY = BulkAct(
    "message.retry", _("Try again"), "message.send", "refresh", _letters, letters_asked, NothingToAsk, _retry, _name
)
