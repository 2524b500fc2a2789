"""What is done and not yet billed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.models import Company
from wasl.payables import queries as payables
from wasl.projects import rules
from wasl.projects.models import BilledPart, BillingRule, HourPrice, Milestone, Project, TimeEntry

TIME = "time:"


Ids = Collection[int] | QuerySet[Any] | None


@dataclass(frozen=True)
class UnbilledTime:
    """Billable time that no document bills, at its price; `price` None where nobody agreed one (worth 0 here)."""

    entry: TimeEntry
    employee_name: str
    price: Decimal | None
    amount_minor: int

    @property
    def description(self) -> str:
        """Return what the document's line says."""
        said = f"{self.employee_name}, {self.entry.date.isoformat()}"
        return f"{said}: {self.entry.note}" if self.entry.note else said


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


def with_is_billed(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """Return rows that a line may bill ("milestone", "claimline"), each with `is_billed`: a live document does."""
    origin = Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return rows.annotate(is_billed=Exists(BilledPart.objects.filter(origin=origin, is_released=False)))


def unbilled_time(
    company: Company,
    project_ids: Ids = None,
    *,
    until: date | None,
    entry_ids: Collection[int] | None = None,
) -> list[UnbilledTime]:
    """Return unbilled billable time by day, dated on or before `until`, priced by its rule; None is all projects.

    Employees are named in the active language.
    """
    rows = TimeEntry.objects.filter(is_billable=True, billed=None).select_related("employee", "project__party")
    if project_ids is not None:
        rows = rows.filter(project_id__in=project_ids)
    if until is not None:
        rows = rows.filter(date__lte=until)
    if entry_ids is not None:
        rows = rows.filter(pk__in=entry_ids)
    agreed = BillingRule.objects.filter(kind=rules.TIME_MATERIALS, project=OuterRef("project_id"))
    own = HourPrice.objects.filter(
        rule__kind=rules.TIME_MATERIALS, rule__project=OuterRef("project_id"), employee=OuterRef("employee_id")
    )
    rows = rows.annotate(
        own_price=Subquery(own.values("price")), usual_price=Subquery(agreed.values("default_hour_price"))
    )
    found, language = [], formats.language()
    for entry in rows.order_by("date", "pk"):
        price = entry.usual_price if entry.own_price is None else entry.own_price
        worth = rules.worth_minor(entry.hours, price or Decimal(0), company.base_currency, company.rounding)
        found.append(UnbilledTime(entry, entry.employee.display_name(language), price, worth))
    return found


def unbilled_values(company: Company, until: date, project_ids: Ids = None) -> dict[int, int]:
    """Return what unbilled billable time is worth by project, each entry rounded; None is all projects."""
    values: dict[int, int] = defaultdict(int)
    for one in unbilled_time(company, project_ids, until=until):
        values[one.entry.project_id] += one.amount_minor
    return dict(values)


def unbilled_expenses(company: Company, project_ids: Ids = None, *, until: date) -> dict[int, list[UnbilledExpense]]:
    """Return by project the approved billable expenses that no document bills, each with its rule's markup."""
    agreed = BillingRule.objects.filter(kind=rules.TIME_MATERIALS)
    if project_ids is not None:
        agreed = agreed.filter(project_id__in=project_ids)
    lines = payables.billable_lines(project_ids=agreed.values("project__dimension_id"), until=until)
    rule = agreed.filter(project__dimension=OuterRef("project_id"))
    lines = lines.annotate(of=Subquery(rule.values("project_id")), markup=Subquery(rule.values("markup_percent")))
    found: dict[int, list[UnbilledExpense]] = defaultdict(list)
    for line in with_is_billed(lines, "claimline").filter(is_billed=False):
        amount = rules.marked_up_minor(line.net_minor, line.markup, company.rounding)
        found[line.of].append(UnbilledExpense(f"claimline:{line.pk}", line.claim.date, line.description, amount))
    return dict(found)


def unbilled_work(actor: Actor, today: date) -> list[UnbilledWork]:
    """Return the projects within the actor's reach with work that could be billed today, the most worth first."""
    reach = actor.limit("project.view", Project.objects.select_related("party"))
    keys = reach.values("pk")
    there: dict[int, Project] = {}
    time: dict[int, list[UnbilledTime]] = defaultdict(list)
    for one in unbilled_time(actor.company, keys, until=today):
        time[one.entry.project_id].append(one)
        there[one.entry.project_id] = one.entry.project
    milestones: dict[int, int] = defaultdict(int)
    reached = Milestone.objects.filter(done_on__lte=today, rule__project__in=keys).select_related(
        "rule__project__party"
    )
    for each in with_is_billed(reached, "milestone").filter(is_billed=False):
        milestones[each.rule.project_id] += each.amount_minor
        there[each.rule.project_id] = each.rule.project
    expenses = unbilled_expenses(actor.company, keys, until=today)
    if lacking := expenses.keys() - there.keys():
        there |= reach.in_bulk(lacking)
    found = [
        UnbilledWork(
            project,
            sum(one.amount_minor for one in time[key]),
            sum(one.amount_minor for one in expenses.get(key, ())),
            milestones[key],
            sum((one.entry.hours for one in time[key]), Decimal(0)),
            min((one.entry.date for one in time[key]), default=None),
        )
        for key, project in there.items()
    ]
    return sorted((one for one in found if one.total_minor), key=lambda one: (-one.total_minor, one.project.pk))
