"""Open, change and close projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core import clock, events, numbering, periods
from wasl.core.errors import BadInput, NotFound
from wasl.ledger import services as ledger
from wasl.ledger.models import Dimension
from wasl.parties.models import Party
from wasl.people.models import Department
from wasl.projects import rules
from wasl.projects.models import Project, ProjectRole

CHANGEABLE = frozenset(
    {
        "name",
        "name_ar",
        "department_id",
        "owner_id",
        "start_date",
        "end_date",
        "budget_minor",
        "budget_minutes",
    }
)


@dataclass(frozen=True)
class RoleInput:
    """A role as planned; price and cost of an hour in base currency, None where not planned."""

    name: str
    planned_minutes: int = 0
    hour_price: Decimal | None = None
    hour_cost: Decimal | None = None


@transaction.atomic
def open_project(
    *,
    actor: Actor,
    name: str,
    party_id: int,
    department_id: int | None = None,
    origin: str = "",
    name_ar: str = "",
    owner_id: int | None = None,
    start_date: date | None = None,
    end_date: date | None = None,
    budget_minor: int | None = None,
    budget_minutes: int | None = None,
    roles: Sequence[RoleInput] = (),
) -> Project:
    """Open a project for a customer under the next number of its start year; `owner_id` is who leads it.

    :raises BadInput: no name, no such customer or department, an end before the start.
    :raises IntegrityError: its origin has a project; callers that pass one refuse before.
    """
    actor.require("project.open")
    if not Party.objects.filter(pk=party_id).exists():
        raise BadInput("party", reason=_("Choose a customer."))
    values = {
        "name": name.strip(),
        "name_ar": name_ar.strip(),
        "department_id": department_id,
        "owner_id": owner_id,
        "start_date": start_date,
        "end_date": end_date,
        "budget_minor": budget_minor,
        "budget_minutes": budget_minutes,
    }
    _check(values)
    started = start_date or clock.today(actor.company.time_zone)
    year = periods.fiscal_year(started, actor.company.fiscal_year_start_month)
    (number,) = numbering.take_numbers("project", year)
    project = Project(code=numbering.format_number("P", year, number), party_id=party_id, origin=origin, **values)
    project.created_at = clock.now()
    project.save()
    project.dimension = ledger.add_dimension(kind="project", key=project.pk, label=project.name)
    project.save(update_fields=["dimension"])
    _write_roles(project, roles)
    events.record("project.opened", project, party_id=party_id, code=project.code, name=project.name)
    return project


@transaction.atomic
def change_project(*, actor: Actor, project_id: int, version: int, **changes: Any) -> Project:
    """Change what a project says, as in `CHANGEABLE`.

    :raises StaleVersion: somebody else changed it since it was opened.
    :raises BadInput: a value that cannot be used.
    """
    actor.require("project.change")
    project = lock_project(actor, "project.change", project_id)
    project.expect(version)
    if unknown := set(changes) - CHANGEABLE:
        raise BadInput(min(unknown), reason=_("This cannot be changed."))
    _check({"name": project.name, "start_date": project.start_date, "end_date": project.end_date, **changes})
    for field, value in changes.items():
        setattr(project, field, value)
    project.version += 1
    project.save()
    Dimension.objects.filter(pk=project.dimension_id).update(label=project.name)
    events.record("project.changed", project, party_id=project.party_id, fields=sorted(changes))
    return project


@transaction.atomic
def close_project(*, actor: Actor, project_id: int) -> Project:
    """Close a project: no more time goes on it; what is left can still be billed."""
    actor.require("project.change")
    return _turn(lock_project(actor, "project.change", project_id), "closed", "project.closed")


@transaction.atomic
def reopen_project(*, actor: Actor, project_id: int) -> Project:
    """Open a closed project again."""
    actor.require("project.change")
    return _turn(lock_project(actor, "project.change", project_id), "active", "project.reopened")


@transaction.atomic
def set_roles(
    *, actor: Actor, project_id: int, version: int, roles: Sequence[RoleInput], keep_costs: bool = False
) -> Project:
    """Replace the roles that a project plans with; `keep_costs` leaves the planned costs of those who cannot see them.

    :raises StaleVersion: somebody else changed the project since it was read.
    :raises BadInput: a role twice or without a name, or a price or cost that cannot be used.
    """
    actor.require("project.change")
    project = lock_project(actor, "project.change", project_id)
    project.expect(version)
    had = ProjectRole.objects.filter(project=project)
    if keep_costs:
        costs = dict(had.values_list("name", "hour_cost"))
        roles = [replace(role, hour_cost=costs.get(role.name.strip())) for role in roles]
    had.delete()
    _write_roles(project, roles)
    project.version += 1
    project.save(update_fields=["version"])
    events.record("project.planned", project, party_id=project.party_id, roles=[role.name for role in roles])
    return project


def lock_project(actor: Actor, act: str, project_id: int) -> Project:
    """Lock a project within the reach of an act.

    :raises NotFound: there is none.
    """
    actor.require(act)
    project: Project | None = Project.objects.select_for_update().filter(pk=project_id).first()
    if project is None:
        raise NotFound()
    actor.require_owned(act, project.owner_id)
    return project


def _turn(project: Project, state: str, event: str) -> Project:
    if project.state != state:
        project.state = state
        project.version += 1
        project.save(update_fields=["state", "version"])
        events.record(event, project, party_id=project.party_id, code=project.code)
    return project


def _check(values: dict[str, Any]) -> None:
    if not str(values["name"]).strip():
        raise BadInput("name", reason=_("Enter a name."))
    start, end = values.get("start_date"), values.get("end_date")
    if start and end and end < start:
        raise BadInput("end_date", reason=_("The end lies before the start."))
    department_id = values.get("department_id")
    if department_id is not None and not Department.objects.filter(pk=department_id).exists():
        raise BadInput("department", reason=_("There is no such department."))
    owner_id = values.get("owner_id")
    if owner_id is not None and not Member.objects.filter(pk=owner_id).exists():
        raise BadInput("owner", reason=_("There is no such member."))
    for field in ("budget_minor", "budget_minutes"):
        if (values.get(field) or 0) < 0:
            raise BadInput(field, reason=_("A budget is not below 0."))


def _write_roles(project: Project, roles: Sequence[RoleInput]) -> None:
    if len({role.name.strip() for role in roles}) != len(roles) or not all(role.name.strip() for role in roles):
        raise BadInput("roles", reason=_("Each role needs a name of its own."))
    for role in roles:
        for amount in (role.hour_price, role.hour_cost):
            if amount is not None and (not rules.has_places(amount) or amount < 0):
                raise BadInput("roles", reason=_("A price is 0 or more and has at most 6 decimals."))
    ProjectRole.objects.bulk_create(
        ProjectRole(
            project=project,
            name=role.name.strip(),
            planned_minutes=role.planned_minutes,
            hour_price=role.hour_price,
            hour_cost=role.hour_cost,
        )
        for role in roles
    )
