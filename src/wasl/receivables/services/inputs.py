"""What a person or program gives for a document."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from wasl.ledger.rules.documents import LineInput


@dataclass(frozen=True)
class LineDraft:
    """A line as entered. `account_id` None posts to the default revenue account; ids are of this company."""

    description: str = ""
    quantity: Decimal = Decimal(1)
    price: Decimal = Decimal(0)
    tax_id: int | None = None
    discount_percent: Decimal | None = None
    discount_minor: int | None = None
    account_id: int | None = None
    project_id: int | None = None
    department_id: int | None = None
    origin: str = ""

    def values(self) -> LineInput:
        """Return what the arithmetic needs."""
        return LineInput(self.quantity, self.price, self.tax_id or 0, self.discount_percent, self.discount_minor)


@dataclass(frozen=True)
class Offset:
    """A deposit to be used in a final invoice; None uses all that is left."""

    deposit_id: int
    net_minor: int | None = None


@dataclass(frozen=True)
class DocumentInput:
    """A document as entered. `currency` "" takes the customer's, `rate` None the table's, `due_date` None the terms."""

    party_id: int
    date: datetime.date
    lines: Sequence[LineDraft]
    kind: str = "invoice"
    due_date: datetime.date | None = None
    currency: str = ""
    rate: Decimal | None = None
    prices_include_tax: bool = False
    discount_percent: Decimal | None = None
    discount_minor: int | None = None
    offsets: Sequence[Offset] = field(default_factory=tuple)
    origin: str = ""
    reference: str = ""
    notes: str = ""
