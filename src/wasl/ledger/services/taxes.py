"""What documents report to the tax return."""

from __future__ import annotations

from datetime import date

from wasl.core.bulk import insert_rows
from wasl.ledger.models import Entry, TaxLine

TAX_LINE_COLUMNS = (
    "company_id",
    "date",
    "direction",
    "treatment",
    "tax_id",
    "base_minor",
    "tax_minor",
    "output_tax_minor",
    "entry_id",
    "source_kind",
    "source_id",
)


def turn_tax_lines(*, source_kind: str, source_id: int, on: date, entry: Entry | None) -> None:
    """Report the opposite of what a document reported, dated its reversal."""
    rows = [
        (
            row.company_id,
            on,
            row.direction,
            row.treatment,
            row.tax_id,
            -row.base_minor,
            -row.tax_minor,
            -row.output_tax_minor,
            entry.pk if entry else None,
            source_kind,
            source_id,
        )
        for row in TaxLine.objects.filter(source_kind=source_kind, source_id=source_id)
    ]
    insert_rows(TaxLine, TAX_LINE_COLUMNS, rows)
