"""Read what came in from files."""

from __future__ import annotations

from django.db.models import QuerySet

from wasl.access.actor import Actor
from wasl.crm.models import ImportBatch, ImportQuestion


def batches(actor: Actor) -> QuerySet[ImportBatch]:
    """Return the runs of imports, newest first."""
    actor.require("crm.import")
    return ImportBatch.objects.order_by("-pk")


def open_questions() -> QuerySet[ImportQuestion]:
    """Return what imports asked and nobody has answered."""
    return ImportQuestion.objects.filter(answered_at=None).order_by("kind", "column", "-rows", "pk")
