"""What projects, their billing and their time look like to programs."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from wasl.access.actor import Actor
from wasl.core.rest import Amount, AmountIn, Day, In, Line, Number, Out, Ref, amount, base_minor
from wasl.projects.models import Milestone, Project, TimeEntry
from wasl.projects.queries.projects import MilestoneRow, RoleRow, RuleRow
from wasl.projects.services import FixedShare, MilestoneInput, RoleInput
from wasl.receivables.models import Document

MINUTES_AN_HOUR = 60
HOUR_PLACES = Decimal("0.000001")
BUDGET_HOURS_MAX = 10**6
ProjectState = Literal["active", "on_hold", "closed"]
Billing = Literal["fixed", "milestone", "time_materials"]
Hours = Annotated[Number, Field(ge=0, le=BUDGET_HOURS_MAX)]
Price = Annotated[Number, Field(ge=0)]


def hours_of(minutes: int) -> Decimal:
    """Return minutes as hours, to a millionth."""
    return (Decimal(minutes) / MINUTES_AN_HOUR).quantize(HOUR_PLACES).normalize()


def minutes_of(hours: Decimal) -> int:
    """Return hours as whole minutes."""
    return int((hours * MINUTES_AN_HOUR).to_integral_value())


class ProjectOut(Out):
    """Work for a customer; `owner_id` leads it, the budget is in the company's currency."""

    id: int
    code: str
    name: str
    name_ar: str
    state: ProjectState
    party_id: int
    party_name: str
    department_id: int | None
    owner_id: int | None
    dimension_id: int | None
    start_date: datetime.date | None
    end_date: datetime.date | None
    budget: Amount | None
    budget_hours: Number | None
    created_at: datetime.datetime
    version: int


def project_out(row: Project, base: str) -> ProjectOut:
    """Return a project as programs read it."""
    return ProjectOut.of(
        row,
        party_name=row.party.name,
        budget=None if row.budget_minor is None else amount(row.budget_minor, base),
        budget_hours=None if row.budget_minutes is None else hours_of(row.budget_minutes),
    )


class ProjectRoleOut(Out):
    """A kind of work that a project plans with; what an hour costs is told to who may see money of margins."""

    name: str
    planned_hours: Number
    hour_price: Number | None
    hour_cost: Number | None


def role_out(row: RoleRow | RoleInput) -> ProjectRoleOut:
    """Return a role as programs read it."""
    return ProjectRoleOut.of(row, planned_hours=hours_of(row.planned_minutes))


class ProjectRoleIn(In):
    """A kind of work as planned; price and cost of an hour in the company's currency."""

    name: Annotated[Line, Field(min_length=1, max_length=100)]
    planned_hours: Hours = Decimal(0)
    hour_price: Price | None = None
    hour_cost: Price | None = None

    def role(self) -> RoleInput:
        """Return it as services take it."""
        return RoleInput(self.name, minutes_of(self.planned_hours), self.hour_price, self.hour_cost)


class MilestoneIn(In):
    """A part of the work that is billed when it is done, without tax, in the company's currency."""

    name: Annotated[Line, Field(min_length=1)]
    amount: AmountIn
    due_date: Day | None = None

    def milestone(self, base: str) -> MilestoneInput:
        """Return it as services take it."""
        return MilestoneInput(self.name, base_minor(self.amount, base, "milestones.amount") or 0, self.due_date)


class PriceShareIn(In):
    """A part of a fixed price that takes a tax of its own, without tax, in the company's currency."""

    tax_id: Ref | None = None
    amount: AmountIn

    def share(self, base: str) -> FixedShare:
        """Return it as services take it."""
        return FixedShare(self.tax_id, base_minor(self.amount, base, "shares.amount") or 0)


class MilestoneOut(Out):
    """A milestone: open, due, done (and not billed) or billed."""

    id: int
    rule_id: int
    name: str
    amount: Amount
    due_date: datetime.date | None
    done_on: datetime.date | None
    state: str


def milestone_out(row: Milestone, state: str, base: str) -> MilestoneOut:
    """Return a milestone as programs read it."""
    return MilestoneOut.of(row, state=state, amount=amount(row.amount_minor, base))


class HourPriceOut(Out):
    """What an hour of one employee is charged."""

    employee_id: int
    price: Number


class BillingRuleOut(Out):
    """A way in which a project is billed: the whole of it where it has one, what is billed and what is left."""

    id: int
    kind: Billing
    tax_id: int | None
    whole: Amount | None
    billed: Amount
    left: Amount | None
    markup_percent: Number
    default_hour_price: Number | None
    hour_prices: list[HourPriceOut]
    milestones: list[MilestoneOut]


def rule_out(row: RuleRow, base: str) -> BillingRuleOut:
    """Return a billing rule as programs read it."""

    def money(minor: int | None) -> Amount | None:
        return None if minor is None else amount(minor, base)

    def stone(each: MilestoneRow) -> MilestoneOut:
        return milestone_out(each.milestone, each.state, base)

    return BillingRuleOut.of(
        row.rule,
        whole=money(row.whole_minor),
        billed=money(row.billed_minor),
        left=money(row.left_minor),
        hour_prices=[HourPriceOut.of(each) for each in row.rule.hour_prices.all()],
        milestones=[stone(each) for each in row.milestones],
    )


class TimeEntryOut(Out):
    """Hours of an employee on a project and day; what they cost is told to who may see money of margins."""

    id: int
    employee_id: int
    project_id: int
    owner_id: int | None
    date: datetime.date
    hours: Number
    is_billable: bool
    is_billed: bool
    note: str
    cost: Amount | None
    created_at: datetime.datetime
    version: int


def time_out(row: TimeEntry, actor: Actor) -> TimeEntryOut:
    """Return a time entry as this member's programs may read it."""
    base = actor.company.base_currency
    cost = amount(row.cost_minor, base) if actor.can("margin.view_money") else None
    return TimeEntryOut.of(row, is_billed=row.billed_id is not None, cost=cost)


class BilledOut(Out):
    """The customer document that an act made."""

    id: int
    number: str
    state: str
    total: Amount


def billed_out(row: Document) -> BilledOut:
    """Return a document that bills work."""
    return BilledOut.of(row, total=amount(row.total_minor, row.currency))
