"""What needs this person now, gathered from the rooms and ranked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from wasl.access.actor import Actor
from wasl.core import room
from wasl.core.room import DrawToday, FirstStep, TodayGroup, TodayItem
from wasl.core.tally import Tally
from wasl.insight import rules

NEW_FOR = timedelta(days=31)


@dataclass(frozen=True)
class RankedItem:
    """One thing that waits, with the kind that it is of."""

    item: TodayItem
    group: TodayGroup


def today_groups(actor: Actor, today: date, tally: Tally, kind: str = "") -> Callable[[], list[TodayGroup]]:
    """Ask what waits for the actor; the answer has its kinds in the order that the rooms declare.

    `kind` is the one that is looked at: its rows are read though there are many.
    """
    modules = actor.company.modules
    sources = sorted(
        (source for source in room.gather("today") if source.module in modules),
        key=lambda source: (source.order, source.name),
    )
    draws: list[DrawToday | None] = [room.resolve(source.source)(actor, today, tally) for source in sources]

    def answer() -> list[TodayGroup]:
        return [group for draw in draws if draw is not None for group in draw(kind) if group.count]

    return answer


def ranked(groups: list[TodayGroup], kind: str = "") -> list[RankedItem]:
    """Return what waits in one list, what weighs most first; `kind` keeps one kind only."""
    rows = [
        RankedItem(item, group)
        for group in groups
        if (group.key == kind if kind else not group.is_mass)
        for item in group.rows
    ]
    return sorted(rows, key=lambda row: rules.rank(days_late=row.item.days_late, stake_minor=row.item.stake_minor))


@dataclass(frozen=True)
class Step:
    """One of the first steps, and whether it is done."""

    step: FirstStep
    is_done: bool


def first_steps(actor: Actor, today: date, tally: Tally) -> Callable[[], list[Step]]:
    """Ask for the first steps of a company that is new: none once all are done or its first month is over."""
    if today - actor.company.created_at.date() > NEW_FOR:
        return list
    steps = [
        (step, room.resolve(step.done)(tally))
        for step in sorted(room.gather("first_steps"), key=lambda step: step.order)
        if step.module in actor.company.modules and (not step.act or actor.can(step.act))
    ]

    def answer() -> list[Step]:
        found = [Step(step, bool(done())) for step, done in steps]
        return [] if all(each.is_done for each in found) else found

    return answer
