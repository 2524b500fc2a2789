"""What the lists of quotes and services offer to do to many rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock
from wasl.core.forms import NothingToAsk
from wasl.core.listing import searched
from wasl.core.room import BulkAct
from wasl.sales import forms, pages, queries, services
from wasl.sales.models import Quote, Service


def quotes_asked(actor: Actor, query: QueryDict) -> QuerySet[Quote]:
    """Return the quotes that a list's address asks for."""
    return queries.quotes(
        actor,
        text=searched(query),
        state=query.get("state", ""),
        today=clock.today(actor.company.time_zone),
        **forms.QuoteFilterForm(query, actor).asked(),
    )


def services_asked(actor: Actor, query: QueryDict) -> QuerySet[Service]:
    """Return the services that a list's address asks for."""
    rows = queries.services(actor, text=searched(query))
    state = query.get("state", "")
    return rows.filter(is_active=state == "sold") if state in ("sold", "stopped") else rows


def _quotes(actor: Actor) -> QuerySet[Quote]:
    return actor.limit("quote.send", Quote.objects.select_related("party"))


def _quotes_shown(actor: Actor, query: QueryDict) -> QuerySet[Quote]:
    return actor.limit("quote.send", quotes_asked(actor, query))


def _quote_name(quote: Quote) -> str:
    return f"{quote} · {pages.named(quote.party)}"


def _send(actor: Actor, quote_id: int, _said: dict[str, Any], _on: date) -> None:
    services.send_quote(actor=actor, quote_id=quote_id)


def _decline(actor: Actor, quote_id: int, said: dict[str, Any], on: date) -> None:
    services.decline_quote(actor=actor, quote_id=quote_id, on=on, reason=said["reason"])


def _cancel(actor: Actor, quote_id: int, _said: dict[str, Any], on: date) -> None:
    services.cancel_quote(actor=actor, quote_id=quote_id, on=on)


def _services(actor: Actor) -> QuerySet[Service]:
    return queries.services(actor)


def _offer(actor: Actor, service_id: int, *, is_active: bool) -> None:
    version = queries.service(actor, service_id).version
    services.change_service(actor=actor, service_id=service_id, version=version, is_active=is_active)


def _stop(actor: Actor, service_id: int, _said: dict[str, Any], _on: date) -> None:
    _offer(actor, service_id, is_active=False)


def _sell(actor: Actor, service_id: int, _said: dict[str, Any], _on: date) -> None:
    _offer(actor, service_id, is_active=True)


SEND = BulkAct("quote.send", _("Send"), "quote.send", "send", _quotes, _quotes_shown, NothingToAsk, _send, _quote_name)
DECLINE = BulkAct(
    "quote.decline", _("The customer declined"), "quote.send", "x", _quotes, _quotes_shown, forms.DeclineForm, _decline,
    _quote_name,
)  # fmt: skip
CANCEL = BulkAct(
    "quote.cancel",
    _("Cancel quotes"),
    "quote.send",
    "trash",
    _quotes,
    _quotes_shown,
    NothingToAsk,
    _cancel,
    _quote_name,
)
STOP = BulkAct(
    "service.stop", _("Take off sale"), "service.manage", "archive", _services, services_asked, NothingToAsk, _stop,
    pages.named,
)  # fmt: skip
SELL = BulkAct(
    "service.sell", _("Put on sale"), "service.manage", "tag", _services, services_asked, NothingToAsk, _sell,
    pages.named,
)  # fmt: skip
