"""Margin: the profit and loss without payroll, plus dated time cost (the one function for form, list and report)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from wasl.ledger import queries as ledger
from wasl.ledger.models.balances import DEPARTMENT, PROJECT
from wasl.ledger.queries import ProfitAndLoss
from wasl.ledger.queries.balances import BEGINNING
from wasl.parties import queries as parties
from wasl.people import queries as people
from wasl.projects import queries as projects
from wasl.projects.models import Project

NOT_ON_PROJECTS = 0
PAYROLL = "payroll"


@dataclass(frozen=True)
class Margin:
    """What a project, department or customer brings: revenue less direct cost less time cost, base minor units."""

    key: int
    label: str
    revenue_minor: int
    direct_cost_minor: int
    time_cost_minor: int

    @property
    def margin_minor(self) -> int:
        """Return revenue less both costs."""
        return self.revenue_minor - self.direct_cost_minor - self.time_cost_minor


@dataclass(frozen=True)
class ProjectProfit:
    """A project's profit up to a day; `unbilled_minor` (work not yet billed, at billing price) stands apart."""

    revenue_minor: int
    direct_cost_minor: int
    time_cost_minor: int
    unbilled_minor: int

    @property
    def profit_minor(self) -> int:
        """Return revenue less both costs."""
        return self.revenue_minor - self.direct_cost_minor - self.time_cost_minor

    def margin(self, project_id: int) -> Margin:
        """Return the same as the margin of a project."""
        return Margin(project_id, "", self.revenue_minor, self.direct_cost_minor, self.time_cost_minor)


def project_profit(*, project_id: int, last: date, first: date = BEGINNING) -> ProjectProfit:
    """Return a project's profit over a span (reference section 8)."""
    dimension = ledger.dimension("project", project_id).pk
    report = ledger.profit_and_loss(first=first, last=last, kind=PROJECT, key=dimension)
    return ProjectProfit(
        report.income_minor,
        report.expenses_minor - _payroll(report),
        projects.time_cost_by_project(first=first, last=last, project_ids=[project_id]).get(project_id, 0),
        projects.unbilled_value(project_id=project_id, until=last),
    )


def margin_by_project(*, first: date, last: date) -> list[Margin]:
    """Return the margin of each project; with the row 'not on projects' (key 0) they sum to the profit."""
    reports = ledger.profit_by_dimension(first=first, last=last, kind=PROJECT)
    time = projects.time_cost_by_project(first=first, last=last)
    rows = list(Project.objects.order_by("name", "pk"))
    margins = [
        _margin(row.pk, row.name, reports.get(row.dimension_id), time.get(row.pk, 0))
        for row in rows
        if row.dimension_id in reports or time.get(row.pk)
    ]
    payroll = sum(_payroll(report) for report in reports.values())
    rest = _margin(NOT_ON_PROJECTS, "", reports.get(0), payroll - sum(time.values()))
    return [*margins, rest]


@dataclass(frozen=True)
class PayrollRest:
    """What payroll comes to, what of it is time cost on projects, and the rest, base minor units."""

    payroll_minor: int
    time_cost_minor: int

    @property
    def rest_minor(self) -> int:
        """Return payroll that no project's time cost stands for."""
        return self.payroll_minor - self.time_cost_minor


def payroll_rest(*, first: date, last: date) -> PayrollRest:
    """Return what the time cost of the row 'not on projects' is made of."""
    return PayrollRest(
        _payroll(ledger.profit_and_loss(first=first, last=last)),
        sum(projects.time_cost_by_project(first=first, last=last).values()),
    )


def dimensions_of_projects() -> dict[int, int]:
    """Return what the ledger calls each project: its key to the key of its dimension."""
    return dict(Project.objects.values_list("pk", "dimension_id"))


def dimensions_of_customers() -> dict[int, list[int]]:
    """Return what the ledger calls the projects of each customer."""
    found: dict[int, list[int]] = defaultdict(list)
    for party_id, dimension_id in Project.objects.order_by("pk").values_list("party_id", "dimension_id"):
        if dimension_id:
            found[party_id].append(dimension_id)
    return dict(found)


def margin_by_department(*, first: date, last: date) -> list[Margin]:
    """Return the margin of each department; with 'none' and 'not on projects' they sum to the profit.

    A project's time cost counts in the project's department.
    """
    reports = ledger.profit_by_dimension(first=first, last=last, kind=DEPARTMENT)
    time: dict[int, int] = defaultdict(int)
    departments = {row.pk: row.department_id or 0 for row in Project.objects.all()}
    for project_id, minor in projects.time_cost_by_project(first=first, last=last).items():
        time[departments[project_id]] += minor
    names = people.department_names()
    keys = sorted(set(reports) | set(time), key=lambda key: (key == 0, names.get(key, "")))
    margins = [_margin(key, names.get(key, ""), reports.get(key), time.get(key, 0)) for key in keys]
    payroll = sum(_payroll(report) for report in reports.values())
    rest = Margin(-1, "", 0, 0, payroll - sum(time.values()))
    return [*margins, rest]


def margin_by_customer(*, first: date, last: date) -> list[Margin]:
    """Return the margin of each customer: of the revenue on their name, and of cost and time on their projects."""
    reports = ledger.profit_by_dimension(first=first, last=last, kind=PROJECT)
    by_party = ledger.profit_by_dimension(first=first, last=last, kind="P")
    time = projects.time_cost_by_project(first=first, last=last)
    revenue = {key: report.income_minor for key, report in by_party.items() if key}
    cost: dict[int, int] = defaultdict(int)
    hours: dict[int, int] = defaultdict(int)
    names: dict[int, str] = {}
    for row in Project.objects.select_related("party"):
        names[row.party_id] = row.party.name
        hours[row.party_id] += time.get(row.pk, 0)
        report = reports.get(row.dimension_id)
        if report:
            cost[row.party_id] += report.expenses_minor - _payroll(report)
    names |= parties.names_of(set(revenue) - set(names))
    keys = sorted(set(revenue) | set(cost) | set(hours), key=lambda key: names.get(key, ""))
    return [
        Margin(key, names.get(key, ""), revenue.get(key, 0), cost.get(key, 0), hours.get(key, 0))
        for key in keys
        if revenue.get(key) or cost.get(key) or hours.get(key)
    ]


def _margin(key: int, label: str, report: ProfitAndLoss | None, time_cost_minor: int) -> Margin:
    if report is None:
        return Margin(key, label, 0, 0, time_cost_minor)
    return Margin(key, label, report.income_minor, report.expenses_minor - _payroll(report), time_cost_minor)


def _payroll(report: ProfitAndLoss) -> int:
    return report.by_role().get(PAYROLL, 0)
