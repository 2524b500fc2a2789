"""What a document reports to the tax return."""

from __future__ import annotations

from django.db import models

from wasl.core.models import CompanyModel


class TaxLine(CompanyModel):
    """Base and tax of one tax code in one posted document, in base currency, signed as the return counts them."""

    date = models.DateField()
    direction = models.CharField(max_length=10)  # sales, purchases, relief
    treatment = models.CharField(max_length=20)
    tax = models.ForeignKey("ledger.Tax", null=True, on_delete=models.PROTECT, related_name="+")
    base_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()  # sales: output tax; purchases: the recoverable part
    output_tax_minor = models.BigIntegerField(default=0)  # purchases under reverse charge
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()

    class Meta:
        base_manager_name = "everywhere"
        indexes = [
            models.Index(fields=["company", "date", "direction", "treatment"], name="tax_line_date"),
            models.Index(fields=["company", "source_kind", "source_id"], name="tax_line_source"),
        ]
