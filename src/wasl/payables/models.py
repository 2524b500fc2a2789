"""Money owed for what was spent: employees' expense claims and their reimbursement."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel, Versioned


class Claim(Versioned, CompanyModel):
    """What an employee spent for the company: a draft, then submitted, then approved (posted) or rejected."""

    number = models.CharField(max_length=30, blank=True)
    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("access.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    date = models.DateField()
    posted_on = models.DateField(null=True)
    state = models.CharField(max_length=10, default="draft")  # draft, submitted, approved, rejected, reversed
    paid_by = models.CharField(max_length=10, default="employee")  # employee, card, bank
    account = models.ForeignKey("ledger.Account", null=True, on_delete=models.PROTECT, related_name="+")
    prices_include_tax = models.BooleanField(default=True)
    merchant = models.CharField(max_length=120, blank=True)
    notes = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField(default=0)
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")
    reversed_on = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], condition=~models.Q(number=""), name="claim_number_once"
            )
        ]
        indexes = [models.Index(fields=["company", "state", "-date", "-id"], name="claim_latest")]


class ClaimLine(CompanyModel):
    """One thing bought; `cost_minor` is its net with the tax that does not come back."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=300, blank=True)
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = FixedDecimalField(places=6, default=1)
    price = FixedDecimalField(places=6)
    tax = models.ForeignKey("ledger.Tax", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey("ledger.Dimension", null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "people.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    is_billable = models.BooleanField(default=False)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    cost_minor = models.BigIntegerField(default=0)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "claim", "position"], name="claim_line_once")]


class Reimbursement(CompanyModel):
    """Money paid back to an employee for their claims."""

    number = models.CharField(max_length=30)
    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    amount_minor = models.BigIntegerField()
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="reimbursement_number_once")]
