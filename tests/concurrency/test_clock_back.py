"""The clock is set back an hour, over midnight and the end of a month: numbers, order, schedules and tokens go on."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests import makers
from tests.api.conftest import program_of
from tests.concurrency import acts
from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.core import clock, idempotency, jobs
from wasl.core.models import Event, Schedule
from wasl.crm import queries
from wasl.crm import services as crm
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.models import Entry

AFTER = datetime(2026, 11, 30, 21, 30, tzinfo=UTC)  # half past midnight of the first of December in Riyadh
BEFORE = AFTER - timedelta(hours=1)
EACH = 40
PAGES = ("/", "/profit/", "/deals/", "/board/", "/finance/invoices/", "/projects/", "/notices/")


@pytest.fixture
def day(layla: Actor) -> acts.Day:
    """Layla's day, each act of which is dated by the clock."""
    acts.prepare(layla)
    day = acts.Day(layla, 5)
    day.on = lambda: clock.today(layla.company.time_zone)  # type: ignore[method-assign]
    return day


def test_mixed_acts_go_on_and_the_books_stay_whole(day):
    done = []
    for instant in (AFTER, BEFORE, AFTER):
        with clock.set_to(instant):
            done.append([receipt for receipt in (day.act() for _ in range(EACH)) if receipt])
            ledger.fold_lines()
            assert acts.wrong() == []

    assert all(len(some) > EACH // 3 for some in done)
    dates = list(Entry.objects.order_by("sequence").values_list("date", flat=True))
    assert dates != sorted(dates), "no entry was dated before one that was posted earlier"
    december = ledger_queries.balance_sheet(at=date(2026, 12, 31)).totals["asset"]
    assert december != ledger_queries.balance_sheet(at=date(2026, 11, 30)).totals["asset"]


def test_what_was_done_under_a_key_is_not_done_again(layla):
    party = makers.make_customer()

    def post(instant: datetime) -> int:
        with clock.set_to(instant):
            return idempotency.once("k", "x", {}, lambda: makers.make_invoice(layla, party, "100").pk)

    assert post(AFTER) == post(BEFORE)


def test_who_came_in_stays_in_and_pages_open(layla):
    with clock.set_to(AFTER):
        deal = crm.open_deal(actor=layla, title="Site", on=date(2026, 12, 1), amount_minor=100)
        program, browser = program_of(layla), signed_in(layla, "en")
        assert program.get(f"/deals/{deal.pk}").status_code == 200
        assert browser.get("/").status_code == 200
    with clock.set_to(BEFORE):
        assert program.get(f"/deals/{deal.pk}").status_code == 200
        assert program.post("/activities", {"kind": "note", "body": "Earlier", "deal_id": deal.pk}).status_code == 201
        assert {path: browser.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
        assert browser.get(f"/deals/{deal.pk}/").status_code == 200


def test_a_timeline_loses_nothing_between_its_pages(layla):
    deal = crm.open_deal(actor=layla, title="Site", on=date(2026, 11, 30), amount_minor=100)
    draw = random.Random(3)
    for number in range(20):
        with clock.set_to(draw.choice([AFTER, BEFORE])):
            crm.log_activity(actor=layla, kind="note", body=f"Note {number}", deal_id=deal.pk)

    seen: list[str] = []
    before, pages = "", 0
    while pages == 0 or before:
        page = queries.timeline(deal_id=deal.pk, only="talks", before=before, length=3)
        seen += [entry.activity.body for entry in page.entries if entry.activity]
        before, pages = page.next_mark, pages + 1

    assert sorted(seen) == sorted(f"Note {number}" for number in range(20))
    assert list(Event.objects.order_by("pk").values_list("pk", flat=True))[-1] == Event.objects.order_by("-pk")[0].pk


def test_schedules_run_on_and_no_job_waits_the_hour(layla):
    with clock.set_to(AFTER):
        assert jobs.enqueue_due() == 2
        assert jobs.enqueue_due() == 0
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=AFTER)
    with clock.set_to(BEFORE):
        assert jobs.enqueue_due() == 2
        assert jobs.enqueue_due() == 0
        assert jobs.take_up_abandoned() == 2
        for due in Schedule.objects.all():
            assert BEFORE < due.due_at <= BEFORE + timedelta(seconds=due.every_seconds)
    with clock.set_to(BEFORE + timedelta(minutes=2)):
        assert jobs.enqueue_due() == 1
