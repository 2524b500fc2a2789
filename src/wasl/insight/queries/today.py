"""What needs this person now, gathered from the rooms."""

from __future__ import annotations

from datetime import date

from wasl.access.actor import Actor
from wasl.core import room
from wasl.core.room import TodayGroup


def today_groups(actor: Actor, today: date) -> list[TodayGroup]:
    """Return the groups of things that wait for the actor, in the order that the rooms declare."""
    sources = sorted(room.gather("today"), key=lambda source: (source.order, source.name))
    found = (room.resolve(source.source)(actor, today) for source in sources)
    return [group for group in found if group is not None and group.count]
