"""Real workers in processes of their own, of which one is killed at a chosen step of its work."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection
from django_tasks import TaskContext, task
from django_tasks_db.models import DBTaskResult

from tests.concurrency import acts
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core import idempotency, jobs
from wasl.core.scope import company_scope
from wasl.crm import services as crm

CLAIM = "before the claim"
CLAIMED = "after the claim, before the effect"
EFFECT = "in the transaction of the effect"
RESULT = "after the effect, before the result is kept"
NEXT_TRY = "after it failed, before its next try is arranged"
SCHEDULE = "between a schedule's job and its next day"
STEPS = (CLAIM, CLAIMED, EFFECT, RESULT, NEXT_TRY, SCHEDULE)
SOUGHT = (CLAIM, NEXT_TRY, SCHEDULE)  # steps that come once: whoever is to die at one does so before others begin
RESULTS = f'"{DBTaskResult._meta.db_table}"'


@task(takes_context=True)
def second_time_lucky(context: TaskContext, *, company_id: int, member_id: int, name: str) -> None:
    """Fail at the first try; then capture a lead, once."""
    if context.attempt == 1:
        raise RuntimeError("not today")
    with company_scope(company_id, member_id):
        actor = Actor.of(Member.objects.select_related("company").get(pk=member_id))
        idempotency.once(name, "lead", {}, lambda: int(crm.capture_lead(actor=actor, name=name).pk))


class Doom:
    """Kills the process before the statement that comes next at a step; in an effect, before its n-th write."""

    def __init__(self, step: str, writes: int) -> None:
        self.step = step
        self.writes_left = writes
        self.has_claimed = self.has_failed = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run a statement, unless its step is the one."""
        if self._has_come(sql, params):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    def _has_come(self, sql: str, params: Any) -> bool:
        of_results = sql.startswith(f"UPDATE {RESULTS}")
        claims, ends = of_results and '"worker_ids" = ' in sql, of_results and '"return_value" = ' in sql
        if self.step == CLAIM:
            return claims
        if self.step == SCHEDULE:
            return sql.startswith('UPDATE "core_schedule"')
        if self.step == RESULT:
            return ends and "SUCCESSFUL" in params
        was_claimed, was_failed = self.has_claimed, self.has_failed
        self.has_claimed = (was_claimed or claims) and not ends
        self.has_failed = was_failed or (ends and "FAILED" in params)
        if self.step == NEXT_TRY:
            return was_failed
        if self.step == CLAIMED:
            return was_claimed
        if was_claimed and sql.startswith(("INSERT", "UPDATE")) and RESULTS not in sql:
            self.writes_left -= 1
        return self.writes_left < 0


def work(*, step: str = "", writes: int = 0) -> None:
    """Enqueue what is due and run jobs until none is ready; a worker that has a step dies at it."""
    runner = jobs.Runner()
    runner.batch = True
    if not step:
        jobs.enqueue_due()
        runner.run()
        return
    with connection.execute_wrapper(Doom(step, writes)):
        jobs.enqueue_due()
        runner.run()


def rehearse(*, company_id: int, member_id: int) -> None:
    """Load what jobs load at first use."""
    acts.rehearse(company_id=company_id, member_id=member_id)
    jobs.enqueue_due()
    work()
