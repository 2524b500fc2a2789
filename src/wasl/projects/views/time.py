"""Pages of time: a week at a glance, booked quickly."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.core.formats import currency_word, format_date, format_minor, format_number
from wasl.core.forms import new_key
from wasl.core.pages import act_page, address, page, press, sheet, today_of
from wasl.core.parsing.dates import YEAR_MAX, YEAR_MIN
from wasl.core.picking import offer_picks
from wasl.people import queries as people
from wasl.people.models import Employee
from wasl.projects import bulk, forms, pages, queries, services
from wasl.projects.models import TimeEntry

WEEK = timedelta(days=7)


@page("time.book")
def week(request: HttpRequest) -> HttpResponse:
    """Show one person's week by project and day, and book more."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    bookable = list(queries.booked_for(actor))
    chosen = _chosen(request, bookable, people.employee_of(actor))
    day = _day(request.GET.get("day", ""), today)
    days = queries.week_of(day)
    entries = list(queries.time_entries(actor, employee_id=chosen.pk, first=days[0], last=days[-1])) if chosen else []
    initial = {
        "employee": chosen.pk if chosen else None,
        "date": day.isoformat(),
        "project": request.GET.get("project") or (entries[0].project_id if entries else None),
        "is_billable": True,
    }
    context = {
        "employee": chosen,
        "people": [
            {"label": pages.named(row), "url": address(request, employee=row.pk), "current": row == chosen}
            for row in bookable
        ],
        "columns": _columns(request, days, today),
        "rows": _grid(request, entries, days),
        "total": _totals(entries, days),
        "week": _("%(first)s to %(last)s")
        % {"first": format_date(days[0], None, today), "last": format_date(days[-1], None, today)},
        "previous_url": address(request, day=(day - WEEK).isoformat()),
        "next_url": address(request, day=(day + WEEK).isoformat()),
        "today_url": address(request, day=None),
        "form": _offer(forms.TimeForm(initial=initial), actor),
        "time_columns": pages.time_columns(with_project=True),
        "time_rows": pages.time_rows(entries, actor, today, with_project=True),
    }
    return render(request, "projects/time.html", context)


@page("time.view")
def entries(request: HttpRequest) -> HttpResponse:
    """Show time entries by project, department and date; what they cost only to those who may see money."""
    actor = request.actor  # type: ignore[attr-defined]
    base, sees_cost = actor.company.base_currency, actor.can("margin.view_money")
    found = bulk.time_asked(actor, request.GET)
    sums = queries.time_sums(found)
    columns = pages.time_columns(with_project=True)
    columns.append({"key": "customer", "label": _("Customer"), "phone": "x", "extra": True})
    total: list[Any] = [_("Total"), "", "", "", "", format_number(sums.hours), ""]
    if sees_cost:
        cost = {"key": "cost", "label": _("Cost"), "unit": currency_word(base), "num": True, "cls": "m", "phone": "x"}
        columns.append(cost | {"by": "cost_minor"})
        total.append(format_minor(sums.cost_minor, base))

    def draw(shown: list[TimeEntry]) -> list[dict[str, Any]]:
        rows = pages.time_rows(shown, actor, today_of(request), with_project=True)
        for row, entry in zip(rows, shown, strict=True):
            row["cells"].append({"organisation": pages.named(entry.project.party)})
            row["cells"] += [format_minor(entry.cost_minor, base)] if sees_cost else []
        return rows

    return sheet(
        request,
        title=_("Time entries"),
        columns=columns,
        rows=found,
        count=sums.count,
        draw=draw,
        total=total,
        bulk=("time.move", "time.billable", "time.delete"),
        crumb=_crumb() if actor.can("time.book") else None,
        filter_form=forms.TimeFilterForm(request.GET, actor),
        figure_minor=sums.cost_minor if sees_cost else None,
        empty={"icon": "clock", "title": _("No time here"), "text": _("Choose other dates or another project.")},
    )


@page("time.book")
def time_add(request: HttpRequest) -> HttpResponse:
    """Book time."""
    actor = request.actor  # type: ignore[attr-defined]
    initial = {"date": today_of(request).isoformat(), "project": request.GET.get("project")}
    form = _offer(forms.TimeForm(request.POST or None, initial=initial), actor)

    def do(said: dict[str, Any]) -> int:
        row = services.book_time(actor=actor, employee_id=said["employee"], **_values(said))
        return int(row.pk)

    return act_page(
        request,
        form,
        act="time.book",
        title=_("Book time"),
        do=do,
        then=lambda _key: (
            f"{reverse('projects:time')}?employee={form.cleaned_data['employee']}"
            f"&day={form.cleaned_data['date'].isoformat()}"
        ),
        done=_("The time is booked."),
        crumb=_crumb(),
    )


@page("time.book")
def time_change(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change a time entry."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.time_entry(actor, entry_id)
    initial = {
        "employee": found.employee_id,
        "project": found.project_id,
        "date": found.date.isoformat(),
        "hours": format_number(found.hours),
        "note": found.note,
        "is_billable": found.is_billable,
        "version": found.version,
    }
    form = _offer(forms.TimeForm(request.POST or None, initial=initial), actor)
    del form.fields["employee"]
    form.add_version(found.version)

    def do(said: dict[str, Any]) -> int:
        version = said["version"]
        services.change_time(actor=actor, entry_id=entry_id, version=version, **_values(said))
        return entry_id

    return act_page(
        request,
        form,
        act="time.change",
        title=_("Change time"),
        do=do,
        then=lambda _key: f"{reverse('projects:time')}?employee={found.employee_id}&day={found.date.isoformat()}",
        done=_("Saved."),
        crumb=_crumb(),
        template="projects/time_form.html",
        entry=found,
        key=new_key(),
    )


@page("time.book")
def time_delete(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take a time entry back."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="time.delete",
        do=lambda: services.delete_time(actor=actor, entry_id=entry_id),
        then=reverse("projects:time"),
        done=_("The time was deleted."),
    )


def _chosen(request: HttpRequest, bookable: list[Employee], own: Employee | None) -> Employee | None:
    asked = request.GET.get("employee", "")
    by_key = {str(row.pk): row for row in bookable}
    return by_key.get(asked) or (own if own in bookable else None) or next(iter(bookable), None)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if YEAR_MIN <= day.year <= YEAR_MAX else today


def _columns(request: HttpRequest, days: list[date], today: date) -> list[dict[str, Any]]:
    names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    columns: list[dict[str, Any]] = [{"label": _("Project"), "phone": "b"}]
    columns += [
        {
            "label": f"{names[on.weekday()]} {on.day}",
            "num": True,
            "phone": "x",
            "sort": address(request, day=on.isoformat()),
        }
        for on in days
    ]
    return [*columns, {"label": _("Week"), "num": True, "phone": "e", "cls": "m"}]


def _grid(request: HttpRequest, entries: list[TimeEntry], days: list[date]) -> list[list[Any]]:
    sums: dict[int, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    names: dict[int, str] = {}
    for entry in reversed(entries):
        sums[entry.project_id][entry.date] += entry.hours
        names[entry.project_id] = pages.named(entry.project)
    return [
        [
            {"link": address(request, project=key), "text": names[key]},
            *(format_number(by_day[on]) if by_day.get(on) else "" for on in days),
            format_number(sum(by_day.values(), Decimal(0))),
        ]
        for key, by_day in sums.items()
    ]


def _totals(entries: list[TimeEntry], days: list[date]) -> list[str]:
    by_day: dict[date, Decimal] = defaultdict(Decimal)
    for entry in entries:
        by_day[entry.date] += entry.hours
    return [
        _("Total"),
        *(format_number(by_day[on]) if by_day[on] else "" for on in days),
        format_number(sum(by_day.values(), Decimal(0))),
    ]


def _offer(form: forms.TimeForm, actor: Actor) -> forms.TimeForm:
    offer_picks(form, actor)
    return form


def _values(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "project_id": said["project"],
        "on": said["date"],
        "hours": said["hours"],
        "is_billable": said["is_billable"],
        "note": said["note"],
    }


def _crumb() -> dict[str, str]:
    return {"url": reverse("projects:time"), "label": _("Time")}
