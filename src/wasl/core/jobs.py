"""Run jobs and schedules: what `django-tasks-db` gives, with the lease, the retries and the schedules it lacks.

A job runs at least once; its effect happens once because it has a unique key in the database. `started_at` is when its
worker was last seen at work: a worker that lives renews it, and after the lease another takes the job up.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.util import Finalize
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Q, QuerySet
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from wasl.core import clock, room
from wasl.core.logs import request_named
from wasl.core.models import JobFailure, Schedule

log = logging.getLogger("wasl.jobs")
LEASE = timedelta(minutes=2)
PAUSES_SECONDS = (5, 30, 120, 600, 3600)
IDLE_SECONDS = 1.0
CHORES_EVERY_SECONDS = 15.0
STOP_SECONDS = 20.0
DONE_KEPT = timedelta(days=7)


class Runner(Worker):
    """Works through jobs; one that fails is tried again after growing pauses, then shown to a person."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=IDLE_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{os.uname().nodename[:30]}-{os.getpid()}-{threading.get_ident() % 10**6}",
            excluded_queue_names=[],
        )
        self.at_work: DBTaskResult | None = None

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one job, and arrange its next try where it failed."""
        self.at_work = db_task_result
        with request_named(f"job-{db_task_result.pk}"):
            super().run_task(db_task_result)
        try_again(db_task_result.pk)
        self.at_work = None

    def renew_lease(self) -> None:
        """Say that the job at work is not abandoned."""
        if (job := self.at_work) is not None:
            _running(job).update(started_at=clock.now())

    def put_back(self) -> None:
        """Put the job back during which the database went away: what came of it could not be kept."""
        if self.at_work is not None:
            _running(self.at_work).update(status=TaskResultStatus.READY)
            self.at_work = None


def _running(job: DBTaskResult) -> QuerySet[DBTaskResult]:
    """Return a job while it is at work by this claim: another worker's is not touched."""
    return DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING, worker_ids=job.worker_ids)


@transaction.atomic
def try_again(result_id: UUID) -> None:
    """Put a failed job back with a pause, or name it as failed for good; of several that ask, one does."""
    failed = DBTaskResult.objects.filter(pk=result_id, status=TaskResultStatus.FAILED)
    result = failed.select_for_update().first()
    if result is None:
        return
    attempts = len(result.worker_ids)
    if attempts > len(PAUSES_SECONDS):
        _give_up(result)
        return
    failed.update(
        status=TaskResultStatus.READY,
        run_after=clock.now() + timedelta(seconds=PAUSES_SECONDS[attempts - 1]),
        finished_at=None,
    )


def _give_up(result: DBTaskResult) -> None:
    arguments = result.args_kwargs.get("kwargs", {})
    JobFailure.objects.create(
        task_path=result.task_path,
        company_id=arguments.get("company_id"),
        arguments=arguments,
        error=(result.traceback or result.exception_class_path or "its workers were killed")[-4000:],
        attempts=len(result.worker_ids),
    )
    result.delete()


def take_up_abandoned() -> int:
    """Put jobs back whose worker was killed: at work it was not seen for longer than the lease. Returns how many.

    One that was seen in the future was so before the clock was set back. A worker may also have been killed after its
    job failed: the next try is arranged in its stead.
    """
    now = clock.now()
    unseen = Q(started_at__lt=now - LEASE) | Q(started_at__gt=now + LEASE)
    with transaction.atomic():
        abandoned = DBTaskResult.objects.filter(unseen, status=TaskResultStatus.RUNNING).select_for_update()
        count = 0
        for result in abandoned:
            count += 1
            if len(result.worker_ids) > len(PAUSES_SECONDS):
                _give_up(result)
            else:
                _running(result).update(status=TaskResultStatus.READY)
    for key in DBTaskResult.objects.failed().values_list("pk", flat=True):
        try_again(key)
    return count


def enqueue_due() -> int:
    """Enqueue each schedule that is due, one run for each occurrence, however many workers ask."""
    for job in room.gather("schedules"):
        Schedule.objects.get_or_create(
            name=job.name, defaults={"due_at": clock.now(), "every_seconds": job.every_seconds}
        )
    tasks = {job.name: job.task for job in room.gather("schedules")}
    count = 0
    with transaction.atomic():
        now = clock.now()
        skip = connection.features.has_select_for_update_skip_locked
        for row in Schedule.objects.select_for_update(skip_locked=skip).filter(name__in=tasks):
            every = timedelta(seconds=row.every_seconds)
            if now < row.due_at <= now + every:  # later than that: the clock was set back
                continue
            room.resolve_task(tasks[row.name]).enqueue()
            row.due_at += every * ((now - row.due_at) // every + 1)
            row.save(update_fields=["due_at"])
            count += 1
    return count


@task()
def forget_done() -> int:
    """Delete the results of jobs that ended well and long ago; returns how many."""
    return int(DBTaskResult.objects.successful().filter(finished_at__lt=clock.now() - DONE_KEPT).delete()[0])


def work_until_stopped() -> None:
    """Run jobs and schedules until the process is told to stop."""
    runner = Runner()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: _stop(runner))
    _work(runner)


def start_inside() -> threading.Thread:
    """Run one worker in a thread of this process (the embedded default); it ends its job before the process ends."""
    runner = Runner()
    thread = threading.Thread(target=_work, args=(runner,), name="wasl-worker", daemon=True)
    thread.start()

    def end() -> None:
        _stop(runner)
        thread.join(STOP_SECONDS)

    Finalize(None, end, exitpriority=1)  # a server's processes end by multiprocessing, which runs no atexit
    return thread


def _work(runner: Runner) -> None:
    chores = threading.Thread(target=_chores, args=(runner,), name="wasl-chores", daemon=True)
    chores.start()
    while runner.running:
        with _whatever_comes():
            runner.put_back()
            runner.run()


def _chores(runner: Runner) -> None:
    while runner.running:
        with _whatever_comes():
            runner.renew_lease()
            take_up_abandoned()
            enqueue_due()
        connection.close()
        time.sleep(CHORES_EVERY_SECONDS)


@contextmanager
def _whatever_comes() -> Iterator[None]:
    """Let a worker outlive what it meets: a database that is away or busy, and what nobody thought of."""
    try:
        yield
    except Exception as error:
        if isinstance(error, DatabaseError | InterfaceError):
            log.warning("the database was away or busy, going on: %s", error)
        else:
            log.exception("the worker met what it does not know, going on")
        connection.close()
        time.sleep(IDLE_SECONDS)


def _stop(runner: Runner) -> None:
    runner.running = False
