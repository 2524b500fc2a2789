"""What the list of people offers to do to many rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.forms import NothingToAsk, offer
from wasl.core.listing import searched
from wasl.core.room import BulkAct
from wasl.people import forms, queries, services
from wasl.people.models import Employee


def employees_asked(actor: Actor, query: QueryDict) -> QuerySet[Employee]:
    """Return the employees that the list's address asks for."""
    rows, form = queries.employees(actor, text=searched(query)), forms.EmployeeFilterForm(query)
    if form.is_valid() and form.cleaned_data["department"]:
        rows = rows.filter(department_id=form.cleaned_data["department"])
    state = query.get("state", "")
    return rows.filter(is_active=state == "active") if state in ("active", "left") else rows


def _employees(actor: Actor) -> QuerySet[Employee]:
    return queries.employees(actor)


def _move_form(data: QueryDict | None) -> forms.MoveForm:
    form = forms.MoveForm(data)
    lang = formats.language()
    offer(form, "department", [(row.pk, row.display_name(lang)) for row in queries.departments(active_only=True)])
    return form


def _change(actor: Actor, employee_id: int, **changes: Any) -> None:
    row = queries.employee(actor, employee_id)
    names = ("name", "name_ar", "job_title", "department_id", "member_id", "is_active")
    said = {name: getattr(row, name) for name in names} | changes
    services.change_employee(actor=actor, employee_id=employee_id, version=row.version, **said)


def _move(actor: Actor, employee_id: int, said: dict[str, Any], _on: date) -> None:
    _change(actor, employee_id, department_id=said["department"])


def _leave(actor: Actor, employee_id: int, _said: dict[str, Any], _on: date) -> None:
    _change(actor, employee_id, is_active=False)


def _name(row: Employee) -> str:
    return row.display_name(formats.language())


MOVE = BulkAct(
    "employee.move", _("Move to a department"), "employee.manage", "sitemap", _employees, employees_asked, _move_form,
    _move, _name,
)  # fmt: skip
LEAVE = BulkAct(
    "employee.leave", _("Mark as left"), "employee.manage", "logout", _employees, employees_asked, NothingToAsk, _leave,
    _name,
)  # fmt: skip
