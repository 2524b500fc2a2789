"""Somebody who may become a customer."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.models import CompanyModel, Versioned


class Lead(Versioned, CompanyModel):
    """Somebody who asked or was found. Qualified, it points to the one party and the deal: nothing is copied."""

    name = models.CharField(max_length=200)
    company_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    source = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)
    owner = models.ForeignKey("access.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, default="new")  # rules.leads.STATES
    reason = models.CharField(max_length=200, blank=True)
    party = models.ForeignKey("parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    next_due = models.DateField(null=True, blank=True)  # of its first open step
    deal = models.ForeignKey("crm.Deal", null=True, blank=True, on_delete=models.SET_NULL, related_name="leads")
    search_text = models.CharField(max_length=500, blank=True)
    external_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "external_key"], condition=~models.Q(external_key=""), name="lead_external_once"
            ),
        ]
        indexes = [models.Index(fields=["company", "state", "-id"], name="lead_state")]

    def __str__(self) -> str:
        return self.name
