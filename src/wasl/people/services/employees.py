"""Add and change departments and employees."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core import events
from wasl.core.errors import BadInput, NotFound
from wasl.people.models import Department, Employee


@transaction.atomic
def add_department(*, actor: Actor, name: str, name_ar: str = "") -> Department:
    """Add a department.

    :raises BadInput: an empty name, or one that is taken.
    """
    actor.require("employee.manage")
    _refuse_name(Department, name, None)
    department: Department = Department.objects.create(name=name.strip(), name_ar=name_ar.strip())
    events.record("department.added", department, name=department.name)
    return department


@transaction.atomic
def change_department(
    *, actor: Actor, department_id: int, version: int, name: str, name_ar: str = "", is_active: bool = True
) -> Department:
    """Rename a department, or take it out of use.

    :raises StaleVersion: somebody else changed it since it was read.
    :raises BadInput: an empty name, or one that is taken.
    """
    actor.require("employee.manage")
    department: Department | None = Department.objects.select_for_update().filter(pk=department_id).first()
    if department is None:
        raise NotFound()
    department.expect(version)
    _refuse_name(Department, name, department_id)
    department.name, department.name_ar, department.is_active = name.strip(), name_ar.strip(), is_active
    department.version += 1
    department.save()
    events.record("department.changed", department, name=department.name, is_active=is_active)
    return department


@transaction.atomic
def add_employee(
    *,
    actor: Actor,
    name: str,
    department_id: int | None = None,
    member_id: int | None = None,
    job_title: str = "",
    name_ar: str = "",
) -> Employee:
    """Add an employee; `member_id` is the member they act as, where they sign in.

    :raises BadInput: an empty or taken name, or a member, department that cannot be used.
    """
    actor.require("employee.manage")
    _check(name, department_id, member_id, None)
    employee: Employee = Employee.objects.create(
        name=name.strip(),
        name_ar=name_ar.strip(),
        department_id=department_id,
        member_id=member_id,
        job_title=job_title.strip(),
    )
    events.record("employee.added", employee, name=employee.name)
    return employee


@transaction.atomic
def change_employee(
    *,
    actor: Actor,
    employee_id: int,
    version: int,
    name: str,
    department_id: int | None = None,
    member_id: int | None = None,
    job_title: str = "",
    name_ar: str = "",
    is_active: bool = True,
) -> Employee:
    """Replace what is said of an employee; somebody who left is no longer active, and their work stays.

    :raises StaleVersion: somebody else changed it since it was read.
    :raises BadInput: an empty or taken name, or a member, department that cannot be used.
    """
    actor.require("employee.manage")
    employee: Employee | None = Employee.objects.select_for_update().filter(pk=employee_id).first()
    if employee is None:
        raise NotFound()
    employee.expect(version)
    _check(name, department_id, member_id, employee_id)
    employee.name, employee.name_ar, employee.job_title = name.strip(), name_ar.strip(), job_title.strip()
    employee.department_id, employee.member_id, employee.is_active = department_id, member_id, is_active
    employee.version += 1
    employee.save()
    events.record("employee.changed", employee, name=employee.name, is_active=is_active)
    return employee


def _check(name: str, department_id: int | None, member_id: int | None, own_id: int | None) -> None:
    _refuse_name(Employee, name, own_id)
    if department_id is not None and not Department.objects.filter(pk=department_id).exists():
        raise BadInput("department", reason=_("There is no such department."))
    if member_id is None:
        return
    if not Member.objects.filter(pk=member_id).exists():
        raise BadInput("member", reason=_("There is no such member."))
    if Employee.objects.filter(member_id=member_id).exclude(pk=own_id).exists():
        raise BadInput("member", reason=_("This member is another employee already."))


def _refuse_name(model: type[Department] | type[Employee], name: str, own_id: int | None) -> None:
    if not name.strip():
        raise BadInput("name", reason=_("Enter a name."))
    if model.objects.filter(name=name.strip()).exclude(pk=own_id).exists():
        raise BadInput("name", reason=_("This name is taken."))
