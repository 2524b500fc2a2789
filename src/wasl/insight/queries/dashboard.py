"""The owner's few figures: cash, what is owed, what was earned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from wasl.access.actor import Actor
from wasl.core import periods
from wasl.crm import queries as crm
from wasl.crm.models import Stage
from wasl.ledger import queries as ledger
from wasl.ledger.queries import ProfitAndLoss
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
    stages = [(stage, totals[stage.pk][0], totals[stage.pk][1].minor) for stage in crm.pipeline_stages()]
    return Pipeline(
        stages,
        sum(minor for _stage, _count, minor in stages),
        sum(weighted.minor for _count, _sum, weighted in totals.values()),
    )


def receivables_by_age(actor: Actor, today: date) -> dict[str, int]:
    """Return what customers owe by how late it is, base minor units, in the order of the ageing report."""
    found = dict.fromkeys(receivables.BUCKETS, 0)
    for row in receivables.ageing(actor, today):
        for bucket, minor in row.buckets.items():
            found[bucket] = found.get(bucket, 0) + minor
    return found
