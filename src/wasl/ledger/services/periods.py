"""Locks, unlocks and year ends."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events
from wasl.core.errors import BadInput
from wasl.ledger import queries
from wasl.ledger.errors import YearClosed
from wasl.ledger.models import Book, PeriodLock, YearClose
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services.posting import EntryDraft, lock_book, post_entry


@transaction.atomic
def lock_period(*, actor: Actor, until: date, reason: str = "") -> PeriodLock:
    """Lock the books up to and including a date: nothing from any source is dated on or before it.

    :raises BadInput: earlier than the lock there is (that is an unlock).
    """
    actor.require("period.lock")
    book = lock_book()
    if book.locked_until and until < book.locked_until:
        raise BadInput("until", reason=_("The books are locked further than that: unlock them instead."))
    return _move_lock(book, until, reason, actor, "period.locked")


@transaction.atomic
def unlock_period(*, actor: Actor, until: date | None, reason: str) -> PeriodLock:
    """Move the lock back (None takes it away), with a reason that stays on record.

    :raises YearClosed: into a closed year; reopen the year first.
    :raises BadInput: no reason, or not earlier than the lock.
    """
    actor.require("period.unlock")
    if not reason.strip():
        raise BadInput("reason", reason=_("Say why the period is unlocked."))
    book = lock_book()
    if book.closed_until and (until is None or until < book.closed_until):
        raise YearClosed("until", closed_until=book.closed_until)
    if book.locked_until is None or (until is not None and until >= book.locked_until):
        raise BadInput("until", reason=_("The books are not locked that far."))
    return _move_lock(book, until, reason, actor, "period.unlocked")


@transaction.atomic
def close_year(*, actor: Actor, year_end: date) -> YearClose:
    """Move the profit of income and expense accounts to retained earnings, and lock the year.

    The entry is dated the last day and marked closing, so that profit and loss reports leave it out.

    :raises YearClosed: not after the last closed date.
    """
    actor.require("year.close")
    book = Book.objects.get()
    if book.closed_until and year_end <= book.closed_until:
        raise YearClosed("date", closed_until=book.closed_until)
    close = YearClose.objects.create(year_end=year_end)
    balances = queries.profit_balances(until=year_end)
    target = queries.default_account("retained_earnings")
    base = actor.company.base_currency
    lines = [LineValues(account_id, -minor, base, -minor) for account_id, minor in balances.items() if minor]
    total = sum(balances.values())
    lines.append(LineValues(target.pk, total, base, total))
    entry = post_entry(EntryDraft(year_end, "ledger.yearclose", close.pk, lines, closing=True))
    close.entry = entry
    close.save(update_fields=["entry"])
    locked = lock_book()
    locked.closed_until = year_end
    locked.save(update_fields=["closed_until"])
    _move_lock(locked, max(year_end, locked.locked_until or year_end), "", actor, "year.closed")
    return close


def _move_lock(book: Book, until: date | None, reason: str, actor: Actor, event: str) -> PeriodLock:
    book.locked_until = until
    book.save(update_fields=["locked_until"])
    lock: PeriodLock = PeriodLock.objects.create(
        locked_until=until, reason=reason, member_id=actor.member_id, at=clock.now()
    )
    events.record(event, lock, locked_until=str(until or ""), reason=reason)
    return lock
