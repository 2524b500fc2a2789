"""What came in from files, what each file made and changed, and what is still to be answered about it."""

from __future__ import annotations

from django.db import models

from wasl.core.models import CompanyModel


class ImportBatch(CompanyModel):
    """One file on its way in: chosen, understood, run, and perhaps undone.

    `mapping` and `answers` say how it is read (see `wasl.core.imports.Run`); `read` counts the rows behind the run, of
    `total`. `rejected` are rows that were not taken; `kept` are records that an undo left, each with its reason.
    """

    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200, blank=True)
    attachment_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, default="done")  # rules.imports.STATES
    mapping = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    on = models.DateField(null=True)
    total = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.JSONField(default=list)
    error = models.CharField(max_length=500, blank=True)
    member_id = models.BigIntegerField(null=True)
    moved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    removed = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    kept = models.JSONField(default=list)

    class Meta:
        base_manager_name = "everywhere"
        indexes = [models.Index(fields=["company", "-id"], name="import_batch_latest")]

    def __str__(self) -> str:
        return self.file_name or self.kind


class ImportItem(CompanyModel):
    """A record that an import made or changed, as `wasl.core.imports.Change` has it; it goes when that is undone."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    is_new = models.BooleanField()
    before = models.JSONField(default=dict)
    after = models.CharField(max_length=32)
    event_id = models.BigIntegerField()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(fields=["company", "batch", "kind", "subject_id"], name="import_item_once")
        ]


class ImportQuestion(CompanyModel):
    """A value that an import took for another: right, or to be put right. It waits on Today for an answer."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=40)
    column = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    proposal = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    answer = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "kind", "column", "value"], name="import_asked_once")]
