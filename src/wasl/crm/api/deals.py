"""Endpoints of deals: list, read, open, change, move, win or lose, reopen, hand over."""

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
    Id,
    In,
    Line,
    Listing,
    Page,
    Ref,
    Sort,
    Text,
    give_list,
    minor_of,
    only_if,
    versioned,
)
from wasl.core.rest.files import FileOut, file_in, file_out, takes_file
from wasl.core.rest.lists import day
from wasl.crm import queries, services
from wasl.crm.api.shapes import DealOut, Percent, StepIn, deal_out, step_of
from wasl.crm.queries.deals import DealFilter

router = Router(tags=["Deals"])
SORTS = {
    "id": Sort(),
    "title": Sort("title", str),
    "amount": Sort("amount_minor"),
    "stage_since": Sort("stage_since", day),
    "expected_close": Sort("expected_close", day, has_gaps=True),
}


class DealListing(Listing):
    """Which deals a list shows; `state` is open where nothing is said."""

    state: Literal["open", "won", "lost", "all"] = "open"
    owner_id: Id | None = None
    stage_id: Id | None = None
    party_id: Id | None = None
    q: Annotated[Line, Field(max_length=100)] = ""
    missing: Literal["", "party", "owner", "step"] = ""
    closed_from: Day | None = None
    closed_to: Day | None = None


class DealFields(In):
    """What a deal says."""

    title: Annotated[Line, Field(min_length=1)]
    party_id: Ref | None = None
    contact_name: Line = ""
    amount: AmountIn | None = None
    owner_id: Ref | None = None
    percent: Percent | None = None
    product: Annotated[Line, Field(max_length=120)] = ""
    expected_close: Day | None = None


class DealIn(DealFields):
    """A new deal, with its next step; the first stage where none is named, the caller as owner."""

    stage_id: Ref | None = None
    next_step: StepIn | None = None


class DealChange(DealFields, Change):
    """What changes of a deal: only what is sent."""

    title: Annotated[Line, Field(min_length=1)]


class MoveIn(In):
    """The stage that a deal enters."""

    stage_id: Ref
    next_step: StepIn | None = None


class LossIn(In):
    """Why a deal is lost."""

    reason_id: Ref
    note: Text = ""


class ReopeningIn(In):
    """What comes next on a deal that is opened again."""

    next_step: StepIn | None = None


class HandOverIn(In):
    """Who takes over which deals and leads."""

    owner_id: Ref
    deal_ids: Annotated[list[Ref], Field(max_length=500)] = []
    lead_ids: Annotated[list[Ref], Field(max_length=500)] = []


class HandedOver(In):
    """How many records went to another owner."""

    count: int


@router.get("/deals", response=Page[DealOut])
def list_deals(request: Request, asked: Query[DealListing]) -> Any:
    """List the deals in the caller's sight."""
    actor = request.actor
    actor.require("deal.view")
    chosen = DealFilter(
        state="" if asked.state == "all" else asked.state,
        owner_id=asked.owner_id,
        stage_id=asked.stage_id,
        party_id=asked.party_id,
        text=asked.q,
        missing=asked.missing,
        closed_first=asked.closed_from,
        closed_last=asked.closed_to,
    )
    return give_list(request, asked, queries.deals(actor, chosen), deal_out, DealOut, SORTS)


@router.post("/deals", response={201: DealOut})
def open_deal(request: Request, sent: DealIn) -> Any:
    """Open a deal."""
    actor = request.actor
    said = {name: getattr(sent, name) for name in ("party_id", "owner_id", "stage_id")}
    said |= _values(sent, actor.company.base_currency)
    opened = services.open_deal(actor=actor, on=today_of(request), next_step=step_of(sent.next_step), **said)
    return Status(201, deal_out(opened))


@router.get("/deals/{deal_id}", response=DealOut)
def read_deal(request: Request, deal_id: Id) -> Any:
    """Read a deal."""
    return deal_out(queries.deal(request.actor, deal_id))


@router.patch("/deals/{deal_id}", response=DealOut, openapi_extra=versioned)
def change_deal(request: Request, deal_id: Id, sent: DealChange) -> Any:
    """Change what a deal says."""
    actor = request.actor

    def write(version: int) -> DealOut:
        said = _values(sent, actor.company.base_currency)
        return deal_out(services.change_deal(actor=actor, deal_id=deal_id, version=version, **said))

    return only_if(request, sent, lambda: deal_out(queries.deal(actor, deal_id)), write)


@router.post("/deals/{deal_id}/move", response=DealOut)
def move_deal(request: Request, deal_id: Id, sent: MoveIn) -> Any:
    """Move an open deal to a stage."""
    moved = services.enter_stage(
        actor=request.actor,
        deal_id=deal_id,
        stage_id=sent.stage_id,
        on=today_of(request),
        next_step=step_of(sent.next_step),
    )
    return deal_out(moved)


@router.post("/deals/{deal_id}/lose", response=DealOut)
def lose_deal(request: Request, deal_id: Id, sent: LossIn) -> Any:
    """Close a deal as lost; its open steps are closed."""
    lost = services.lose_deal(
        actor=request.actor,
        deal_id=deal_id,
        on=today_of(request),
        reason_id=sent.reason_id,
        note=sent.note,
    )
    return deal_out(lost)


@router.post("/deals/{deal_id}/reopen", response=DealOut)
def reopen_deal(request: Request, deal_id: Id, sent: ReopeningIn) -> Any:
    """Open a lost deal again, in the stage where it was lost."""
    opened = services.reopen_deal(
        actor=request.actor,
        deal_id=deal_id,
        on=today_of(request),
        next_step=step_of(sent.next_step),
    )
    return deal_out(opened)


@router.get("/deals/{deal_id}/files", response=list[FileOut])
def list_deal_files(request: Request, deal_id: Id) -> Any:
    """List the files that are kept with a deal, the newest first."""
    deal = queries.deal(request.actor, deal_id)
    return [file_out(row) for row in attachments_of("crm.deal", [deal.pk])]


@router.post("/deals/{deal_id}/files", response={201: FileOut}, openapi_extra=takes_file)
def attach_to_deal(request: Request, deal_id: Id, name: Line = "file") -> Any:
    """Keep a file with a deal: the body is the file, `name` says what it is called."""
    kept = services.attach_file(actor=request.actor, deal_id=deal_id, data=file_in(request), filename=name)
    return Status(201, file_out(kept))


@router.post("/hand-over", response=HandedOver)
def hand_over(request: Request, sent: HandOverIn) -> Any:
    """Give deals and leads to another owner."""
    count = services.hand_over(
        actor=request.actor,
        to_member_id=sent.owner_id,
        deal_ids=sent.deal_ids,
        lead_ids=sent.lead_ids,
    )
    return {"count": count}


def _values(sent: DealFields, base_currency: str) -> dict[str, Any]:
    """Return what was sent as services take it: the amount in minor units beside its currency."""
    said = {name: value for name, value in sent.said().items() if name not in ("amount", "next_step", "stage_id")}
    if sent.amount is not None:
        said["amount_minor"], said["currency"] = minor_of(sent.amount, base_currency)
    return said
