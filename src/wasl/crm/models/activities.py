"""What is done about leads, deals and customers, and what is to be done next."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models.functions import Now

from wasl.core.models import CompanyModel


class Activity(CompanyModel):
    """A call, a meeting, a task, a note or a letter: done (`done_at`), or a step that is due on a day."""

    kind = models.CharField(max_length=8, default="task")  # rules.activities.KINDS
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    due_date = models.DateField(null=True, blank=True)
    due_time = models.TimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey("access.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lead = models.ForeignKey("crm.Lead", null=True, blank=True, on_delete=models.CASCADE, related_name="activities")
    deal = models.ForeignKey("crm.Deal", null=True, blank=True, on_delete=models.CASCADE, related_name="activities")
    party = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    member_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=False) | models.Q(due_date__isnull=False),
                name="activity_done_or_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "owner", "due_date"], condition=models.Q(done_at=None), name="activity_due"
            ),
            models.Index(fields=["company", "deal", "-id"], name="activity_deal"),
            models.Index(fields=["company", "lead", "-id"], name="activity_lead"),
            models.Index(fields=["company", "party", "-id"], name="activity_party"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def due_on(self) -> date:
        """Return the day that an open step is due.

        :raises ValueError: it has none, which only what is done may lack.
        """
        if self.due_date is None:
            raise ValueError(f"activity {self.pk} is due on no day")
        return self.due_date
