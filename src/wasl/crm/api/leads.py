"""Endpoints of leads: list, read, capture, change, assign, work on, qualify, disqualify."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.attachments import attachments_of
from wasl.core.pages import today_of
from wasl.core.rest import (
    AmountIn,
    Change,
    Day,
    Email,
    Id,
    In,
    Line,
    Listing,
    LongText,
    Page,
    Ref,
    give_list,
    minor_of,
    only_if,
    versioned,
)
from wasl.core.rest.files import FileOut, file_in, file_out, takes_file
from wasl.crm import queries, services
from wasl.crm.api.shapes import DealOut, LeadOut, StepIn, deal_out, lead_out, step_of

router = Router(tags=["Leads"])


class LeadListing(Listing):
    """Which leads a list shows; `state` is open (new and working) where nothing is said."""

    state: Literal["open", "new", "working", "qualified", "disqualified", "all"] = "open"
    owner_id: Id | None = None
    q: Annotated[Line, Field(max_length=100)] = ""
    missing: bool = False


class LeadFields(In):
    """What a lead says."""

    name: Line = ""
    company_name: Line = ""
    email: Email = ""
    phone: Annotated[Line, Field(max_length=30)] = ""
    source: Annotated[Line, Field(max_length=60)] = ""
    message: LongText = ""


class LeadIn(LeadFields):
    """A new lead: the name of a person or of a company is needed. Without an owner or a step it waits on Today."""

    owner_id: Ref | None = None
    next_step: StepIn | None = None


class LeadChange(LeadFields, Change):
    """What changes of a lead: only what is sent."""


class AssignIn(In):
    """Who takes a lead, and what comes next."""

    owner_id: Ref
    next_step: StepIn | None = None


class QualifyIn(In):
    """What a lead becomes: a deal for a new party, or for one that is known."""

    title: Line = ""
    party_id: Ref | None = None
    amount: AmountIn | None = None
    expected_close: Day | None = None
    contact_name: Line = ""
    product: Annotated[Line, Field(max_length=120)] = ""
    next_step: StepIn | None = None


class DisqualifyIn(In):
    """Why a lead is no chance now, and when it is to be looked at again."""

    reason: Annotated[Line, Field(min_length=1)]
    wake_on: Day | None = None


@router.get("/leads", response=Page[LeadOut])
def list_leads(request: Request, asked: Query[LeadListing]) -> Any:
    """List the leads in the caller's sight."""
    actor = request.actor
    actor.require("lead.view")
    state = "" if asked.state == "all" else asked.state
    rows = queries.leads(actor, state=state, owner_id=asked.owner_id, text=asked.q, missing=asked.missing)
    return give_list(request, asked, rows, lead_out, LeadOut)


@router.post("/leads", response={201: LeadOut})
def capture_lead(request: Request, sent: LeadIn) -> Any:
    """Capture somebody who asked or was found."""
    said = {"name": ""} | sent.said() | {"next_step": step_of(sent.next_step)}
    return Status(201, lead_out(services.capture_lead(actor=request.actor, **said)))


@router.get("/leads/{lead_id}", response=LeadOut)
def read_lead(request: Request, lead_id: Id) -> Any:
    """Read a lead."""
    return lead_out(queries.lead(request.actor, lead_id))


@router.patch("/leads/{lead_id}", response=LeadOut, openapi_extra=versioned)
def change_lead(request: Request, lead_id: Id, sent: LeadChange) -> Any:
    """Change what a lead says."""
    actor = request.actor

    def write(version: int) -> LeadOut:
        return lead_out(services.change_lead(actor=actor, lead_id=lead_id, version=version, **sent.said()))

    return only_if(request, sent, lambda: lead_out(queries.lead(actor, lead_id)), write)


@router.post("/leads/{lead_id}/assign", response=LeadOut)
def assign_lead(request: Request, lead_id: Id, sent: AssignIn) -> Any:
    """Give a lead an owner."""
    assigned = services.assign_lead(
        actor=request.actor,
        lead_id=lead_id,
        owner_id=sent.owner_id,
        next_step=step_of(sent.next_step),
    )
    return lead_out(assigned)


@router.post("/leads/{lead_id}/work", response=LeadOut)
def work_on_lead(request: Request, lead_id: Id) -> Any:
    """Begin to work on a lead, or take up one that was disqualified."""
    return lead_out(services.work_on_lead(actor=request.actor, lead_id=lead_id))


@router.post("/leads/{lead_id}/qualify", response={201: DealOut})
def qualify_lead(request: Request, lead_id: Id, sent: QualifyIn) -> Any:
    """Make a deal of a lead, for its party."""
    actor = request.actor
    said = {name: value for name, value in sent.said().items() if name not in ("amount", "next_step")}
    if sent.amount is not None:
        said["amount_minor"], said["currency"] = minor_of(sent.amount, actor.company.base_currency)
    deal = services.qualify_lead(
        actor=actor, lead_id=lead_id, on=today_of(request), next_step=step_of(sent.next_step), **said
    )
    return Status(201, deal_out(deal))


@router.post("/leads/{lead_id}/disqualify", response=LeadOut)
def disqualify_lead(request: Request, lead_id: Id, sent: DisqualifyIn) -> Any:
    """Close a lead with its reason; with a day it comes back on Today."""
    closed = services.disqualify_lead(
        actor=request.actor,
        lead_id=lead_id,
        reason=sent.reason,
        wake_on=sent.wake_on,
    )
    return lead_out(closed)


@router.get("/leads/{lead_id}/files", response=list[FileOut])
def list_lead_files(request: Request, lead_id: Id) -> Any:
    """List the files that are kept with a lead, the newest first."""
    lead = queries.lead(request.actor, lead_id)
    return [file_out(row) for row in attachments_of("crm.lead", [lead.pk])]


@router.post("/leads/{lead_id}/files", response={201: FileOut}, openapi_extra=takes_file)
def attach_to_lead(request: Request, lead_id: Id, name: Line = "file") -> Any:
    """Keep a file with a lead: the body is the file, `name` says what it is called."""
    kept = services.attach_file(actor=request.actor, lead_id=lead_id, data=file_in(request), filename=name)
    return Status(201, file_out(kept))
