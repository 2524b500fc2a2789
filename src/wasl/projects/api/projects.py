"""Endpoints of projects: list, read, open, change, plan roles, close, open again; what they come to."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.pages import today_of
from wasl.core.rest import (
    Amount,
    AmountIn,
    Change,
    Day,
    Id,
    In,
    Line,
    Listing,
    Number,
    Out,
    Page,
    Ref,
    Sort,
    amount,
    base_minor,
    give_list,
    only_if,
    versioned,
)
from wasl.projects import queries, services
from wasl.projects.api.shapes import (
    Hours,
    ProjectOut,
    ProjectRoleIn,
    ProjectRoleOut,
    ProjectState,
    hours_of,
    minutes_of,
    project_out,
    role_out,
)

router = Router(tags=["Projects"])
ROLES_MAX = 100
SORTS = {"id": Sort(), "name": Sort("name", str), "code": Sort("code", str)}


class ProjectListing(Listing):
    """Which projects a list shows."""

    state: ProjectState | None = None
    party_id: Id | None = None
    owner_id: Id | None = None
    department_id: Id | None = None
    q: Annotated[Line, Field(max_length=100)] = ""


class ProjectFields(In):
    """What a project says."""

    name: Annotated[Line, Field(min_length=1)]
    name_ar: Line = ""
    department_id: Ref | None = None
    owner_id: Ref | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    budget: AmountIn | None = None
    budget_hours: Hours | None = None


class ProjectIn(ProjectFields):
    """A new project of a customer, with the roles that it plans with."""

    party_id: Ref
    roles: Annotated[list[ProjectRoleIn], Field(max_length=ROLES_MAX)] = []


class ProjectChange(ProjectFields, Change):
    """What changes of a project: only what is sent."""

    name: Annotated[Line, Field(min_length=1)]


class ProjectRolesIn(In):
    """All roles that a project plans with from now on."""

    roles: Annotated[list[ProjectRoleIn], Field(max_length=ROLES_MAX)]


class RolesNow(Out):
    """The roles that a project plans with."""

    roles: list[ProjectRoleOut]


class ProjectFigures(Out):
    """What a project comes to until today; the cost is told to who may see money of margins."""

    hours: Number
    billable_hours: Number
    cost: Amount | None
    billed: Amount
    unbilled: Amount
    unbilled_hours: Number
    budget_percent: int | None


@router.get("/projects", response=Page[ProjectOut])
def list_projects(request: Request, asked: Query[ProjectListing]) -> Any:
    """List the projects in the caller's sight."""
    actor = request.actor
    actor.require("project.view")
    which = {name: getattr(asked, name) for name in ("party_id", "owner_id", "department_id")}
    rows = queries.projects(actor, text=asked.q, state=asked.state or "", **which)
    base = actor.company.base_currency
    return give_list(request, asked, rows, lambda row: project_out(row, base), ProjectOut, SORTS)


@router.post("/projects", response={201: ProjectOut})
def open_project(request: Request, sent: ProjectIn) -> Any:
    """Open a project for a customer."""
    actor = request.actor
    base = actor.company.base_currency
    roles = [role.role() for role in sent.roles]
    opened = services.open_project(actor=actor, party_id=sent.party_id, roles=roles, **_values(sent, base))
    return Status(201, project_out(opened, base))


@router.get("/projects/{project_id}", response=ProjectOut)
def read_project(request: Request, project_id: Id) -> Any:
    """Read a project."""
    actor = request.actor
    return project_out(queries.project(actor, project_id), actor.company.base_currency)


@router.patch("/projects/{project_id}", response=ProjectOut, openapi_extra=versioned)
def change_project(request: Request, project_id: Id, sent: ProjectChange) -> Any:
    """Change what a project says."""
    actor = request.actor
    base = actor.company.base_currency

    def write(version: int) -> ProjectOut:
        changed = services.change_project(actor=actor, project_id=project_id, version=version, **_values(sent, base))
        return project_out(changed, base)

    return only_if(request, sent, lambda: project_out(queries.project(actor, project_id), base), write)


@router.get("/projects/{project_id}/figures", response=ProjectFigures)
def read_project_figures(request: Request, project_id: Id) -> Any:
    """Read what a project comes to until today: plan against actual."""
    actor = request.actor
    base = actor.company.base_currency
    found = queries.project_page(actor, project_id, today_of(request))
    return ProjectFigures(
        hours=hours_of(found.minutes),
        billable_hours=hours_of(found.billable_minutes),
        cost=None if found.cost_minor is None else amount(found.cost_minor, base),
        billed=amount(found.billed_minor, base),
        unbilled=amount(found.unbilled_minor, base),
        unbilled_hours=hours_of(found.unbilled_minutes),
        budget_percent=found.budget_percent,
    )


@router.get("/projects/{project_id}/roles", response=list[ProjectRoleOut])
def list_project_roles(request: Request, project_id: Id) -> Any:
    """List the roles that a project plans with."""
    found = queries.project_page(request.actor, project_id, today_of(request))
    return [role_out(row) for row in found.roles]


@router.put("/projects/{project_id}/roles", response=list[ProjectRoleOut], openapi_extra=versioned)
def set_project_roles(request: Request, project_id: Id, sent: ProjectRolesIn) -> Any:
    """Replace the roles that a version of a project plans with; who does not see costs leaves them as they are."""
    actor = request.actor

    def write(version: int) -> Any:
        services.set_roles(
            actor=actor,
            project_id=project_id,
            version=version,
            roles=[role.role() for role in sent.roles],
            keep_costs=not actor.can("margin.view_money"),
        )
        return list_project_roles(request, project_id)

    return only_if(request, sent, lambda: RolesNow(roles=list_project_roles(request, project_id)), write)


@router.post("/projects/{project_id}/close", response=ProjectOut)
def close_project(request: Request, project_id: Id) -> Any:
    """Close a project: no more time goes on it; what is left can still be billed."""
    actor = request.actor
    return project_out(services.close_project(actor=actor, project_id=project_id), actor.company.base_currency)


@router.post("/projects/{project_id}/reopen", response=ProjectOut)
def reopen_project(request: Request, project_id: Id) -> Any:
    """Open a closed project again."""
    actor = request.actor
    return project_out(services.reopen_project(actor=actor, project_id=project_id), actor.company.base_currency)


def _values(sent: ProjectFields, base: str) -> dict[str, Any]:
    """Return what was sent as services take it: the budget in minor units and minutes."""
    said = {name: value for name, value in sent.said().items() if name not in ("party_id", "roles")}
    if "budget" in said:
        del said["budget"]
        said["budget_minor"] = base_minor(sent.budget, base, "budget")
    if "budget_hours" in said:
        del said["budget_hours"]
        said["budget_minutes"] = None if sent.budget_hours is None else minutes_of(sent.budget_hours)
    return said
