"""Undo an import: what it made goes, what it changed is put back, but for what somebody touched since."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from wasl.access.actor import Actor
from wasl.core import clock, events
from wasl.core.imports import Change, Noted, Undone, take_back
from wasl.crm.models import ImportBatch, ImportItem
from wasl.crm.rules import imports as rules
from wasl.crm.services.imports import lock_batch


def preview_undo(*, actor: Actor, batch_id: int) -> Undone:
    """Return what an undo would do: it is done and taken back."""
    actor.require("crm.import")
    with transaction.atomic():
        batch = lock_batch(actor, batch_id, rules.UNDOABLE)
        undone = take_back(_noted(batch))
        transaction.set_rollback(True)
    return undone


@transaction.atomic
def start_undo(*, actor: Actor, batch_id: int, language: str) -> ImportBatch:
    """Let a worker undo an import."""
    actor.require("crm.import")
    batch = lock_batch(actor, batch_id, rules.UNDOABLE)
    batch.state, batch.moved_at = rules.UNDOING, clock.now()
    batch.save(update_fields=["state", "moved_at"])
    events.record("import.undo_started", batch, language=language, kind=batch.kind, file_name=batch.file_name)
    return batch


@transaction.atomic
def undo_import(*, actor: Actor, batch_id: int) -> Undone:
    """Undo an import at once; what is kept can be tried again when nothing holds it any more.

    :raises ImportElsewhere: it is not finished, or nothing of it is left.
    """
    actor.require("crm.import")
    batch = lock_batch(actor, batch_id, (*rules.UNDOABLE, rules.UNDOING))
    undone = take_back(_noted(batch))
    held = {(kept.kind, kept.subject_id) for kept in undone.kept}
    gone = [key for key, *subject in _keys(batch) if tuple(subject) not in held]
    for start in range(0, len(gone), 500):
        ImportItem.objects.filter(pk__in=gone[start : start + 500]).delete()
    batch.questions.filter(answered_at=None).delete()
    batch.state = rules.PARTLY if held else rules.UNDONE
    batch.undone_at = clock.now()
    batch.removed += undone.removed
    batch.restored += undone.restored
    batch.kept = [[kept.kind, kept.subject_id, kept.name, kept.reason, kept.detail] for kept in undone.kept]
    batch.save(update_fields=["state", "undone_at", "removed", "restored", "kept"])
    events.record(
        "import.undone",
        batch,
        kind=batch.kind,
        file_name=batch.file_name,
        removed=undone.removed,
        restored=undone.restored,
        kept=len(undone.kept),
    )
    return undone


def _noted(batch: ImportBatch) -> Iterator[Noted]:
    rows = batch.items.order_by("pk").values_list("kind", "subject_id", "is_new", "before", "after", "event_id")
    for *change, event_id in rows.iterator(chunk_size=500):
        yield Noted(Change(*change), event_id)


def _keys(batch: ImportBatch) -> Iterator[tuple[int, str, int]]:
    yield from batch.items.values_list("pk", "kind", "subject_id")
