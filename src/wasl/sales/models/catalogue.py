"""What the company sells."""

from __future__ import annotations

from django.db import models

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel, Versioned


class Service(Versioned, CompanyModel):
    """A service or product with its usual price, without tax, in a currency."""

    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    price = FixedDecimalField(places=6, null=True)
    currency = models.CharField(max_length=3)
    tax = models.ForeignKey("ledger.Tax", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_active = models.BooleanField(default=True)
    external_key = models.CharField(max_length=120, blank=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="service_once"),
            models.UniqueConstraint(
                fields=["company", "external_key"], condition=~models.Q(external_key=""), name="service_external_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def display_name(self, language: str) -> str:
        """Return the name in a language, or the one there is."""
        return (self.name_ar or self.name) if language == "ar" else self.name
