"""Bring a file in: take it up, settle how it is read, and write its rows part by part, each part once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events, notices
from wasl.core.attachments import open_attachment
from wasl.core.bulk import insert_rows
from wasl.core.errors import BadInput, NotFound
from wasl.core.imports import (
    LEFT_OUT,
    Answers,
    Change,
    ImportResult,
    Journal,
    Rejected,
    Run,
    find_columns,
    importer_of,
    peek,
)
from wasl.core.rehearsal import rehearsal
from wasl.core.tabular import TableError
from wasl.crm.errors import FieldTwice, ImportElsewhere, QuestionsOpen
from wasl.crm.models import ImportBatch, ImportItem
from wasl.crm.rules import imports as rules
from wasl.crm.services.import_questions import keep_questions
from wasl.crm.services.uploads import keep_upload

TABLES = (".csv", ".txt", ".xlsx")
COUNTED = ("read", "created", "updated", "unchanged")
ITEM_COLUMNS = ("company_id", "batch_id", "kind", "subject_id", "is_new", "before", "after", "event_id")


@transaction.atomic
def upload_import(*, actor: Actor, kind: str, data: bytes, filename: str) -> ImportBatch:
    """Take a file up, with its columns as they are recognised; nothing of it is written yet.

    :raises UploadError: the bytes are of a kind that is not accepted.
    :raises TableError: it is no table.
    """
    actor.require("crm.import")
    importer = importer_of(kind)
    actor.require(importer.act)
    kept = keep_upload(actor=actor, data=data, filename=filename)
    if PurePath(kept.file_name).suffix not in TABLES:
        raise TableError("not_a_table")
    _kept, path = open_attachment(actor=actor, attachment_id=kept.pk)
    names = list(peek(path, kept.file_name).samples)
    return ImportBatch.objects.create(
        kind=kind,
        file_name=kept.file_name,
        attachment_id=kept.pk,
        state=rules.DRAFT,
        mapping=importer.guessed(names),
        member_id=actor.member_id,
        moved_at=clock.now(),
    )


@transaction.atomic
def choose_columns(*, actor: Actor, batch_id: int, chosen: dict[str, str]) -> ImportBatch:
    """Say which field each column of the file is read as; what is left out is not read.

    :raises MissingColumn: a field that is needed has none.
    :raises FieldTwice: two columns are to be read as one field.
    :raises BadInput: there is no such field.
    """
    actor.require("crm.import")
    batch = lock_batch(actor, batch_id, (rules.DRAFT,))
    fields = importer_of(batch.kind).columns
    labels = {field.name: str(field.label) for field in fields}
    mapping: dict[str, str] = dict.fromkeys(labels, LEFT_OUT)
    for column, name in chosen.items():
        _require_field("fields", name, {*labels, LEFT_OUT})
        if mapping.get(name, LEFT_OUT) != LEFT_OUT:
            raise FieldTwice("fields", first=mapping[name], second=column, label=labels[name])
        if name in mapping:
            mapping[name] = column
    _kept, path = open_attachment(actor=actor, attachment_id=batch.attachment_id or 0)
    find_columns(fields, list(peek(path, batch.file_name).samples), mapping)
    batch.mapping = mapping
    batch.save(update_fields=["mapping"])
    return batch


@transaction.atomic
def answer_questions(*, actor: Actor, batch_id: int, answers: Answers, on: date, accept: bool = False) -> ImportBatch:
    """Say what values of the file are taken for; `accept` takes every other as it is proposed.

    :raises BadInput: there is no such field, or dates and amounts are not written so.
    """
    actor.require("crm.import")
    batch = lock_batch(actor, batch_id, (rules.DRAFT,))
    kinds = {column.name: column.kind for column in importer_of(batch.kind).columns}
    for name, said in answers.items():
        _require_field("answers", name, set(kinds))
        offered = rules.WRITTEN.get(kinds[name], said.values())
        if not set(said.values()) <= set(offered):
            raise BadInput("answers", reason=_("One of: %(offered)s.") % {"offered": " ".join(offered)})
        batch.answers.setdefault(name, {}).update(said)
    if accept:
        batch.answers = run_of(actor, batch, on).settled()
    batch.save(update_fields=["answers"])
    return batch


def preview_import(*, actor: Actor, batch_id: int, on: date) -> ImportResult:
    """Return what the import would do: it is done and taken back, and nobody waits for it.

    :raises QuestionsOpen: some value may mean two things.
    """
    actor.require("crm.import")
    with rehearsal(), transaction.atomic():
        run = run_of(actor, lock_batch(actor, batch_id, (rules.DRAFT,)), on)
        if run.result.questions:
            raise QuestionsOpen()
        for part in run.parts():
            run.take(part)
        run.finish()
    return run.result


@transaction.atomic
def start_import(*, actor: Actor, batch_id: int, on: date, language: str) -> ImportBatch:
    """Let a worker bring the file in; `language` is that of the reasons for rows that are refused.

    :raises QuestionsOpen: some value may mean two things.
    """
    actor.require("crm.import")
    batch = lock_batch(actor, batch_id, (rules.DRAFT,))
    run = run_of(actor, batch, on)
    if run.result.questions:
        raise QuestionsOpen()
    batch.answers, batch.total, batch.on = run.settled(), run.result.total, on
    batch.state, batch.member_id, batch.moved_at = rules.RUNNING, actor.member_id, clock.now()
    batch.save()
    events.record("import.started", batch, language=language, **_facts(batch))
    return batch


@transaction.atomic
def resume_import(*, actor: Actor, batch_id: int, language: str) -> ImportBatch:
    """Let a worker go on with an import, or an undo, that was cut off or stopped."""
    actor.require("crm.import")
    batch = lock_batch(actor, batch_id, (*rules.UNDER_WAY, rules.STOPPED))
    if batch.state == rules.STOPPED:
        batch.state = rules.RUNNING
    batch.moved_at, batch.error = clock.now(), ""
    batch.save(update_fields=["state", "moved_at", "error"])
    events.record("import.resumed", batch, language=language, **_facts(batch))
    return batch


def carry_on_import(*, actor: Actor, batch_id: int) -> None:
    """Write what is left of an import, part by part, each in a transaction that also counts it.

    Where a worker was killed, the next one goes on after the last part that was written; of two at once, one stops.
    """
    actor.require("crm.import")
    batch: ImportBatch | None = ImportBatch.objects.filter(pk=batch_id, state=rules.RUNNING).first()
    if batch is None or batch.on is None:
        return
    journal = Journal()
    run = run_of(actor, batch, batch.on, journal)
    _take_up_counts(run.result, batch)
    for part in run.parts():
        if part.end <= batch.read:
            run.pass_over(part)
            continue
        with transaction.atomic():
            batch = _still_at(batch_id, part.start)
            if batch is None:
                return
            run.take(part)
            _keep(batch, run.result, journal)
    with transaction.atomic():
        batch = _still_at(batch_id, run.result.read)
        if batch is not None:
            run.finish()
            _finish(batch, run.result, journal)


@transaction.atomic
def stop_import(*, actor: Actor, batch_id: int, error: str) -> None:
    """Say why an import cannot go on; what was written stays until it is undone."""
    actor.require("crm.import")
    ImportBatch.objects.filter(pk=batch_id, state=rules.RUNNING).update(state=rules.STOPPED, error=error[:500])
    batch = ImportBatch.objects.get(pk=batch_id)
    told = {"file": str(batch), "error": error[:300]}
    notices.notify(batch.member_id, "import.stopped", reverse("crm:import_batch", args=[batch.pk]), **told)


@transaction.atomic
def discard_import(*, actor: Actor, batch_id: int) -> int:
    """Forget a file that was not brought in."""
    actor.require("crm.import")
    batch = lock_batch(actor, batch_id, (rules.DRAFT,))
    events.record("import.discarded", batch, **_facts(batch))
    batch.delete()
    return batch_id


def import_file(
    *,
    actor: Actor,
    kind: str,
    source: str | Path | BinaryIO,
    on: date,
    filename: str = "",
    mapping: dict[str, str] | None = None,
    answers: Answers | None = None,
    accept: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Import a table at once: all of its good rows, or nothing where a question is open.

    `mapping` names the file's column of a field where its head is not understood; `answers` says by field what a
    value is taken for; `accept` takes every proposal; `dry_run` does all of it and takes it back.

    :raises UnknownKind: no room imports such files.
    :raises MissingColumn: a required column is not there.
    :raises TableError: the file is no table.
    """
    actor.require(importer_of(kind).act)
    journal = Journal()
    said: dict[str, Any] = {"filename": filename, "mapping": mapping, "answers": answers}
    run = Run(actor=actor, kind=kind, source=source, on=on, journal=journal, **said)
    if run.result.questions and not accept:
        run.result.read = run.result.total
        return run.result
    with transaction.atomic():
        name = Path(filename or (source if isinstance(source, str | Path) else "")).name
        batch = ImportBatch.objects.create(
            kind=kind, file_name=name[:200], state=rules.RUNNING, on=on, total=run.result.total, mapping=mapping or {}
        )
        for part in run.parts():
            run.take(part)
            _keep(batch, run.result, journal)
        run.finish()
        batch.member_id = actor.member_id
        _finish(batch, run.result, journal)
        keep_questions(batch, run.result)
        run.result.written, run.result.batch_id = not dry_run, None if dry_run else batch.pk
        if dry_run:
            transaction.set_rollback(True)
    return run.result


def run_of(actor: Actor, batch: ImportBatch, on: date, journal: Journal | None = None) -> Run:
    """Return a reading of the file of a batch, surveyed; nothing is written."""
    actor.require("crm.import")
    _kept, path = open_attachment(actor=actor, attachment_id=batch.attachment_id or 0)
    said: dict[str, Any] = {"filename": batch.file_name, "mapping": batch.mapping, "answers": batch.answers}
    return Run(actor=actor, kind=batch.kind, source=path, on=on, journal=journal, **said)


def lock_batch(actor: Actor, batch_id: int, states: Sequence[str]) -> ImportBatch:
    """Return a batch, locked, that is in one of some states.

    :raises NotFound: there is none.
    :raises NotAllowed: the role does not include what its kind of file changes.
    :raises ImportElsewhere: it is in another state.
    """
    actor.require("crm.import")
    batch: ImportBatch | None = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound()
    actor.require(importer_of(batch.kind).act)
    if batch.state not in states:
        raise ImportElsewhere()
    return batch


def _require_field(place: str, name: str, known: set[str]) -> None:
    if name not in known:
        raise BadInput(place, reason=_("There is no field %(name)s.") % {"name": name[:60]})


def _still_at(batch_id: int, read: int) -> ImportBatch | None:
    """Return a batch, locked, where so many of its rows are behind it; None where another worker is ahead."""
    rows = ImportBatch.objects.select_for_update().filter(pk=batch_id, state=rules.RUNNING, read=read)
    return rows.first()


def _take_up_counts(result: ImportResult, batch: ImportBatch) -> None:
    for name in COUNTED:
        setattr(result, name, getattr(batch, name))
    result.rejected = [Rejected(*said) for said in batch.rejected]


def _keep(batch: ImportBatch, result: ImportResult, journal: Journal) -> None:
    """Keep how far an import is, and what its latest part made and changed."""
    _keep_items(batch, journal.changes())
    for name in COUNTED:
        setattr(batch, name, getattr(result, name))
    batch.rejected = [[row.row, row.column, row.error] for row in result.rejected]
    batch.moved_at = clock.now()
    batch.save(update_fields=[*COUNTED, "rejected", "moved_at"])


def _keep_items(batch: ImportBatch, changes: list[Change]) -> None:
    """Keep changes; of a record that the batch changed before, its first state and its latest."""
    event_id = events.latest()
    subjects = [change.subject_id for change in changes]
    known = {(item.kind, item.subject_id): item for item in batch.items.filter(subject_id__in=subjects)}
    again, fresh = [], []
    for change in changes:
        item = known.get((change.kind, change.subject_id))
        if item is None:
            said = (change.kind, change.subject_id, change.is_new, change.before, change.after, event_id)
            fresh.append((batch.company_id, batch.pk, *said))
        else:
            item.before = {} if item.is_new else {**change.before, **item.before}
            item.after, item.event_id = change.after, event_id
            again.append(item)
    insert_rows(ImportItem, ITEM_COLUMNS, fresh)
    ImportItem.objects.bulk_update(again, ["before", "after", "event_id"], batch_size=100)


def _finish(batch: ImportBatch, result: ImportResult, journal: Journal) -> None:
    _keep(batch, result, journal)
    batch.state, batch.finished_at = rules.DONE, clock.now()
    batch.save(update_fields=["state", "finished_at", "member_id"])
    counts = {name: getattr(result, name) for name in COUNTED}
    events.record("import.finished", batch, rejected=len(result.rejected), **counts, **_facts(batch))
    told: dict[str, Any] = {
        "file": str(batch),
        "created": batch.created,
        "updated": batch.updated,
        "rejected": len(batch.rejected),
    }
    notices.notify(batch.member_id, "import.finished", reverse("crm:import_batch", args=[batch.pk]), **told)


def _facts(batch: ImportBatch) -> dict[str, Any]:
    return {"kind": batch.kind, "file_name": batch.file_name}
