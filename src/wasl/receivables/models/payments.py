"""Money in, money back, and debts given up."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel


class Payment(CompanyModel):
    """Money received from a customer: what settles invoices, and what is left as an advance."""

    number = models.CharField(max_length=30)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    currency = models.CharField(max_length=3)
    rate = FixedDecimalField(places=10, default=1)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    withheld_minor = models.BigIntegerField(default=0)
    withholding = models.ForeignKey("ledger.Tax", null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+")
    bank_minor = models.BigIntegerField()
    reference = models.CharField(max_length=100, blank=True)
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")
    reversed_on = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="payment_number_once")]
        indexes = [
            models.Index(fields=["company", "-date", "-id"], name="payment_latest"),
            models.Index(fields=["company", "party", "-date"], name="payment_party"),
            models.Index(fields=["company", "amount_minor"], name="payment_amount"),
            models.Index(fields=["company", "reference"], condition=~models.Q(reference=""), name="payment_reference"),
        ]

    def __str__(self) -> str:
        return self.number


class Refund(CompanyModel):
    """Money given back: of an unapplied payment or of an open credit note."""

    number = models.CharField(max_length=30)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("ledger.OpenItem", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="refund_number_once")]


class WriteOff(CompanyModel):
    """A part of an invoice that will not be paid."""

    document = models.ForeignKey("receivables.Document", on_delete=models.PROTECT, related_name="write_offs")
    date = models.DateField()
    amount_minor = models.BigIntegerField()
    relief_minor = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "everywhere"
