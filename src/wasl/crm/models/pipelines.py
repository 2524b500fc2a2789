"""The way that deals go, and why they can be lost."""

from __future__ import annotations

from django.db import models

from wasl.core.models import CompanyModel, Versioned


class Named(CompanyModel):
    """A row with a name in both scripts."""

    name = models.CharField(max_length=80)
    name_ar = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True
        base_manager_name = "everywhere"

    def __str__(self) -> str:
        return self.name

    def display_name(self, language: str) -> str:
        """Return the name in a language, or the one there is."""
        return (self.name_ar or self.name) if language == "ar" else self.name


class Pipeline(Named):
    """An ordered way of stages."""

    is_default = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="pipeline_once")]


class Stage(Versioned, Named):
    """A step of a pipeline: `percent` is the usual chance to win from it, `usual_days` the usual stay.

    `required` names what a deal must say before it enters (`rules.deals.REQUIRABLE`).
    """

    pipeline = models.ForeignKey(Pipeline, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    usual_days = models.PositiveSmallIntegerField()
    required = models.JSONField(default=list, blank=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "pipeline", "name"], name="stage_once")]


class LossReason(Named):
    """Why a deal can be lost."""

    position = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="loss_reason_once")]
