"""Rows of one kind that wait on Today: counted with all other kinds, read when they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from wasl.core.room import TODAY_ROWS, DrawToday, TodayGroup, TodayItem
from wasl.core.tally import Tally


def one_kind(
    tally: Tally,
    rows: QuerySet[Any],
    item: Callable[[Any], TodayItem],
    *,
    key: str,
    title: str,
    icon: str,
    more_url: str,
    may_be_mass: bool = False,
) -> DrawToday:
    """Return what draws the rows that wait as one kind, the first of them as items.

    With `may_be_mass` too many are not ranked one by one: they are read only where their kind is the chosen one.
    """
    count = tally.count(rows)

    def draw(chosen: str) -> list[TodayGroup]:
        is_mass = may_be_mass and count() > TODAY_ROWS
        shown = rows[:TODAY_ROWS] if count() and (chosen == key or not is_mass) else ()
        items = [item(row) for row in shown]
        return [TodayGroup(key, title, icon, items, count(), more_url=more_url, is_mass=is_mass)]

    return draw
