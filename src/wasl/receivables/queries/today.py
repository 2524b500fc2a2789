"""What waits on Today, and what a customer's page shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.access.actor import Actor
from wasl.core import clock, formats
from wasl.core.room import TODAY_ROWS, DrawToday, TodayAct, TodayGroup, TodayItem
from wasl.core.tally import Tally
from wasl.core.today import one_kind
from wasl.receivables.models import Document
from wasl.receivables.queries.lists import listed_documents
from wasl.receivables.queries.statements import balance_of

PANEL_ROWS = 5


def has_invoices(tally: Tally) -> Callable[[], bool]:
    """Ask whether the company in force has issued an invoice."""
    return tally.exists(Document.objects.exclude(state="draft"))


def today_overdue(actor: Actor, today: date, tally: Tally) -> DrawToday | None:
    """Return the invoices that are overdue, the oldest first; each can be reminded of or paid from here."""
    if not actor.can("invoice.view"):
        return None
    found: QuerySet[Any] = listed_documents(actor, view="overdue", today=today)
    count, owed = tally.count(found), tally.sum(found, "carrying_minor")

    def draw(chosen: str) -> list[TodayGroup]:
        if not count():
            return []
        first = found.order_by("-carrying_minor", "due_date", "pk")[:TODAY_ROWS]
        group = TodayGroup(
            key="overdue",
            title=_("Overdue invoices"),
            icon="receipt",
            rows=[_overdue_item(actor, row, today) for row in first],
            count=count(),
            more_url=f"{reverse('receivables:invoices')}?view=overdue",
            total=formats.format_money(owed(), actor.company.base_currency, whole_if_possible=True),
        )
        return [group]

    return draw


def _overdue_item(actor: Actor, row: Any, today: date) -> TodayItem:
    late = (today - row.due_date).days
    acts = []
    if actor.can("invoice.post"):
        acts.append(TodayAct(_("Remind"), reverse("receivables:send", args=[row.pk]), "get", "send"))
    if actor.can("payment.post"):
        url = f"{reverse('receivables:payment_new')}?party={row.party_id}&document={row.pk}"
        acts.append(TodayAct(_("Record payment"), url, "get", "cash"))
    return TodayItem(
        title=row.party.display_name(formats.language()),
        url=reverse("receivables:invoice", args=[row.pk]),
        why=row.number,
        days_late=late,
        stake_minor=max(row.carrying_minor, 0),
        due=ngettext("%(days)s day late", "%(days)s days late", late) % {"days": late},
        tone="bad",
        amount=formats.format_money(row.open_minor, row.currency, whole_if_possible=True),
        icon="receipt",
        acts=acts,
    )


def today_drafts(actor: Actor, today: date, tally: Tally) -> DrawToday | None:
    """Return the drafts that wait to be posted."""
    if not actor.can("invoice.post"):
        return None
    return one_kind(
        tally,
        listed_documents(actor, view="drafts", today=today),
        lambda row: _draft_item(row, actor.company.base_currency, today),
        key="drafts",
        title=_("Drafts waiting to be posted"),
        icon="file-invoice",
        more_url=f"{reverse('receivables:invoices')}?view=drafts",
    )


def _draft_item(row: Any, base: str, today: date) -> TodayItem:
    url = reverse("receivables:invoice", args=[row.pk])
    return TodayItem(
        title=row.party.display_name(formats.language()),
        url=url,
        why=formats.format_date(row.date, None, today),
        amount=formats.format_money(row.total_minor, row.currency, whole_if_possible=True),
        icon="file-invoice",
        days_late=max((today - row.date).days, 0),
        stake_minor=row.total_minor if row.currency == base else row.base_total_minor,
        acts=[TodayAct(_("View"), url, "get", "eye")],
    )


def party_acts(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return what the button needs that bills a customer, for those who open no deals."""
    return None if actor.can("deal.open") else {"party_id": party_id}


def party_panel(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return what a customer's page shows of money: what is owed, what of it is overdue, the latest documents."""
    if not actor.can("invoice.view"):
        return None
    rows = actor.limit("invoice.view", Document.objects.filter(party_id=party_id).order_by("-date", "-pk"))
    latest = list(rows[:PANEL_ROWS])
    today = clock.today(actor.company.time_zone)
    owed, overdue = balance_of(party_id, today) if actor.can("payment.view") else (None, None)
    if not latest and not owed:
        return None
    return {
        "party_id": party_id,
        "latest": latest,
        "owed": owed,
        "overdue": overdue,
        "base": actor.company.base_currency,
        "may_draft": actor.can("invoice.draft"),
        "may_see_money": actor.can("payment.view"),
    }
