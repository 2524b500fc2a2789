"""The journal: balanced, gapless, chained, and closed to every change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from tests import makers
from wasl.core import clock
from wasl.ledger import queries, services
from wasl.ledger.errors import ControlAccount, PeriodLocked, Unbalanced, YearClosed
from wasl.ledger.models import Book, Entry, Line
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft

JANUARY = date(2026, 1, 15)


def side(role, minor):
    return LineValues(queries.default_account(role).pk, minor, "SAR", minor)


def journal(actor, *sides, on=JANUARY, **fields):
    return services.post_journal(actor=actor, on=on, lines=[side(role, minor) for role, minor in sides], **fields)


def test_entries_are_numbered_without_a_gap_and_chained(layla):
    for _ in range(3):
        journal(layla, ("expense", 500), ("bank", -500))

    entries = list(Entry.objects.order_by("sequence"))
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:2]]
    assert makers.findings() == []


def test_an_unbalanced_entry_is_refused_and_takes_no_number(layla):
    with pytest.raises(Unbalanced):
        journal(layla, ("expense", 500), ("bank", -499))

    assert Book.objects.get().sequence == 0
    assert journal(layla, ("expense", 500), ("bank", -500)).number == "JV-2026-0001"


@pytest.mark.parametrize("role", ["receivable", "customer_advances", "employee_payable", "payable"])
def test_a_control_account_takes_no_manual_journal(layla, role):
    with pytest.raises(ControlAccount):
        journal(layla, (role, 500), ("revenue", -500))


def test_booking_time_never_steps_back(layla):
    journal(layla, ("expense", 1), ("bank", -1))
    with clock.set_to(datetime(2026, 11, 1, tzinfo=UTC)):
        journal(layla, ("expense", 1), ("bank", -1))

    first, second = Entry.objects.order_by("sequence")
    assert second.booked_at == first.booked_at


def test_the_chain_holds_whatever_zone_the_clock_was_set_in(layla):
    with clock.set_to(datetime(2026, 11, 24, 13, 0, tzinfo=ZoneInfo("Asia/Riyadh"))):
        journal(layla, ("expense", 1), ("bank", -1))

    assert makers.findings() == []


def test_a_journal_with_a_reversal_date_undoes_itself(layla):
    journal(layla, ("expense", 700), ("accrued_expense", -700), reverse_on=date(2026, 2, 1))

    assert makers.balance("accrued_expense", date(2026, 1, 31)) == -700
    assert makers.balance("accrued_expense", date(2026, 2, 1)) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_line SET base_minor = 1",
        "DELETE FROM ledger_line",
        "UPDATE ledger_entry SET memo = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE core_event SET name = 'x'",
        "INSERT INTO ledger_line (company_id, entry_id, account_id, date, closing, base_minor, currency,"
        " currency_minor) SELECT company_id, entry_id, account_id, date, closing, 0, currency, 0 FROM ledger_line",
    ],
)
def test_the_database_refuses_to_change_what_is_posted(layla, statement):
    journal(layla, ("expense", 500), ("bank", -500))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert makers.findings() == []


def test_the_database_refuses_an_entry_that_does_not_balance(layla):
    account = queries.default_account("bank")
    with pytest.raises(DatabaseError), transaction.atomic():
        journal(layla, ("expense", 500), ("bank", -500))
        entry = Entry.objects.get()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_line (company_id, entry_id, account_id, date, closing, base_minor, currency,"
                " currency_minor) VALUES (%s, %s, %s, %s, %s, 1, 'SAR', 1)",
                [layla.company.pk, entry.pk + 1, account.pk, JANUARY, False],
            )
        Entry.objects.create(
            id=entry.pk + 1, company=layla.company, sequence=2, date=JANUARY, booked_at=clock.now(),
            source_kind="x", source_id=1, hash="a", previous_hash=entry.hash,
        )  # fmt: skip


def test_nothing_is_dated_inside_a_locked_period(layla):
    services.lock_period(actor=layla, until=date(2026, 1, 31))

    with pytest.raises(PeriodLocked):
        journal(layla, ("expense", 500), ("bank", -500), on=date(2026, 1, 31))
    with pytest.raises(PeriodLocked):
        makers.make_invoice(layla, makers.make_customer(), "100", on=date(2026, 1, 31))

    assert Line.objects.count() == 0
    assert journal(layla, ("expense", 500), ("bank", -500), on=date(2026, 2, 1)).number == "JV-2026-0001"


def test_a_reversal_into_a_locked_period_refuses_the_whole_journal(layla):
    services.lock_period(actor=layla, until=date(2026, 1, 31))

    with pytest.raises(PeriodLocked):
        journal(layla, ("expense", 5), ("bank", -5), on=date(2026, 2, 1), reverse_on=date(2026, 1, 31))

    assert Line.objects.count() == 0


def test_unlocking_needs_a_reason_and_leaves_a_line(layla):
    services.lock_period(actor=layla, until=date(2026, 1, 31))
    lock = services.unlock_period(actor=layla, until=date(2025, 12, 31), reason="Rent was missing")

    assert (lock.locked_until, lock.reason, lock.member_id) == (date(2025, 12, 31), "Rent was missing", layla.member_id)
    journal(layla, ("expense", 500), ("bank", -500))


def test_closing_a_year_moves_its_profit_and_locks_it(layla):
    journal(layla, ("bank", 900), ("revenue", -900), on=date(2025, 6, 1))
    journal(layla, ("expense", 300), ("bank", -300), on=date(2025, 7, 1))
    services.close_year(actor=layla, year_end=date(2025, 12, 31))

    assert makers.balance("retained_earnings") == -600
    assert makers.balance("revenue") == 0
    report = queries.profit_and_loss(first=date(2025, 1, 1), last=date(2025, 12, 31))
    assert report.profit_minor == 600
    with pytest.raises(PeriodLocked):
        journal(layla, ("expense", 1), ("bank", -1), on=date(2025, 12, 31))
    with pytest.raises(YearClosed):
        services.close_year(actor=layla, year_end=date(2025, 12, 31))
    assert makers.findings() == []


def test_an_entry_can_be_reversed_once(layla):
    entry = journal(layla, ("expense", 500), ("bank", -500)).entry
    draft = services.reversal_of(entry, on=JANUARY, source_kind="test", source_id=1)
    services.post_entry(draft)

    with pytest.raises(DatabaseError), transaction.atomic():
        services.post_entry(draft)


def test_lines_that_fall_away_make_no_entry(layla):
    assert services.post_entry(EntryDraft(JANUARY, "test", 1, [side("bank", 0), side("expense", 0)])) is None
    assert Book.objects.get().sequence == 0
