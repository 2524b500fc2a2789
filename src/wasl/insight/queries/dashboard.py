"""The owner's few figures: cash, what is owed, what was earned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from wasl.access.actor import Actor
from wasl.core import periods
from wasl.core.tally import Tally
from wasl.crm import queries as crm
from wasl.crm.models import Stage
from wasl.ledger import queries as ledger
from wasl.ledger.queries import Span
from wasl.ledger.queries.balances import BEGINNING
from wasl.ledger.rules.roles import MONEY_ROLES
from wasl.projects import queries as projects
from wasl.receivables import queries as receivables

RECEIVABLE = ("receivable",)


@dataclass(frozen=True)
class Headline:
    """Where the company stands on a day, in base minor units."""

    cash_minor: int
    receivable_minor: int
    overdue_minor: int
    overdue_count: int
    year_income_minor: int
    year_margin_minor: int

    @property
    def year_margin_percent(self) -> float | None:
        """Return the year's margin (profit without payroll, less time cost) as percent of income, None without."""
        return 100 * self.year_margin_minor / self.year_income_minor if self.year_income_minor else None


@dataclass(frozen=True)
class MonthFigures:
    """One month of the profit chart."""

    month: int
    income_minor: int
    expenses_minor: int
    profit_minor: int


def headline(today: date, tally: Tally, *, year_start: date) -> Callable[[], Headline]:
    """Ask for the figures at the end of a day: balances then, the fiscal year's result so far, what is late."""
    late = ledger.overdue(today, roles=RECEIVABLE)
    late_minor, late_count = tally.sum(late, "carrying_minor"), tally.count(late)
    time_cost = tally.sum(projects.time_of_span(year_start, today), "cost_minor")

    def answer() -> Headline:
        moved = ledger.net_by_role(Span(BEGINNING, today), Span(year_start, today))
        balances, year_by_role = (by_key.get(0, {}) for by_key in moved)
        year = ledger.result_of(year_by_role)
        return Headline(
            cash_minor=sum(balances.get(role, 0) for role in MONEY_ROLES),
            receivable_minor=balances.get("receivable", 0),
            overdue_minor=late_minor(),
            overdue_count=late_count(),
            year_income_minor=year.income_minor,
            year_margin_minor=year.income_minor - year.direct_cost_minor - time_cost(),
        )

    return answer


def profit_of_months(*, last: date, months: int = 12) -> list[MonthFigures]:
    """Return income, expenses and profit of the months up to a day, the empty ones too."""
    first = periods.add_months(periods.month_start(last), 1 - months)
    found = ledger.profit_by_month(first=first, last=last)
    rows = []
    for index in range(months):
        key = periods.month_key(periods.add_months(first, index))
        report = found.get(key)
        rows.append(
            MonthFigures(key, report.income_minor, report.expenses_minor, report.profit_minor)
            if report
            else MonthFigures(key, 0, 0, 0)
        )
    return rows


@dataclass(frozen=True)
class Flow:
    """How work became money in one month (202611), base minor units: won, billed with tax, paid."""

    month: int
    booked_minor: int
    billed_minor: int
    paid_minor: int


@dataclass(frozen=True)
class Pipeline:
    """What is open to be won: its stages in order with count and worth, and the weighted worth of all."""

    stages: list[tuple[Stage, int, int]]
    value_minor: int
    weighted_minor: int


def flow_of_months(actor: Actor, *, last: date, months: int = 12) -> list[Flow]:
    """Return the months up to a day, the empty ones too."""
    first = periods.add_months(periods.month_start(last), 1 - months)
    span = {"first": first, "last": periods.month_end(last)}
    booked = crm.booked_by_month(actor, **span)
    billed, paid = receivables.billed_by_month(**span), receivables.paid_by_month(actor.company.base_currency, **span)
    keys = [periods.month_key(periods.add_months(first, index)) for index in range(months)]
    return [Flow(key, booked.get(key, 0), billed.get(key, 0), paid.get(key, 0)) for key in keys]


def pipeline(actor: Actor, today: date) -> Pipeline:
    """Return the open deals by stage, in base currency at the day's rates."""
    totals = crm.lane_totals(actor, today, crm.BoardFilter())
    stages = [(stage, count, worth.minor) for stage, (count, worth, _weighted) in totals.items()]
    return Pipeline(
        stages,
        sum(minor for _stage, _count, minor in stages),
        sum(weighted.minor for _count, _sum, weighted in totals.values()),
    )
