"""Endpoints of periods: how far the books are locked and closed; lock, unlock, close a year."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from ninja import Router
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.rest import Day, In, Out, Text
from wasl.ledger import queries, services

router = Router(tags=["Periods"])


class LockOut(Out):
    """A lock or unlock of the books up to a day, with who and why."""

    id: int
    locked_until: datetime.date | None
    reason: str
    member_id: int | None
    at: datetime.datetime


class YearCloseOut(Out):
    """A closed fiscal year, and the entry that moved its profit to retained earnings."""

    id: int
    year_end: datetime.date
    entry_id: int | None


class PeriodsOut(Out):
    """How far the books are locked and closed, with every lock and every closed year, the latest first."""

    locked_until: datetime.date | None
    closed_until: datetime.date | None
    locks: list[LockOut]
    year_closes: list[YearCloseOut]


class LockIn(In):
    """The last day that is locked."""

    until: Day
    reason: Text = ""


class UnlockIn(In):
    """The last day that stays locked, none where nothing is named; and why."""

    until: Day | None = None
    reason: Annotated[Text, Field(min_length=1)]


class YearCloseIn(In):
    """The last day of the year that is closed."""

    year_end: Day


@router.get("/periods", response=PeriodsOut)
def read_periods(request: Request) -> Any:
    """Read how far the books are locked and closed."""
    request.actor.require("ledger.view")
    return PeriodsOut.of(
        queries.book(),
        locks=[LockOut.of(row) for row in queries.period_locks()],
        year_closes=[YearCloseOut.of(row) for row in queries.year_closes()],
    )


@router.post("/periods/lock", response=LockOut)
def lock_period(request: Request, sent: LockIn) -> Any:
    """Lock the books up to a day: nothing is dated on or before it."""
    return LockOut.of(services.lock_period(actor=request.actor, until=sent.until, reason=sent.reason))


@router.post("/periods/unlock", response=LockOut)
def unlock_period(request: Request, sent: UnlockIn) -> Any:
    """Move the lock back, with a reason that stays on record."""
    return LockOut.of(services.unlock_period(actor=request.actor, until=sent.until, reason=sent.reason))


@router.post("/periods/close-year", response=YearCloseOut)
def close_year(request: Request, sent: YearCloseIn) -> Any:
    """Move the profit of a year to retained earnings, and lock the year."""
    return YearCloseOut.of(services.close_year(actor=request.actor, year_end=sent.year_end))
