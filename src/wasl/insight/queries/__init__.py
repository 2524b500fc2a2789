"""Reads over all rooms."""

from wasl.insight.queries.dashboard import (
    Flow,
    Headline,
    MonthFigures,
    Pipeline,
    flow_of_months,
    headline,
    pipeline,
    profit_of_months,
)
from wasl.insight.queries.margins import (
    NOT_ON_PROJECTS,
    Margin,
    PayrollRest,
    ProjectProfit,
    dimensions_of_customers,
    dimensions_of_projects,
    margin_by_customer,
    margin_by_department,
    margin_by_project,
    payroll_rest,
    project_profit,
)
from wasl.insight.queries.panels import party_panel, project_panel
from wasl.insight.queries.today import RankedItem, Step, first_steps, ranked, today_groups

__all__ = [
    "Flow",
    "Headline",
    "Margin",
    "MonthFigures",
    "NOT_ON_PROJECTS",
    "PayrollRest",
    "Pipeline",
    "ProjectProfit",
    "dimensions_of_customers",
    "dimensions_of_projects",
    "flow_of_months",
    "headline",
    "margin_by_customer",
    "margin_by_department",
    "margin_by_project",
    "party_panel",
    "pipeline",
    "payroll_rest",
    "profit_of_months",
    "project_panel",
    "project_profit",
    "Step",
    "RankedItem",
    "first_steps",
    "ranked",
    "today_groups",
]
