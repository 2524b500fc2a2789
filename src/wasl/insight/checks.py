"""Margins sum to the profit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wasl.core.checks import Check, Finding
from wasl.insight import queries
from wasl.ledger import queries as ledger

FIRST, LAST = date(1900, 1, 1), date(9999, 12, 31)


def margins_sum_to_profit() -> Iterator[Finding]:
    """Yield each way of telling margins apart whose rows, with 'not on projects', are not the profit."""
    profit = ledger.profit_and_loss(first=FIRST, last=LAST).profit_minor
    for name, margins in (
        ("by project", queries.margin_by_project),
        ("by department", queries.margin_by_department),
    ):
        total = sum(row.margin_minor for row in margins(first=FIRST, last=LAST))
        if total != profit:
            yield Finding("margins", name, f"{total} of {profit}")


CHECKS: list[Check] = [margins_sum_to_profit]
