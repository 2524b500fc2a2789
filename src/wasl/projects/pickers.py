"""What forms offer of projects that time goes on, and of those whose time it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.picking import Picked, Picker, Quick, nearest
from wasl.people import queries as people
from wasl.people.pickers import employee_picker
from wasl.projects import forms, queries, services
from wasl.projects.models import Project


def _find(actor: Actor, text: str) -> list[Picked]:
    return [_picked(row) for row in nearest(queries.bookable_projects(actor), text, "name", "name_ar", "code")]


def _of(actor: Actor, ids: set[int]) -> list[Picked]:
    """Return projects, those that are closed by now too: what was booked on them can still be changed."""
    return [_picked(row) for row in queries.bookable_projects(actor, active_only=False).filter(pk__in=ids)]


def _picked(row: Project) -> Picked:
    """Return a project by its name in the reader's language, with its code and customer."""
    lang = formats.language()
    return Picked(row.pk, row.display_name(lang), f"{row.code} · {row.party.display_name(lang)}")


def _open(actor: Actor, said: dict[str, Any]) -> int:
    project = services.open_project(actor=actor, name=said["name"], party_id=said["party"], owner_id=actor.member_id)
    return int(project.pk)


PROJECT = Picker(_find, _of, Quick(_("New project"), "project.open", forms.QuickProjectForm, _open))


def _find_timed(actor: Actor, text: str) -> list[Picked]:
    return [_picked(row) for row in nearest(queries.projects_with_time(actor), text, "name", "name_ar", "code")]


def _of_timed(actor: Actor, ids: set[int]) -> list[Picked]:
    return [_picked(row) for row in queries.projects_with_time(actor).filter(pk__in=ids)]


TIMED_PROJECT = Picker(_find_timed, _of_timed)
TIMED_EMPLOYEE = employee_picker(people.employees)
BOOKED_FOR = employee_picker(queries.booked_for)
