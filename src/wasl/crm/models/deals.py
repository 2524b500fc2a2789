"""Work that may be sold."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.models import CompanyModel, Versioned


class Deal(Versioned, CompanyModel):
    """Work that may be sold to a party. A deal that came in without one waits for it on Today.

    `next_due` is the first day that one of its open steps is due, None without one.
    `percent` replaces the stage's chance to win where a person knows better. `facts` keeps what an import read.
    """

    title = models.CharField(max_length=200)
    party = models.ForeignKey("parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="deals")
    contact_name = models.CharField(max_length=200, blank=True)
    pipeline = models.ForeignKey("crm.Pipeline", on_delete=models.PROTECT, related_name="deals")
    stage = models.ForeignKey("crm.Stage", null=True, blank=True, on_delete=models.PROTECT, related_name="deals")
    stage_since = models.DateField()
    state = models.CharField(max_length=6, default="open")  # rules.deals.STATES
    owner = models.ForeignKey("access.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    product = models.CharField(max_length=120, blank=True)
    expected_close = models.DateField(null=True, blank=True)
    next_due = models.DateField(null=True, blank=True)
    engaged_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    loss_reason = models.ForeignKey("crm.LossReason", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    loss_note = models.CharField(max_length=300, blank=True)
    search_text = models.CharField(max_length=500, blank=True)
    external_key = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "external_key"], condition=~models.Q(external_key=""), name="deal_external_once"
            ),
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="deal_amount_not_negative"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on=None, stage__isnull=False)
                | models.Q(state__in=["won", "lost"], closed_on__isnull=False),
                name="deal_closed_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "state", "stage", "-id"], name="deal_lane"),
            models.Index(fields=["company", "state", "stage", "next_due", "stage_since"], name="deal_next"),
            models.Index(
                fields=["company", "state", "currency", "amount_minor", "owner", "next_due", "expected_close"],
                name="deal_sum",
            ),  # holds all that the totals of a list ask for
            models.Index(fields=["company", "amount_minor"], name="deal_by_amount"),
            models.Index(fields=["company", "title"], name="deal_by_title"),
            models.Index(fields=["company", "expected_close"], name="deal_by_close"),
            models.Index(fields=["company", "stage_since"], name="deal_by_age"),
            models.Index(fields=["company", "owner", "state"], name="deal_owner"),
            models.Index(fields=["company", "party", "-id"], name="deal_party"),
            models.Index(fields=["company", "state", "closed_on"], name="deal_closed"),
        ]

    def __str__(self) -> str:
        return self.title


class StageChange(CompanyModel):
    """A deal went from one stage to another on a day; `days` is how long it stayed in the first."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="stage_changes")
    from_stage = models.ForeignKey("crm.Stage", null=True, on_delete=models.PROTECT, related_name="+")
    to_stage = models.ForeignKey("crm.Stage", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    days = models.PositiveIntegerField(default=0)
    member_id = models.BigIntegerField(null=True)

    class Meta:
        base_manager_name = "everywhere"
        indexes = [models.Index(fields=["company", "deal", "id"], name="stage_change_deal")]
