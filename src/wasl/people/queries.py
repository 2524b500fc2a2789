"""Reads of departments, employees and cost rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core import search as search_texts
from wasl.core.errors import NotFound
from wasl.core.room import FOUND_ROWS, LOOKED_AT, Found
from wasl.people.models import CostRate, Department, Employee


@dataclass(frozen=True)
class CostRates:
    """The cost rates of some employees, by the day from which each holds."""

    by_employee: dict[int, list[tuple[date, Decimal]]]

    def on(self, employee_id: int, day: date) -> Decimal | None:
        """Return what an hour of an employee costs on a day: the latest rate on or before it, None without one."""
        found = None
        for valid_from, hour_cost in self.by_employee.get(employee_id, ()):
            if valid_from <= day:
                found = hour_cost
        return found


def departments(*, active_only: bool = False) -> QuerySet[Department]:
    """Return the departments by name."""
    rows = Department.objects.order_by("name", "pk")
    return rows.filter(is_active=True) if active_only else rows


def department(department_id: int) -> Department:
    """Return a department.

    :raises NotFound: there is none in this company.
    """
    found: Department | None = Department.objects.filter(pk=department_id).first()
    if found is None:
        raise NotFound()
    return found


def department_names() -> dict[int, str]:
    """Return the departments' names in the active language."""
    language = get_language() or "en"
    return {row.pk: row.display_name(language[:2]) for row in Department.objects.order_by("pk")}


def employees(actor: Actor, *, text: str = "", active_only: bool = False) -> QuerySet[Employee]:
    """Return the employees by name, without what they cost."""
    actor.require("employee.view")
    rows = Employee.objects.select_related("department", "member").order_by("name", "pk")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(name_ar__icontains=text))
    return rows.filter(is_active=True) if active_only else rows


def employee(actor: Actor, employee_id: int) -> Employee:
    """Return an employee.

    :raises NotFound: there is none in this company.
    """
    found = employees(actor).filter(pk=employee_id).first()
    if found is None:
        raise NotFound()
    return found


def employee_of(actor: Actor) -> Employee | None:
    """Return the employee that the actor is, if any."""
    found: Employee | None = Employee.objects.filter(member_id=actor.member_id).first() if actor.member_id else None
    return found


def cost_rate_on(employee_id: int, on: date) -> Decimal | None:
    """Return what an hour of an employee costs on a day, None without a rate. For services: it checks no right."""
    return cost_rates([employee_id]).on(employee_id, on)


def cost_rates(employee_ids: Iterable[int]) -> CostRates:
    """Return the cost rates of many employees in one statement. For services: it checks no right."""
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    rows = CostRate.objects.filter(employee_id__in=set(employee_ids)).order_by("employee_id", "valid_from")
    for employee_id, valid_from, hour_cost in rows.values_list("employee_id", "valid_from", "hour_cost"):
        found[employee_id].append((valid_from, hour_cost))
    return CostRates(dict(found))


def cost_rate_rows(actor: Actor, employee_id: int) -> QuerySet[CostRate]:
    """Return an employee's cost rates, the latest first.

    :raises NotAllowed: the role may not see them.
    """
    actor.require("cost_rate.view")
    return CostRate.objects.filter(employee_id=employee_id).order_by("-valid_from", "-pk")


def rates_in_force(actor: Actor, today: date) -> dict[int, Decimal]:
    """Return what an hour of each employee costs today.

    :raises NotAllowed: the role may not see it.
    """
    actor.require("cost_rate.view")
    rows = CostRate.objects.filter(valid_from__lte=today).order_by("valid_from", "pk")
    return dict(rows.values_list("employee_id", "hour_cost"))


def search(actor: Actor, text: str) -> list[Found]:
    """Return what a search finds of employees, by name in either script. Never what they cost."""
    if not actor.can("employee.manage"):
        return []
    rows = employees(actor)
    names = rows.values_list("pk", "name", "name_ar")[:LOOKED_AT]
    keys = search_texts.close_names(((key, said) for key, *said in names), text)[:FOUND_ROWS]
    there, lang, kind = rows.in_bulk(keys), formats.language(), gettext("People")
    return [
        Found(kind, there[key].display_name(lang), reverse("people:employee", args=[key]), there[key].job_title, "user")
        for key in keys
    ]
