"""What is done and not yet billed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.models import Company
from wasl.core.scope import current_company_id
from wasl.payables import queries as payables
from wasl.people.models import Employee
from wasl.projects import rules
from wasl.projects.models import BilledPart, BillingRule, HourPrice, Milestone, Project, TimeEntry

TIME = "time:"


@dataclass(frozen=True)
class UnbilledTime:
    """Billable time that no document bills, at its price; `price` None where nobody agreed one (worth 0 here)."""

    entry_id: int
    project_id: int
    employee_name: str
    date: date
    note: str
    hours: Decimal
    price: Decimal | None
    amount_minor: int

    @property
    def description(self) -> str:
        """Return what the document's line says."""
        said = f"{self.employee_name}, {self.date.isoformat()}"
        return f"{said}: {self.note}" if self.note else said


@dataclass(frozen=True)
class UnbilledExpense:
    """An approved expense that is to be charged on, at its net cost with the markup."""

    origin: str
    date: date
    description: str
    amount_minor: int


@dataclass(frozen=True)
class UnbilledWork:
    """What could be billed of a project today, in base minor units."""

    project: Project
    time_minor: int
    expenses_minor: int
    milestones_minor: int
    hours: Decimal
    earliest: date | None

    @property
    def total_minor(self) -> int:
        """Return all of it."""
        return self.time_minor + self.expenses_minor + self.milestones_minor


def time_origin(entry_id: int) -> str:
    """Return how a line says that it bills a time entry."""
    return f"{TIME}{entry_id}"


def entry_of_origin(origin: str) -> int | None:
    """Return the time entry that a line's origin names, None for another origin."""
    return int(origin.removeprefix(TIME)) if origin.startswith(TIME) else None


def free_origins(origins: Iterable[str]) -> set[str]:
    """Return the origins that no document bills."""
    wanted = set(origins)
    rows = BilledPart.objects.filter(origin__in=wanted, is_released=False)
    return wanted - set(rows.values_list("origin", flat=True))


def unbilled_time(
    project_ids: Sequence[int] | None, *, until: date | None, entry_ids: Sequence[int] | None = None
) -> list[UnbilledTime]:
    """Return unbilled billable time by day, dated on or before `until`, priced by its rule; None is all projects.

    Employees are named in the active language.
    """
    rows = TimeEntry.objects.filter(is_billable=True, billed=None)
    if project_ids is not None:
        rows = rows.filter(project_id__in=project_ids)
    if until is not None:
        rows = rows.filter(date__lte=until)
    if entry_ids is not None:
        rows = rows.filter(pk__in=entry_ids)
    prices = _Prices(project_ids)
    company = Company.objects.get(pk=current_company_id())
    found = []
    names = {row.pk: row.display_name(formats.language()) for row in Employee.objects.all()}
    for pk, project_id, employee_id, on, note, hours in rows.order_by("date", "pk").values_list(
        "pk", "project_id", "employee_id", "date", "note", "hours"
    ):
        price = prices.of(project_id, employee_id)
        worth = rules.worth_minor(hours, price or Decimal(0), company.base_currency, company.rounding)
        found.append(UnbilledTime(pk, project_id, names[employee_id], on, note, hours, price, worth))
    return found


def unbilled_value(project_id: int, until: date) -> int:
    """Return what unbilled billable time of a project is worth at its prices, each entry rounded."""
    return unbilled_values(until, [project_id]).get(project_id, 0)


def unbilled_values(until: date, project_ids: Sequence[int] | None = None) -> dict[int, int]:
    """Return what unbilled billable time is worth by project."""
    values: dict[int, int] = defaultdict(int)
    for one in unbilled_time(project_ids, until=until):
        values[one.project_id] += one.amount_minor
    return dict(values)


def unbilled_expenses(agreed: Sequence[BillingRule], *, until: date) -> dict[int, list[UnbilledExpense]]:
    """Return by project the approved billable expenses that no document bills, each with its rule's markup."""
    by_dimension = {rule.project.dimension_id or 0: rule for rule in agreed}
    rounding = Company.objects.values_list("rounding", flat=True).get(pk=current_company_id())
    lines = payables.billable_lines(project_ids=list(by_dimension), until=until)
    free = free_origins(f"claimline:{line.line_id}" for line in lines)
    found: dict[int, list[UnbilledExpense]] = defaultdict(list)
    for line in lines:
        rule, origin = by_dimension[line.project_id], f"claimline:{line.line_id}"
        if origin in free:
            amount = rules.marked_up_minor(line.net_minor, rule.markup_percent, rounding)
            found[rule.project_id].append(UnbilledExpense(origin, line.date, line.description, amount))
    return dict(found)


def unbilled_work(actor: Actor, today: date) -> list[UnbilledWork]:
    """Return the projects within the actor's reach with work that could be billed today, the most worth first."""
    reach = {row.pk: row for row in actor.limit("project.view", Project.objects.select_related("party"))}
    time: dict[int, list[UnbilledTime]] = defaultdict(list)
    for one in unbilled_time(None, until=today):
        if one.project_id in reach:
            time[one.project_id].append(one)
    by_time = BillingRule.objects.filter(kind=rules.TIME_MATERIALS, project__in=reach).select_related("project")
    expenses = {
        key: sum(one.amount_minor for one in found)
        for key, found in unbilled_expenses(list(by_time), until=today).items()
    }
    milestones: dict[int, int] = defaultdict(int)
    done = {
        f"milestone:{one.pk}": one
        for one in Milestone.objects.filter(done_on__lte=today, rule__project__in=reach).select_related("rule")
    }
    for origin in free_origins(done):
        milestones[done[origin].rule.project_id] += done[origin].amount_minor
    found = [
        UnbilledWork(
            reach[key],
            sum(one.amount_minor for one in time[key]),
            expenses.get(key, 0),
            milestones[key],
            sum((one.hours for one in time[key]), Decimal(0)),
            min((one.date for one in time[key]), default=None),
        )
        for key in reach
    ]
    return sorted((one for one in found if one.total_minor), key=lambda one: (-one.total_minor, one.project.pk))


class _Prices:
    """The hour prices of some projects' time rules."""

    def __init__(self, project_ids: Sequence[int] | None) -> None:
        rows = BillingRule.objects.filter(kind=rules.TIME_MATERIALS)
        prices = HourPrice.objects.filter(rule__kind=rules.TIME_MATERIALS)
        if project_ids is not None:
            rows, prices = rows.filter(project_id__in=project_ids), prices.filter(rule__project_id__in=project_ids)
        self.default: dict[int, Decimal | None] = dict(rows.values_list("project_id", "default_hour_price"))
        self.own: dict[tuple[int, int], Decimal] = {
            (project_id, employee_id): price
            for project_id, employee_id, price in prices.values_list("rule__project_id", "employee_id", "price")
        }

    def of(self, project_id: int, employee_id: int) -> Decimal | None:
        """Return the employee's price, else the project's default."""
        return self.own.get((project_id, employee_id), self.default.get(project_id))
