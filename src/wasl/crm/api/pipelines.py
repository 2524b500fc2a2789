"""Endpoints of what a deal goes through: stages and the reasons to lose."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Router
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.rest import Change, Id, Line, Out, Whole, only_if, versioned
from wasl.crm import queries, services
from wasl.crm.api.shapes import Percent
from wasl.crm.models import Stage

router = Router(tags=["Pipelines"])
Required = Literal["party", "contact_name", "amount", "expected_close", "product", "next_step"]


class StageOut(Out):
    """A stage of a pipeline: the usual chance to win and stay in it, and what a deal must say before it enters."""

    id: int
    version: int
    pipeline_id: int
    position: int
    name: str
    name_ar: str
    percent: int
    usual_days: int
    required: list[str]


class StageChange(Change):
    """What changes of a stage: only what is sent."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    name_ar: Annotated[Line, Field(max_length=80)]
    percent: Percent
    usual_days: Annotated[Whole, Field(ge=0, le=999)]
    required: list[Required]


class ReasonOut(Out):
    """A reason to lose a deal."""

    id: int
    name: str
    name_ar: str


def stage_out(row: Stage) -> StageOut:
    """Return a stage as programs read it."""
    return StageOut.of(row)


@router.get("/stages", response=list[StageOut])
def list_stages(request: Request) -> Any:
    """List the stages of the default pipeline in their order."""
    request.actor.require("deal.view")
    return [stage_out(row) for row in queries.pipeline_stages()]


@router.patch("/stages/{stage_id}", response=StageOut, openapi_extra=versioned)
def change_stage(request: Request, stage_id: Id, sent: StageChange) -> Any:
    """Change a stage."""

    def write(version: int) -> StageOut:
        said = sent.over(queries.stage(stage_id))
        return stage_out(services.change_stage(actor=request.actor, stage_id=stage_id, version=version, **said))

    return only_if(request, sent, lambda: stage_out(queries.stage(stage_id)), write)


@router.get("/loss-reasons", response=list[ReasonOut])
def list_loss_reasons(request: Request) -> Any:
    """List the reasons to lose that can be chosen."""
    request.actor.require("deal.view")
    return [ReasonOut.of(row) for row in queries.loss_reasons()]
