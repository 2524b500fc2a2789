"""What came in from files, and what is still to be answered about it."""

from __future__ import annotations

from django.db import models

from wasl.core.models import CompanyModel


class ImportBatch(CompanyModel):
    """One run of an import, as it was reported."""

    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200, blank=True)
    read = models.PositiveIntegerField()
    created = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    rejected = models.JSONField(default=list)
    member_id = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField()

    class Meta:
        base_manager_name = "everywhere"
        indexes = [models.Index(fields=["company", "-id"], name="import_batch_latest")]


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
