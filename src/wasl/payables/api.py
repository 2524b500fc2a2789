"""The REST endpoints of expense claims and of what is paid back to employees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Actor, Request
from wasl.core.pages import today_of
from wasl.core.rest import (
    Amount,
    Change,
    Day,
    Digits,
    Flag,
    Id,
    In,
    Line,
    LongText,
    Number,
    OnDay,
    Out,
    Page,
    Ref,
    Sort,
    SpanListing,
    Text,
    amount,
    give_list,
    minor_in,
    only_if,
    versioned,
)
from wasl.core.rest.files import FileOut, file_in, file_out, takes_file
from wasl.core.rest.lists import day
from wasl.payables import queries, services
from wasl.payables.models import Claim, Reimbursement
from wasl.payables.services import ClaimInput, ClaimLineDraft

Date = date  # fields are called date
router = Router(tags=["Expenses"])
LINES_MAX = 200
SORTS = {"id": Sort(), "date": Sort("date", day), "total": Sort("total_minor")}
PaidBy = Literal["employee", "card", "bank"]


class Spent(SpanListing):
    """Which rows a list shows: of one employee, of a span of days."""

    employee_id: Id | None = None

    def span(self) -> dict[str, Any]:
        """Return it as queries take it."""
        return {"employee_id": self.employee_id, **self.days()}


class ClaimListing(Spent):
    """Which claims a list shows: all, the caller's own, those that wait for approval, or the approved."""

    view: Literal["all", "mine", "waiting", "approved"] = "all"
    q: Annotated[Line, Field(max_length=100)] = ""


class ClaimLineIn(In):
    """One thing bought, in base currency; without an account it is an expense."""

    description: Text = ""
    quantity: Number = Decimal(1)
    price: Number
    tax_id: Ref | None = None
    account_id: Ref | None = None
    project_id: Ref | None = None
    department_id: Ref | None = None
    is_billable: Flag = False


class ClaimFields(In):
    """What a claim says."""

    employee_id: Ref
    date: Day
    paid_by: PaidBy = "employee"
    account_id: Ref | None = None
    prices_include_tax: Flag = True
    merchant: Annotated[Line, Field(max_length=120)] = ""
    notes: LongText = ""


class ClaimIn(ClaimFields):
    """A new claim."""

    lines: Annotated[list[ClaimLineIn], Field(min_length=1, max_length=LINES_MAX)]


class ClaimChange(ClaimFields, Change):
    """What changes of a claim: only what is sent; lines that are sent replace all lines."""

    employee_id: Ref
    date: Day
    lines: Annotated[list[ClaimLineIn], Field(min_length=1, max_length=LINES_MAX)]


class RejectIn(In):
    """Why a claim is sent back."""

    reason: Annotated[Text, Field(min_length=1)]


class ReimburseIn(OnDay):
    """From which account an employee is paid back; without an amount all that is owed."""

    account_id: Ref
    amount: Digits | None = None


class ClaimOut(Out):
    """A claim of what an employee spent."""

    id: int
    number: str
    state: Literal["draft", "submitted", "approved", "rejected", "reversed"]
    employee_id: int
    owner_id: int | None
    date: Date
    posted_on: Date | None
    paid_by: PaidBy
    account_id: int | None
    prices_include_tax: bool
    merchant: str
    notes: str
    reason: str
    net: Amount
    tax: Amount
    total: Amount
    entry_id: int | None
    reversed_on: Date | None
    created_at: datetime
    version: int


class ClaimLineOut(Out):
    """A line of a claim; `cost` is its net with the tax that does not come back."""

    id: int
    description: str
    quantity: Number
    price: Number
    tax_id: int | None
    account_id: int
    project_id: int | None
    department_id: int | None
    is_billable: bool
    net: Amount
    tax: Amount
    cost: Amount


class WholeClaimOut(ClaimOut):
    """A claim with its lines, its files and what is still owed for it."""

    lines: list[ClaimLineOut]
    open: Amount
    file_ids: list[int]


class OwedOut(Out):
    """What an employee is owed for approved claims."""

    employee_id: int
    count: int
    open: Amount


class ReimbursementOut(Out):
    """Money paid back to an employee."""

    id: int
    number: str
    employee_id: int
    date: Date
    amount: Amount
    account_id: int
    entry_id: int | None


def claim_out(row: Claim, base: str) -> ClaimOut:
    """Return a row of the list of claims as programs read it."""
    return ClaimOut.of(row, **_amounts(row, base))


def whole_claim_out(actor: Actor, claim_id: int) -> WholeClaimOut:
    """Return a claim with all that its page shows, as programs read it."""
    found, base = queries.claim_page(actor, claim_id), actor.company.base_currency
    lines = [
        ClaimLineOut.of(
            line,
            net=amount(line.net_minor, base),
            tax=amount(line.tax_minor, base),
            cost=amount(line.cost_minor, base),
        )
        for line in found.lines
    ]
    return WholeClaimOut.of(
        found.claim,
        **_amounts(found.claim, base),
        lines=lines,
        open=amount(found.open_minor, base),
        file_ids=[file.pk for file in found.files],
    )


def reimbursement_out(row: Reimbursement, base: str) -> ReimbursementOut:
    """Return money paid back as programs read it."""
    return ReimbursementOut.of(row, amount=amount(row.amount_minor, base))


def _amounts(row: Claim, base: str) -> dict[str, Any]:
    return {name: amount(getattr(row, f"{name}_minor"), base) for name in ("net", "tax", "total")}


def _input(sent: ClaimIn) -> ClaimInput:
    return ClaimInput(**dict(sent) | {"lines": _lines(sent.lines)})


def _lines(sent: list[ClaimLineIn]) -> list[ClaimLineDraft]:
    return [ClaimLineDraft(**dict(line)) for line in sent]


def _kept(actor: Actor, claim_id: int) -> ClaimInput:
    found = queries.claim_page(actor, claim_id)
    names = list(ClaimFields.model_fields)
    fields = list(ClaimLineIn.model_fields)
    lines = [ClaimLineDraft(**{name: getattr(line, name) for name in fields}) for line in found.lines]
    return ClaimInput(**{name: getattr(found.claim, name) for name in names}, lines=lines)


@router.get("/claims", response=Page[ClaimOut])
def list_claims(request: Request, asked: Query[ClaimListing]) -> Any:
    """List the expense claims in the caller's sight."""
    actor = request.actor
    base = actor.company.base_currency
    rows = queries.listed_claims(actor, view=asked.view, text=asked.q, **asked.span())
    return give_list(request, asked, rows, lambda row: claim_out(row, base), ClaimOut, SORTS)


@router.post("/claims", response={201: WholeClaimOut})
def draft_claim(request: Request, sent: ClaimIn) -> Any:
    """Write an expense claim as a draft."""
    drafted = services.draft_claim(actor=request.actor, given=_input(sent))
    return Status(201, whole_claim_out(request.actor, drafted.pk))


@router.post("/claims/record", response={201: WholeClaimOut})
def record_expense(request: Request, sent: ClaimIn) -> Any:
    """Write, approve and post an expense in one act."""
    recorded = services.record_expense(actor=request.actor, given=_input(sent))
    return Status(201, whole_claim_out(request.actor.lending("claim.view"), recorded.pk))


@router.get("/claims/{claim_id}", response=WholeClaimOut)
def read_claim(request: Request, claim_id: Id) -> Any:
    """Read an expense claim with its lines."""
    return whole_claim_out(request.actor, claim_id)


@router.patch("/claims/{claim_id}", response=WholeClaimOut, openapi_extra=versioned)
def change_claim(request: Request, claim_id: Id, sent: ClaimChange) -> Any:
    """Change what a claim says that is not handed in."""
    actor = request.actor
    actor.require("claim.submit")

    def write(version: int) -> WholeClaimOut:
        said = sent.said()
        if "lines" in said:
            said["lines"] = _lines(sent.lines)
        given = replace(_kept(actor, claim_id), **said)
        services.change_claim(actor=actor, claim_id=claim_id, given=given, version=version)
        return whole_claim_out(actor, claim_id)

    return only_if(request, sent, lambda: whole_claim_out(actor, claim_id), write)


@router.delete("/claims/{claim_id}", response={204: None})
def discard_claim(request: Request, claim_id: Id) -> Any:
    """Throw a claim away that was not handed in, or was sent back."""
    services.discard_claim(actor=request.actor, claim_id=claim_id)
    return Status(204, None)


@router.get("/claims/{claim_id}/files", response=list[FileOut])
def list_claim_files(request: Request, claim_id: Id) -> Any:
    """List the files that are kept with a claim, the newest first."""
    return [file_out(row) for row in queries.claim_page(request.actor, claim_id).files]


@router.post("/claims/{claim_id}/files", response={201: FileOut}, openapi_extra=takes_file)
def attach_to_claim(request: Request, claim_id: Id, name: Line = "file") -> Any:
    """Keep a file with a claim, its receipt: the body is the file, `name` says what it is called."""
    kept = services.attach_file(actor=request.actor, claim_id=claim_id, data=file_in(request), filename=name)
    return Status(201, file_out(kept))


@router.post("/claims/{claim_id}/submit", response=WholeClaimOut)
def submit_claim(request: Request, claim_id: Id) -> Any:
    """Hand a claim in for approval."""
    services.submit_claim(actor=request.actor, claim_id=claim_id)
    return whole_claim_out(request.actor, claim_id)


@router.post("/claims/{claim_id}/approve", response=WholeClaimOut)
def approve_claim(request: Request, claim_id: Id, sent: OnDay) -> Any:
    """Approve and post a claim; nobody but an owner approves their own."""
    services.approve_claim(actor=request.actor, claim_id=claim_id, on=sent.on or today_of(request))
    return whole_claim_out(request.actor, claim_id)


@router.post("/claims/{claim_id}/reject", response=WholeClaimOut)
def reject_claim(request: Request, claim_id: Id, sent: RejectIn) -> Any:
    """Send a claim back with a reason."""
    services.reject_claim(actor=request.actor, claim_id=claim_id, reason=sent.reason)
    return whole_claim_out(request.actor, claim_id)


@router.post("/claims/{claim_id}/reverse", response=WholeClaimOut)
def reverse_claim(request: Request, claim_id: Id, sent: OnDay) -> Any:
    """Undo an approved claim by a mirrored entry."""
    services.reverse_claim(actor=request.actor, claim_id=claim_id, on=sent.on or today_of(request))
    return whole_claim_out(request.actor, claim_id)


@router.get("/owed-to-employees", response=list[OwedOut])
def list_owed_to_employees(request: Request) -> Any:
    """List what each employee is owed, the most first."""
    actor = request.actor
    base = actor.company.base_currency
    return [
        OwedOut(employee_id=one.employee.pk, count=one.count, open=amount(one.open_minor, base))
        for one in queries.owed_to_employees(actor)
    ]


@router.post("/employees/{employee_id}/reimburse", response={201: ReimbursementOut})
def reimburse(request: Request, employee_id: Id, sent: ReimburseIn) -> Any:
    """Pay an employee back, the oldest claim first."""
    actor = request.actor
    base = actor.company.base_currency
    row = services.reimburse(
        actor=actor,
        employee_id=employee_id,
        on=sent.on or today_of(request),
        account_id=sent.account_id,
        amount_minor=None if sent.amount is None else minor_in(sent.amount, base, "amount"),
    )
    return Status(201, reimbursement_out(row, base))


@router.get("/reimbursements", response=Page[ReimbursementOut])
def list_reimbursements(request: Request, asked: Query[Spent]) -> Any:
    """List what was paid back to employees."""
    actor = request.actor
    base = actor.company.base_currency
    rows = queries.reimbursements(actor, **asked.span())
    return give_list(request, asked, rows, lambda row: reimbursement_out(row, base), ReimbursementOut)


@router.get("/reimbursements/{reimbursement_id}", response=ReimbursementOut)
def read_reimbursement(request: Request, reimbursement_id: Id) -> Any:
    """Read what was paid back to an employee."""
    actor = request.actor
    return reimbursement_out(queries.reimbursement(actor, reimbursement_id), actor.company.base_currency)
