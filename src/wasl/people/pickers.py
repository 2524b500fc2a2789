"""What forms offer of the employees."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from wasl.access import queries as access
from wasl.access.actor import Actor
from wasl.access.models import Member
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


def _find_free(actor: Actor, text: str) -> list[Picked]:
    """Return active members who are no employee yet."""
    actor.require("employee.manage")
    taken = Employee.objects.exclude(member=None).values("member_id")
    rows = Member.objects.filter(is_active=True).exclude(pk__in=taken).order_by("name", "pk")
    return [_member(row) for row in nearest(rows, text, "name", "name_ar", "user__email")]


def _of_all(actor: Actor, ids: set[int]) -> list[Picked]:
    """Return members, those who are employees too: a form shows whom it is about; taking another's is refused."""
    actor.require("employee.manage")
    return [_member(row) for row in Member.objects.filter(pk__in=ids)]


def _member(row: Member) -> Picked:
    label = access.named(row)
    return Picked(row.pk, label, row.name if row.name != label else "")


FREE_MEMBER = Picker(_find_free, _of_all)
EMPLOYEE = employee_picker(lambda actor: queries.employees(actor, active_only=True))
