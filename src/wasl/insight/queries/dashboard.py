"""The owner's few figures: cash, what is owed, what was earned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from wasl.core import periods
from wasl.ledger import queries as ledger
from wasl.ledger.queries import ProfitAndLoss
from wasl.ledger.rules.roles import MONEY_ROLES
from wasl.projects import queries as projects

RECEIVABLE = ("receivable",)


@dataclass(frozen=True)
class Headline:
    """Where the company stands on a day, in base minor units."""

    cash_minor: int
    receivable_minor: int
    overdue_minor: int
    overdue_count: int
    year: ProfitAndLoss
    year_time_cost_minor: int
    year_payroll_minor: int

    @property
    def year_margin_minor(self) -> int:
        """Return the year's margin: profit without payroll, less time cost."""
        return self.year.profit_minor + self.year_payroll_minor - self.year_time_cost_minor

    @property
    def year_margin_percent(self) -> float | None:
        """Return the margin as percent of income, None without income."""
        return 100 * self.year_margin_minor / self.year.income_minor if self.year.income_minor else None


@dataclass(frozen=True)
class MonthFigures:
    """One month of the profit chart."""

    month: int
    income_minor: int
    expenses_minor: int
    profit_minor: int


def headline(today: date, *, year_start: date) -> Headline:
    """Return the figures at the end of a day: balances then, the fiscal year's profit so far, what is late."""
    chart = ledger.accounts_by_id()
    balances: dict[str, int] = defaultdict(int)
    for account, minor in ledger.net_by_account(ledger.movements(last=today)).items():
        balances[chart[account].role] += minor
    late_minor, late_count = ledger.overdue(today, roles=RECEIVABLE)
    year = ledger.profit_and_loss(first=year_start, last=today)
    time_cost = sum(projects.time_cost_by_project(first=year_start, last=today).values())
    return Headline(
        cash_minor=sum(balances[role] for role in MONEY_ROLES),
        receivable_minor=balances["receivable"],
        overdue_minor=late_minor,
        overdue_count=late_count,
        year=year,
        year_time_cost_minor=time_cost,
        year_payroll_minor=year.by_role().get("payroll", 0),
    )


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
