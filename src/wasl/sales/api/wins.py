"""Endpoints of winning a deal: what it would start, the act itself, and taking it back."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Router
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.pages import today_of
from wasl.core.rest import Amount, AmountIn, Day, Flag, Id, In, Line, Number, Out, Ref, amount, base_minor
from wasl.crm.api.shapes import DealOut, deal_out
from wasl.projects.api.shapes import (
    BilledOut,
    Hours,
    MilestoneIn,
    Price,
    PriceShareIn,
    ProjectRoleIn,
    ProjectRoleOut,
    billed_out,
    hours_of,
    minutes_of,
    role_out,
)
from wasl.sales import rules, services
from wasl.sales.api.shapes import Percent
from wasl.sales.services import WinPlan

router = Router(tags=["Won deals"])
Billing = Literal["", "fixed", "milestone", "time_materials"]


class PriceShareOut(Out):
    """A part of the price that takes a tax of its own."""

    tax_id: int | None
    amount: Amount


class WinPlanOut(Out):
    """What winning a deal would start, without tax in the company's currency; `kind` "" agrees no billing yet."""

    project_name: str
    opens_project: bool
    owner_id: int | None
    budget: Amount | None
    budget_hours: Number | None
    roles: list[ProjectRoleOut]
    kind: Billing
    amount: Amount | None
    tax_id: int | None
    shares: list[PriceShareOut]
    deposit_percent: Number
    deposit: Amount
    kickoff: str
    kickoff_on: datetime.date | None
    quote_id: int | None


class WinPlanIn(In):
    """What starts otherwise than the preview says: only what is sent."""

    project_name: Annotated[Line, Field(min_length=1)] = "-"
    opens_project: Flag = True
    owner_id: Ref | None = None
    department_id: Ref | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    budget: AmountIn | None = None
    budget_hours: Hours | None = None
    roles: Annotated[list[ProjectRoleIn], Field(max_length=100)] = []
    kind: Billing = ""
    amount: AmountIn | None = None
    tax_id: Ref | None = None
    shares: Annotated[list[PriceShareIn], Field(max_length=100)] = []
    milestones: Annotated[list[MilestoneIn], Field(max_length=200)] = []
    default_hour_price: Price | None = None
    deposit_percent: Percent = Decimal(0)
    kickoff: Line = ""
    kickoff_on: Day | None = None


class WonOut(Out):
    """What winning a deal made: its project, and a deposit for each tax of the price."""

    deal: DealOut
    project_id: int | None
    deposits: list[BilledOut]


@router.get("/deals/{deal_id}/win", response=WinPlanOut)
def preview_win(request: Request, deal_id: Id) -> Any:
    """Say what winning a deal would start, from its latest live quote or from the deal itself."""
    actor = request.actor
    base = actor.company.base_currency
    plan = services.preview_win(actor=actor, deal_id=deal_id, on=today_of(request))
    return WinPlanOut.of(
        plan,
        budget=_money(plan.budget_minor, base),
        budget_hours=hours_of(plan.budget_minutes) if plan.budget_minutes else None,
        roles=[role_out(role) for role in plan.roles],
        amount=_money(plan.amount_minor, base),
        shares=[PriceShareOut(tax_id=one.tax_id, amount=amount(one.amount_minor, base)) for one in plan.shares],
        deposit=amount(plan.deposit_minor, base),
    )


@router.post("/deals/{deal_id}/win", response=WonOut)
def win_deal(request: Request, deal_id: Id, sent: WinPlanIn) -> Any:
    """Win a deal: customer, project with budget, roles and billing, deposit draft and first task, or nothing at all."""
    actor, on = request.actor, today_of(request)
    plan = services.preview_win(actor=actor, deal_id=deal_id, on=on)
    changed = _changed(plan, sent, actor.company.base_currency, actor.company.rounding)
    won = services.win_deal(actor=actor, deal_id=deal_id, on=on, plan=changed)
    return WonOut(
        deal=deal_out(won.deal),
        project_id=won.project.pk if won.project else None,
        deposits=[billed_out(one) for one in won.deposits],
    )


@router.post("/deals/{deal_id}/reopen-won", response=DealOut)
def reopen_won_deal(request: Request, deal_id: Id) -> Any:
    """Open a won deal again while nothing is posted for it; its drafts are discarded."""
    return deal_out(services.reopen_won_deal(actor=request.actor, deal_id=deal_id, on=today_of(request)))


def _money(minor: int | None, base: str) -> Amount | None:
    return None if minor is None else amount(minor, base)


def _changed(plan: WinPlan, sent: WinPlanIn, base: str, rounding: str) -> WinPlan:
    """Return the plan with what was sent in place of what it says; a new price is the budget too, where none is."""
    said = sent.said()
    if "amount" in said:
        said["amount_minor"] = base_minor(said.pop("amount"), base)
        if said["amount_minor"] is not None:
            said["budget_minor"] = said["amount_minor"]
    if "budget" in said:
        said["budget_minor"] = base_minor(said.pop("budget"), base, "budget")
    if "budget_hours" in said:
        hours = said.pop("budget_hours")
        said["budget_minutes"] = None if hours is None else minutes_of(hours)
    for name, plain in (("roles", ProjectRoleIn.role), ("shares", _share(base)), ("milestones", _milestone(base))):
        if name in said:
            said[name] = [plain(each) for each in said[name]]
    changed = replace(plan, **said)
    deposit = rules.deposit_minor(changed.amount_minor or 0, changed.deposit_percent, rounding)
    return replace(changed, deposit_minor=deposit)


def _share(base: str) -> Any:
    return lambda each: each.share(base)


def _milestone(base: str) -> Any:
    return lambda each: each.milestone(base)
