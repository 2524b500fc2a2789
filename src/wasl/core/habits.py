"""The habits of the company in force: its today, the order of day and month, Hijri days or not, its currency."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import TYPE_CHECKING

from wasl.core import clock
from wasl.core.formats import format_day
from wasl.core.hijri import format_hijri
from wasl.core.parsing import parse_date, parse_day

if TYPE_CHECKING:
    from wasl.core.models import Company

_company: ContextVar[Company | None] = ContextVar("company_habits", default=None)


@contextmanager
def of(company: Company) -> Iterator[None]:
    """Read and write days as a company does, for a block: a request of one of its members."""
    token = _company.set(company)
    try:
        yield
    finally:
        _company.reset(token)


def read_day(text: str) -> date:
    """Return the day that a person typed; outside a request only what needs no company is read.

    :raises ParseError: it cannot be read, or can be read in two ways.
    """
    company = _company.get()
    if company is None:
        return parse_date(text)
    return parse_day(text, today=clock.today(company.time_zone), order=company.date_order)


def currency() -> str:
    """Return the base currency of the company in force, nothing outside a request."""
    company = _company.get()
    return company.base_currency if company is not None else ""


def day_in_full(day: date) -> str:
    """Return a day with its weekday, and by the Hijri calendar too where the company wants it."""
    company = _company.get()
    hijri = format_hijri(day) if company is not None and company.show_hijri else ""
    return f"{format_day(day)} · {hijri}" if hijri else format_day(day)
