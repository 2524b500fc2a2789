"""One record of a person or an organisation, for ever."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.models import CompanyModel, Versioned


class Party(Versioned, CompanyModel):
    """A person or an organisation: lead, customer and supplier are roles it gains, never copies of it."""

    kind = models.CharField(max_length=12, default="organisation")  # organisation, person
    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    search_text = models.CharField(max_length=500, blank=True)
    is_customer = models.BooleanField(default=False)
    is_supplier = models.BooleanField(default=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("access.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    website = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=60, blank=True)
    tax_number = models.CharField(max_length=50, blank=True)
    registration_number = models.CharField(max_length=50, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    language = models.CharField(max_length=5, blank=True)
    payment_terms_days = models.PositiveSmallIntegerField(default=30)
    sector = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    external_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "external_key"],
                condition=~models.Q(external_key=""),
                name="party_external_once",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "name"], name="party_name"),
            models.Index(fields=["company", "is_customer", "name"], name="party_customer"),
        ]

    def __str__(self) -> str:
        return self.name

    def display_name(self, language: str) -> str:
        """Return the name in a language, or the one there is."""
        return (self.name_ar or self.name) if language == "ar" else self.name
