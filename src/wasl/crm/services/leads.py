"""Capture leads, give them an owner, qualify them or not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events
from wasl.core.errors import BadInput
from wasl.crm.errors import LeadClosed
from wasl.crm.models import Activity, Deal, Lead
from wasl.crm.rules import leads as rules
from wasl.crm.services.activities import NextStep, add_step
from wasl.crm.services.deals import begin_deal, refuse_lacking, text_of
from wasl.crm.services.records import check_member, close_steps, lock_lead, note_next_due, tell_owner
from wasl.parties import services as parties
from wasl.parties.models import Party

CHANGEABLE = frozenset({"name", "company_name", "email", "phone", "source", "message"})


@transaction.atomic
def capture_lead(
    *, actor: Actor, name: str, owner_id: int | None = None, next_step: NextStep | None = None, **said: Any
) -> Lead:
    """Capture somebody who asked or was found. Without an owner or a next step it waits on Today for them.

    :raises BadInput: neither a name nor a company name.
    """
    actor.require("lead.capture")
    values = _checked({"name": name.strip() or said.get("company_name", ""), **said})
    check_member(owner_id)
    lead = Lead(**values, owner_id=owner_id, created_at=clock.now())
    lead.search_text = _text(lead)
    lead.save()
    events.record("lead.captured", lead, name=lead.name, source=lead.source)
    tell_owner(lead)
    if next_step is not None:
        add_step(actor.lending("activity.log"), next_step, lead=lead)
    return lead


@transaction.atomic
def change_lead(*, actor: Actor, lead_id: int, version: int, **changes: Any) -> Lead:
    """Change what is known of a lead; `version` is the one that was read.

    :raises StaleVersion: somebody else changed it since.
    """
    actor.require("lead.change")
    lead = lock_lead(actor, lead_id, "lead.change")
    lead.expect(version)
    values = _checked(changes)
    changed = {field: value for field, value in values.items() if getattr(lead, field) != value}
    for field, value in changed.items():
        setattr(lead, field, value)
    if changed:
        lead.search_text = _text(lead)
        lead.version += 1
        lead.save()
        events.record("lead.changed", lead, party_id=lead.party_id, fields=sorted(changed))
    return lead


@transaction.atomic
def assign_lead(*, actor: Actor, lead_id: int, owner_id: int, next_step: NextStep | None = None) -> Lead:
    """Give a lead an owner, and a next step if one is said."""
    actor.require("lead.assign")
    check_member(owner_id)
    lead = lock_lead(actor, lead_id, "lead.assign")
    if lead.owner_id != owner_id:
        before, lead.owner_id = lead.owner_id, owner_id
        lead.version += 1
        lead.save(update_fields=["owner", "version"])
        Activity.objects.filter(lead=lead, done_at=None).update(owner_id=owner_id)
        events.record("lead.assigned", lead, party_id=lead.party_id, before=before, owner_id=owner_id)
        tell_owner(lead)
    if next_step is not None:
        add_step(actor.lending("activity.log"), next_step, lead=lead)
    return lead


@transaction.atomic
def work_on_lead(*, actor: Actor, lead_id: int) -> Lead:
    """Take a new lead up, or one again that was set aside.

    :raises LeadClosed: it is qualified.
    """
    actor.require("lead.change")
    lead = lock_lead(actor, lead_id, "lead.change")
    return _become(lead, rules.WORKING, "lead.taken_up")


@transaction.atomic
def qualify_lead(
    *,
    actor: Actor,
    lead_id: int,
    on: date,
    title: str = "",
    party_id: int | None = None,
    amount_minor: int = 0,
    currency: str = "",
    expected_close: date | None = None,
    next_step: NextStep | None = None,
    contact_name: str = "",
    product: str = "",
) -> Deal:
    """Turn a lead into a deal with a party: the one that is named, or a new one of the lead's own facts.

    Party and deal are made in one transaction. The lead stays as it was and points to both; its open steps go
    on to the deal, its history shows there.

    :raises LeadClosed: it was qualified before.
    :raises StageNeeds: the first stage asks for what is not said.
    """
    actor.require("lead.change")
    lead = lock_lead(actor, lead_id, "lead.change")
    if not rules.may_become(lead.state, rules.QUALIFIED):
        raise LeadClosed()
    party = _party_of(actor, lead, party_id)
    deal = begin_deal(
        actor.lending("deal.open"),
        title=title.strip() or lead.company_name or lead.name,
        on=on,
        party_id=party.pk,
        amount_minor=amount_minor,
        currency=currency,
        owner_id=lead.owner_id or actor.member_id,
        expected_close=expected_close,
        contact_name=contact_name or (lead.name if lead.company_name else ""),
        product=product,
    )
    lead.party, lead.deal = party, deal
    _become(lead, rules.QUALIFIED, "lead.qualified", deal_id=deal.pk)
    Activity.objects.filter(lead=lead).update(party=party)
    Activity.objects.filter(lead=lead, done_at=None).update(deal=deal)
    note_next_due(deal=deal)
    if next_step is not None:
        add_step(actor.lending("activity.log"), next_step, deal=deal, party_id=party.pk)
    refuse_lacking(deal, deal.stage)
    return deal


@transaction.atomic
def disqualify_lead(*, actor: Actor, lead_id: int, reason: str, wake_on: date | None = None) -> Lead:
    """Set a lead aside with a reason; `wake_on` puts it on its owner's Today again on that day.

    :raises BadInput: no reason is given.
    :raises LeadClosed: it is qualified, or set aside already.
    """
    actor.require("lead.change")
    if not reason.strip():
        raise BadInput("reason", reason=_("Say why this lead does not suit."))
    lead = lock_lead(actor, lead_id, "lead.change")
    lead.reason = reason.strip()[:200]
    _become(lead, rules.DISQUALIFIED, "lead.disqualified", reason=lead.reason)
    close_steps({"lead": lead}, clock.now(), "disqualified")
    if wake_on is not None:
        add_step(
            actor.lending("activity.log"),
            NextStep(gettext("Get in touch again: %(name)s") % {"name": lead.name}, wake_on),
            lead=lead,
        )
    return lead


def _become(lead: Lead, state: str, event: str, **facts: Any) -> Lead:
    if not rules.may_become(lead.state, state):
        raise LeadClosed()
    lead.state = state
    lead.version += 1
    lead.save()
    events.record(event, lead, party_id=lead.party_id, **facts)
    return lead


def _party_of(actor: Actor, lead: Lead, party_id: int | None) -> Party:
    if party_id is not None:
        party: Party | None = Party.objects.filter(pk=party_id).first()
        if party is None:
            raise BadInput("party", reason=_("There is no such customer."))
        return party
    return parties.add_party(
        actor=actor.lending("party.add"),
        name=lead.company_name or lead.name,
        kind="organisation" if lead.company_name else "person",
        email=lead.email,
        phone=lead.phone,
        owner_id=lead.owner_id or actor.member_id,
    )


def _checked(said: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(said) - CHANGEABLE:
        raise BadInput(min(unknown), reason=_("This cannot be changed."))
    values = {field: value.strip() for field, value in said.items()}
    if not values.get("name", "-"):
        raise BadInput("name", reason=_("Enter the name of the person or of the company."))
    if "email" in values:
        values["email"] = values["email"].lower()
    return values


def _text(lead: Lead) -> str:
    digits = "".join(c for c in lead.phone if c.isdigit())
    return text_of(lead.name, lead.company_name, lead.email, digits)
