"""Offers made to customers."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel, Versioned


class Quote(Versioned, CompanyModel):
    """An offer. A revision keeps the number and counts up `revision`; it points to the one that it replaces."""

    number = models.CharField(max_length=30, blank=True)
    revision = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="quotes")
    deal = models.ForeignKey("crm.Deal", null=True, on_delete=models.PROTECT, related_name="quotes")
    owner = models.ForeignKey("access.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, default="draft")  # rules.STATES
    date = models.DateField()
    valid_until = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    prices_include_tax = models.BooleanField(default=False)
    discount_percent = FixedDecimalField(places=6, null=True)
    discount_minor = models.BigIntegerField(null=True)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField(default=0)
    deposit_percent = FixedDecimalField(places=6, default=0)
    language = models.CharField(max_length=5, blank=True)
    notes = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number", "revision"], condition=~models.Q(number=""), name="quote_number_once"
            )
        ]
        indexes = [
            models.Index(fields=["company", "state", "-date", "-id"], name="quote_latest"),
            models.Index(fields=["company", "party", "-id"], name="quote_party"),
            models.Index(fields=["company", "deal", "-id"], name="quote_deal"),
            models.Index(fields=["company", "total_minor"], name="quote_total"),
        ]

    def __str__(self) -> str:
        if not self.number:
            return f"#{self.pk}"
        return self.number if self.revision == 1 else f"{self.number}/{self.revision}"


class QuoteLine(CompanyModel):
    """One line of an offer; `role` and `planned_minutes` say how the work is to be done, for the project."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    service = models.ForeignKey("sales.Service", null=True, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(max_length=500, blank=True)
    quantity = FixedDecimalField(places=6)
    price = FixedDecimalField(places=6)
    discount_percent = FixedDecimalField(places=6, null=True)
    discount_minor = models.BigIntegerField(null=True)
    tax = models.ForeignKey("ledger.Tax", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("ledger.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey("ledger.Dimension", null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "people.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField(max_length=100, blank=True)
    planned_minutes = models.PositiveIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "quote", "position"], name="quote_line_once")]
