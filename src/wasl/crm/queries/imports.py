"""Read what came in from files."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from wasl.access.actor import Actor
from wasl.core.attachments import open_attachment
from wasl.core.errors import NotFound
from wasl.core.imports import Peek, peek
from wasl.core.tabular import pick_records
from wasl.crm.models import ImportBatch, ImportQuestion
from wasl.crm.rules import imports as rules


def batches(actor: Actor) -> QuerySet[ImportBatch]:
    """Return the imports, newest first."""
    actor.require("crm.import")
    return ImportBatch.objects.order_by("-pk")


def batch(actor: Actor, batch_id: int) -> ImportBatch:
    """Return an import.

    :raises NotFound: there is none in this company.
    """
    found = batches(actor).filter(pk=batch_id).first()
    if found is None:
        raise NotFound()
    return found


def file_columns(actor: Actor, batch: ImportBatch) -> Peek:
    """Return the columns of an import's file, with cells of each."""
    kept, path = open_attachment(actor=actor, attachment_id=batch.attachment_id or 0)
    return peek(path, kept.file_name)


def refused_rows(actor: Actor, batch: ImportBatch) -> tuple[list[str], list[tuple[int, str, list[str]]]]:
    """Return the columns of an import's file, and number, reason and cells of each row that was refused."""
    kept, path = open_attachment(actor=actor, attachment_id=batch.attachment_id or 0)
    columns, cells = pick_records(path, kept.file_name, [row for row, _column, _error in batch.rejected])
    return columns, [(row, error, cells.get(row, [])) for row, _column, error in batch.rejected]


def is_stalled(batch: ImportBatch, now: datetime) -> bool:
    """Tell whether no worker has moved an import for longer than a part of it can take."""
    if batch.state not in rules.UNDER_WAY or batch.moved_at is None:
        return False
    return now - batch.moved_at > timedelta(seconds=rules.STALLED_SECONDS)


def open_questions() -> QuerySet[ImportQuestion]:
    """Return what imports asked and nobody has answered."""
    return ImportQuestion.objects.filter(answered_at=None).order_by("kind", "column", "-rows", "pk")
