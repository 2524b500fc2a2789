"""What the lists of projects and of time offer to do to many rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, formats
from wasl.core.errors import NotFound
from wasl.core.forms import NothingToAsk
from wasl.core.listing import searched
from wasl.core.room import BulkAct
from wasl.projects import forms, pages, queries, services
from wasl.projects.models import Project, TimeEntry

STATES = ("active", "on_hold", "closed")


def projects_asked(actor: Actor, query: QueryDict) -> QuerySet[Project]:
    """Return the projects that a list's address asks for."""
    asked = forms.ProjectFilterForm(query, actor).asked()
    state = query.get("state", "active")
    if query.get("unbilled"):
        state, asked["pk__in"] = "", queries.unbilled_values(actor.company, clock.today(actor.company.time_zone))
    return queries.projects(actor, text=searched(query), state=state if state in STATES else "", **asked)


def time_asked(actor: Actor, query: QueryDict) -> QuerySet[TimeEntry]:
    """Return the time entries that a list's address asks for."""
    return queries.time_entries(actor, **forms.TimeFilterForm(query, actor).asked())


def _projects(actor: Actor) -> QuerySet[Project]:
    return actor.limit("project.change", Project.objects.all())


def _projects_shown(actor: Actor, query: QueryDict) -> QuerySet[Project]:
    return actor.limit("project.change", projects_asked(actor, query))


def _give(actor: Actor, project_id: int, said: dict[str, Any], _on: date) -> None:
    project = queries.project(actor, project_id)
    services.change_project(actor=actor, project_id=project_id, version=project.version, owner_id=said["owner"])


def _close(actor: Actor, project_id: int, _said: dict[str, Any], _on: date) -> None:
    services.close_project(actor=actor, project_id=project_id)


def _reopen(actor: Actor, project_id: int, _said: dict[str, Any], _on: date) -> None:
    services.reopen_project(actor=actor, project_id=project_id)


def _time(actor: Actor) -> QuerySet[TimeEntry]:
    return actor.limit("time.book", TimeEntry.objects.select_related("employee", "project"))


def _time_shown(actor: Actor, query: QueryDict) -> QuerySet[TimeEntry]:
    return actor.limit("time.book", time_asked(actor, query))


def _time_name(entry: TimeEntry) -> str:
    hours = formats.format_number(entry.hours)
    return f"{entry.date.isoformat()} · {pages.named(entry.employee)} · {pages.named(entry.project)} · {hours}"


def _change(actor: Actor, entry_id: int, **changes: Any) -> None:
    entry = TimeEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound()
    said = {"project_id": entry.project_id, "is_billable": entry.is_billable, **changes}
    said |= {"version": entry.version, "on": entry.date, "hours": entry.hours, "note": entry.note}
    services.change_time(actor=actor, entry_id=entry_id, **said)


def _move(actor: Actor, entry_id: int, said: dict[str, Any], _on: date) -> None:
    _change(actor, entry_id, project_id=said["project"])


def _bill(actor: Actor, entry_id: int, said: dict[str, Any], _on: date) -> None:
    _change(actor, entry_id, is_billable=said["is_billable"])


def _delete(actor: Actor, entry_id: int, _said: dict[str, Any], _on: date) -> None:
    services.delete_time(actor=actor, entry_id=entry_id)


GIVE = BulkAct(
    "project.give", _("Change the project lead"), "project.change", "user-check", _projects, _projects_shown,
    forms.LeadForm, _give, pages.named,
)  # fmt: skip
CLOSE = BulkAct(
    "project.close", _("Close"), "project.change", "archive", _projects, _projects_shown, NothingToAsk, _close,
    pages.named,
)  # fmt: skip
REOPEN = BulkAct(
    "project.reopen", _("Open again"), "project.change", "rotate", _projects, _projects_shown, NothingToAsk, _reopen,
    pages.named,
)  # fmt: skip
MOVE_TIME = BulkAct(
    "time.move", _("Move to a project"), "time.book", "arrows-exchange", _time, _time_shown, forms.ProjectChoiceForm,
    _move, _time_name,
)  # fmt: skip
BILL_TIME = BulkAct(
    "time.billable", _("Billable or not"), "time.book", "receipt", _time, _time_shown, forms.BillableForm, _bill,
    _time_name,
)  # fmt: skip
DELETE_TIME = BulkAct(
    "time.delete", _("Delete"), "time.book", "trash", _time, _time_shown, NothingToAsk, _delete, _time_name
)
