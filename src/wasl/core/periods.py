"""Calendar arithmetic for business dates. Periods are half-open: `since` in, `until` out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def month_key(day: date) -> int:
    """Return a month as a sortable whole number: 2026-11-23 is 202611."""
    return day.year * 100 + day.month


def third_key(day: date) -> int:
    """Return a third of a month (days 1 to 10, 11 to 20, the rest): 2026-11-23 is 2026113."""
    return month_key(day) * 10 + min((day.day - 1) // 10, 2) + 1


def month_start(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the date some months later, at the month's end where the day does not exist (31 Jan + 1 = 28 Feb)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def fiscal_year(day: date, start_month: int) -> int:
    """Return the year in which the fiscal year of a date ends."""
    return day.year + 1 if start_month > 1 and day.month >= start_month else day.year


def fiscal_year_start(day: date, start_month: int) -> date:
    """Return the first day of the fiscal year that holds a date."""
    year = day.year if day.month >= start_month else day.year - 1
    return date(year, start_month, 1)


def next_day(day: date) -> date:
    """Return the day after."""
    return day + timedelta(days=1)
