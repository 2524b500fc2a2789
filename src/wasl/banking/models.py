"""Bank and cash accounts, and what the bank charges."""

from __future__ import annotations

from django.db import models

from wasl.core.models import CompanyModel


class BankAccount(CompanyModel):
    """What is known of a bank or cash account beside its place in the chart."""

    account = models.OneToOneField("ledger.Account", on_delete=models.PROTECT, related_name="bank_account")
    bank_name = models.CharField(max_length=100, blank=True)
    iban = models.CharField(max_length=42, blank=True)

    class Meta:
        base_manager_name = "everywhere"


class BankFee(CompanyModel):
    """A charge of the bank's own."""

    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    tax = models.ForeignKey("ledger.Tax", null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("people.Department", null=True, on_delete=models.PROTECT, related_name="+")
    memo = models.CharField(max_length=200, blank=True)
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "everywhere"
