"""Endpoints over all rooms: what needs somebody today, the figures that steer, margins."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from ninja import Query, Router

from wasl.access.actor import Request
from wasl.core import periods
from wasl.core.pages import today_of
from wasl.core.rest import Amount, Id, Out, amount
from wasl.core.tally import Tally
from wasl.insight import queries
from wasl.ledger.api.reports import SpanAsked, span_of
from wasl.projects import queries as projects

router = Router(tags=["Today and figures"])
MARGINS = {
    "project": queries.margin_by_project,
    "department": queries.margin_by_department,
    "customer": queries.margin_by_customer,
}


class TodayItemOut(Out):
    """One thing that waits: why, how many days past its day (null without one), and the money at stake."""

    kind: str
    title: str
    why: str
    due: str
    days_late: int | None
    stake: Amount


class TodayKindOut(Out):
    """A kind of thing that waits, and how many of it there are in all."""

    kind: str
    title: str
    count: int


class TodayOut(Out):
    """What needs the caller today: all kinds with their counts, and what weighs most, first."""

    kinds: list[TodayKindOut]
    items: list[TodayItemOut]


class MonthOut(Out):
    """How one month (202611) went: won, billed with tax and paid; income, expenses and profit."""

    month: int
    booked: Amount
    billed: Amount
    paid: Amount
    income: Amount
    expenses: Amount
    profit: Amount


class CompanyFiguresOut(Out):
    """Where the company stands today, with the last twelve months."""

    on: datetime.date
    cash: Amount
    receivable: Amount
    overdue: Amount
    overdue_count: int
    year_income: Amount
    year_margin: Amount
    pipeline: Amount
    pipeline_weighted: Amount
    months: list[MonthOut]


class MarginAsked(SpanAsked):
    """By what margins are told apart, over which days."""

    by: Literal["project", "department", "customer"] = "project"


class MarginOut(Out):
    """What a project, department or customer brings; id 0 is what is on none, -1 payroll that is on no project."""

    id: int
    label: str
    revenue: Amount
    direct_cost: Amount
    time_cost: Amount
    margin: Amount


class MarginsOut(Out):
    """Margins over a span; by project and by department they sum to the profit."""

    first: datetime.date
    last: datetime.date
    rows: list[MarginOut]


class ProjectMarginOut(Out):
    """A project's profit until today; work that is not billed yet stands apart."""

    revenue: Amount
    direct_cost: Amount
    time_cost: Amount
    profit: Amount
    unbilled: Amount


@router.get("/today", response=TodayOut)
def read_today(request: Request) -> Any:
    """Read what needs the caller today."""
    actor = request.actor
    actor.require("today.view")
    base = actor.company.base_currency
    groups = queries.today_groups(actor, today_of(request), Tally())()
    return TodayOut(
        kinds=[TodayKindOut(kind=one.key, title=str(one.title), count=one.count) for one in groups],
        items=[
            TodayItemOut(
                kind=row.group.key,
                title=str(row.item.title),
                why=str(row.item.why),
                due=str(row.item.due),
                days_late=row.item.days_late,
                stake=amount(row.item.stake_minor, base),
            )
            for row in queries.ranked(groups)
        ],
    )


@router.get("/figures", response=CompanyFiguresOut)
def read_figures(request: Request) -> Any:
    """Read the figures that steer: cash, what is owed, the year so far, the pipeline, the months."""
    actor, on = request.actor, today_of(request)
    actor.require("profit.view")
    base = actor.company.base_currency
    year_start = periods.fiscal_year_start(on, actor.company.fiscal_year_start_month)
    found = queries.headline(on, Tally(), year_start=year_start)()
    pipeline = queries.pipeline(actor, on)
    months = zip(queries.flow_of_months(actor, last=on), queries.profit_of_months(last=on), strict=True)
    return CompanyFiguresOut(
        on=on,
        cash=amount(found.cash_minor, base),
        receivable=amount(found.receivable_minor, base),
        overdue=amount(found.overdue_minor, base),
        overdue_count=found.overdue_count,
        year_income=amount(found.year_income_minor, base),
        year_margin=amount(found.year_margin_minor, base),
        pipeline=amount(pipeline.value_minor, base),
        pipeline_weighted=amount(pipeline.weighted_minor, base),
        months=[
            MonthOut(
                month=flow.month,
                booked=amount(flow.booked_minor, base),
                billed=amount(flow.billed_minor, base),
                paid=amount(flow.paid_minor, base),
                income=amount(profit.income_minor, base),
                expenses=amount(profit.expenses_minor, base),
                profit=amount(profit.profit_minor, base),
            )
            for flow, profit in months
        ],
    )


@router.get("/margins", response=MarginsOut)
def list_margins(request: Request, asked: Query[MarginAsked]) -> Any:
    """Read margins by project, department or customer over a span."""
    actor = request.actor
    actor.require("profit.view")
    actor.require("margin.view_money")
    span, base = span_of(request, asked), actor.company.base_currency
    rows = [
        MarginOut(
            id=row.key,
            label=row.label,
            revenue=amount(row.revenue_minor, base),
            direct_cost=amount(row.direct_cost_minor, base),
            time_cost=amount(row.time_cost_minor, base),
            margin=amount(row.margin_minor, base),
        )
        for row in MARGINS[asked.by](**span)
    ]
    return MarginsOut(**span, rows=rows)


@router.get("/projects/{project_id}/margin", response=ProjectMarginOut)
def read_project_margin(request: Request, project_id: Id) -> Any:
    """Read a project's profit until today."""
    actor = request.actor
    actor.require("margin.view_money")
    projects.project(actor, project_id)
    base = actor.company.base_currency
    found = queries.project_profit(actor.company, project_id=project_id, last=today_of(request))
    names = ("revenue", "direct_cost", "time_cost", "profit", "unbilled")
    return ProjectMarginOut(**{name: amount(getattr(found, f"{name}_minor"), base) for name in names})
