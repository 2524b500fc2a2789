"""Endpoints of activities: list, log what was done, plan what comes next, complete, snooze, hand over."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router, Status

from wasl.access.actor import Request
from wasl.core.rest import Day, Id, In, Line, Listing, LongText, Page, Ref, Sort, Text, give_list
from wasl.core.rest.lists import day
from wasl.crm import queries, services
from wasl.crm.api.shapes import ActivityOut, Kind, StepIn, activity_out, step_of

router = Router(tags=["Activities"])
SORTS = {"id": Sort(), "due_date": Sort("due_date", day, has_gaps=True)}


class ActivityListing(Listing):
    """Which activities a list shows: all, the open steps, or those that are done; of one record or of all."""

    is_open: bool | None = None
    owner_id: Id | None = None
    deal_id: Id | None = None
    lead_id: Id | None = None
    party_id: Id | None = None


class About(In):
    """The record that an activity is about: one of them."""

    deal_id: Ref | None = None
    lead_id: Ref | None = None
    party_id: Ref | None = None

    def record(self) -> dict[str, int | None]:
        """Return it as services take it."""
        return {"deal_id": self.deal_id, "lead_id": self.lead_id, "party_id": self.party_id}


class LogIn(About):
    """What was done."""

    kind: Kind
    subject: Line = ""
    body: LongText = ""
    outcome: Text = ""


class PlanIn(About):
    """What comes next on a record."""

    step: StepIn


class CompleteIn(In):
    """How it went and what comes next: the last open step of an open record needs a next one."""

    outcome: Text = ""
    next_step: StepIn | None = None


class SnoozeIn(In):
    """The day on which a step is due instead."""

    until: Day


class StepOwnerIn(In):
    """Who does a step."""

    owner_id: Ref


@router.get("/activities", response=Page[ActivityOut])
def list_activities(request: Request, asked: Query[ActivityListing]) -> Any:
    """List activities about records in the caller's sight, and the caller's own."""
    rows = queries.activities(
        request.actor,
        is_open=asked.is_open,
        **{name: getattr(asked, name) for name in ("owner_id", "deal_id", "lead_id", "party_id")},
    )
    return give_list(request, asked, rows, activity_out, ActivityOut, SORTS)


@router.post("/activities", response={201: ActivityOut})
def log_activity(request: Request, sent: LogIn) -> Any:
    """Log a call, meeting, letter or note that happened."""
    logged = services.log_activity(actor=request.actor, **sent.model_dump())
    return Status(201, activity_out(logged))


@router.post("/activities/plan", response={201: ActivityOut})
def plan_next_step(request: Request, sent: PlanIn) -> Any:
    """Plan what comes next."""
    planned = services.plan_next_step(
        actor=request.actor,
        step=sent.step.step(),
        **sent.record(),
    )
    return Status(201, activity_out(planned))


@router.post("/activities/{activity_id}/complete", response=ActivityOut)
def complete_activity(request: Request, activity_id: Id, sent: CompleteIn) -> Any:
    """Close a step."""
    done = services.complete_activity(
        actor=request.actor,
        activity_id=activity_id,
        outcome=sent.outcome,
        next_step=step_of(sent.next_step),
    )
    return activity_out(done)


@router.post("/activities/{activity_id}/snooze", response=ActivityOut)
def snooze(request: Request, activity_id: Id, sent: SnoozeIn) -> Any:
    """Put a step off to another day."""
    put_off = services.snooze(actor=request.actor, activity_id=activity_id, until=sent.until)
    return activity_out(put_off)


@router.post("/activities/{activity_id}/owner", response=ActivityOut)
def change_step_owner(request: Request, activity_id: Id, sent: StepOwnerIn) -> Any:
    """Give a step to somebody else."""
    given = services.change_step(
        actor=request.actor,
        activity_id=activity_id,
        owner_id=sent.owner_id,
    )
    return activity_out(given)
