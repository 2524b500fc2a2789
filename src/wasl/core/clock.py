"""The only source of now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Return the instant, in UTC whatever zone it was set in."""
    frozen = _frozen.get()
    return frozen.astimezone(UTC) if frozen else datetime.now(UTC)


def today(time_zone: str) -> date:
    """Return the calendar date in a zone: a company's business date."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def set_to(instant: datetime) -> Iterator[None]:
    """Hold the clock at an instant for a block (tests, demo data, what-ifs)."""
    token = _frozen.set(instant)
    try:
        yield
    finally:
        _frozen.reset(token)
