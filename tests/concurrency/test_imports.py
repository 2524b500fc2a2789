"""A worker that is killed in the middle of an import: another goes on where it stood, and no row comes in twice."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.concurrency.processes import environment
from wasl.access.actor import Actor
from wasl.core import clock, jobs
from wasl.core.scope import company_scope
from wasl.crm import services
from wasl.crm.models import ImportBatch, ImportItem, Lead

WORKER = "import django; django.setup(); from wasl.core import jobs; jobs.work_until_stopped()"
ON = date(2026, 11, 24)
ROWS = 3_000
TAKEN = ROWS - ROWS // 100
PATIENCE_SECONDS = 60


@pytest.fixture
def worker(committed: Actor, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start workers as processes of their own, on the test's database and files."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", WORKER], env=environment(tmp_path)))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(true: Callable[[ImportBatch], bool], batch_id: int) -> ImportBatch:
    """Wait until something is true of an import."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        batch: ImportBatch = ImportBatch.objects.get(pk=batch_id)
        if true(batch):
            return batch
        time.sleep(0.005)
    raise AssertionError(f"{batch.state} {batch.read}/{batch.total} {batch.error}")


def started_import(actor: Actor) -> ImportBatch:
    """Start the import of a file of many rows, of which each hundredth cannot be read."""
    rows = [f"L{n},Person {n},{'nonsense' if n % 100 == 0 else ''}" for n in range(1, ROWS + 1)]
    data = "\n".join(["id,name,email", *rows]).encode()
    batch = services.upload_import(actor=actor, kind="leads", data=data, filename="leads.csv")
    return services.start_import(actor=actor, batch_id=batch.pk, on=ON, language="en")


def proven(batch: ImportBatch) -> None:
    """Assert that each row of the file came in once."""
    assert (batch.state, batch.total, batch.read) == ("done", ROWS, ROWS)
    assert (batch.created, batch.updated, batch.unchanged, len(batch.rejected)) == (TAKEN, 0, 0, ROWS // 100)
    assert [row for row, _column, _error in batch.rejected] == list(range(101, ROWS + 2, 100))
    assert Lead.objects.values("external_key").distinct().count() == Lead.objects.count() == TAKEN
    assert ImportItem.objects.filter(batch=batch, is_new=True).count() == TAKEN


def test_a_killed_worker_leaves_whole_parts_and_the_next_goes_on(committed, worker):
    batch = started_import(committed)
    first = worker()
    until(lambda batch: batch.read > 0, batch.pk)
    first.kill()
    first.wait()

    cut = ImportBatch.objects.get(pk=batch.pk)
    assert cut.state == "running" and 0 < cut.read < ROWS, f"{cut.state} {cut.read}: killed too late to prove anything"
    assert Lead.objects.count() == cut.created == ImportItem.objects.filter(batch=batch).count()

    services.resume_import(actor=committed, batch_id=batch.pk, language="en")
    worker()
    proven(until(lambda batch: batch.state != "running", batch.pk))

    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(started_at=clock.now() - 2 * jobs.LEASE)
    assert jobs.take_up_abandoned() == 1
    until(lambda _batch: not DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).exists(), batch.pk)
    proven(ImportBatch.objects.get(pk=batch.pk))

    undone = services.undo_import(actor=committed, batch_id=batch.pk)
    assert (undone.kept, Lead.objects.count()) == ([], 0)


def test_two_workers_at_once_bring_each_row_in_once(committed, worker):
    batch = started_import(committed)
    services.resume_import(actor=committed, batch_id=batch.pk, language="en")

    for _ in range(2):
        worker()

    until(lambda _batch: not DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).exists(), batch.pk)
    proven(ImportBatch.objects.get(pk=batch.pk))


def test_an_undo_that_is_killed_is_done_whole_by_the_next_worker(committed, worker):
    batch = started_import(committed)
    first = worker()
    until(lambda batch: batch.state == "done", batch.pk)
    services.start_undo(actor=committed, batch_id=batch.pk, language="en")
    until(lambda batch: DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists(), batch.pk)
    first.kill()
    first.wait()

    left = Lead.objects.count()
    assert left in (0, TAKEN)
    if left:
        services.resume_import(actor=committed, batch_id=batch.pk, language="en")
        worker()
    until(lambda batch: batch.state == "undone", batch.pk)
    assert not Lead.objects.exists() and not ImportItem.objects.exists()


def test_what_is_being_changed_while_an_undo_looks_is_kept(committed):
    batch = services.upload_import(actor=committed, kind="leads", data=b"id,name\nL1,Sara\nL2,Huda\n", filename="l.csv")
    services.start_import(actor=committed, batch_id=batch.pk, on=ON, language="en")
    services.carry_on_import(actor=committed, batch_id=batch.pk)

    def undo() -> list[str]:
        try:
            with company_scope(committed.company.pk, committed.member_id):
                return [kept.name for kept in services.undo_import(actor=committed, batch_id=batch.pk).kept]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lead = Lead.objects.get(external_key="lead:L1")
            services.change_lead(actor=committed, lead_id=lead.pk, version=lead.version, company_name="Nakheel")
            undoing = pool.submit(undo)
            time.sleep(1)
        kept = undoing.result()

    assert kept == ["Sara"]
    assert Lead.objects.get().company_name == "Nakheel"
