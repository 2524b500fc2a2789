"""Quotes, as lists and pages show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from wasl.access.actor import Actor
from wasl.core import formats, numbering
from wasl.core import search as search_texts
from wasl.core.errors import NotFound
from wasl.core.room import FOUND_ROWS, Found
from wasl.core.tally import Tally
from wasl.crm.models import Deal
from wasl.parties import queries as parties
from wasl.parties.models import Party
from wasl.receivables.models import Document
from wasl.sales import rules
from wasl.sales.models import Quote, QuoteLine

PANEL_ROWS = 5


def quotes(
    actor: Actor,
    *,
    text: str = "",
    state: str = "",
    today: date | None = None,
    first: date | None = None,
    last: date | None = None,
    **equal: int | None,
) -> QuerySet[Quote]:
    """Return the quotes that the actor may see, newest first; `expired` needs the day it is asked on.

    `first` and `last` are the days of the quotes, both in; `equal` are fields with the value they must have, if any.
    """
    rows = actor.limit("quote.view", Quote.objects.select_related("party", "owner", "deal"))
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(party__in=parties.named(text)))
    if state == rules.EXPIRED:
        rows = rows.filter(state=rules.SENT, valid_until__lt=today)
    elif state:
        rows = rows.filter(state=state)
    for name, value in {"date__gte": first, "date__lte": last, **equal}.items():
        if value is not None:
            rows = rows.filter(**{name: value})
    return rows.order_by("-date", "-pk")


def quote(actor: Actor, quote_id: int) -> Quote:
    """Return a quote.

    :raises NotFound: there is none within the actor's reach.
    """
    actor.require("quote.view")
    found: Quote | None = Quote.objects.select_related("party", "owner", "deal", "previous").filter(pk=quote_id).first()
    if found is None:
        raise NotFound()
    actor.require_owned("quote.view", found.owner_id)
    return found


def currency_for(actor: Actor, party_id: int) -> str:
    """Return the currency that a party's quotes are in where none is named: theirs, or the company's."""
    own = Party.objects.filter(pk=party_id).values_list("currency", flat=True).first()
    return own or actor.company.base_currency


def quote_lines(quote_id: int) -> QuerySet[QuoteLine]:
    """Return a quote's lines in order."""
    return QuoteLine.objects.filter(quote_id=quote_id).select_related("tax", "service").order_by("position")


def invoice_of(quote_id: int) -> Document | None:
    """Return the invoice of a quote that is not reversed, if any."""
    found: Document | None = Document.objects.filter(origin=f"quote:{quote_id}").exclude(state="reversed").first()
    return found


def party_panel(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return what a party's page shows of its quotes, None for none."""
    rows = list(quotes(actor).filter(party_id=party_id)[: PANEL_ROWS + 1])
    return {"quotes": rows[:PANEL_ROWS], "more": len(rows) > PANEL_ROWS} if rows else None


def deal_panel(actor: Actor, deal_id: int) -> dict[str, Any] | None:
    """Return what a deal's page shows of its quotes."""
    state = Deal.objects.filter(pk=deal_id).values_list("state", flat=True).first()
    return {
        "quotes": list(quotes(actor).filter(deal_id=deal_id)),
        "deal_id": deal_id,
        "may_draft": actor.can("quote.draft") and state == "open",
        "may_reopen": actor.can("deal.win") and state == "won",
    }


def deal_actions(actor: Actor, deal_id: int) -> dict[str, Any] | None:
    """Return what the button that wins a deal needs."""
    return {"deal_id": deal_id} if actor.can("deal.win") else None


def search(actor: Actor, text: str) -> list[Found]:
    """Return what a search finds of quotes: by number and amount, then by customer."""
    if not actor.can("quote.view"):
        return []
    rows = quotes(actor)
    found = list(rows.filter(number__in=[text.upper(), *numbering.numbers_meant(text, {"quote": "Q"})])[:FOUND_ROWS])
    if amount := search_texts.of_amount(text, "total_minor"):
        found += rows.filter(amount)[:FOUND_ROWS]
    found += rows.filter(party__in=parties.nearest(text))[:FOUND_ROWS]
    lang, kind = formats.language(), gettext("Quotes")
    return [
        Found(kind, str(row), reverse("sales:quote", args=[row.pk]), _subtitle(row, lang), "file-text")
        for row in dict.fromkeys(found)
    ][:FOUND_ROWS]


def _subtitle(row: Quote, lang: str) -> str:
    money = formats.format_money(row.total_minor, row.currency, whole_if_possible=True)
    return f"{row.party.display_name(lang)} · {money}"


def belongs_to_deal(deal_id: int) -> dict[str, list[int]]:
    """Return the quotes of a deal: what happens to them is part of its story."""
    return {"sales.quote": list(Quote.objects.filter(deal_id=deal_id).values_list("pk", flat=True))}


def has_quotes(tally: Tally) -> Callable[[], bool]:
    """Ask whether the company in force has a quote."""
    return tally.exists(Quote.objects.all())
