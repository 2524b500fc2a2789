"""What needs this person now, gathered from the rooms and ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wasl.access.actor import Actor
from wasl.core import room
from wasl.core.room import TodayGroup, TodayItem
from wasl.insight import rules


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
