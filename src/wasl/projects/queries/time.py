"""Time entries and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from wasl.access.actor import Actor
from wasl.core.errors import NotFound
from wasl.core.tally import Summed
from wasl.people import queries as people
from wasl.people.models import CostRate, Employee
from wasl.projects.models import Project, TimeEntry


def time_entries(
    actor: Actor,
    *,
    project_id: int | None = None,
    employee_id: int | None = None,
    department_id: int | None = None,
    party_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[TimeEntry]:
    """Return the time that the actor may see: their own reach, and all time on projects that they lead.

    `department_id` is that of the project, 0 for projects without one; `party_id` is the project's customer.
    """
    actor.require("time.view")
    rows = TimeEntry.objects.select_related("employee", "project__party", "billed").order_by("-date", "-pk")
    owners = actor.owners_within("time.view")
    if owners is not None:
        rows = rows.filter(Q(owner_id__in=owners) | Q(project__owner_id=actor.member_id or 0))
    for field, value in (("project_id", project_id), ("employee_id", employee_id)):
        if value is not None:
            rows = rows.filter(**{field: value})
    if party_id is not None:
        rows = rows.filter(project__party_id=party_id)
    if department_id is not None:
        rows = rows.filter(project__department_id=department_id or None)
    if first is not None:
        rows = rows.filter(date__gte=first)
    return rows.filter(date__lte=last) if last is not None else rows


def time_entry(actor: Actor, entry_id: int) -> TimeEntry:
    """Return a time entry.

    :raises NotFound: there is none within the actor's reach.
    """
    found: TimeEntry | None = time_entries(actor).filter(pk=entry_id).first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class TimeSums:
    """What some time entries come to; the cost in base minor units."""

    count: int
    hours: Decimal
    cost_minor: int


def time_sums(rows: QuerySet[TimeEntry]) -> TimeSums:
    """Return what time entries come to. It checks no right: the cost is for those who may see money."""
    found = rows.order_by().aggregate(count=Count("pk"), hours=Sum("hours"), cost=Sum("cost_minor"))
    return TimeSums(found["count"], found["hours"] or Decimal(0), int(found["cost"] or 0))


def projects_with_time(actor: Actor) -> QuerySet[Project]:
    """Return the projects with time that the actor may see, by name."""
    keys = time_entries(actor).order_by().values("project_id")
    return Project.objects.filter(pk__in=keys).select_related("party").order_by("name", "pk")


def week_of(day: date, first_weekday: int = 6) -> list[date]:
    """Return the seven days of the week that holds a day; weeks begin on Sunday (6) unless said otherwise."""
    start = day - timedelta(days=(day.weekday() - first_weekday) % 7)
    return [start + timedelta(days=number) for number in range(7)]


def time_of_span(first: date, last: date) -> QuerySet[TimeEntry]:
    """Return all time of the company from a day to a day, both in. For margins: it checks no right."""
    return TimeEntry.objects.filter(date__range=(first, last))


def time_cost_by_project(*, first: date, last: date) -> dict[int, int]:
    """Return what time of a span cost by project, in base currency. For margins: it checks no right."""
    rows = time_of_span(first, last).values_list("project_id")
    return dict(rows.annotate(total=Sum("cost_minor")).order_by("project_id"))


def time_costs(*, first: date, last: date, **which: int) -> list[tuple[Project, int]]:
    """Return the projects that fields of theirs name, each with what its time of a span cost, in one statement."""
    time = time_of_span(first, last).filter(project=OuterRef("pk"))
    rows = Project.objects.filter(**which).annotate(time_cost=Summed(time, "cost_minor")).order_by("pk")
    return [(row, int(row.time_cost or 0)) for row in rows]


def employees_without_cost() -> QuerySet[Employee]:
    """Return employees with time on a day for which no cost rate is known: its cost counts as 0 until one is set."""
    known = CostRate.objects.filter(employee_id=OuterRef("employee_id"), valid_from__lte=OuterRef("date"))
    unknown = TimeEntry.objects.filter(~Exists(known))
    return Employee.objects.filter(pk__in=unknown.values("employee_id")).order_by("name", "pk")


def booked_for(actor: Actor) -> QuerySet[Employee]:
    """Return the active employees whose time the actor may book."""
    owners = actor.owners_within("time.book")
    rows = people.employees(actor, active_only=True)
    return rows if owners is None else rows.filter(member_id__in=owners)
