"""Reads of projects, their time and what of them is billed."""

from wasl.projects.queries.billable import (
    UnbilledExpense,
    UnbilledTime,
    UnbilledWork,
    entry_of_origin,
    free_origins,
    time_origin,
    unbilled_expenses,
    unbilled_time,
    unbilled_value,
    unbilled_values,
    unbilled_work,
)
from wasl.projects.queries.projects import (
    ProjectPage,
    bookable_projects,
    deal_panel,
    minutes_by_project,
    party_panel,
    project,
    project_page,
    projects,
    search,
)
from wasl.projects.queries.time import (
    employees_without_cost,
    time_cost_by_project,
    time_entries,
    week_of,
)
from wasl.projects.queries.today import today_unbilled

__all__ = [
    "ProjectPage",
    "UnbilledExpense",
    "UnbilledTime",
    "UnbilledWork",
    "bookable_projects",
    "deal_panel",
    "employees_without_cost",
    "entry_of_origin",
    "free_origins",
    "minutes_by_project",
    "party_panel",
    "project",
    "project_page",
    "projects",
    "search",
    "time_cost_by_project",
    "time_entries",
    "time_origin",
    "today_unbilled",
    "unbilled_expenses",
    "unbilled_time",
    "unbilled_value",
    "unbilled_values",
    "unbilled_work",
    "week_of",
]
