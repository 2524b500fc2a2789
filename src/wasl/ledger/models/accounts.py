"""The chart of accounts, what lines are told apart by, taxes and exchange rates."""

from __future__ import annotations

from django.db import models

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel
from wasl.ledger.rules.roles import TYPE_OF


class Account(CompanyModel):
    """A ledger account. Its role says what the app posts to it; one account of a role is the default."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    name_ar = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=40)
    currency = models.CharField(max_length=3, blank=True)  # bank and cash accounts keep one
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="account_code_once"),
            models.UniqueConstraint(
                fields=["company", "role"], condition=models.Q(is_default=True), name="account_one_default"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def kind(self) -> str:
        """Return asset, liability, equity, income or expense."""
        return TYPE_OF[self.role]

    def display_name(self, language: str) -> str:
        """Return the name in a language, or the one there is."""
        return (self.name_ar or self.name) if language == "ar" else self.name


class Dimension(CompanyModel):
    """What a room below the ledger tells lines apart by; the ledger knows only its kind, key and label."""

    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()
    label = models.CharField(max_length=200)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "kind", "key"], name="dimension_once")]


class Tax(CompanyModel):
    """A tax code: its treatment (EN 16931 category), and how much of it comes back on purchases."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    name_ar = models.CharField(max_length=100, blank=True)
    treatment = models.CharField(max_length=20, default="standard")
    recoverable_percent = FixedDecimalField(places=6, default=100)
    exemption_reason = models.CharField(max_length=200, blank=True)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="tax_code_once")]

    def __str__(self) -> str:
        return self.name


class TaxRate(CompanyModel):
    """The percent of a tax from a day on, with the source it comes from."""

    tax = models.ForeignKey(Tax, on_delete=models.CASCADE, related_name="rates")
    valid_from = models.DateField()
    percent = FixedDecimalField(places=6)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "tax", "valid_from"], name="tax_rate_once")]


class ExchangeRate(CompanyModel):
    """Base units per foreign unit from a day on, until a later row (IAS 21.21)."""

    currency = models.CharField(max_length=3)
    date = models.DateField()
    rate = FixedDecimalField(places=10)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "currency", "date"], name="rate_once")]
