"""Book time on projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events, formats
from wasl.core.errors import BadInput, NotFound
from wasl.ledger.models import Book
from wasl.people import queries as people
from wasl.people.models import Employee
from wasl.projects import rules
from wasl.projects.errors import DayFull, ProjectNotActive, TimeBilled
from wasl.projects.models import Project, TimeEntry


@transaction.atomic
def book_time(
    *,
    actor: Actor,
    employee_id: int,
    project_id: int,
    on: date,
    hours: Decimal,
    is_billable: bool = True,
    note: str = "",
) -> TimeEntry:
    """Book hours of an employee on a project and day; their cost is worked out by the rate of the day.

    An employee without a cost rate costs 0 until one is set, and is named by Today and the checks.

    :raises BadInput: hours that are not above 0, over 24, or have more than 6 decimals.
    :raises DayFull: the day would have more than 24 hours.
    :raises ProjectNotActive: the project is on hold or closed.
    """
    actor.require("time.book")
    employee = _lock_employee(actor, employee_id)
    project = _open_project(project_id)
    _check_day(employee, on, hours, None)
    entry = TimeEntry(employee=employee, owner_id=employee.member_id, created_at=clock.now())
    _fill(actor, entry, project, on, hours, is_billable, note)
    entry.save()
    events.record(
        "time.booked", entry, party_id=project.party_id, project_id=project.pk, date=on.isoformat(), hours=str(hours)
    )
    return entry


@transaction.atomic
def change_time(
    *,
    actor: Actor,
    entry_id: int,
    version: int,
    project_id: int,
    on: date,
    hours: Decimal,
    is_billable: bool = True,
    note: str = "",
) -> TimeEntry:
    """Replace what a time entry says.

    :raises StaleVersion: somebody else changed it since it was read.
    :raises TimeBilled: it is billed.
    :raises BadInput: as in `book_time`; so are DayFull and ProjectNotActive.
    """
    actor.require("time.book")
    entry = _lock_entry(actor, entry_id)
    entry.expect(version)
    employee = _lock_employee(actor, entry.employee_id)
    project = _open_project(project_id) if project_id != entry.project_id else entry.project
    _check_day(employee, on, hours, entry.pk)
    _fill(actor, entry, project, on, hours, is_billable, note)
    entry.version += 1
    entry.save()
    events.record(
        "time.changed", entry, party_id=project.party_id, project_id=project.pk, date=on.isoformat(), hours=str(hours)
    )
    return entry


@transaction.atomic
def delete_time(*, actor: Actor, entry_id: int) -> None:
    """Take a time entry back.

    :raises TimeBilled: it is billed.
    """
    actor.require("time.book")
    entry = _lock_entry(actor, entry_id)
    events.record(
        "time.deleted",
        entry,
        party_id=entry.project.party_id,
        project_id=entry.project_id,
        date=entry.date.isoformat(),
        hours=str(entry.hours),
    )
    entry.delete()


def _fill(
    actor: Actor, entry: TimeEntry, project: Project, on: date, hours: Decimal, is_billable: bool, note: str
) -> None:
    rate = people.cost_rate_on(entry.employee_id, on) or Decimal(0)
    entry.project, entry.date, entry.hours = project, on, hours
    entry.is_billable, entry.note = is_billable, note.strip()
    entry.cost_minor = rules.worth_minor(hours, rate, actor.company.base_currency, actor.company.rounding)
    entry.sequence = Book.objects.values_list("sequence", flat=True).get()


def _check_day(employee: Employee, on: date, hours: Decimal, own_id: int | None) -> None:
    if not rules.has_places(hours) or not 0 < hours <= rules.HOURS_A_DAY:
        raise BadInput("hours", reason=_("Hours are above 0 and at most 24."))
    others = TimeEntry.objects.filter(employee=employee, date=on).exclude(pk=own_id)
    total = (others.aggregate(total=Sum("hours"))["total"] or Decimal(0)) + hours
    if total > rules.HOURS_A_DAY:
        raise DayFull(
            "hours", name=employee.display_name(formats.language()), hours=formats.format_number(total), date=on
        )


def _lock_employee(actor: Actor, employee_id: int) -> Employee:
    employee: Employee | None = Employee.objects.select_for_update().filter(pk=employee_id).first()
    if employee is None:
        raise NotFound()
    actor.require_owned("time.book", employee.member_id)
    return employee


def _lock_entry(actor: Actor, entry_id: int) -> TimeEntry:
    entry: TimeEntry | None = (
        TimeEntry.objects.select_for_update(of=("self",)).select_related("project").filter(pk=entry_id).first()
    )
    if entry is None:
        raise NotFound()
    actor.require_owned("time.book", entry.owner_id)
    if entry.billed_id is not None:
        raise TimeBilled()
    return entry


def _open_project(project_id: int) -> Project:
    project: Project | None = Project.objects.filter(pk=project_id).first()
    if project is None:
        raise NotFound()
    if project.state != "active":
        raise ProjectNotActive("project", code=project.code)
    return project
