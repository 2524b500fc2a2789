"""Pages of employees, departments and cost rates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wasl.access import queries as access
from wasl.access.actor import Actor
from wasl.core.cells import day_cell
from wasl.core.formats import currency_word, format_rate
from wasl.core.forms import KeyedForm, offer
from wasl.core.listing import tabs
from wasl.core.pages import act_page, page, sheet, today_of
from wasl.core.picking import offer_picks
from wasl.people import bulk, forms, queries, services
from wasl.people.models import Department, Employee


@page("employee.manage")
def people(request: HttpRequest) -> HttpResponse:
    """List employees; what an hour of theirs costs is a column only for who may see it."""
    actor = request.actor  # type: ignore[attr-defined]
    columns: list[dict[str, Any]] = [
        {"key": "name", "label": _("Name"), "link": True, "phone": "b", "by": "name"},
        {"key": "title", "label": _("Job title"), "phone": "a", "by": "job_title"},
        {"key": "department", "label": _("Department"), "phone": "x", "by": "department__name"},
        {"key": "member", "label": _("Signs in as"), "phone": "x", "wide": True, "by": "member__name"},
        {"key": "state", "label": _("State"), "phone": "d", "by": "is_active"},
    ]
    rates = None
    if actor.can("cost_rate.view"):
        rates = queries.rates_in_force(actor, today_of(request))
        unit = currency_word(actor.company.base_currency)
        columns.append({"key": "cost", "label": _("Cost of an hour"), "num": True, "phone": "e", "unit": unit})
    return sheet(
        request,
        title=_("People"),
        columns=columns,
        rows=bulk.employees_asked(actor, request.GET),
        draw=lambda shown: [_row(row, rates, actor.company.base_currency) for row in shown],
        bulk=("employee.move", "employee.leave"),
        views=tabs(
            request, "state", {"": _("All"), "active": _("Active"), "left": _("Left")}, request.GET.get("state", "")
        ),
        filter_form=forms.EmployeeFilterForm(request.GET),
        actions=[{"url": reverse("people:departments"), "label": _("Departments"), "icon": "sitemap"}],
        add={"url": reverse("people:add"), "label": pgettext("add", "Employee")},
        searched=True,
        empty={
            "icon": "users",
            "title": _("Nobody here yet"),
            "text": _("Add the people who do the work, so that their time and its cost can be booked."),
        },
    )


@page("employee.manage")
def employee(request: HttpRequest, employee_id: int) -> HttpResponse:
    """Show an employee, with their cost rates for who may see them."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    found, base = queries.employee(actor, employee_id), actor.company.base_currency
    pairs = [
        {"label": _("Job title"), "value": found.job_title or "–"},
        {"label": _("Department"), "value": _named(found.department)},
        {"label": _("Signs in as"), "value": access.named(found.member) or _("Does not sign in")},
    ]
    rates = list(queries.cost_rate_rows(actor, employee_id)) if actor.can("cost_rate.view") else None
    context = {
        "employee": found,
        "name": _named(found),
        "pairs": pairs,
        "rates": rates,
        "rate_columns": [
            {"label": _("Valid from"), "phone": "b"},
            {"label": _("Cost of an hour"), "unit": currency_word(base), "num": True, "phone": "e"},
        ],
        "rate_rows": [[day_cell(rate.valid_from, today), format_rate(rate.hour_cost, base)] for rate in rates or ()],
        "form": forms.CostRateForm(initial={"valid_from": today.isoformat()}),
    }
    return render(request, "people/employee.html", context)


@page("employee.manage")
def employee_add(request: HttpRequest) -> HttpResponse:
    """Add an employee."""
    actor = request.actor  # type: ignore[attr-defined]
    form = _offer(forms.EmployeeForm(request.POST or None), actor)

    def do(said: dict[str, Any]) -> int:
        return int(services.add_employee(actor=actor, **_values(said)).pk)

    return act_page(
        request,
        form,
        act="employee.add",
        title=_("New employee"),
        do=do,
        then=lambda key: reverse("people:employee", args=[key]),
        done=_("The employee was added."),
        crumb=_crumb(),
    )


@page("employee.manage")
def employee_change(request: HttpRequest, employee_id: int) -> HttpResponse:
    """Change what is said of an employee."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.employee(actor, employee_id)
    initial = {
        "name": found.name,
        "name_ar": found.name_ar,
        "job_title": found.job_title,
        "department": found.department_id,
        "member": found.member_id,
        "is_active": found.is_active,
    }
    form = _offer(forms.EmployeeChangeForm(request.POST or None, initial=initial), actor)
    form.add_version(found.version)

    def do(said: dict[str, Any]) -> int:
        services.change_employee(
            actor=actor,
            employee_id=employee_id,
            version=said["version"],
            is_active=said["is_active"],
            **_values(said),
        )
        return employee_id

    return act_page(
        request,
        form,
        act="employee.change",
        title=_("Change this employee"),
        do=do,
        then=lambda key: reverse("people:employee", args=[key]),
        done=_("Saved."),
        crumb={"url": reverse("people:employee", args=[employee_id]), "label": _named(found)},
    )


@page("cost_rate.set")
def cost_rate(request: HttpRequest, employee_id: int) -> HttpResponse:
    """Set what an hour of an employee costs from a day on."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.employee(actor, employee_id)

    def do(said: dict[str, Any]) -> int:
        services.set_cost_rate(
            actor=actor, employee_id=employee_id, valid_from=said["valid_from"], hour_cost=said["hour_cost"]
        )
        return employee_id

    return act_page(
        request,
        forms.CostRateForm(request.POST or None),
        act="cost_rate.set",
        title=_("Cost of an hour"),
        do=do,
        then=lambda key: reverse("people:employee", args=[key]),
        done=_("The rate is set. Time of open periods was costed again."),
        crumb={"url": reverse("people:employee", args=[employee_id]), "label": _named(found)},
    )


@page("employee.manage")
def departments(request: HttpRequest) -> HttpResponse:
    """List departments."""
    return sheet(
        request,
        title=_("Departments"),
        columns=[
            {"key": "name", "label": _("Name"), "link": True, "phone": "b", "by": "name"},
            {"key": "other", "label": _("Name in the other language"), "phone": "a"},
            {"key": "state", "label": _("State"), "phone": "d", "by": "is_active"},
        ],
        rows=queries.departments(),
        draw=lambda shown: [
            {
                "cells": [_named(row), row.name if row.name != _named(row) else row.name_ar, _in_use(row.is_active)],
                "url": reverse("people:department_change", args=[row.pk]),
            }
            for row in shown
        ],
        crumb=_crumb(),
        add={"url": reverse("people:department_add"), "label": pgettext("add", "Department")},
        empty={
            "icon": "sitemap",
            "title": _("No departments yet"),
            "text": _("Departments tell apart what each part of the company earns and costs."),
        },
    )


@page("employee.manage")
def department_add(request: HttpRequest) -> HttpResponse:
    """Add a department."""

    def do(said: dict[str, Any]) -> int:
        row = services.add_department(actor=request.actor, name=said["name"], name_ar=said["name_ar"])  # type: ignore[attr-defined]
        return int(row.pk)

    return _department_page(request, forms.DepartmentForm(request.POST or None), _("New department"), do)


@page("employee.manage")
def department_change(request: HttpRequest, department_id: int) -> HttpResponse:
    """Change a department."""
    found = queries.department(department_id)
    initial = {"name": found.name, "name_ar": found.name_ar, "is_active": found.is_active}

    def do(said: dict[str, Any]) -> int:
        row = services.change_department(
            actor=request.actor,  # type: ignore[attr-defined]
            department_id=department_id,
            version=said["version"],
            name=said["name"],
            name_ar=said["name_ar"],
            is_active=said["is_active"],
        )
        return int(row.pk)

    form = forms.DepartmentChangeForm(request.POST or None, initial=initial)
    form.add_version(found.version)
    return _department_page(request, form, _("Change this department"), do)


def _department_page(request: HttpRequest, form: KeyedForm, title: str, do: Any) -> HttpResponse:
    return act_page(
        request,
        form,
        act="department.write",
        title=title,
        do=do,
        then=lambda _key: reverse("people:departments"),
        done=_("Saved."),
        crumb={"url": reverse("people:departments"), "label": _("Departments")},
    )


def _row(row: Employee, rates: dict[int, Any] | None, base: str) -> dict[str, Any]:
    cells: list[Any] = [
        {"person": _named(row)},
        row.job_title,
        _named(row.department) if row.department else "",
        access.named(row.member),
        _active(row.is_active),
    ]
    if rates is not None:
        cells.append(format_rate(rates[row.pk], base) if row.pk in rates else {"pill": _("Not known"), "tone": "warn"})
    return {"cells": cells, "url": reverse("people:employee", args=[row.pk]), "pick": row.pk}


def _active(is_active: bool) -> dict[str, str]:
    return {"pill": _("Active"), "tone": "ok"} if is_active else {"pill": _("Left"), "tone": ""}


def _in_use(is_active: bool) -> dict[str, str]:
    return {"pill": _("In use"), "tone": "ok"} if is_active else {"pill": _("Not in use"), "tone": ""}


def _offer(form: forms.EmployeeForm, actor: Actor) -> forms.EmployeeForm:
    offer(form, "department", [(row.pk, _named(row)) for row in queries.departments(active_only=True)])
    offer_picks(form, actor)
    return form


def _values(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": said["name"],
        "name_ar": said["name_ar"],
        "job_title": said["job_title"],
        "department_id": said["department"],
        "member_id": said["member"],
    }


def _crumb() -> dict[str, str]:
    return {"url": reverse("people:people"), "label": _("People")}


def _named(row: Employee | Department | None) -> str:
    if row is None:
        return "–"
    return (row.name_ar or row.name) if (get_language() or "").startswith("ar") else row.name
