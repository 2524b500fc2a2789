"""The board: open deals by stage, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Sum, Window
from django.db.models.functions import RowNumber

from wasl.access.actor import Actor
from wasl.crm.models import Activity, Deal, Stage
from wasl.crm.queries.deals import DealFilter, deals, pipeline_stages
from wasl.crm.rules import deals as rules

CARDS_MAX = 30


@dataclass(frozen=True)
class Card:
    """A deal on the board: how long it stands (`age_level` 1 to 3), and its next step if it has one."""

    deal: Deal
    days: int
    age_level: int
    step: Activity | None


@dataclass(frozen=True)
class Lane:
    """A stage of the board: its first cards, and count and sums of all its deals by currency."""

    stage: Stage
    cards: list[Card]
    count: int
    sums: list[tuple[str, int]]
    weighted: list[tuple[str, int]]


def board(actor: Actor, today: date, *, owner_id: int | None = None, text: str = "") -> list[Lane]:
    """Return the lanes of the default pipeline with their first cards, the oldest in the stage first."""
    stages = pipeline_stages()
    rows = deals(actor, DealFilter(owner_id=owner_id, text=text)).filter(stage__in=stages)
    place = Window(RowNumber(), partition_by=F("stage_id"), order_by=[F("stage_since").asc(), F("pk").asc()])
    first = list(rows.annotate(place=place).filter(place__lte=CARDS_MAX).order_by("stage_since", "pk"))
    steps = first_steps([deal.pk for deal in first])
    usual: dict[int | None, int] = {stage.pk: stage.usual_days for stage in stages}
    cards: dict[int | None, list[Card]] = defaultdict(list)
    for deal in first:
        days = rules.days_in_stage(deal.stage_since, today)
        cards[deal.stage_id].append(Card(deal, days, rules.age_level(days, usual[deal.stage_id]), steps.get(deal.pk)))
    sums, weighted, counts = _sums(rows, {stage.pk: stage.percent for stage in stages})
    return [
        Lane(
            stage, cards[stage.pk], counts[stage.pk], sorted(sums[stage.pk].items()), sorted(weighted[stage.pk].items())
        )
        for stage in stages
    ]


def first_steps(deal_ids: list[int]) -> dict[int, Activity]:
    """Return the first open step of each deal, in one query."""
    found: dict[int, Activity] = {}
    rows = Activity.objects.filter(deal_id__in=deal_ids, done_at=None).order_by("due_date", "due_time", "pk")
    for step in rows:
        found.setdefault(step.deal_id, step)
    return found


def _sums(
    rows: object, percents: dict[int, int]
) -> tuple[dict[int, dict[str, int]], dict[int, dict[str, int]], dict[int, int]]:
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    weighted: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counts: dict[int, int] = defaultdict(int)
    groups = (
        rows.order_by()  # type: ignore[attr-defined]
        .values("stage_id", "currency", "percent")
        .annotate(sum=Sum("amount_minor"), count=Count("pk"))
    )
    for group in groups:
        stage_id, currency = group["stage_id"], group["currency"]
        percent = rules.chance(rules.OPEN, percents[stage_id], group["percent"])
        sums[stage_id][currency] += group["sum"]
        weighted[stage_id][currency] += rules.weighted_minor(group["sum"], percent)
        counts[stage_id] += group["count"]
    return sums, weighted, counts
