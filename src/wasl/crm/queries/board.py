"""The board: open deals by stage, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from wasl.access.actor import Actor
from wasl.core.conversion import InBase, base_rates, in_base
from wasl.core.errors import NotFound
from wasl.crm.models import Activity, Deal, Stage
from wasl.crm.queries.deals import DealFilter, deals, pipeline_stages
from wasl.crm.rules import deals as rules

CARDS_MAX = 30
ORDERS: dict[str, tuple[Any, ...]] = {
    "next": (F("next_due").asc(nulls_last=True), F("stage_since").asc(), F("pk").asc()),
    "age": (F("stage_since").asc(), F("pk").asc()),
    "amount": (F("amount_minor").desc(), F("pk").asc()),
    "new": (F("pk").desc(),),
}


@dataclass(frozen=True)
class BoardFilter:
    """Which deals the board shows, and what comes first in a lane: the next step, age, amount, or the newest."""

    deals: DealFilter = field(default_factory=DealFilter)
    order: str = "next"


@dataclass(frozen=True)
class Card:
    """A deal on the board: its worth in base minor units, how long it stands (`age_level` 1 to 3), its next step."""

    deal: Deal
    base_minor: int
    days: int
    age_level: int
    step: Activity | None


@dataclass(frozen=True)
class Lane:
    """A stage of the board: its first cards, how many it has in all, and what they are worth."""

    stage: Stage
    cards: list[Card]
    count: int
    sum: InBase
    weighted: InBase


def board(actor: Actor, today: date, chosen: BoardFilter | None = None) -> list[Lane]:
    """Return the lanes of the default pipeline with their first cards."""
    chosen = chosen or BoardFilter()
    stages = pipeline_stages()
    rows = _rows(actor, chosen).filter(stage__in=stages)
    place = Window(RowNumber(), partition_by=F("stage_id"), order_by=ORDERS[chosen.order])
    numbered = rows.select_related(None).order_by().annotate(place=place).filter(place__lte=CARDS_MAX)
    places = dict(numbered.values_list("pk", "place"))
    found = Deal.objects.filter(pk__in=places).select_related("party", "owner", "stage")
    first = sorted(found, key=lambda deal: (places[deal.pk], deal.pk))
    totals, rates = _totals(rows, stages, actor.company.base_currency, today)
    cards: dict[int | None, list[Card]] = defaultdict(list)
    for card in _cards(first, stages, actor.company.base_currency, rates, today):
        cards[card.deal.stage_id].append(card)
    return [Lane(stage, cards[stage.pk], *totals[stage.pk]) for stage in stages]


def lane_cards(actor: Actor, today: date, stage_id: int, chosen: BoardFilter, after: int) -> tuple[list[Card], bool]:
    """Return the cards of a lane after the first so many, and whether there are still more.

    :raises NotFound: the company has no such stage.
    """
    stages = [stage for stage in pipeline_stages() if stage.pk == stage_id]
    if not stages:
        raise NotFound()
    rows = _rows(actor, chosen).filter(stage_id=stage_id).order_by(*ORDERS[chosen.order])
    found = list(rows[after : after + CARDS_MAX + 1])
    base = actor.company.base_currency
    rates = base_rates({deal.currency for deal in found}, base, today)
    return _cards(found[:CARDS_MAX], stages, base, rates, today), len(found) > CARDS_MAX


def lane_totals(actor: Actor, today: date, chosen: BoardFilter) -> dict[Stage, tuple[int, InBase, InBase]]:
    """Return count, sum and weighted sum of each lane in order, without any card."""
    stages = pipeline_stages()
    rows = _rows(actor, chosen).filter(stage__in=stages)
    totals = _totals(rows, stages, actor.company.base_currency, today)[0]
    return {stage: totals[stage.pk] for stage in stages}


def first_steps(deal_ids: list[int]) -> dict[int, Activity]:
    """Return the first open step of each deal, in one query."""
    found: dict[int, Activity] = {}
    rows = Activity.objects.filter(deal_id__in=deal_ids, done_at=None).order_by("due_date", "due_time", "pk")
    for step in rows:
        found.setdefault(step.deal_id, step)
    return found


def _rows(actor: Actor, chosen: BoardFilter) -> QuerySet[Deal]:
    return deals(actor, replace(chosen.deals, state=rules.OPEN))


def _cards(rows: list[Deal], stages: Iterable[Stage], base: str, rates: dict[str, Decimal], today: date) -> list[Card]:
    usual = {stage.pk: stage.usual_days for stage in stages}
    steps = first_steps([deal.pk for deal in rows])
    found = []
    for deal in rows:
        days = rules.days_in_stage(deal.stage_since, today)
        worth = in_base([(deal.currency, deal.amount_minor)], base, rates).minor
        level = rules.age_level(days, usual[deal.stage_id or 0])
        found.append(Card(deal, worth, days, level, steps.get(deal.pk)))
    return found


def _totals(
    rows: QuerySet[Deal], stages: list[Stage], base: str, today: date
) -> tuple[dict[int, tuple[int, InBase, InBase]], dict[str, Decimal]]:
    percents = {stage.pk: stage.percent for stage in stages}
    sums: dict[int, list[tuple[str, int]]] = defaultdict(list)
    weighted: dict[int, list[tuple[str, int]]] = defaultdict(list)
    counts: dict[int, int] = defaultdict(int)
    groups = list(
        rows.order_by().values("stage_id", "currency", "percent").annotate(sum=Sum("amount_minor"), count=Count("pk"))
    )
    for group in groups:
        stage_id, currency = group["stage_id"], group["currency"]
        percent = rules.chance(rules.OPEN, percents[stage_id], group["percent"])
        sums[stage_id].append((currency, group["sum"]))
        weighted[stage_id].append((currency, rules.weighted_minor(group["sum"], percent)))
        counts[stage_id] += group["count"]
    rates = base_rates({group["currency"] for group in groups}, base, today)
    return {
        stage.pk: (
            counts[stage.pk],
            in_base(sums[stage.pk], base, rates),
            in_base(weighted[stage.pk], base, rates),
        )
        for stage in stages
    }, rates
