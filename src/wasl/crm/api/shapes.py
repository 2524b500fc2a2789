"""What deals, leads and activities look like to programs."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import Field

from wasl.core.rest import Amount, Day, In, Line, Out, Ref, Whole, amount
from wasl.crm.models import Activity, Deal, Lead
from wasl.crm.services import NextStep

Kind = Literal["call", "meeting", "task", "note", "email"]
StepKind = Literal["call", "meeting", "task", "email"]
LeadState = Literal["new", "working", "qualified", "disqualified"]
Percent = Annotated[Whole, Field(ge=0, le=100)]
DealState = Literal["open", "won", "lost"]


class DealOut(Out):
    """A deal. `next_due` is the first day that one of its open steps is due."""

    id: int
    title: str
    state: DealState
    party_id: int | None
    party_name: str
    contact_name: str
    owner_id: int | None
    pipeline_id: int
    stage_id: int | None
    stage_since: date
    amount: Amount
    percent: int | None
    product: str
    expected_close: date | None
    next_due: date | None
    closed_on: date | None
    loss_reason_id: int | None
    loss_note: str
    created_at: datetime
    version: int


def deal_out(row: Deal) -> DealOut:
    """Return a deal as programs read it."""
    return DealOut.of(
        row, party_name=row.party.name if row.party else "", amount=amount(row.amount_minor, row.currency)
    )


class LeadOut(Out):
    """Somebody who may become a customer. Qualified, it points to its party and its deal."""

    id: int
    name: str
    company_name: str
    email: str
    phone: str
    source: str
    message: str
    state: LeadState
    reason: str
    owner_id: int | None
    party_id: int | None
    deal_id: int | None
    next_due: date | None
    created_at: datetime
    version: int


def lead_out(row: Lead) -> LeadOut:
    """Return a lead as programs read it."""
    return LeadOut.of(row)


class ActivityOut(Out):
    """A call, meeting, task, note or letter: done (`done_at`), or a step that is due."""

    id: int
    kind: Kind
    subject: str
    body: str
    outcome: str
    due_date: date | None
    due_time: time | None
    done_at: datetime | None
    owner_id: int | None
    deal_id: int | None
    lead_id: int | None
    party_id: int | None
    created_at: datetime


def activity_out(row: Activity) -> ActivityOut:
    """Return an activity as programs read it."""
    return ActivityOut.of(row)


class StepIn(In):
    """What comes next and when; the owner is the record's where none is named."""

    subject: Line
    due_date: Day
    kind: StepKind = "task"
    due_time: time | None = None
    owner_id: Ref | None = None

    def step(self) -> NextStep:
        """Return it as services take it."""
        return NextStep(self.subject, self.due_date, self.kind, self.due_time, self.owner_id)


def step_of(given: StepIn | None) -> NextStep | None:
    """Return a next step as services take it, None where none is planned."""
    return given.step() if given else None
