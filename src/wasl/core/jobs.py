"""Run jobs and schedules: what `django-tasks-db` gives, with the lease, the retries and the schedules it lacks.

A job runs at least once; its effect happens once because it has a unique key in the database.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from datetime import timedelta
from multiprocessing.util import Finalize

from django.db import OperationalError, connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from wasl.core import clock, room
from wasl.core.logs import request_named
from wasl.core.models import JobFailure, Schedule

log = logging.getLogger("wasl.jobs")
LEASE = timedelta(minutes=10)
PAUSES_SECONDS = (5, 30, 120, 600, 3600)
IDLE_SECONDS = 1.0
CHORES_EVERY_SECONDS = 15.0
STOP_SECONDS = 20.0


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

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one job, and arrange its next try where it failed."""
        with request_named(f"job-{db_task_result.pk}"):
            super().run_task(db_task_result)
        db_task_result.refresh_from_db()
        if db_task_result.status == TaskResultStatus.FAILED:
            try_again(db_task_result)


def try_again(result: DBTaskResult) -> None:
    """Put a failed job back with a pause, or name it as failed for good."""
    attempts = len(result.worker_ids)
    if attempts <= len(PAUSES_SECONDS):
        DBTaskResult.objects.filter(pk=result.pk).update(
            status=TaskResultStatus.READY,
            run_after=clock.now() + timedelta(seconds=PAUSES_SECONDS[attempts - 1]),
            finished_at=None,
        )
        return
    arguments = result.args_kwargs.get("kwargs", {})
    JobFailure.objects.create(
        task_path=result.task_path,
        company_id=arguments.get("company_id"),
        arguments=arguments,
        error=(result.traceback or result.exception_class_path)[-4000:],
        attempts=attempts,
    )


def take_up_abandoned() -> int:
    """Put jobs back whose worker was killed: they have been running longer than the lease."""
    return int(
        DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=clock.now() - LEASE).update(
            status=TaskResultStatus.READY
        )
    )


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
        for row in Schedule.objects.select_for_update(skip_locked=skip).filter(due_at__lte=now, name__in=tasks):
            room.resolve_task(tasks[row.name]).enqueue()
            missed = (now - row.due_at) // timedelta(seconds=row.every_seconds)
            row.due_at += timedelta(seconds=row.every_seconds) * (missed + 1)
            row.save(update_fields=["due_at"])
            count += 1
    return count


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
        try:
            runner.run()
        except OperationalError as error:
            log.warning("the database was busy, going on: %s", error)
            connection.close()
            time.sleep(IDLE_SECONDS)


def _chores(runner: Runner) -> None:
    while runner.running:
        try:
            take_up_abandoned()
            enqueue_due()
        except OperationalError as error:
            log.warning("the database was busy, going on: %s", error)
        finally:
            connection.close()
        time.sleep(CHORES_EVERY_SECONDS)


def _stop(runner: Runner) -> None:
    runner.running = False
