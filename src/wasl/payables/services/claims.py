"""Claim, approve and post what employees spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import attachments, events
from wasl.core.errors import BadAmountRefused, BadInput, NotFound
from wasl.core.models import Attachment, Company
from wasl.core.money import BadAmount
from wasl.ledger import queries as ledger_queries
from wasl.ledger.errors import AlreadyReversed, HasApplications, refuse_before
from wasl.ledger.rules import documents as arithmetic
from wasl.ledger.rules.documents import DocumentResult, LineInput, TaxTerms, Terms
from wasl.payables.errors import SelfApproval, WrongClaimState
from wasl.payables.models import Claim, ClaimLine
from wasl.payables.rules.claims import may_become
from wasl.payables.services import posting

PAID_BY = ("employee", "card", "bank")


@dataclass(frozen=True)
class ClaimLineDraft:
    """A line as entered. `account_id` None posts to the default expense account."""

    price: Decimal
    description: str = ""
    quantity: Decimal = Decimal(1)
    tax_id: int | None = None
    account_id: int | None = None
    project_id: int | None = None
    department_id: int | None = None
    is_billable: bool = False
    discount_percent: Decimal | None = None
    discount_minor: int | None = None


@dataclass(frozen=True)
class ClaimInput:
    """A claim as entered, in base currency."""

    employee_id: int
    date: date
    lines: Sequence[ClaimLineDraft]
    paid_by: str = "employee"
    account_id: int | None = None
    prices_include_tax: bool = True
    merchant: str = ""
    notes: str = ""
    discount_percent: Decimal | None = None
    discount_minor: int | None = None


@transaction.atomic
def draft_claim(*, actor: Actor, given: ClaimInput) -> Claim:
    """Write a claim as a draft.

    :raises BadAmountRefused: amounts that money cannot hold.
    """
    actor.require("claim.submit")
    claim = Claim(owner_id=actor.member_id)
    _write(actor, claim, given)
    events.record("claim.drafted", claim, total_minor=claim.total_minor)
    return claim


@transaction.atomic
def change_claim(*, actor: Actor, claim_id: int, given: ClaimInput, version: int) -> Claim:
    """Replace what a draft claim says.

    :raises WrongClaimState: it was submitted.
    :raises StaleVersion: somebody else changed it since it was opened.
    """
    actor.require("claim.submit")
    claim = _lock(actor, "claim.submit", claim_id)
    claim.expect(version)
    if claim.state not in ("draft", "rejected"):
        raise WrongClaimState(state=claim.state)
    ClaimLine.objects.filter(claim=claim).delete()
    claim.version += 1
    claim.state = "draft"
    _write(actor, claim, given)
    return claim


@transaction.atomic
def discard_claim(*, actor: Actor, claim_id: int) -> None:
    """Throw a claim away that was not approved."""
    actor.require("claim.submit")
    claim = _lock(actor, "claim.submit", claim_id)
    if claim.state not in ("draft", "rejected"):
        raise WrongClaimState(state=claim.state)
    events.record("claim.discarded", claim, total_minor=claim.total_minor)
    claim.delete()


@transaction.atomic
def attach_file(*, actor: Actor, claim_id: int, data: bytes, filename: str) -> Attachment:
    """Keep a file with a claim, its receipt; one that was approved may still be proven by it.

    :raises UploadError: the file is of a kind that is not accepted.
    """
    actor.require("claim.submit")
    claim = _lock(actor, "claim.submit", claim_id)
    return attachments.attach(actor=actor, subject=claim, data=data, filename=filename)


@transaction.atomic
def submit_claim(*, actor: Actor, claim_id: int) -> Claim:
    """Hand a claim in for approval."""
    actor.require("claim.submit")
    claim = _lock(actor, "claim.submit", claim_id)
    return _turn(claim, "submitted", "claim.submitted")


@transaction.atomic
def reject_claim(*, actor: Actor, claim_id: int, reason: str) -> Claim:
    """Send a claim back with a reason."""
    actor.require("claim.approve")
    if not reason.strip():
        raise BadInput("reason", reason=_("Say why the claim is rejected."))
    claim = _lock(actor, "claim.approve", claim_id)
    claim.reason = reason
    return _turn(claim, "rejected", "claim.rejected")


@transaction.atomic
def approve_claim(*, actor: Actor, claim_id: int, on: date) -> Claim:
    """Approve and post a claim, dated the expense where its period is open, else `on`.

    :raises SelfApproval: the claim is the actor's own (an owner may approve theirs: nobody stands above).
    """
    actor.require("claim.approve")
    claim = _lock(actor, "claim.approve", claim_id)
    if claim.owner_id == actor.member_id and actor.role not in ("owner", "system"):
        raise SelfApproval()
    if not may_become(claim.state, "approved"):
        raise WrongClaimState(state=claim.state)
    posting.post_claim(actor.company, claim, posting.open_date(claim.date, on))
    return claim


@transaction.atomic
def record_expense(*, actor: Actor, given: ClaimInput) -> Claim:
    """Write, approve and post an expense in one act, dated the expense (finance's own entry, imports).

    :raises PeriodLocked: its date lies in a locked period.
    """
    actor.require("claim.approve")
    claim = Claim(owner_id=None, state="submitted")
    _write(actor, claim, given)
    posting.post_claim(actor.company, claim, given.date)
    return claim


@transaction.atomic
def reverse_claim(*, actor: Actor, claim_id: int, on: date) -> Claim:
    """Undo an approved claim by a mirrored entry.

    :raises AlreadyReversed: it was reversed before.
    :raises HasApplications: it was reimbursed.
    """
    actor.require("claim.approve")
    claim = _lock(actor, "claim.approve", claim_id)
    if claim.state == "reversed":
        raise AlreadyReversed()
    if not may_become(claim.state, "reversed"):
        raise WrongClaimState(state=claim.state)
    refuse_before(on, claim.posted_on or claim.date)
    if posting.is_reimbursed(claim):
        raise HasApplications()
    posting.unpost_claim(actor.company, claim, on)
    return claim


def _result(company: Company, given: ClaimInput) -> tuple[DocumentResult, dict[int, TaxTerms]]:
    """Return a claim's amounts and the taxes of its date.

    :raises BadAmountRefused: amounts that money cannot hold.
    """
    taxes = ledger_queries.tax_terms([line.tax_id or 0 for line in given.lines], given.date)
    terms = Terms(
        company.base_currency,
        company.rounding,
        company.tax_rounding,
        given.prices_include_tax,
        given.discount_percent,
        given.discount_minor,
    )
    lines = [
        LineInput(line.quantity, line.price, line.tax_id or 0, line.discount_percent, line.discount_minor)
        for line in given.lines
    ]
    try:
        return arithmetic.calculate(lines, terms, taxes), taxes
    except BadAmount as error:
        raise BadAmountRefused("lines", amount=str(error)) from error


def _write(actor: Actor, claim: Claim, given: ClaimInput) -> None:
    if not given.lines:
        raise BadInput("lines", reason=_("A claim needs at least one line."))
    if given.paid_by not in PAID_BY:
        raise BadInput("paid_by", reason=_("Choose who paid: the employee, a company card or the bank."))
    ledger_queries.refuse_unknown(
        employees=[given.employee_id],
        accounts=[given.account_id, *(line.account_id for line in given.lines)],
        taxes=[line.tax_id for line in given.lines],
        projects=[line.project_id for line in given.lines],
        departments=[line.department_id for line in given.lines],
    )
    result, taxes = _result(actor.company, given)
    costs = posting.costs_minor(result, taxes, actor.company.rounding)
    default = ledger_queries.default_account("expense").pk
    claim.employee_id, claim.date, claim.paid_by = given.employee_id, given.date, given.paid_by
    claim.account_id, claim.prices_include_tax = given.account_id, given.prices_include_tax
    claim.merchant, claim.notes = given.merchant, given.notes
    claim.net_minor, claim.tax_minor, claim.total_minor = result.net_minor, result.tax_minor, result.total_minor
    claim.save()
    ClaimLine.objects.bulk_create(
        ClaimLine(
            claim=claim,
            position=position,
            description=line.description,
            account_id=line.account_id or default,
            quantity=line.quantity,
            price=line.price,
            tax_id=line.tax_id,
            project_id=line.project_id,
            department_id=line.department_id,
            is_billable=line.is_billable,
            net_minor=worked.net_minor,
            tax_minor=worked.tax_minor,
            cost_minor=cost,
        )
        for position, (line, worked, cost) in enumerate(zip(given.lines, result.lines, costs, strict=True), start=1)
    )


def _lock(actor: Actor, act: str, claim_id: int) -> Claim:
    claim: Claim | None = Claim.objects.select_for_update().filter(pk=claim_id).first()
    if claim is None:
        raise NotFound()
    actor.require_owned(act, claim.owner_id)
    return claim


def _turn(claim: Claim, state: str, event: str) -> Claim:
    if not may_become(claim.state, state):
        raise WrongClaimState(state=claim.state)
    claim.state = state
    claim.version += 1
    claim.save(update_fields=["state", "reason", "version"])
    events.record(event, claim, total_minor=claim.total_minor, reason=claim.reason)
    return claim
