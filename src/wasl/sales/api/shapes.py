"""What quotes look like to programs, and how they are sent."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from wasl.core.rest import (
    Amount,
    AmountIn,
    Change,
    Code,
    Day,
    Flag,
    In,
    Line,
    LongText,
    Number,
    Out,
    Ref,
    amount,
    base_minor,
)
from wasl.projects.api.shapes import Hours, Price, hours_of, minutes_of
from wasl.sales import queries
from wasl.sales.models import Quote, QuoteLine
from wasl.sales.services import QuoteLineDraft

LINES_MAX = 500
QuoteState = Literal["draft", "sent", "accepted", "declined", "cancelled"]
Language = Literal["", "ar", "en"]
Percent = Annotated[Number, Field(ge=0, le=100)]


class QuoteOut(Out):
    """An offer. A revision keeps the number, counts up `revision`, and names the quote that it replaces."""

    id: int
    number: str
    revision: int
    previous_id: int | None
    state: QuoteState
    party_id: int
    party_name: str
    deal_id: int | None
    owner_id: int | None
    date: datetime.date
    valid_until: datetime.date | None
    decided_on: datetime.date | None
    currency: str
    prices_include_tax: bool
    discount_percent: Number | None
    discount: Amount | None
    net: Amount
    tax: Amount
    total: Amount
    deposit_percent: Number
    language: str
    notes: str
    created_at: datetime.datetime
    version: int


class QuoteLineOut(Out):
    """One line of an offer; role and planned hours say how the work is to be done. Prices in the quote's currency."""

    position: int
    service_id: int | None
    description: str
    quantity: Number
    price: Number
    discount_percent: Number | None
    discount: Amount | None
    tax_id: int | None
    account_id: int | None
    project_id: int | None
    department_id: int | None
    role: str
    planned_hours: Number
    amount: Amount
    net: Amount
    tax: Amount


class QuoteWithLines(QuoteOut):
    """An offer with its lines, and the invoice that it became."""

    lines: list[QuoteLineOut]
    invoice_id: int | None


def quote_out(row: Quote) -> QuoteOut:
    """Return a quote as lists give it."""
    return QuoteOut.of(row, **_worked_out(row))


def whole_quote_out(row: Quote) -> QuoteWithLines:
    """Return a quote with all that it says."""
    invoice = queries.invoice_of(row.pk)
    lines = [_line_out(line, row.currency) for line in queries.quote_lines(row.pk)]
    return QuoteWithLines.of(row, lines=lines, invoice_id=invoice.pk if invoice else None, **_worked_out(row))


def _worked_out(row: Quote) -> dict[str, Any]:
    return {
        "party_name": row.party.name,
        "discount": _money(row.discount_minor, row.currency),
        "net": amount(row.net_minor, row.currency),
        "tax": amount(row.tax_minor, row.currency),
        "total": amount(row.total_minor, row.currency),
    }


def _line_out(line: QuoteLine, currency: str) -> QuoteLineOut:
    return QuoteLineOut.of(
        line,
        discount=_money(line.discount_minor, currency),
        planned_hours=hours_of(line.planned_minutes),
        amount=amount(line.amount_minor, currency),
        net=amount(line.net_minor, currency),
        tax=amount(line.tax_minor, currency),
    )


def _money(minor: int | None, currency: str) -> Amount | None:
    return None if minor is None else amount(minor, currency)


class QuoteLineIn(In):
    """A line as offered; without text or price it takes those of its service. Discounts are one or the other."""

    service_id: Ref | None = None
    description: Annotated[Line, Field(max_length=500)] = ""
    quantity: Annotated[Number, Field(ge=0)] = Decimal(1)
    price: Price | None = None
    discount_percent: Percent | None = None
    discount: AmountIn | None = None
    tax_id: Ref | None = None
    account_id: Ref | None = None
    project_id: Ref | None = None
    department_id: Ref | None = None
    role: Annotated[Line, Field(max_length=100)] = ""
    planned_hours: Hours = Decimal(0)


class QuoteFields(In):
    """What a quote says; its currency and language are the customer's where none is named."""

    deal_id: Ref | None = None
    date: Day | None = None
    valid_until: Day | None = None
    currency: Code | None = None
    prices_include_tax: Flag = False
    discount_percent: Percent | None = None
    discount: AmountIn | None = None
    deposit_percent: Percent = Decimal(0)
    language: Language = ""
    notes: LongText = ""


class QuoteIn(QuoteFields):
    """A quote as entered; today's where no date is named."""

    party_id: Ref
    lines: Annotated[list[QuoteLineIn], Field(min_length=1, max_length=LINES_MAX)]


class QuoteChange(QuoteFields, Change):
    """What changes of a draft: only what is sent; lines are replaced all together."""

    party_id: Ref
    lines: Annotated[list[QuoteLineIn], Field(min_length=1, max_length=LINES_MAX)]


def lines_of(sent: Sequence[QuoteLineIn], currency: str) -> list[QuoteLineDraft]:
    """Return lines as services take them; a line that names a service takes its name and price where it has none."""
    known = {row.pk: row for row in queries.services_by_ids([one.service_id for one in sent if one.service_id])}
    drafts = []
    for one in sent:
        row = known.get(one.service_id or 0)
        price = one.price if one.price is not None else row.price if row else None
        drafts.append(
            QuoteLineDraft(
                one.description or (row.name if row else ""),
                one.quantity,
                price or Decimal(0),
                one.tax_id,
                one.discount_percent,
                discount_minor(one.discount, currency, "lines.discount"),
                one.account_id,
                one.project_id,
                one.department_id,
                service_id=one.service_id,
                role=one.role,
                planned_minutes=minutes_of(one.planned_hours),
            )
        )
    return drafts


def discount_minor(given: AmountIn | None, currency: str, field: str = "discount") -> int | None:
    """Return a discount in minor units of the quote's currency, None for none."""
    return base_minor(given, currency, field)
