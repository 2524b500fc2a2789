"""Read deals: lists, one deal, sums by currency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext

from wasl.access.actor import Actor
from wasl.core import clock, formats, periods, search
from wasl.core.conversion import base_rates, in_base
from wasl.core.errors import NotFound
from wasl.core.room import FOUND_ROWS, Found
from wasl.core.tally import Tally
from wasl.crm.models import Activity, Deal, LossReason, Stage
from wasl.crm.rules.deals import STATES
from wasl.parties.models import Party

CLOSINGS = ("late", "month", "next", "none")
PANEL_MAX = 8


@dataclass(frozen=True)
class DealFilter:
    """Which deals a list shows. `state` is open, won, lost or empty for all; `missing` owner, step or party.

    `closing` says when they are expected to close: one of `CLOSINGS`.
    """

    state: str = "open"
    owner_id: int | None = None
    stage_id: int | None = None
    party_id: int | None = None
    text: str = ""
    missing: str = ""
    closing: str = ""
    closed_first: date | None = None
    closed_last: date | None = None


def deals(actor: Actor, chosen: DealFilter) -> QuerySet[Deal]:
    """Return the deals that the actor may see and the filter lets through, newest first."""
    rows = actor.limit("deal.view", Deal.objects.all())
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    for field in ("owner_id", "stage_id", "party_id"):
        if getattr(chosen, field):
            rows = rows.filter(**{field: getattr(chosen, field)})
    rows = search.matching(rows, chosen.text)
    if chosen.missing == "party":
        rows = rows.filter(party=None)
    elif chosen.missing == "owner":
        rows = rows.filter(owner=None)
    elif chosen.missing == "step":
        rows = rows.filter(Q(owner=None) | Q(next_due=None))
    if chosen.closed_first:
        rows = rows.filter(closed_on__gte=chosen.closed_first)
    if chosen.closed_last:
        rows = rows.filter(closed_on__lte=chosen.closed_last)
    if chosen.closing:
        rows = rows.filter(_closing(chosen.closing, clock.today(actor.company.time_zone)))
    return rows.select_related("party", "owner", "stage", "loss_reason").order_by("-pk")


def _closing(closing: str, today: date) -> Q:
    """Return the condition that a deal is expected to close late, this month, next month, or has no day."""
    if closing == "none":
        return Q(expected_close=None)
    if closing == "late":
        return Q(expected_close__lt=today)
    first = today.replace(day=1)
    if closing == "next":
        first = periods.month_end(first) + timedelta(1)
    return Q(expected_close__gte=first, expected_close__lte=periods.month_end(first))


def totals(rows: QuerySet[Deal]) -> list[tuple[str, int, int]]:
    """Return currency, sum in minor units and count of deals, the largest currency first."""
    summed = rows.order_by().values("currency").annotate(sum=Sum("amount_minor"), count=Count("pk"))
    return sorted(((row["currency"], row["sum"], row["count"]) for row in summed), key=lambda row: -row[2])


def deal(actor: Actor, deal_id: int) -> Deal:
    """Return a deal with what stands on its page.

    :raises NotFound: there is none within the actor's scope.
    """
    actor.require("deal.view")
    found = Deal.objects.select_related("party", "owner", "stage", "loss_reason", "pipeline").filter(pk=deal_id).first()
    if found is None:
        raise NotFound()
    actor.require_owned("deal.view", found.owner_id)
    return found


def open_step(**record: Any) -> Activity | None:
    """Return the first open step of a deal or a lead (`deal_id=` or `lead_id=`)."""
    rows = Activity.objects.filter(done_at=None, **record).select_related("owner")
    return rows.order_by("due_date", F("due_time").asc(nulls_last=True), "pk").first()


def pipeline_stages(pipeline_id: int | None = None) -> list[Stage]:
    """Return the stages of a pipeline in order; of the default one where none is named."""
    rows = Stage.objects.filter(**({"pipeline_id": pipeline_id} if pipeline_id else {"pipeline__is_default": True}))
    return list(rows.order_by("position", "pk"))


def stage(stage_id: int) -> Stage:
    """Return a stage.

    :raises NotFound: there is none in this company.
    """
    found: Stage | None = Stage.objects.filter(pk=stage_id).first()
    if found is None:
        raise NotFound()
    return found


def loss_reasons() -> list[LossReason]:
    """Return the reasons to lose that can be chosen."""
    return list(LossReason.objects.filter(is_active=True).order_by("position", "pk"))


def deals_of_party(actor: Actor, party_id: int) -> QuerySet[Deal]:
    """Return a party's deals that the actor may see, open ones first."""
    return deals(actor, DealFilter(state="", party_id=party_id)).order_by("closed_on", "-pk")


def acts_on_party(actor: Actor, party_id: int) -> dict[str, Any]:
    """Return what the button needs that opens a deal with a customer."""
    return {"party_id": party_id}


def panel_of_party(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return what a party's page shows of its deals."""
    rows = list(deals_of_party(actor, party_id)[:PANEL_MAX])
    return {"deals": rows, "party_id": party_id} if rows else None


def search_deals(actor: Actor, text: str) -> list[Found]:
    """Return what a search finds of deals: by title, customer, contact and product, or by their amount."""
    if not actor.can("deal.view"):
        return []
    rows = deals(actor, DealFilter(state=""))
    found = search.best(rows, text, FOUND_ROWS)
    if amount := search.of_amount(text, "amount_minor"):
        found = [*rows.filter(amount, state__in=STATES)[:FOUND_ROWS], *found]
    lang, kind = formats.language(), gettext("Deals")
    return [
        Found(kind, row.title, reverse("crm:deal", args=[row.pk]), _subtitle(row, lang), "layout-kanban")
        for row in dict.fromkeys(found)
    ]


def late(step: Activity | None, today: date) -> bool:
    """Tell whether a step is past its day."""
    return step is not None and step.due_date is not None and step.due_date < today


def _subtitle(row: Deal, lang: str) -> str:
    amount = formats.format_money(row.amount_minor, row.currency, whole_if_possible=True)
    return f"{row.party.display_name(lang)} · {amount}" if row.party else amount


def has_deals(tally: Tally) -> Callable[[], bool]:
    """Ask whether the company in force has a deal."""
    return tally.exists(Deal.objects.all())


def has_customers(tally: Tally) -> Callable[[], bool]:
    """Ask whether the company in force has a party: by import or by hand."""
    return tally.exists(Party.objects.all())


def booked_by_month(actor: Actor, *, first: date, last: date) -> dict[int, int]:
    """Return what was won in each month (202611) of a span, base minor units at the rates of its last day."""
    rows = Deal.objects.filter(state="won", closed_on__gte=first, closed_on__lte=last).order_by()
    groups = list(rows.values("closed_on__year", "closed_on__month", "currency").annotate(sum=Sum("amount_minor")))
    base = actor.company.base_currency
    rates = base_rates({row["currency"] for row in groups}, base, last)
    found: dict[int, int] = {}
    for row in groups:
        month = row["closed_on__year"] * 100 + row["closed_on__month"]
        found[month] = found.get(month, 0) + in_base([(row["currency"], row["sum"])], base, rates).minor
    return found
