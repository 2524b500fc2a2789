"""Turn a won deal into work and money, in one transaction, and take that back while nothing is posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.errors import NotFound
from wasl.core.models import Company, Event
from wasl.core.money import allocate, convert, to_decimal
from wasl.crm import services as crm
from wasl.crm.models import Activity, Deal
from wasl.crm.services import NextStep
from wasl.ledger import queries as ledger
from wasl.ledger.errors import MissingRate
from wasl.parties import services as parties
from wasl.parties.models import Party
from wasl.projects import services as projects
from wasl.projects.models import BilledPart, Project, TimeEntry
from wasl.projects.rules import FIXED
from wasl.projects.services import FixedShare, MilestoneInput, RoleInput
from wasl.receivables import services as receivables
from wasl.receivables.models import Document
from wasl.receivables.services import DocumentInput, LineDraft
from wasl.sales import rules
from wasl.sales.errors import WonWorkBilled
from wasl.sales.models import Quote, QuoteLine
from wasl.sales.services.quotes import origin_of

MINUTES_AN_HOUR = 60
KICKOFF_DAYS = 2


@dataclass(frozen=True)
class WinPlan:
    """What winning a deal starts; amounts in base minor units without tax. `kind` "" agrees no billing yet.

    `shares` tells which parts of the price take which tax, in proportion; without them all of it takes `tax_id`.
    """

    project_name: str
    opens_project: bool = True
    owner_id: int | None = None
    department_id: int | None = None
    start_date: date | None = None
    end_date: date | None = None
    budget_minor: int | None = None
    budget_minutes: int | None = None
    roles: Sequence[RoleInput] = ()
    kind: str = FIXED
    amount_minor: int | None = None
    tax_id: int | None = None
    shares: Sequence[FixedShare] = ()
    milestones: Sequence[MilestoneInput] = ()
    default_hour_price: Decimal | None = None
    deposit_percent: Decimal = Decimal(0)
    deposit_minor: int = 0
    kickoff: str = ""
    kickoff_on: date | None = None
    quote_id: int | None = None


@dataclass(frozen=True)
class Won:
    """What winning a deal made; a deposit for each tax of the price."""

    deal: Deal
    project: Project | None
    deposits: tuple[Document, ...]

    @property
    def deposit(self) -> Document | None:
        """Return the first deposit, None for none."""
        return self.deposits[0] if self.deposits else None


def preview_win(*, actor: Actor, deal_id: int, on: date) -> WinPlan:
    """Return what winning a deal would start, from its latest live quote or from the deal itself.

    :raises NotFound: there is no such deal within the actor's reach.
    """
    actor.require("deal.win")
    deal = _deal(actor, deal_id)
    company = actor.company
    quote = _live_quote(deal)
    lines = list(QuoteLine.objects.filter(quote=quote).order_by("position")) if quote else []
    amount, currency = (quote.net_minor, quote.currency) if quote else (deal.amount_minor, deal.currency)
    base = _in_base(company, amount, currency, on)
    percent = quote.deposit_percent if quote else Decimal(0)
    has_finance = "finance" in company.modules
    roles = _roles(lines)
    default_tax = ledger.taxes().first()
    return WinPlan(
        project_name=deal.title,
        opens_project="projects" in company.modules,
        owner_id=deal.owner_id,
        budget_minor=base,
        budget_minutes=sum(role.planned_minutes for role in roles) or None,
        roles=roles,
        kind=FIXED if base and has_finance else "",
        amount_minor=base,
        tax_id=lines[0].tax_id if lines else (default_tax.pk if default_tax else None),
        shares=_shares_of(lines, base or 0),
        deposit_percent=percent,
        deposit_minor=rules.deposit_minor(base or 0, percent, company.rounding) if has_finance else 0,
        kickoff=_("Kickoff: %(title)s") % {"title": deal.title},
        kickoff_on=on + timedelta(days=KICKOFF_DAYS),
        quote_id=quote.pk if quote else None,
    )


@transaction.atomic
def win_deal(*, actor: Actor, deal_id: int, on: date, plan: WinPlan) -> Won:
    """Win a deal: customer, project with budget, roles and billing, deposit draft and kickoff task, or nothing at all.

    :raises AlreadyWon: it was won before; nothing is started again.
    :raises PartyNeeded: nobody is known as the customer.
    :raises BadInput: a plan that cannot be used.
    """
    actor.require("deal.win")
    lent = actor.lending(
        "party.mark", "project.open", "project.change", "billing_rule.set", "invoice.draft", "activity.log"
    )
    deal = crm.mark_deal_won(actor=actor, deal_id=deal_id, on=on)
    party_id = deal.party_id
    assert party_id is not None
    parties.mark_customers(actor=lent, party_ids=[party_id])
    _accept_quote(plan.quote_id, deal, on)
    project = _open_project(lent, deal, plan) if plan.opens_project else None
    deposits = _draft_deposits(lent, deal, project, on, plan)
    kickoff = None
    if plan.kickoff.strip():
        step = NextStep(plan.kickoff, plan.kickoff_on or on, owner_id=plan.owner_id or deal.owner_id)
        kickoff = crm.plan_next_step(actor=lent, step=step, party_id=party_id)
    events.record(
        "deal.handed_to_delivery",
        deal,
        party_id=party_id,
        project_id=project.pk if project else None,
        document_ids=[one.pk for one in deposits],
        activity_id=kickoff.pk if kickoff else None,
    )
    return Won(deal, project, tuple(deposits))


@transaction.atomic
def reopen_won_deal(*, actor: Actor, deal_id: int, on: date) -> Deal:
    """Open a won deal again: its drafts are discarded, and its project is closed where nothing was booked on it.

    :raises WonWorkBilled: an invoice was posted for it.
    :raises DealClosed: it is not won.
    """
    actor.require("deal.win")
    deal = crm.reopen_won(actor=actor, deal_id=deal_id, on=on)
    project = Project.objects.select_for_update().filter(origin=_origin(deal)).first()
    documents = _documents(deal, project)
    if posted := sorted(one.number for one in documents if one.state == "posted"):
        raise WonWorkBilled(numbers=", ".join(posted))
    lent = actor.lending("invoice.draft", "project.change", "activity.log", "lead.change")
    for document in documents:
        if document.state == "draft":
            receivables.discard_draft(actor=lent, document_id=document.pk)
    if project is not None and not TimeEntry.objects.filter(project=project).exists():
        projects.close_project(actor=lent, project_id=project.pk)
    _close_kickoff(lent, deal)
    return deal


def _open_project(actor: Actor, deal: Deal, plan: WinPlan) -> Project:
    """Open the deal's project, or the one that it had when it was won before."""
    origin = _origin(deal)
    found = Project.objects.filter(origin=origin).first()
    if found is not None:
        project = projects.reopen_project(actor=actor, project_id=found.pk)
        projects.set_roles(actor=actor, project_id=project.pk, version=project.version, roles=plan.roles)
    else:
        project = projects.open_project(
            actor=actor,
            name=plan.project_name,
            party_id=deal.party_id or 0,
            department_id=plan.department_id,
            origin=origin,
            owner_id=plan.owner_id,
            start_date=plan.start_date,
            end_date=plan.end_date,
            budget_minor=plan.budget_minor,
            budget_minutes=plan.budget_minutes,
            roles=plan.roles,
        )
    if plan.kind:
        projects.set_billing_rule(
            actor=actor,
            project_id=project.pk,
            kind=plan.kind,
            tax_id=plan.tax_id,
            amount_minor=plan.amount_minor,
            shares=_scaled(plan, plan.amount_minor or 0) if plan.kind == FIXED else (),
            milestones=plan.milestones,
            default_hour_price=plan.default_hour_price,
        )
    return project


def _shares_of(lines: Sequence[QuoteLine], whole_minor: int) -> list[FixedShare]:
    """Return what of a price in base currency takes which tax of a quote, by largest remainder of its nets."""
    nets: dict[int | None, int] = {}
    for line in lines:
        nets[line.tax_id] = nets.get(line.tax_id, 0) + line.net_minor
    parts = allocate(whole_minor, list(nets.values()))
    return [FixedShare(tax_id, minor) for tax_id, minor in zip(nets, parts, strict=True) if minor]


def _scaled(plan: WinPlan, whole_minor: int) -> list[FixedShare]:
    """Return a whole split as the plan's price is split between taxes."""
    if not plan.shares:
        return [FixedShare(plan.tax_id, whole_minor)]
    parts = allocate(whole_minor, [share.amount_minor for share in plan.shares])
    return [FixedShare(share.tax_id, minor) for share, minor in zip(plan.shares, parts, strict=True) if minor]


def _draft_deposits(actor: Actor, deal: Deal, project: Project | None, on: date, plan: WinPlan) -> list[Document]:
    """Draft the deposit, one document for each tax: what is left of a deposit is counted with its own tax."""
    if plan.deposit_minor <= 0:
        return []
    shares = _scaled(plan, plan.deposit_minor)
    return [
        _draft_deposit(actor, deal, project, on, plan, share, _deposit_origin(deal) + (f":{index}" if index else ""))
        for index, share in enumerate(shares)
    ]


def _draft_deposit(
    actor: Actor, deal: Deal, project: Project | None, on: date, plan: WinPlan, share: FixedShare, origin: str
) -> Document:
    company = actor.company
    party = Party.objects.get(pk=deal.party_id)
    with translation.override(party.language or company.language):
        said = _("Deposit: %(title)s") % {"title": plan.project_name}
    line = LineDraft(
        description=said,
        price=to_decimal(share.amount_minor, company.base_currency),
        tax_id=share.tax_id,
        project_id=project.dimension_id if project else None,
        department_id=plan.department_id,
    )
    given = DocumentInput(
        party_id=party.pk,
        date=on,
        lines=[line],
        kind="deposit",
        currency=company.base_currency,
        origin=origin,
    )
    return receivables.draft_invoice(actor=actor, given=given)


def _close_kickoff(actor: Actor, deal: Deal) -> None:
    """Close the kickoff task that the latest win planned, if it is open."""
    won = (
        Event.objects.filter(name="deal.handed_to_delivery", subject_kind=Deal._meta.label_lower, subject_id=deal.pk)
        .order_by("pk")
        .last()
    )
    key = won.facts["activity_id"] if won else None
    if key is not None and Activity.objects.filter(pk=key, done_at=None).exists():
        crm.complete_activity(actor=actor, activity_id=key, outcome=_("The deal was opened again."))


def _accept_quote(quote_id: int | None, deal: Deal, on: date) -> None:
    """Count the deal's quote as accepted; a win is the customer's yes, whatever last day the quote had."""
    if quote_id is None:
        return
    quote = Quote.objects.select_for_update().filter(pk=quote_id, deal=deal, state=rules.SENT).first()
    if quote is not None:
        quote.state, quote.decided_on = rules.ACCEPTED, on
        quote.version += 1
        quote.save(update_fields=["state", "decided_on", "version"])
        events.record("quote.accepted", quote, party_id=quote.party_id, deal_id=deal.pk, number=str(quote))


def _roles(lines: Sequence[QuoteLine]) -> list[RoleInput]:
    """Return the roles that a quote plans; a role on several lines is planned once with all its time."""
    planned: dict[str, tuple[int, Decimal]] = {}
    for line in lines:
        if line.role:
            minutes, price = planned.get(line.role, (0, line.price))
            planned[line.role] = (minutes + line.planned_minutes, price)
    return [RoleInput(name, minutes, price) for name, (minutes, price) in planned.items()]


def _live_quote(deal: Deal) -> Quote | None:
    rows = Quote.objects.filter(deal=deal, state__in=rules.LIVE)
    found: Quote | None = rows.order_by("state", "-date", "-revision", "-pk").first()  # accepted comes before sent
    return found


def _in_base(company: Company, amount_minor: int, currency: str, on: date) -> int | None:
    """Return an amount in base currency; None for nothing, or where no exchange rate is known."""
    base = company.base_currency
    try:
        rate = ledger.exchange_rate(currency, on, base)
    except MissingRate:
        return None
    return convert(amount_minor, currency, rate, base, company.rounding) or None


def _documents(deal: Deal, project: Project | None) -> list[Document]:
    quotes = Quote.objects.filter(deal=deal).values_list("pk", flat=True)
    mine = Q(origin__startswith=_deposit_origin(deal)) | Q(origin__in=[origin_of(pk) for pk in quotes])
    found = {one.pk: one for one in Document.objects.filter(mine)}
    if project is not None:
        held = BilledPart.objects.filter(project=project, is_released=False).values("document_id")
        found |= {one.pk: one for one in Document.objects.filter(pk__in=held)}
    return list(found.values())


def _deposit_origin(deal: Deal) -> str:
    return f"{_origin(deal)}:deposit"


def _origin(deal: Deal) -> str:
    return f"deal:{deal.pk}"


def _deal(actor: Actor, deal_id: int) -> Deal:
    deal: Deal | None = Deal.objects.filter(pk=deal_id).first()
    if deal is None:
        raise NotFound()
    actor.require_owned("deal.win", deal.owner_id)
    return deal
