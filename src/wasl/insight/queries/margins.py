"""Margin: the profit and loss without payroll, plus dated time cost (the one function for form, list and report)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from wasl.core import formats
from wasl.core.models import Company
from wasl.ledger import queries as ledger
from wasl.ledger.models.balances import DEPARTMENT, PARTY, PROJECT
from wasl.ledger.queries import Result, Span
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


def project_profit(company: Company, *, project_id: int, last: date, first: date = BEGINNING) -> ProjectProfit:
    """Return a project's profit over a span (reference section 8)."""
    margin, _dimension = margin_of_project(project_id, first=first, last=last)
    return ProjectProfit(
        margin.revenue_minor,
        margin.direct_cost_minor,
        margin.time_cost_minor,
        projects.unbilled_values(company, last, [project_id]).get(project_id, 0),
    )


def margin_of_project(project_id: int, *, first: date, last: date) -> tuple[Margin, list[int]]:
    """Return the margin of one project over a span, and what the ledger calls it."""
    found = [(row.dimension_id, minor) for row, minor in projects.time_costs(first=first, last=last, pk=project_id)]
    (dimension, time) = found[0] if found else (None, 0)
    dimensions = [dimension] if dimension else []
    (results,) = ledger.results(Span(first, last, PROJECT, dimensions))
    return _margin(project_id, "", results.get(dimension or 0), time), dimensions


def margin_of_customer(party_id: int, *, first: date, last: date) -> tuple[Margin, list[int]]:
    """Return the margin of one customer over a span, and what the ledger calls their projects."""
    theirs = projects.time_costs(first=first, last=last, party_id=party_id)
    dimensions = [row.dimension_id for row, _minor in theirs if row.dimension_id]
    own, of_projects = ledger.results(Span(first, last, PARTY, [party_id]), Span(first, last, PROJECT, dimensions))
    margin = Margin(
        party_id,
        "",
        sum(result.income_minor for result in own.values()),
        sum(result.direct_cost_minor for result in of_projects.values()),
        sum(minor for _row, minor in theirs),
    )
    return margin, dimensions


def margin_by_project(*, first: date, last: date) -> list[Margin]:
    """Return the margin of each project; with the row 'not on projects' (key 0) they sum to the profit."""
    (reports,) = ledger.results(Span(first, last, PROJECT))
    time = projects.time_cost_by_project(first=first, last=last)
    rows, language = list(Project.objects.order_by("name", "pk")), formats.language()
    margins = [
        _margin(row.pk, row.display_name(language), reports.get(row.dimension_id), time.get(row.pk, 0))
        for row in rows
        if row.dimension_id in reports or time.get(row.pk)
    ]
    payroll = sum(report.payroll_minor for report in reports.values())
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
    (whole,) = ledger.results(Span(first, last))
    return PayrollRest(
        sum(result.payroll_minor for result in whole.values()),
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
    (reports,) = ledger.results(Span(first, last, DEPARTMENT))
    time: dict[int, int] = defaultdict(int)
    departments = {row.pk: row.department_id or 0 for row in Project.objects.all()}
    for project_id, minor in projects.time_cost_by_project(first=first, last=last).items():
        time[departments[project_id]] += minor
    names = people.department_names()
    keys = sorted(set(reports) | set(time), key=lambda key: (key == 0, names.get(key, "")))
    margins = [_margin(key, names.get(key, ""), reports.get(key), time.get(key, 0)) for key in keys]
    payroll = sum(report.payroll_minor for report in reports.values())
    rest = Margin(-1, "", 0, 0, payroll - sum(time.values()))
    return [*margins, rest]


def margin_by_customer(*, first: date, last: date) -> list[Margin]:
    """Return the margin of each customer: of the revenue on their name, and of cost and time on their projects."""
    reports, by_party = ledger.results(Span(first, last, PROJECT), Span(first, last, PARTY))
    time = projects.time_cost_by_project(first=first, last=last)
    revenue = {key: report.income_minor for key, report in by_party.items() if key}
    cost: dict[int, int] = defaultdict(int)
    hours: dict[int, int] = defaultdict(int)
    names: dict[int, str] = {}
    language = formats.language()
    for row in Project.objects.select_related("party"):
        names[row.party_id] = row.party.display_name(language)
        hours[row.party_id] += time.get(row.pk, 0)
        report = reports.get(row.dimension_id)
        if report:
            cost[row.party_id] += report.direct_cost_minor
    names |= parties.names_of(set(revenue) - set(names))
    keys = sorted(set(revenue) | set(cost) | set(hours), key=lambda key: names.get(key, ""))
    return [
        Margin(key, names.get(key, ""), revenue.get(key, 0), cost.get(key, 0), hours.get(key, 0))
        for key in keys
        if revenue.get(key) or cost.get(key) or hours.get(key)
    ]


def _margin(key: int, label: str, report: Result | None, time_cost_minor: int) -> Margin:
    if report is None:
        return Margin(key, label, 0, 0, time_cost_minor)
    return Margin(key, label, report.income_minor, report.direct_cost_minor, time_cost_minor)
