"""Reads over all rooms."""

from wasl.insight.queries.dashboard import Headline, MonthFigures, headline, profit_of_months
from wasl.insight.queries.margins import (
    Margin,
    ProjectProfit,
    margin_by_customer,
    margin_by_department,
    margin_by_project,
    project_profit,
)
from wasl.insight.queries.today import today_groups

__all__ = [
    "Headline",
    "Margin",
    "MonthFigures",
    "ProjectProfit",
    "headline",
    "margin_by_customer",
    "margin_by_department",
    "margin_by_project",
    "profit_of_months",
    "project_profit",
    "today_groups",
]
