"""Time entries and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from wasl.access.actor import Actor
from wasl.people.models import CostRate, Employee
from wasl.projects.models import TimeEntry


def time_entries(
    actor: Actor,
    *,
    project_id: int | None = None,
    employee_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[TimeEntry]:
    """Return the time that the actor may see: their own reach, and all time on projects that they lead."""
    actor.require("time.view")
    rows = TimeEntry.objects.select_related("employee", "project", "billed").order_by("-date", "-pk")
    owners = actor.owners_within("time.view")
    if owners is not None:
        rows = rows.filter(Q(owner_id__in=owners) | Q(project__owner_id=actor.member_id or 0))
    for field, value in (("project_id", project_id), ("employee_id", employee_id)):
        if value is not None:
            rows = rows.filter(**{field: value})
    if first is not None:
        rows = rows.filter(date__gte=first)
    return rows.filter(date__lte=last) if last is not None else rows


def week_of(day: date, first_weekday: int = 6) -> list[date]:
    """Return the seven days of the week that holds a day; weeks begin on Sunday (6) unless said otherwise."""
    start = day - timedelta(days=(day.weekday() - first_weekday) % 7)
    return [start + timedelta(days=number) for number in range(7)]


def time_cost_by_project(
    *, first: date | None = None, last: date | None = None, project_ids: Sequence[int] | None = None
) -> dict[int, int]:
    """Return what time cost by project, of all for None, in base currency. For margins: it checks no right."""
    rows = TimeEntry.objects.all()
    if project_ids is not None:
        rows = rows.filter(project_id__in=project_ids)
    if first is not None:
        rows = rows.filter(date__gte=first)
    if last is not None:
        rows = rows.filter(date__lte=last)
    return dict(rows.values_list("project_id").annotate(total=Sum("cost_minor")).order_by("project_id"))


def employees_without_cost() -> QuerySet[Employee]:
    """Return employees with time on a day for which no cost rate is known: its cost counts as 0 until one is set."""
    known = CostRate.objects.filter(employee_id=OuterRef("employee_id"), valid_from__lte=OuterRef("date"))
    unknown = TimeEntry.objects.filter(~Exists(known))
    return Employee.objects.filter(pk__in=unknown.values("employee_id")).order_by("name", "pk")
