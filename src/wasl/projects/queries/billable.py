"""What is done and not yet billed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

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
    rows = _priced(project_ids, until).select_related("employee", "project__party")
    if entry_ids is not None:
        rows = rows.filter(pk__in=entry_ids)
    found, language = [], formats.language()
    for entry in rows.order_by("date", "pk"):
        price = entry.usual_price if entry.own_price is None else entry.own_price
        worth = rules.worth_minor(entry.hours, price or Decimal(0), company.base_currency, company.rounding)
        found.append(UnbilledTime(entry, entry.employee.display_name(language), price, worth))
    return found


def _priced(project_ids: Ids, until: date | None) -> QuerySet[Any]:
    """Return unbilled billable time with `own_price`, the employee's on its project, and `usual_price`, of the rest."""
    rows = TimeEntry.objects.filter(is_billable=True, billed=None)
    if project_ids is not None:
        rows = rows.filter(project_id__in=project_ids)
    if until is not None:
        rows = rows.filter(date__lte=until)
    agreed = BillingRule.objects.filter(kind=rules.TIME_MATERIALS, project=OuterRef("project_id"))
    own = HourPrice.objects.filter(
        rule__kind=rules.TIME_MATERIALS, rule__project=OuterRef("project_id"), employee=OuterRef("employee_id")
    )
    return rows.annotate(
        own_price=Subquery(own.values("price")), usual_price=Subquery(agreed.values("default_hour_price"))
    )


@dataclass
class TimeSum:
    """What unbilled billable time of a project comes to, each entry rounded."""

    amount_minor: int = 0
    hours: Decimal = Decimal(0)
    earliest: date | None = None


def _time_sums(company: Company, project_ids: Ids, until: date) -> dict[int, TimeSum]:
    """Return unbilled billable time summed by project: entries of the same hours and price are counted, not read."""
    sums: dict[int, TimeSum] = defaultdict(TimeSum)
    alike = _priced(project_ids, until).values("project_id", "hours", "own_price", "usual_price")
    for each in alike.annotate(count=Count("pk"), earliest=Min("date")).order_by():
        price = each["usual_price"] if each["own_price"] is None else each["own_price"]
        worth = rules.worth_minor(each["hours"], price or Decimal(0), company.base_currency, company.rounding)
        of = sums[each["project_id"]]
        of.amount_minor += worth * each["count"]
        of.hours += each["hours"] * each["count"]
        of.earliest = min(of.earliest or each["earliest"], each["earliest"])
    return dict(sums)


def unbilled_values(company: Company, until: date, project_ids: Ids = None) -> dict[int, int]:
    """Return what unbilled billable time is worth by project, each entry rounded; None is all projects."""
    return {key: of.amount_minor for key, of in _time_sums(company, project_ids, until).items()}


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
    time = _time_sums(actor.company, keys, today)
    expenses = unbilled_expenses(actor.company, keys, until=today)
    reached = with_is_billed(Milestone.objects.filter(done_on__lte=today, rule__project=OuterRef("pk")), "milestone")
    sums = reached.filter(is_billed=False).order_by().values("rule__project").annotate(sum=Sum("amount_minor"))
    there = reach.annotate(milestones_minor=Coalesce(Subquery(sums.values("sum")), 0)).filter(
        Q(pk__in=time.keys() | expenses.keys()) | Q(milestones_minor__gt=0)
    )
    found = []
    for project in there:
        spent = sum(one.amount_minor for one in expenses.get(project.pk, ()))
        of = time.get(project.pk, TimeSum())
        found.append(UnbilledWork(project, of.amount_minor, spent, project.milestones_minor, of.hours, of.earliest))
    return sorted((one for one in found if one.total_minor), key=lambda one: (-one.total_minor, one.project.pk))
