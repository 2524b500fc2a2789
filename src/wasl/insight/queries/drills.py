"""Where the figures of a margin lead: to the rows that add up to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wasl.insight.queries.margins import (
    NOT_ON_PROJECTS,
    PAYROLL,
    Margin,
    dimensions_of_customers,
    dimensions_of_projects,
)

REVENUE = {"type": "income", "closing": 0, "sign": "credit"}
DIRECT_COST = {"type": "expense", "without": PAYROLL, "closing": 0}
WAGES = {"role": PAYROLL, "closing": 0}
REST_OF_PAYROLL = -1


def lines_url(**narrow: Any) -> str:
    """Return the address of the ledger lines that add up to a figure."""
    return reverse("ledger:lines") + "?" + urlencode(narrow, doseq=True)


def time_url(**narrow: Any) -> str:
    """Return the address of the time entries whose cost adds up to a figure."""
    return reverse("projects:time_entries") + "?" + urlencode(narrow)


@dataclass(frozen=True)
class MarginDrills:
    """The addresses behind the margins by project, department or customer over a span."""

    by: str
    first: date
    last: date
    dimensions: Mapping[int, Sequence[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, by: str, first: date, last: date) -> MarginDrills:
        """Return the addresses, with what the ledger calls the projects that they need."""
        if by == "project":
            found = {key: [one] for key, one in dimensions_of_projects().items() if one}
            return cls(by, first, last, {NOT_ON_PROJECTS: [0], **found})
        return cls(by, first, last, dimensions_of_customers() if by == "customer" else {})

    def revenue(self, row: Margin) -> str:
        """Return where a row's revenue leads; empty where it has no rows of its own."""
        return self._lines({"party": row.key} if self.by == "customer" else self._narrowed(row), REVENUE)

    def direct_cost(self, row: Margin) -> str:
        """Return where a row's direct cost leads; empty where it has no rows of its own."""
        return self._lines(self._narrowed(row), DIRECT_COST)

    def time_cost(self, row: Margin) -> str:
        """Return where a row's time cost leads: to time entries, or to payroll less time for what is on no project."""
        if self._is_rest(row):
            return reverse("insight:payroll_rest") + "?" + urlencode(self._span())
        return time_url(**self._span(), **{"party" if self.by == "customer" else self.by: row.key})

    def totals(self) -> tuple[str, str, str]:
        """Return where the sums of revenue, direct cost and time cost lead; empty where rows do not make the whole."""
        if self.by == "customer":
            return "", "", ""
        return self._lines({}, REVENUE), self._lines({}, DIRECT_COST), self._lines({}, WAGES)

    def _span(self) -> dict[str, Any]:
        return {"first": self.first, "last": self.last}

    def _lines(self, narrow: dict[str, Any] | None, kind: dict[str, Any]) -> str:
        return "" if narrow is None else lines_url(**self._span(), **narrow, **kind)

    def _narrowed(self, row: Margin) -> dict[str, Any] | None:
        if self.by == "department":
            return None if row.key == REST_OF_PAYROLL else {"department": row.key}
        keys = self.dimensions.get(row.key)
        if not keys:
            return None
        return {"project": keys[0]} if self.by == "project" else {"projects": keys}

    def _is_rest(self, row: Margin) -> bool:
        return row.key == (NOT_ON_PROJECTS if self.by == "project" else REST_OF_PAYROLL)
