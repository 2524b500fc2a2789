"""Past deals and leads enter as another system had them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock
from wasl.core.errors import BadInput
from wasl.crm.models import Deal, Lead
from wasl.crm.rules import deals as rules
from wasl.crm.services.deals import first_stage, text_of
from wasl.parties import services as parties

DEAL_FIELDS = (
    "title",
    "party_id",
    "stage_id",
    "stage_since",
    "state",
    "owner_id",
    "amount_minor",
    "currency",
    "product",
    "engaged_on",
    "closed_on",
    "search_text",
    "facts",
)
LEAD_FIELDS = ("name", "company_name", "email", "phone", "source", "message", "owner_id", "search_text")
CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@dataclass(frozen=True)
class PastDeal:
    """A deal as another system had it. `state` open, won or lost; a closed one has a day of closing."""

    external_key: str
    title: str
    state: str
    party_id: int | None = None
    party_name: str = ""
    stage_id: int | None = None
    owner_id: int | None = None
    amount_minor: int = 0
    currency: str = ""
    product: str = ""
    engaged_on: date | None = None
    closed_on: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def import_deal(*, actor: Actor, past: PastDeal, on: date) -> Deal:
    """Enter one past deal as it was: nothing is started by it."""
    actor.require("crm.import")
    import_deals(actor=actor, past=[past], on=on)
    deal: Deal = Deal.objects.get(external_key=past.external_key)
    return deal


@transaction.atomic
def import_deals(*, actor: Actor, past: Sequence[PastDeal], on: date) -> list[str]:
    """Enter past deals as they were, by their external key: no project, no mail, no follow-up comes of it.

    A deal that a person has changed since (its version is not the import's) keeps what they wrote. Returns for each
    whether it was created, updated or unchanged.

    :raises BadInput: a closed deal without its day.
    """
    actor.require("crm.import")
    start = first_stage()
    there = {
        deal.external_key: deal for deal in Deal.objects.filter(external_key__in=[each.external_key for each in past])
    }
    fresh: dict[str, Deal] = {}
    changed: list[Deal] = []
    fates: list[str] = []
    now = clock.now()
    for each in past:
        values = _deal_values(actor, each, start.pk, on)
        deal = there.get(each.external_key) or fresh.get(each.external_key)
        if deal is None:
            fresh[each.external_key] = Deal(
                **values, external_key=each.external_key, pipeline_id=start.pipeline_id, created_at=now
            )
            fates.append(CREATED)
            continue
        values["stage_since"] = deal.stage_since if each.engaged_on is None else values["stage_since"]
        if deal.version == 1 and any(getattr(deal, name) != values[name] for name in DEAL_FIELDS):
            for name in DEAL_FIELDS:
                setattr(deal, name, values[name])
            fates.append(UPDATED)
            if deal.pk:
                changed.append(deal)
        else:
            fates.append(UNCHANGED)
    Deal.objects.bulk_create(fresh.values(), batch_size=None)
    Deal.objects.bulk_update(changed, [name.removesuffix("_id") for name in DEAL_FIELDS], batch_size=50)
    won = {each.party_id for each in past if each.state == rules.WON and each.party_id}
    if won:
        parties.mark_customers(actor=actor.lending("party.mark"), party_ids=won)
    return fates


def import_lead(*, actor: Actor, external_key: str, name: str, **said: Any) -> Lead:
    """Enter one lead as another system had it: nothing is started by it."""
    actor.require("crm.import")
    import_leads(actor=actor, leads=[{"external_key": external_key, "name": name, **said}])
    lead: Lead = Lead.objects.get(external_key=external_key)
    return lead


@transaction.atomic
def import_leads(*, actor: Actor, leads: Sequence[dict[str, Any]]) -> list[str]:
    """Enter leads by their external key; one that a person has changed since keeps what they wrote.

    Returns for each whether it was created, updated or unchanged.
    """
    actor.require("crm.import")
    there = {
        lead.external_key: lead for lead in Lead.objects.filter(external_key__in=[one["external_key"] for one in leads])
    }
    fresh: dict[str, Lead] = {}
    fates: list[str] = []
    for said in leads:
        values = {name: said.get(name) or "" for name in LEAD_FIELDS if name not in ("owner_id", "search_text")}
        values["owner_id"] = said.get("owner_id")
        values["search_text"] = text_of(values["name"], values["company_name"], values["email"], values["phone"])
        lead = there.get(said["external_key"]) or fresh.get(said["external_key"])
        if lead is None:
            fresh[said["external_key"]] = Lead(**values, external_key=said["external_key"], created_at=clock.now())
            fates.append(CREATED)
        elif lead.version == 1 and any(getattr(lead, name) != values[name] for name in LEAD_FIELDS):
            for name in LEAD_FIELDS:
                setattr(lead, name, values[name])
            fates.append(UPDATED)
            if lead.pk:
                lead.save()
        else:
            fates.append(UNCHANGED)
    Lead.objects.bulk_create(fresh.values())
    return fates


def _deal_values(actor: Actor, past: PastDeal, start_id: int, on: date) -> dict[str, Any]:
    if past.state != rules.OPEN and past.closed_on is None:
        raise BadInput("closed_on", reason=_("A closed deal needs its day of closing."))
    is_open = past.state == rules.OPEN
    return {
        "title": past.title[:200],
        "party_id": past.party_id,
        "stage_id": (past.stage_id or start_id) if is_open else past.stage_id,
        "stage_since": past.engaged_on or on,
        "state": past.state,
        "owner_id": past.owner_id,
        "amount_minor": past.amount_minor,
        "currency": past.currency or actor.company.base_currency,
        "product": past.product,
        "engaged_on": past.engaged_on,
        "closed_on": None if is_open else past.closed_on,
        "search_text": text_of(past.title, past.product, past.party_name, past.external_key),
        "facts": past.facts,
    }
