"""What a person or program gives for a quote."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wasl.receivables.services import DocumentInput, LineDraft


@dataclass(frozen=True)
class QuoteLineDraft(LineDraft):
    """A line as offered: a document line, with the service it came from and the work that it plans."""

    service_id: int | None = None
    role: str = ""
    planned_minutes: int = 0


@dataclass(frozen=True)
class QuoteInput:
    """A quote as entered. `currency` "" takes the customer's; `language` "" theirs, or the company's."""

    party_id: int
    date: datetime.date
    lines: Sequence[QuoteLineDraft]
    deal_id: int | None = None
    valid_until: datetime.date | None = None
    currency: str = ""
    prices_include_tax: bool = False
    discount_percent: Decimal | None = None
    discount_minor: int | None = None
    deposit_percent: Decimal = Decimal(0)
    language: str = ""
    notes: str = ""

    @classmethod
    def of_document(cls, given: DocumentInput) -> QuoteInput:
        """Return the quote that offers what a document would ask."""
        return cls(
            party_id=given.party_id,
            date=given.date,
            lines=[
                QuoteLineDraft(
                    line.description,
                    line.quantity,
                    line.price,
                    line.tax_id,
                    line.discount_percent,
                    line.discount_minor,
                    line.account_id,
                    line.project_id,
                    line.department_id,
                )
                for line in given.lines
            ],
            currency=given.currency,
            prices_include_tax=given.prices_include_tax,
            discount_percent=given.discount_percent,
            discount_minor=given.discount_minor,
            notes=given.notes,
        )
