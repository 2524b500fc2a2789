"""Open deals, move them, win or lose them, hand them over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events, formats, search
from wasl.core.errors import BadAmountRefused, BadInput, NotFound
from wasl.core.money import AMOUNT_MAX, CURRENCIES
from wasl.core.scope import current_member_id
from wasl.crm.errors import AlreadyWon, DealClosed, PartyNeeded, ReasonNeeded, StageNeeds
from wasl.crm.models import Activity, Deal, LossReason, Pipeline, Stage, StageChange
from wasl.crm.rules import deals as rules
from wasl.crm.services.activities import NextStep, add_step
from wasl.crm.services.records import check_member, close_steps, lock_deal, tell_owner
from wasl.parties.models import Party

CHANGEABLE = frozenset(
    {
        "title",
        "party_id",
        "contact_name",
        "amount_minor",
        "currency",
        "percent",
        "product",
        "expected_close",
        "owner_id",
    }
)


@transaction.atomic
def open_deal(
    *,
    actor: Actor,
    title: str,
    on: date,
    party_id: int | None = None,
    stage_id: int | None = None,
    amount_minor: int = 0,
    currency: str = "",
    owner_id: int | None = None,
    next_step: NextStep | None = None,
    **said: Any,
) -> Deal:
    """Open a deal in a stage (the first where none is named); its owner is the actor where none is named.

    :raises BadInput: an empty title, an unknown stage, party, member or currency.
    :raises BadAmountRefused: a negative or too large amount.
    :raises StageNeeds: the stage asks for what is not said.
    """
    actor.require("deal.open")
    deal = begin_deal(
        actor,
        title=title,
        on=on,
        party_id=party_id,
        stage_id=stage_id,
        amount_minor=amount_minor,
        currency=currency,
        owner_id=owner_id,
        **said,
    )
    if next_step is not None:
        add_step(actor.lending("activity.log"), next_step, deal=deal, party_id=deal.party_id)
    refuse_lacking(deal, deal.stage)
    return deal


def begin_deal(
    actor: Actor,
    *,
    title: str,
    on: date,
    party_id: int | None,
    stage_id: int | None = None,
    amount_minor: int,
    currency: str,
    owner_id: int | None,
    **said: Any,
) -> Deal:
    """Insert a deal: the first half of opening one; what its stage asks for is for the caller to check."""
    actor.require("deal.open")
    stage = _stage(stage_id) if stage_id else first_stage()
    values = _checked(
        {
            "title": title,
            "party_id": party_id,
            "amount_minor": amount_minor,
            "currency": currency or actor.company.base_currency,
            "owner_id": owner_id or actor.member_id,
            **said,
        }
    )
    deal = Deal(
        **values, pipeline_id=stage.pipeline_id, stage=stage, stage_since=on, engaged_on=on, created_at=clock.now()
    )
    deal.search_text = text_of(deal.title, deal.contact_name, deal.product, _party_name(deal.party_id))
    deal.save()
    events.record(
        "deal.opened",
        deal,
        party_id=deal.party_id,
        title=deal.title,
        amount_minor=amount_minor,
        stage=stage.name,
        stage_ar=stage.name_ar,
    )
    return deal


@transaction.atomic
def change_deal(*, actor: Actor, deal_id: int, version: int, **changes: Any) -> Deal:
    """Change what a deal says; `version` is the one that was read.

    :raises StaleVersion: somebody else changed it since.
    """
    actor.require("deal.change")
    deal = lock_deal(actor, deal_id, "deal.change")
    deal.expect(version)
    if deal.state == rules.WON and {"amount_minor", "currency", "party_id"} & set(changes):
        raise DealClosed()
    values = _checked(changes)
    changed = {field: value for field, value in values.items() if getattr(deal, field) != value}
    if not changed:
        return deal
    for field, value in changed.items():
        setattr(deal, field, value)
    deal.search_text = text_of(deal.title, deal.contact_name, deal.product, _party_name(deal.party_id))
    deal.version += 1
    deal.save()
    if "party_id" in changed:
        Activity.objects.filter(deal=deal).update(party_id=deal.party_id)
    events.record("deal.changed", deal, party_id=deal.party_id, fields=sorted(changed))
    if "owner_id" in changed:
        tell_owner(deal)
    return deal


@transaction.atomic
def move_deal(*, actor: Actor, deal_id: int, stage_id: int, on: date) -> Deal:
    """Move an open deal to another stage of its pipeline; to the same stage changes nothing.

    :raises DealClosed: it is won or lost.
    :raises BadInput: the stage is of another pipeline.
    :raises StageNeeds: the deal does not say yet what the stage asks for.
    """
    actor.require("deal.change")
    deal = lock_deal(actor, deal_id, "deal.change")
    if deal.state != rules.OPEN:
        raise DealClosed()
    stage = _stage(stage_id)
    if stage.pipeline_id != deal.pipeline_id:
        raise BadInput("stage", reason=_("This stage belongs to another pipeline."))
    if stage.pk == deal.stage_id:
        return deal
    refuse_lacking(deal, stage)
    return _put(deal, stage, on)


@transaction.atomic
def undo_move(*, actor: Actor, deal_id: int, stage_id: int, on: date) -> Deal:
    """Take an open deal back to the stage that its last move left, whatever that stage asks for: it was there.

    :raises DealClosed: it is won or lost.
    :raises BadInput: its last move did not leave that stage.
    """
    actor.require("deal.change")
    deal = lock_deal(actor, deal_id, "deal.change")
    if deal.state != rules.OPEN:
        raise DealClosed()
    last = StageChange.objects.filter(deal=deal).select_related("from_stage").order_by("-pk").first()
    if last is None or last.from_stage_id != stage_id or last.to_stage_id != deal.stage_id:
        raise BadInput("stage", reason=_("The deal was moved again meanwhile."))
    return _put(deal, last.from_stage, on)


def _put(deal: Deal, stage: Stage, on: date) -> Deal:
    """Write that a deal goes to another stage."""
    _note_stage(deal, stage, on)
    deal.stage, deal.stage_since = stage, on
    deal.version += 1
    deal.save(update_fields=["stage", "stage_since", "version"])
    events.record("deal.moved", deal, party_id=deal.party_id, stage=stage.name, stage_ar=stage.name_ar)
    return deal


def refuse_lacking(deal: Deal, stage: Stage | None) -> None:
    """Refuse a deal that does not say yet what a stage asks for.

    :raises StageNeeds: it does not.
    """
    if stage is not None and (lacks := lacking(deal, stage)):
        raise StageNeeds(stage.display_name(formats.language()), lacks)


def lacking(deal: Deal, stage: Stage) -> list[str]:
    """Return what a stage asks for that a deal does not say yet."""
    if not stage.required:
        return []
    said = {
        "party": deal.party_id,
        "contact_name": deal.contact_name,
        "amount": deal.amount_minor,
        "expected_close": deal.expected_close,
        "product": deal.product,
        "next_step": deal.next_due,
    }
    return rules.missing(stage.required, said)


@transaction.atomic
def enter_stage(
    *, actor: Actor, deal_id: int, stage_id: int, on: date, next_step: NextStep | None = None, **said: Any
) -> Deal:
    """Move a deal to a stage with what the stage asks for: all of it, or nothing.

    :raises StageNeeds: something of it is still not said.
    """
    actor.require("deal.change")
    deal = lock_deal(actor, deal_id, "deal.change")
    if said:
        change_deal(actor=actor, deal_id=deal_id, version=deal.version, **said)
    if next_step is not None:
        add_step(actor.lending("activity.log"), next_step, deal=lock_deal(actor, deal_id, "deal.change"))
    return move_deal(actor=actor, deal_id=deal_id, stage_id=stage_id, on=on)


@transaction.atomic
def lose_deal(*, actor: Actor, deal_id: int, on: date, reason_id: int | None, note: str = "") -> Deal:
    """Close a deal as lost, with the reason; its open steps are closed.

    :raises ReasonNeeded: no reason of the list is given.
    :raises DealClosed: it is won or lost already.
    """
    actor.require("deal.change")
    deal = lock_deal(actor, deal_id, "deal.change")
    if not rules.may_become(deal.state, rules.LOST):
        raise DealClosed()
    reason = LossReason.objects.filter(pk=reason_id).first()
    if reason is None:
        raise ReasonNeeded("reason")
    deal.state, deal.closed_on, deal.loss_reason, deal.loss_note = rules.LOST, on, reason, note.strip()
    deal.version += 1
    deal.save(update_fields=["state", "closed_on", "loss_reason", "loss_note", "version"])
    close_steps({"deal": deal}, clock.now(), "lost")
    events.record("deal.lost", deal, party_id=deal.party_id, reason=reason.name, reason_ar=reason.name_ar)
    return deal


@transaction.atomic
def mark_deal_won(*, actor: Actor, deal_id: int, on: date) -> Deal:
    """Mark a deal as won and close its open steps: the first half of winning it; work and money follow elsewhere.

    :raises AlreadyWon: it was won before.
    :raises DealClosed: it was lost; reopen it first.
    :raises PartyNeeded: nobody is known as the customer.
    """
    actor.require("deal.win")
    deal = lock_deal(actor, deal_id, "deal.win")
    if deal.state == rules.WON:
        raise AlreadyWon()
    if not rules.may_become(deal.state, rules.WON):
        raise DealClosed()
    if deal.party_id is None:
        raise PartyNeeded("party")
    deal.state, deal.closed_on = rules.WON, on
    deal.version += 1
    deal.save(update_fields=["state", "closed_on", "version"])
    close_steps({"deal": deal}, clock.now(), "won")
    events.record(
        "deal.won",
        deal,
        party_id=deal.party_id,
        title=deal.title,
        amount_minor=deal.amount_minor,
        currency=deal.currency,
    )
    return deal


@transaction.atomic
def reopen_deal(*, actor: Actor, deal_id: int, on: date, next_step: NextStep | None = None) -> Deal:
    """Open a lost deal again in the stage where it was lost.

    :raises DealClosed: it was won, or is open.
    """
    actor.require("deal.change")
    deal = lock_deal(actor, deal_id, "deal.change")
    if not rules.may_become(deal.state, rules.OPEN):
        raise DealClosed()
    deal.state, deal.closed_on, deal.loss_reason, deal.loss_note = rules.OPEN, None, None, ""
    deal.stage, deal.stage_since = deal.stage or first_stage(), on
    deal.version += 1
    deal.save()
    events.record("deal.reopened", deal, party_id=deal.party_id)
    if next_step is not None:
        add_step(actor.lending("activity.log"), next_step, deal=deal, party_id=deal.party_id)
    return deal


@transaction.atomic
def reopen_won(*, actor: Actor, deal_id: int, on: date) -> Deal:
    """Open a won deal again in its stage; what winning it started is taken back elsewhere.

    :raises DealClosed: it is not won.
    """
    actor.require("deal.win")
    deal = lock_deal(actor, deal_id, "deal.win")
    if deal.state != rules.WON:
        raise DealClosed()
    deal.state, deal.closed_on, deal.stage_since = rules.OPEN, None, on
    deal.version += 1
    deal.save(update_fields=["state", "closed_on", "stage_since", "version"])
    events.record("deal.reopened", deal, party_id=deal.party_id, was=rules.WON)
    return deal


def first_stage() -> Stage:
    """Return the first stage of the default pipeline.

    :raises NotFound: the company has no pipeline.
    """
    pipeline = Pipeline.objects.filter(is_default=True).first()
    stage = Stage.objects.filter(pipeline=pipeline).order_by("position").first() if pipeline else None
    if stage is None:
        raise NotFound()
    return stage


def text_of(*parts: str) -> str:
    """Return what a deal or a lead is searched by."""
    return search.text_of(*parts)


def _note_stage(deal: Deal, stage: Stage, on: date) -> None:
    StageChange.objects.create(
        deal=deal,
        from_stage_id=deal.stage_id,
        to_stage=stage,
        on=on,
        days=rules.days_in_stage(deal.stage_since, on),
        member_id=current_member_id(),
    )


def _stage(stage_id: int) -> Stage:
    stage: Stage | None = Stage.objects.filter(pk=stage_id).first()
    if stage is None:
        raise BadInput("stage", reason=_("There is no such stage."))
    return stage


def _party_name(party_id: int | None) -> str:
    if party_id is None:
        return ""
    party = Party.objects.filter(pk=party_id).first()
    return f"{party.name} {party.name_ar}" if party else ""


def _checked(said: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(said) - CHANGEABLE:
        raise BadInput(min(unknown), reason=_("This cannot be changed."))
    values: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    if not values.get("title", "-"):
        raise BadInput("title", reason=_("Name the deal."))
    if values.get("currency", "SAR") not in CURRENCIES:
        raise BadInput("currency", reason=_("This currency is not known: use its three-letter ISO code."))
    if not 0 <= values.get("amount_minor", 0) <= AMOUNT_MAX:
        raise BadAmountRefused("amount", amount=values["amount_minor"])
    percent = values.get("percent")
    if percent is not None and not 0 <= percent <= 100:
        raise BadInput("percent", reason=_("A chance lies between 0 and 100."))
    if values.get("party_id") and not Party.objects.filter(pk=values["party_id"]).exists():
        raise BadInput("party", reason=_("There is no such customer."))
    check_member(values.get("owner_id"))
    return values
