"""Time booked on projects."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel, Versioned


class TimeEntry(Versioned, CompanyModel):
    """Hours of an employee on a project and day. `cost_minor` is what they cost the company, in base currency.

    `owner` is the member whose time it is. `sequence` is the book's when the cost was last worked out, so that the
    cost as it was known at a moment can be told. `billed` is the live part that bills the entry.
    """

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="time_entries")
    owner = models.ForeignKey("access.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    date = models.DateField()
    hours = FixedDecimalField(places=6)
    is_billable = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True)
    cost_minor = models.BigIntegerField(default=0)
    sequence = models.BigIntegerField(default=0)
    billed = models.OneToOneField(
        "projects.BilledPart", null=True, on_delete=models.SET_NULL, related_name="time_entry"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.CheckConstraint(condition=models.Q(hours__gt=0) & models.Q(hours__lte=24), name="time_within_a_day")
        ]
        indexes = [
            models.Index(fields=["company", "project", "date"], name="time_project"),
            models.Index(fields=["company", "employee", "date"], name="time_employee"),
            models.Index(fields=["company", "-date", "-id"], name="time_latest"),
            models.Index(
                fields=["company", "project"],
                condition=models.Q(is_billable=True, billed=None),
                name="time_unbilled",
            ),
        ]
