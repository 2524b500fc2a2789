"""Three workers share jobs and schedules, and one is killed at each step of its work: each effect happens once."""

from __future__ import annotations

import os
import random
import signal
import time
from datetime import timedelta

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests import makers
from tests.concurrency import acts, workers
from wasl.access.actor import Actor
from wasl.core import clock, jobs
from wasl.core.models import BulkRun, Event, JobFailure, Schedule
from wasl.core.room import bulk_act
from wasl.crm import services as crm
from wasl.crm.models import ImportBatch, ImportItem, Lead
from wasl.ledger.models import Book
from wasl.ledger.services import FOLD_AFTER_LINES
from wasl.messages.models import OutboxMessage
from wasl.receivables import services as receivables
from wasl.receivables.models import Document
from wasl.web import jobs as web_jobs
from wasl.web import services as web

RUNS = int(os.environ.get("WASL_JOBS", "6"))
CHECKED_EACH = 50
LEASES_MAX = 2  # one for who was killed, one for the pause of who failed
WRITES_MAX = 8
TICK_SECONDS = 0.01
FOLD = "wasl.ledger.jobs.fold_companies"
ON = acts.FIRST_DAY


class Round:
    """Jobs of each kind, waiting for workers, and what must have come of them."""

    def __init__(self, actor: Actor, number: int) -> None:
        self.actor, self.mark = actor, f"run {number}"
        party = makers.make_customer(f"Customer of {self.mark}", email="books@nakheel.example")
        self.late = makers.make_invoice(actor, party, "100", on=ON)
        line = receivables.LineDraft("Work", price=100)
        given = receivables.DocumentInput(party.pk, ON, [line])
        self.drafts = [receivables.draft_invoice(actor=actor, given=given).pk for _ in range(2)]
        self.reminding = self._run("invoice.remind", [self.late.pk])
        self.posting = self._run("invoice.post", self.drafts)
        rows = "".join(f"{self.mark}-{row},Person {row}\n" for row in range(3))
        self.batch = crm.upload_import(
            actor=actor, kind="leads", data=f"id,name\n{rows}".encode(), filename="leads.csv"
        )
        crm.start_import(actor=actor, batch_id=self.batch.pk, on=ON, language="en")
        workers.second_time_lucky.enqueue(company_id=actor.company.pk, member_id=actor.member_id, name=self.mark)
        self.folds = DBTaskResult.objects.filter(task_path=FOLD).count()
        Book.objects.update(unfolded_lines=FOLD_AFTER_LINES)
        Schedule.objects.update(due_at=clock.now())

    def _run(self, act: str, ids: list[int]) -> int:
        found = bulk_act(act)
        assert found is not None
        run = web.start_run(actor=self.actor, act=found, ids=ids, said={}, back="")
        web_jobs.carry_on.enqueue(
            company_id=self.actor.company.pk, member_id=self.actor.member_id, run_id=run.pk, language="en"
        )
        return int(run.pk)

    def wrong(self) -> list[str]:
        """Return what did not happen, or happened twice."""
        batch = ImportBatch.objects.get(pk=self.batch.pk)
        runs = BulkRun.objects.filter(pk__in=[self.reminding, self.posting])
        reminded = Event.objects.filter(name="invoice.reminded", subject_id=self.late.pk)
        posted = Event.objects.filter(name="invoice.posted", subject_id__in=self.drafts)
        facts = {
            "leads": Lead.objects.filter(external_key__startswith=f"lead:{self.mark}-").count() == 3,
            "import": (batch.state, batch.created, batch.rejected) == ("done", 3, []),
            "journal": ImportItem.objects.filter(batch=batch).count() == 3,
            "letter": OutboxMessage.objects.filter(subject_id=self.late.pk).count() == reminded.count() == 1,
            "drafts": Document.objects.filter(pk__in=self.drafts, state="posted").count() == posted.count() == 2,
            "runs": [(run.done - len(run.ids), run.refused) for run in runs] == [(0, [])] * 2,
            "second try": Lead.objects.filter(name=self.mark).count() == 1,
            "schedule": DBTaskResult.objects.filter(task_path=FOLD).count() == self.folds + 1,
            "fold": Book.objects.get().unfolded_lines < FOLD_AFTER_LINES,
            "given up": not JobFailure.objects.exists(),
        }
        return [name for name, is_so in facts.items() if not is_so]


def let_time_pass() -> None:
    """Let the lease of killed workers and the pauses of failed jobs run out."""
    with clock.set_to(clock.now() + 2 * jobs.LEASE):
        jobs.take_up_abandoned()
    waiting = DBTaskResult.objects.filter(run_after__lt=clock.now() + timedelta(days=1))
    waiting.update(run_after=clock.now() - timedelta(seconds=1))


def test_a_worker_killed_at_any_step_leaves_each_effect_to_happen_once(office, forks):
    draw = random.Random(RUNS)
    forks.rehearse("tests.concurrency.workers.rehearse", company_id=office.company.pk, member_id=office.member_id)
    killed_at: dict[str, int] = dict.fromkeys(workers.STEPS, 0)
    for number in range(RUNS):
        round_ = Round(office, number)
        step = workers.STEPS[number % len(workers.STEPS)]
        begun = clock.now()
        doomed = forks.start("tests.concurrency.workers.work", step=step, writes=draw.randrange(WRITES_MAX))
        ended = forks.ended(doomed) if step in workers.SOUGHT else None
        while ended is None and not DBTaskResult.objects.filter(started_at__gte=begun).exists():
            time.sleep(TICK_SECONDS)
        others = [forks.start("tests.concurrency.workers.work") for _ in range(2)]
        killed_at[step] += (forks.ended(doomed) if ended is None else ended) == signal.SIGKILL
        assert [forks.ended(pid) for pid in others] == [0, 0], forks.told()

        for _ in range(LEASES_MAX):
            let_time_pass()
            workers.work()
        assert not DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).exists(), f"killed {step}"
        assert round_.wrong() == [], f"{round_.mark}: killed {step}"
        if number % CHECKED_EACH == 0:
            assert acts.wrong() == []

    assert acts.wrong() == []
    assert all(killed_at.values()), killed_at
    assert sum(killed_at.values()) > RUNS // 2, killed_at


def test_a_job_that_keeps_failing_or_killing_is_named_to_a_person_and_left(office):
    for started in (None, clock.now() - 2 * jobs.LEASE):
        workers.second_time_lucky.enqueue(company_id=office.company.pk, member_id=office.member_id, name="x")
        tried = [f"worker {number}" for number in range(len(jobs.PAUSES_SECONDS) + 1)]
        status = TaskResultStatus.RUNNING if started else TaskResultStatus.FAILED
        DBTaskResult.objects.update(status=status, started_at=started, worker_ids=tried)

        jobs.take_up_abandoned()

        assert not DBTaskResult.objects.exists()
    failures = JobFailure.objects.order_by("pk")
    assert [(failure.company_id, failure.attempts) for failure in failures] == [(office.company.pk, len(tried))] * 2
    assert [bool(failure.error) for failure in failures] == [True, True]


def test_a_worker_that_lives_keeps_its_job_beyond_the_lease(office):
    workers.second_time_lucky.enqueue(company_id=office.company.pk, member_id=office.member_id, name="x")
    runner = jobs.Runner()
    runner.at_work = DBTaskResult.objects.get()
    runner.at_work.claim(runner.worker_id)

    for lease in range(1, 4):
        with clock.set_to(clock.now() + lease * jobs.LEASE):
            runner.renew_lease()
            assert jobs.take_up_abandoned() == 0
    runner.put_back()

    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_what_was_done_long_ago_is_forgotten_and_what_failed_or_waits_is_not(office):
    long_ago = clock.now() - jobs.DONE_KEPT
    ended = [
        (TaskResultStatus.SUCCESSFUL, long_ago - timedelta(hours=1)),
        (TaskResultStatus.SUCCESSFUL, long_ago + timedelta(hours=1)),
        (TaskResultStatus.FAILED, long_ago - timedelta(hours=1)),
        (TaskResultStatus.READY, None),
    ]
    for status, at in ended:
        workers.second_time_lucky.enqueue(company_id=office.company.pk, member_id=office.member_id, name="x")
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(status=status, finished_at=at)

    assert jobs.forget_done.call() == 1
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == sorted(status for status, _ in ended[1:])
