"""The REST endpoints of employees, departments and what an hour costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.rest import (
    Change,
    Day,
    Flag,
    Id,
    In,
    Line,
    Listing,
    Number,
    Out,
    Page,
    Ref,
    Sort,
    give_list,
    only_if,
    versioned,
)
from wasl.people import queries, services
from wasl.people.models import CostRate, Department, Employee

router = Router(tags=["People"])
NAMED = {"id": Sort(), "name": Sort("name", str)}


class EmployeeListing(Listing):
    """Which employees a list shows."""

    q: Annotated[Line, Field(max_length=100)] = ""
    is_active: bool | None = None


class EmployeeOut(Out):
    """An employee; `member_id` is the member they act as, where they sign in."""

    id: int
    version: int
    name: str
    name_ar: str
    job_title: str
    department_id: int | None
    member_id: int | None
    is_active: bool


class EmployeeIn(In):
    """What is said of an employee."""

    name: Annotated[Line, Field(min_length=1)]
    name_ar: Line = ""
    job_title: Annotated[Line, Field(max_length=100)] = ""
    department_id: Ref | None = None
    member_id: Ref | None = None


class EmployeeChange(EmployeeIn, Change):
    """What changes of an employee: only what is sent; somebody who left is no longer active."""

    is_active: Flag


class DepartmentOut(Out):
    """A department."""

    id: int
    version: int
    name: str
    name_ar: str
    is_active: bool


class DepartmentIn(In):
    """What a department is called."""

    name: Annotated[Line, Field(min_length=1, max_length=100)]
    name_ar: Annotated[Line, Field(max_length=100)] = ""


class DepartmentChange(DepartmentIn, Change):
    """What changes of a department: only what is sent."""

    is_active: Flag


class CostRateOut(Out):
    """What an hour of an employee costs from a day on, in base currency."""

    id: int
    employee_id: int
    valid_from: date
    hour_cost: Number


class CostRateIn(In):
    """What an hour costs from a day on; a rate of the same day is replaced."""

    valid_from: Day
    hour_cost: Annotated[Number, Field(ge=Decimal(0))]


def employee_out(row: Employee) -> EmployeeOut:
    """Return an employee as programs read them."""
    return EmployeeOut.of(row)


def department_out(row: Department) -> DepartmentOut:
    """Return a department as programs read it."""
    return DepartmentOut.of(row)


def cost_rate_out(row: CostRate) -> CostRateOut:
    """Return what an hour costs as programs read it."""
    return CostRateOut.of(row)


@router.get("/employees", response=Page[EmployeeOut])
def list_employees(request: Request, asked: Query[EmployeeListing]) -> Any:
    """List the employees, without what they cost."""
    rows = queries.employees(request.actor, text=asked.q)
    if asked.is_active is not None:
        rows = rows.filter(is_active=asked.is_active)
    return give_list(request, asked, rows, employee_out, EmployeeOut, NAMED)


@router.post("/employees", response={201: EmployeeOut})
def add_employee(request: Request, sent: EmployeeIn) -> Any:
    """Add an employee."""
    return Status(201, employee_out(services.add_employee(actor=request.actor, **dict(sent))))


@router.get("/employees/{employee_id}", response=EmployeeOut)
def read_employee(request: Request, employee_id: Id) -> Any:
    """Read an employee."""
    return employee_out(queries.employee(request.actor, employee_id))


@router.patch("/employees/{employee_id}", response=EmployeeOut, openapi_extra=versioned)
def change_employee(request: Request, employee_id: Id, sent: EmployeeChange) -> Any:
    """Change what is said of an employee; their work stays."""
    actor = request.actor

    def write(version: int) -> EmployeeOut:
        said = sent.over(queries.employee(actor, employee_id))
        return employee_out(services.change_employee(actor=actor, employee_id=employee_id, version=version, **said))

    return only_if(request, sent, lambda: read_employee(request, employee_id), write)


@router.get("/employees/{employee_id}/cost-rates", response=list[CostRateOut])
def list_cost_rates(request: Request, employee_id: Id) -> Any:
    """List what an hour of an employee cost, the latest first."""
    actor = request.actor
    actor.require("cost_rate.view")
    found = queries.employee(actor, employee_id)
    return [cost_rate_out(row) for row in queries.cost_rate_rows(actor, found.pk)]


@router.post("/employees/{employee_id}/cost-rates", response={201: CostRateOut})
def set_cost_rate(request: Request, employee_id: Id, sent: CostRateIn) -> Any:
    """Set what an hour of an employee costs from a day on."""
    rate = services.set_cost_rate(actor=request.actor, employee_id=employee_id, **dict(sent))
    return Status(201, cost_rate_out(rate))


@router.get("/departments", response=Page[DepartmentOut])
def list_departments(request: Request, asked: Query[Listing]) -> Any:
    """List the departments."""
    request.actor.require("employee.view")
    return give_list(request, asked, queries.departments(), department_out, DepartmentOut, NAMED)


@router.post("/departments", response={201: DepartmentOut})
def add_department(request: Request, sent: DepartmentIn) -> Any:
    """Add a department."""
    return Status(201, department_out(services.add_department(actor=request.actor, **dict(sent))))


@router.get("/departments/{department_id}", response=DepartmentOut)
def read_department(request: Request, department_id: Id) -> Any:
    """Read a department."""
    request.actor.require("employee.view")
    return department_out(queries.department(department_id))


@router.patch("/departments/{department_id}", response=DepartmentOut, openapi_extra=versioned)
def change_department(request: Request, department_id: Id, sent: DepartmentChange) -> Any:
    """Rename a department, or take it out of use."""

    def write(version: int) -> DepartmentOut:
        said = sent.over(queries.department(department_id))
        changed = services.change_department(actor=request.actor, department_id=department_id, version=version, **said)
        return department_out(changed)

    return only_if(request, sent, lambda: read_department(request, department_id), write)
