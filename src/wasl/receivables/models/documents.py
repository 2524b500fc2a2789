"""Invoices, deposit invoices and credit notes."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel, Versioned


class Document(Versioned, CompanyModel):
    """A customer document. A draft may change; a posted one never does: it is reversed or credited."""

    kind = models.CharField(max_length=12)  # invoice, deposit, credit_note
    state = models.CharField(max_length=10, default="draft")  # draft, posted, reversed
    number = models.CharField(max_length=30, blank=True)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    due_date = models.DateField()
    currency = models.CharField(max_length=3)
    rate = FixedDecimalField(places=10, default=1)
    prices_include_tax = models.BooleanField(default=False)
    discount_percent = FixedDecimalField(places=6, null=True)
    discount_minor = models.BigIntegerField(null=True)
    invoice = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="credit_notes")
    origin = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField(default=0)
    prepaid_minor = models.BigIntegerField(default=0)
    base_total_minor = models.BigIntegerField(default=0)
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(null=True)
    reversed_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)
    owner = models.ForeignKey("access.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], condition=~models.Q(number=""), name="document_number_once"
            ),
            models.UniqueConstraint(
                fields=["company", "origin"],
                condition=~models.Q(origin="") & ~models.Q(state="reversed"),
                name="document_origin_once",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "state", "-date", "-id"], name="document_latest"),
            models.Index(fields=["company", "party", "-date"], name="document_party"),
            models.Index(fields=["company", "total_minor"], name="document_total"),
            models.Index(fields=["company", "kind", "state", "base_total_minor"], name="document_sums"),
            models.Index(fields=["company", "reference"], condition=~models.Q(reference=""), name="document_reference"),
        ]

    @property
    def is_credit(self) -> bool:
        """Tell whether the document takes back what an invoice asked."""
        return self.kind == "credit_note"

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"


class DocumentLine(CompanyModel):
    """One line: what was delivered, at what price, with its net in document and base currency."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=500, blank=True)
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = FixedDecimalField(places=6)
    price = FixedDecimalField(places=6)
    discount_percent = FixedDecimalField(places=6, null=True)
    discount_minor = models.BigIntegerField(null=True)
    tax = models.ForeignKey("ledger.Tax", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey("ledger.Dimension", null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "people.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    origin = models.CharField(max_length=120, blank=True)
    amount_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    base_net_minor = models.BigIntegerField(default=0)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "document", "position"], name="document_line_once")]


class DocumentTax(CompanyModel):
    """Base and tax of one tax code in a document, at the percent it had on its date."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="taxes")
    tax = models.ForeignKey("ledger.Tax", on_delete=models.PROTECT, related_name="+", db_index=False)
    percent = FixedDecimalField(places=6)
    treatment = models.CharField(max_length=20)
    base_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    company_base_minor = models.BigIntegerField(default=0)
    company_tax_minor = models.BigIntegerField(default=0)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "document", "tax"], name="document_tax_once")]


class DepositOffset(CompanyModel):
    """A part of a deposit that a final invoice used, with the tax and the base amount that went with it."""

    deposit = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="uses")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="offsets")
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    base_net_minor = models.BigIntegerField(default=0)
    is_undone = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "document", "deposit"], name="offset_once")]
