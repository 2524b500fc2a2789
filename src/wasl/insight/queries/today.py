"""What needs this person now, gathered from the rooms and ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wasl.access.actor import Actor
from wasl.core import room
from wasl.core.room import FirstStep, TodayGroup, TodayItem
from wasl.insight import rules

NEW_FOR = timedelta(days=31)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, with the kind that it is of."""

    item: TodayItem
    group: TodayGroup


def today_groups(actor: Actor, today: date) -> list[TodayGroup]:
    """Return the kinds of things that wait for the actor, in the order that the rooms declare."""
    modules = actor.company.modules
    sources = sorted(
        (source for source in room.gather("today") if source.module in modules),
        key=lambda source: (source.order, source.name),
    )
    found = (room.resolve(source.source)(actor, today) for source in sources)
    return [group for group in found if group is not None and group.count]


def ranked(groups: list[TodayGroup], kind: str = "") -> list[Waiting]:
    """Return what waits in one list, what weighs most first; `kind` keeps one kind only."""
    rows = [
        Waiting(item, group)
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


def first_steps(actor: Actor, today: date) -> list[Step]:
    """Return the first steps of a company that is new, none once all are done or its first month is over."""
    if today - actor.company.created_at.date() > NEW_FOR:
        return []
    steps = sorted(room.gather("first_steps"), key=lambda step: step.order)
    found = [
        Step(step, bool(room.resolve(step.done)()))
        for step in steps
        if step.module in actor.company.modules and (not step.act or actor.can(step.act))
    ]
    return [] if all(each.is_done for each in found) else found
