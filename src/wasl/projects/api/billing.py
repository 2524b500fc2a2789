"""Endpoints of how projects are billed: rules, milestones, what is not billed yet, invoices."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.pages import today_of
from wasl.core.rest import Amount, AmountIn, Day, Id, In, Line, Number, Out, Ref, amount, base_minor
from wasl.projects import queries, services
from wasl.projects.api.shapes import (
    BilledOut,
    Billing,
    BillingRuleOut,
    MilestoneIn,
    MilestoneOut,
    Price,
    PriceShareIn,
    billed_out,
    milestone_out,
    rule_out,
)

router = Router(tags=["Billing of projects"])
PARTS_MAX = 200
Percent = Annotated[Number, Field(gt=0, le=100)]


class HourPriceIn(In):
    """What an hour of one employee is charged."""

    employee_id: Ref
    price: Price


class BillingRuleIn(In):
    """One way of billing. A fixed price is an amount with one tax, or shares that take a tax each."""

    kind: Billing
    tax_id: Ref | None = None
    amount: AmountIn | None = None
    shares: Annotated[list[PriceShareIn], Field(max_length=PARTS_MAX)] = []
    milestones: Annotated[list[MilestoneIn], Field(max_length=PARTS_MAX)] = []
    default_hour_price: Price | None = None
    hour_prices: Annotated[list[HourPriceIn], Field(max_length=PARTS_MAX)] = []
    markup_percent: Annotated[Number, Field(ge=0, le=1000)] = Decimal(0)


class ReachedIn(In):
    """The day on which a milestone was reached; today where none is named."""

    on: Day | None = None


class ProjectBillIn(In):
    """What of a project is billed; all that can be, where nothing is named."""

    date: Day | None = None
    kind: Billing | None = None
    milestone: Line | None = None
    percent: Percent | None = None
    until: Day | None = None
    time_entry_ids: Annotated[list[Ref], Field(max_length=500)] | None = None
    tax_id: Ref | None = None

    def asked(self, today: datetime.date) -> dict[str, Any]:
        """Return it as services take it."""
        said = {name: getattr(self, name) for name in ("milestone", "percent", "until", "tax_id")}
        return {**said, "on": self.date or today, "kind": self.kind or "", "time_ids": self.time_entry_ids}


class UnbilledOut(Out):
    """What could be billed of a project today, in the company's currency without tax."""

    project_id: int
    code: str
    name: str
    time: Amount
    expenses: Amount
    milestones: Amount
    total: Amount
    hours: Number
    earliest: datetime.date | None


class UnbilledTimeOut(Out):
    """Billable time that no document bills; without an agreed price it is worth nothing yet."""

    time_entry_id: int
    employee_id: int
    date: datetime.date
    hours: Number
    description: str
    price: Number | None
    amount: Amount


class UnbilledExpenseOut(Out):
    """An approved expense to be charged on, with its markup."""

    origin: str
    date: datetime.date
    description: str
    amount: Amount


class UnbilledParts(Out):
    """What of a project no document bills yet."""

    time: list[UnbilledTimeOut]
    expenses: list[UnbilledExpenseOut]


@router.get("/unbilled-work", response=list[UnbilledOut])
def list_unbilled_work(request: Request) -> Any:
    """List the projects with work that could be billed today, the most worth first."""
    actor = request.actor
    actor.require("project.propose_invoice")
    base = actor.company.base_currency
    return [
        UnbilledOut(
            project_id=one.project.pk,
            code=one.project.code,
            name=one.project.name,
            time=amount(one.time_minor, base),
            expenses=amount(one.expenses_minor, base),
            milestones=amount(one.milestones_minor, base),
            total=amount(one.total_minor, base),
            hours=one.hours,
            earliest=one.earliest,
        )
        for one in queries.unbilled_work(actor, today_of(request))
    ]


@router.get("/projects/{project_id}/unbilled", response=UnbilledParts)
def read_unbilled_parts(request: Request, project_id: Id) -> Any:
    """Read the time and the expenses of a project that no document bills yet."""
    actor, today = request.actor, today_of(request)
    actor.require("project.propose_invoice")
    queries.project(actor, project_id)
    base = actor.company.base_currency
    return UnbilledParts(
        time=[
            UnbilledTimeOut.of(
                one.entry,
                time_entry_id=one.entry.pk,
                description=one.description,
                price=one.price,
                amount=amount(one.amount_minor, base),
            )
            for one in queries.unbilled_time(actor.company, [project_id], until=today)
        ],
        expenses=[
            UnbilledExpenseOut.of(one, amount=amount(one.amount_minor, base))
            for one in queries.unbilled_expenses(actor.company, [project_id], until=today).get(project_id, ())
        ],
    )


@router.get("/projects/{project_id}/billing-rules", response=list[BillingRuleOut])
def list_billing_rules(request: Request, project_id: Id) -> Any:
    """List how a project is billed, and what of it was."""
    actor = request.actor
    found = queries.project_page(actor, project_id, today_of(request))
    return [rule_out(row, actor.company.base_currency) for row in found.rules]


@router.post("/projects/{project_id}/billing-rules", response=list[BillingRuleOut])
def set_billing_rule(request: Request, project_id: Id, sent: BillingRuleIn) -> Any:
    """Agree one way of billing, replacing what was agreed of its kind; what is billed stays as it is."""
    actor = request.actor
    base = actor.company.base_currency
    services.set_billing_rule(
        actor=actor,
        project_id=project_id,
        kind=sent.kind,
        tax_id=sent.tax_id,
        amount_minor=base_minor(sent.amount, base),
        shares=[share.share(base) for share in sent.shares],
        milestones=[each.milestone(base) for each in sent.milestones],
        default_hour_price=sent.default_hour_price,
        hour_prices={each.employee_id: each.price for each in sent.hour_prices},
        markup_percent=sent.markup_percent,
    )
    return list_billing_rules(request, project_id)


@router.post("/milestones/{milestone_id}/complete", response=MilestoneOut)
def complete_milestone(request: Request, milestone_id: Id, sent: ReachedIn) -> Any:
    """Say that a milestone was reached."""
    actor = request.actor
    on = sent.on or today_of(request)
    row = services.complete_milestone(actor=actor, milestone_id=milestone_id, on=on)
    return milestone_out(row, "done", actor.company.base_currency)


@router.post("/milestones/{milestone_id}/reopen", response=MilestoneOut)
def reopen_milestone(request: Request, milestone_id: Id) -> Any:
    """Take back that a milestone was reached."""
    actor = request.actor
    row = services.complete_milestone(actor=actor, milestone_id=milestone_id, on=None)
    return milestone_out(row, "open", actor.company.base_currency)


@router.post("/projects/{project_id}/bill", response={201: BilledOut})
def bill_project(request: Request, project_id: Id, sent: ProjectBillIn) -> Any:
    """Post an invoice for a project by its billing rules."""
    asked = sent.asked(today_of(request))
    return Status(201, billed_out(services.bill_project(actor=request.actor, project_id=project_id, **asked)))


@router.post("/projects/{project_id}/propose-invoice", response={201: BilledOut})
def propose_project_invoice(request: Request, project_id: Id, sent: ProjectBillIn) -> Any:
    """Draft an invoice for a project; the draft holds what it bills until it is discarded."""
    asked = sent.asked(today_of(request))
    return Status(201, billed_out(services.propose_invoice(actor=request.actor, project_id=project_id, **asked)))
