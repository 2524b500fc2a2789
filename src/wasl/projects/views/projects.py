"""Pages of projects: the list, one project, open, change, plan, close."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wasl.access.actor import Actor
from wasl.core.cells import day_cell
from wasl.core.errors import Refusal
from wasl.core.formats import currency_word, format_date, format_minutes, format_rate
from wasl.core.forms import add_refusal, new_key, offer, once
from wasl.core.listing import tabs
from wasl.core.pages import act_page, page, press, sheet, today_of
from wasl.core.panels import panels
from wasl.core.picking import offer_picks
from wasl.people import queries as people
from wasl.projects import bulk, forms, pages, queries, services
from wasl.projects.models import Project
from wasl.projects.queries import ProjectPage
from wasl.projects.services import RoleInput

TIME_ROWS = 10


@page("project.view")
def projects(request: HttpRequest) -> HttpResponse:
    """List projects with their hours and what waits to be billed."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    state, base = request.GET.get("state", "active"), pages.base_of(request)
    rows, unbilled = bulk.projects_asked(actor, request.GET), queries.unbilled_values(actor.company, today)
    keys = list(rows.values_list("pk", flat=True))
    columns: list[dict[str, Any]] = [
        {"key": "name", "label": _("Project"), "link": True, "phone": "b", "by": "name"},
        {"key": "customer", "label": _("Customer"), "phone": "a", "by": "party__name"},
        {"key": "lead", "label": _("Project lead"), "phone": "x", "wide": True, "by": "owner__name"},
        {"key": "state", "label": _("State"), "phone": "d", "by": "state"},
        {"key": "code", "label": _("Code"), "phone": "x", "extra": True, "by": "code"},
        {"key": "department", "label": _("Department"), "phone": "x", "extra": True, "by": "department__name"},
        {"key": "start", "label": _("Start"), "phone": "x", "extra": True, "by": "start_date"},
        {"key": "end", "label": _("End"), "phone": "x", "extra": True, "by": "end_date"},
        {"key": "budget", "label": _("Budget"), "num": True, "phone": "x", "extra": True, "by": "budget_minor"},
        {"key": "hours", "label": _("Hours"), "num": True, "phone": "x"},
        {
            "key": "unbilled",
            "label": _("Not billed"),
            "num": True,
            "phone": "e",
            "unit": currency_word(base),
            "cls": "m",
        },
    ]
    total = pages.whole(sum(unbilled.get(key, 0) for key in keys), base)
    views = {"active": _("Active"), "on_hold": _("On hold"), "closed": _("Closed"), "all": _("All")}
    return sheet(
        request,
        title=_("Projects"),
        columns=columns,
        rows=rows,
        count=len(keys),
        draw=lambda shown: _rows(shown, unbilled, base, today),
        total=[_("Total"), "", "", "", "", "", "", "", "", "", total],
        bulk=("project.give", "project.reopen" if state == "closed" else "project.close"),
        views=tabs(request, "state", views, state, unbilled=None),
        filter_form=forms.ProjectFilterForm(request.GET, actor),
        add={"url": reverse("projects:add"), "label": pgettext("add", "Project")}
        if actor.can("project.open")
        else None,
        searched=True,
        empty={
            "icon": "briefcase",
            "title": _("No project here"),
            "text": _("A won deal opens its project by itself."),
        },
    )


@page("project.view")
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show a project: plan against actual, billing, time."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    found = queries.project_page(actor, project_id, today)
    row, base = found.project, pages.base_of(request)
    entries = queries.time_entries(actor, project_id=project_id)[:TIME_ROWS] if actor.can("time.view") else []
    context = {
        "page": found,
        "project": row,
        "name": pages.named(row),
        "state": pages.state_pill(row.state),
        "stats": _stats(found, base),
        "rules": _rules(found, base),
        "role_columns": [
            {"label": _("Role"), "phone": "b"},
            {"label": _("Planned hours"), "num": True, "phone": "e"},
            {"label": _("Price of an hour"), "num": True, "phone": "a"},
        ],
        "role_rows": [
            [
                role.name,
                format_minutes(role.planned_minutes),
                "–" if role.hour_price is None else format_rate(role.hour_price, base),
            ]
            for role in found.roles
        ],
        "time_columns": pages.time_columns(with_project=False),
        "time_rows": pages.time_rows(entries, actor, today, with_project=False),
        "pairs": _pairs(found, base, today),
        "panels": panels(request, "project", project_id),
        "may_change": _may(actor, "project.change", row),
        "may_rule": actor.can("billing_rule.set"),
        "may_bill": found.rules and _may(actor, "project.propose_invoice", row),
        "may_complete": _may(actor, "milestone.complete", row),
        "may_book": actor.can("time.book") and row.state == "active",
        "base": base,
        "key": new_key(),
    }
    return render(request, "projects/project.html", context)


@page("project.open")
def project_add(request: HttpRequest) -> HttpResponse:
    """Open a project."""
    actor = request.actor  # type: ignore[attr-defined]
    initial = {"party": request.GET.get("party"), "start_date": today_of(request).isoformat(), "owner": actor.member_id}
    form = _offer(forms.ProjectForm(request.POST or None, initial=initial, base=actor.company.base_currency), actor)

    def do(said: dict[str, Any]) -> int:
        row = services.open_project(actor=actor, party_id=said["party"], **_values(said))
        return int(row.pk)

    return act_page(
        request,
        form,
        act="project.open",
        title=_("New project"),
        do=do,
        then=lambda key: reverse("projects:project", args=[key]),
        done=_("The project is open."),
        fields={"budget_minor": "budget"},
        crumb={"url": reverse("projects:projects"), "label": _("Projects")},
    )


@page("project.change")
def project_change(request: HttpRequest, project_id: int) -> HttpResponse:
    """Change what a project says."""
    actor, base = request.actor, pages.base_of(request)  # type: ignore[attr-defined]
    found = queries.project(actor, project_id)
    initial = {
        "name": found.name,
        "name_ar": found.name_ar,
        "owner": found.owner_id,
        "department": found.department_id,
        "start_date": found.start_date.isoformat() if found.start_date else "",
        "end_date": found.end_date.isoformat() if found.end_date else "",
        "budget": pages.amount_text(found.budget_minor, base),
        "budget_hours": pages.hours_text(found.budget_minutes),
        "version": found.version,
    }
    form = _offer(forms.ProjectForm(request.POST or None, initial=initial, base=actor.company.base_currency), actor)
    del form.fields["party"]

    def do(said: dict[str, Any]) -> int:
        services.change_project(actor=actor, project_id=project_id, version=said["version"], **_values(said))
        return project_id

    return act_page(
        request,
        form,
        act="project.change",
        title=_("Change this project"),
        do=do,
        then=lambda key: reverse("projects:project", args=[key]),
        done=_("Saved."),
        fields={"budget_minor": "budget"},
        crumb=pages.project_crumb(found),
    )


@page("project.change")
def project_roles(request: HttpRequest, project_id: int) -> HttpResponse:
    """Plan a project's roles; planned costs are asked only of who may see them, and kept for the others."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.project_page(actor, project_id, today_of(request))
    sees_cost = actor.can("margin.view_money")
    initial = [
        {
            "name": role.name,
            "hours": pages.hours_text(role.planned_minutes),
            "hour_price": role.hour_price,
            "hour_cost": role.hour_cost,
        }
        for role in found.roles
    ]
    posted = request.POST if request.method == "POST" else None
    form = forms.RolesForm(posted)
    form.add_version(found.project.version)
    lines = forms.RoleLines(posted, initial=initial or [{}], prefix="lines", form_kwargs={"sees_cost": sees_cost})
    if posted is not None and form.is_valid() and lines.is_valid():
        planned = [
            RoleInput(
                said["name"], pages.minutes_of(said.get("hours")) or 0, said.get("hour_price"), said.get("hour_cost")
            )
            for said in (line.cleaned_data for line in lines.ordered_forms)
            if said
        ]

        def do() -> int:
            version = form.cleaned_data["version"]
            services.set_roles(
                actor=actor, project_id=project_id, version=version, roles=planned, keep_costs=not sees_cost
            )
            return project_id

        try:
            once(request, "project.roles", do)
        except Refusal as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("projects:project", project_id)
    return lines_page(request, _("Roles"), form, lines, pages.project_crumb(found.project), pgettext("add", "Role"))


@page("project.change")
def project_close(request: HttpRequest, project_id: int) -> HttpResponse:
    """Close a project, or open it again where `to` is `active`; one that is so already stays."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.project(actor, project_id)
    opens = request.POST.get("to") == "active"
    act = services.reopen_project if opens else services.close_project
    return press(
        request,
        act="project.close",
        do=lambda: act(actor=actor, project_id=project_id),
        then=reverse("projects:project", args=[project_id]),
        done=_("The project is open.") if opens else _("The project is closed."),
    )


def lines_page(
    request: HttpRequest, title: str, form: Any, formset: Any, crumb: dict[str, str], add_label: str, note: str = ""
) -> HttpResponse:
    """Show a form with lines."""
    wrong = form.errors or (formset is not None and request.method == "POST" and not formset.is_valid())
    context = {
        "title": title,
        "form": form,
        "formset": formset,
        "crumb": crumb,
        "add_label": add_label,
        "note_text": note,
    }
    return render(request, "projects/lines_form.html", context, status=422 if wrong else 200)


def _may(actor: Any, act: str, row: Project) -> bool:
    owners = actor.owners_within(act)
    return actor.can(act) and (owners is None or row.owner_id in owners)


def _offer(form: forms.ProjectForm, actor: Actor) -> forms.ProjectForm:
    offer_picks(form, actor)
    departments = ((row.pk, pages.named(row)) for row in people.departments(active_only=True))
    offer(form, "department", departments)
    return form


def _values(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": said["name"],
        "name_ar": said["name_ar"],
        "owner_id": said["owner"],
        "department_id": said["department"],
        "start_date": said["start_date"],
        "end_date": said["end_date"],
        "budget_minor": said["budget_minor"],
        "budget_minutes": pages.minutes_of(said["budget_hours"]),
    }


def _rows(shown: list[Project], unbilled: dict[int, int], base: str, today: date) -> list[dict[str, Any]]:
    booked = queries.minutes_by_project([row.pk for row in shown])
    rows = []
    for row in shown:
        minutes, waiting = format_minutes(booked.get(row.pk, 0)), unbilled.get(row.pk, 0)
        cells = [
            {"lines": (pages.named(row), row.code)},
            {"organisation": pages.named(row.party)},
            {"person": pages.named(row.owner)} if row.owner else "",
            pages.state_pill(row.state),
            {"code": row.code},
            pages.named(row.department) if row.department else "",
            day_cell(row.start_date, today),
            day_cell(row.end_date, today),
            "" if row.budget_minor is None else pages.whole(row.budget_minor, base),
            f"{minutes} / {format_minutes(row.budget_minutes)}" if row.budget_minutes else minutes,
            pages.whole(waiting, base) if waiting else "–",
        ]
        url = reverse("projects:project", args=[row.pk])
        rows.append({"cells": cells, "url": url, "pick": row.pk, "sum": waiting})
    return rows


def _stats(found: ProjectPage, base: str) -> list[dict[str, Any]]:
    row, unit = found.project, currency_word(base)
    percent = found.budget_percent
    hours_note = ""
    if row.budget_minutes:
        hours_note = _("%(percent)s%% of %(hours)s") % {
            "percent": percent,
            "hours": pages.hours_said(row.budget_minutes),
        }
    tone = "bad" if (percent or 0) > 100 else "warn" if (percent or 0) >= 90 else ""
    stats = [
        pages.stat(_("Hours"), format_minutes(found.minutes), note=hours_note, tone=tone),
        pages.stat(_("Billed"), pages.whole(found.billed_minor, base), unit=unit),
        pages.stat(
            _("Not billed"),
            pages.whole(found.unbilled_minor, base),
            unit=unit,
            note=pages.hours_said(found.unbilled_minutes),
            tone="warn" if found.unbilled_minor else "",
        ),
    ]
    if found.cost_minor is not None:
        stats.append(pages.stat(_("Cost of time"), pages.whole(found.cost_minor, base), unit=unit))
    return stats


def _rules(found: ProjectPage, base: str) -> list[dict[str, Any]]:
    words, unit = pages.kind_words(), currency_word(base)
    return [
        {
            "row": one,
            "title": words[one.rule.kind],
            "whole": one.whole_minor,
            "tax": pages.tax_word(one.rule.tax),
            "unit": unit,
            "milestones": [
                {"milestone": each.milestone, "state": each.state, "pill": pages.milestone_pill(each.state)}
                for each in one.milestones
            ],
        }
        for one in found.rules
    ]


def _pairs(found: ProjectPage, base: str, today: date) -> list[dict[str, Any]]:
    row = found.project
    pairs = [
        {"label": _("Code"), "value": row.code},
        {
            "label": _("Customer"),
            "value": pages.named(row.party),
            "url": reverse("parties:party", args=[row.party_id]),
        },
        {"label": _("Project lead"), "value": pages.named(row.owner)},
        {"label": _("Department"), "value": pages.named(row.department)},
        {"label": _("Start"), "value": format_date(row.start_date, None, today) if row.start_date else "–"},
        {"label": _("End"), "value": format_date(row.end_date, None, today) if row.end_date else "–"},
    ]
    if row.budget_minor is not None:
        pairs.append({"label": _("Budget"), "value": f"{pages.whole(row.budget_minor, base)} {currency_word(base)}"})
    return pairs
