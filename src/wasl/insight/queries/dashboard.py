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
    month: ProfitAndLoss
    month_time_cost_minor: int
    month_payroll_minor: int

    @property
    def month_margin_minor(self) -> int:
        """Return the month's margin: profit without payroll, less time cost."""
        return self.month.profit_minor + self.month_payroll_minor - self.month_time_cost_minor

    @property
    def month_margin_percent(self) -> float | None:
        """Return the margin as percent of income, None without income."""
        return 100 * self.month_margin_minor / self.month.income_minor if self.month.income_minor else None


@dataclass(frozen=True)
class MonthFigures:
    """One month of the profit chart."""

    month: int
    income_minor: int
    expenses_minor: int
    profit_minor: int


def headline(today: date) -> Headline:
    """Return the figures at the end of a day: balances then, the month's profit so far, what is late."""
    chart = ledger.accounts_by_id()
    balances: dict[str, int] = defaultdict(int)
    for account, minor in ledger.net_by_account(ledger.movements(last=today)).items():
        balances[chart[account].role] += minor
    late_minor, late_count = ledger.overdue(today, roles=RECEIVABLE)
    first = periods.month_start(today)
    month = ledger.profit_and_loss(first=first, last=today)
    time_cost = sum(projects.time_cost_by_project(first=first, last=today).values())
    return Headline(
        cash_minor=sum(balances[role] for role in MONEY_ROLES),
        receivable_minor=balances["receivable"],
        overdue_minor=late_minor,
        overdue_count=late_count,
        month=month,
        month_time_cost_minor=time_cost,
        month_payroll_minor=month.by_role().get("payroll", 0),
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
