"""Book much time at once: imports and demo data. The same as one by one, in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events, formats
from wasl.core.bulk import insert_rows, reserve_ids
from wasl.core.errors import BadInput, NotFound
from wasl.core.scope import current_company_id
from wasl.ledger.models import Book
from wasl.people import queries as people
from wasl.people.models import Employee
from wasl.projects import rules
from wasl.projects.errors import DayFull, ProjectNotActive
from wasl.projects.models import Project, TimeEntry

COLUMNS = tuple(field.attname for field in TimeEntry._meta.concrete_fields)


@dataclass(frozen=True)
class TimeInput:
    """Hours of an employee on a project and day, as entered."""

    employee_id: int
    project_id: int
    on: date
    hours: Decimal
    is_billable: bool = True
    note: str = ""


@transaction.atomic
def book_times(*, actor: Actor, entries: Sequence[TimeInput]) -> int:
    """Book many entries of many people and return how many; one that cannot be booked refuses them all.

    :raises BadInput: hours that are not above 0, over 24, or have more than 6 decimals.
    :raises DayFull: a day would have more than 24 hours.
    :raises ProjectNotActive: a project is on hold or closed.
    """
    actor.require("time.book")
    employees = Employee.objects.select_for_update().order_by("pk").in_bulk([entry.employee_id for entry in entries])
    projects = Project.objects.in_bulk([entry.project_id for entry in entries])
    for employee in employees.values():
        actor.require_owned("time.book", employee.member_id)
    _check(entries, employees, projects)
    rates = people.cost_rates(employees)
    company, now = actor.company, clock.now()
    sequence = Book.objects.values_list("sequence", flat=True).get()
    booked = []
    for key, entry in zip(reserve_ids(TimeEntry, len(entries)), entries, strict=True):
        rate = rates.on(entry.employee_id, entry.on) or Decimal(0)
        booked.append(
            TimeEntry(
                id=key,
                company_id=current_company_id(),
                employee_id=entry.employee_id,
                project_id=entry.project_id,
                owner_id=employees[entry.employee_id].member_id,
                date=entry.on,
                hours=entry.hours,
                is_billable=entry.is_billable,
                note=entry.note.strip(),
                cost_minor=rules.worth_minor(entry.hours, rate, company.base_currency, company.rounding),
                sequence=sequence,
                created_at=now,
            )
        )
    insert_rows(TimeEntry, COLUMNS, [[getattr(entry, name) for name in COLUMNS] for entry in booked])
    events.record_many(
        "time.booked",
        [
            (
                entry,
                projects[entry.project_id].party_id,
                {"project_id": entry.project_id, "date": entry.date.isoformat(), "hours": str(entry.hours)},
            )
            for entry in booked
        ],
    )
    return len(booked)


def _check(entries: Sequence[TimeInput], employees: dict[int, Employee], projects: dict[int, Project]) -> None:
    days: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if entry.employee_id not in employees or entry.project_id not in projects:
            raise NotFound()
        if not rules.has_places(entry.hours) or not 0 < entry.hours <= rules.HOURS_A_DAY:
            raise BadInput("hours", reason=_("Hours are above 0 and at most 24."))
        if projects[entry.project_id].state != "active":
            raise ProjectNotActive("project", code=projects[entry.project_id].code)
        days[entry.employee_id, entry.on] += entry.hours
    dates = {on for _employee, on in days}
    there = (
        TimeEntry.objects.filter(employee_id__in=employees, date__in=dates)
        .values_list("employee_id", "date")
        .annotate(total=Sum("hours"))
        .order_by()
    )
    for employee_id, on, total in there:
        if (employee_id, on) in days:
            days[employee_id, on] += total
    for (employee_id, on), total in days.items():
        if total > rules.HOURS_A_DAY:
            raise DayFull(
                "hours",
                name=employees[employee_id].display_name(formats.language()),
                hours=formats.format_number(total),
                date=on,
            )
