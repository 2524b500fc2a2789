"""What forms offer of the employees."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.picking import Picked, Picker, nearest
from wasl.people import queries
from wasl.people.models import Employee


def employee_picker(rows: Callable[[Actor], QuerySet[Employee]]) -> Picker:
    """Return a picker of employees; `rows` are those that an actor may choose."""

    def find(actor: Actor, text: str) -> list[Picked]:
        return [_picked(row) for row in nearest(rows(actor), text, "name", "name_ar")]

    def of(actor: Actor, ids: set[int]) -> list[Picked]:
        return [_picked(row) for row in rows(actor).filter(pk__in=ids)]

    return Picker(find, of)


def _picked(row: Employee) -> Picked:
    return Picked(row.pk, row.display_name(formats.language()), row.job_title)


EMPLOYEE = employee_picker(lambda actor: queries.employees(actor, active_only=True))
