"""Past deals and leads enter as they were, and what an import asked is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events
from wasl.core.errors import BadInput, NotFound
from wasl.core.models import Event
from wasl.crm.models import Deal, ImportBatch, ImportQuestion, Lead
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
PARTY_FIELDS = ("sector", "country")


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


@dataclass
class Counts:
    """How many rows an import made, changed and found as they were."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


def import_deal(*, actor: Actor, past: PastDeal, on: date) -> Deal:
    """Enter one past deal as it was: nothing is started by it."""
    actor.require("crm.import")
    import_deals(actor=actor, past=[past], on=on)
    deal: Deal = Deal.objects.get(external_key=past.external_key)
    return deal


@transaction.atomic
def import_deals(*, actor: Actor, past: Sequence[PastDeal], on: date) -> Counts:
    """Enter past deals as they were, by their external key: no project, no mail, no follow-up comes of it.

    A deal that a person has changed since (its version is not the import's) keeps what they wrote.

    :raises BadInput: a closed deal without its day.
    """
    actor.require("crm.import")
    start = first_stage()
    there = {
        deal.external_key: deal for deal in Deal.objects.filter(external_key__in=[each.external_key for each in past])
    }
    fresh: dict[str, Deal] = {}
    changed: list[Deal] = []
    counts = Counts()
    now = clock.now()
    for each in past:
        values = _deal_values(actor, each, start.pk, on)
        deal = there.get(each.external_key) or fresh.get(each.external_key)
        if deal is None:
            fresh[each.external_key] = Deal(
                **values, external_key=each.external_key, pipeline_id=start.pipeline_id, created_at=now
            )
            counts.created += 1
            continue
        values["stage_since"] = deal.stage_since if each.engaged_on is None else values["stage_since"]
        if deal.version == 1 and any(getattr(deal, name) != values[name] for name in DEAL_FIELDS):
            for name in DEAL_FIELDS:
                setattr(deal, name, values[name])
            counts.updated += 1
            if deal.pk:
                changed.append(deal)
        else:
            counts.unchanged += 1
    Deal.objects.bulk_create(fresh.values(), batch_size=None)
    Deal.objects.bulk_update(changed, [name.removesuffix("_id") for name in DEAL_FIELDS], batch_size=50)
    won = {each.party_id for each in past if each.state == rules.WON and each.party_id}
    if won:
        parties.mark_customers(actor=actor.lending("party.mark"), party_ids=won)
    return counts


def import_lead(*, actor: Actor, external_key: str, name: str, **said: Any) -> Lead:
    """Enter one lead as another system had it: nothing is started by it."""
    actor.require("crm.import")
    import_leads(actor=actor, leads=[{"external_key": external_key, "name": name, **said}])
    lead: Lead = Lead.objects.get(external_key=external_key)
    return lead


@transaction.atomic
def import_leads(*, actor: Actor, leads: Sequence[dict[str, Any]]) -> Counts:
    """Enter leads by their external key; one that a person has changed since keeps what they wrote."""
    actor.require("crm.import")
    there = {
        lead.external_key: lead for lead in Lead.objects.filter(external_key__in=[one["external_key"] for one in leads])
    }
    fresh: dict[str, Lead] = {}
    counts = Counts()
    for said in leads:
        values = {name: said.get(name) or "" for name in LEAD_FIELDS if name not in ("owner_id", "search_text")}
        values["owner_id"] = said.get("owner_id")
        values["search_text"] = text_of(values["name"], values["company_name"], values["email"], values["phone"])
        lead = there.get(said["external_key"]) or fresh.get(said["external_key"])
        if lead is None:
            fresh[said["external_key"]] = Lead(**values, external_key=said["external_key"], created_at=clock.now())
            counts.created += 1
        elif lead.version == 1 and any(getattr(lead, name) != values[name] for name in LEAD_FIELDS):
            for name in LEAD_FIELDS:
                setattr(lead, name, values[name])
            counts.updated += 1
            if lead.pk:
                lead.save()
        else:
            counts.unchanged += 1
    Lead.objects.bulk_create(fresh.values())
    return counts


def note_import(event: Event) -> None:
    """Keep the report of an import, and its questions until a person has answered them."""
    facts = event.facts
    batch = ImportBatch.objects.create(
        kind=facts["kind"],
        file_name=facts["file_name"][:200],
        read=facts["read"],
        created=facts["created"],
        updated=facts["updated"],
        unchanged=facts["unchanged"],
        rejected=facts["rejected"],
        member_id=event.member_id,
        finished_at=event.at,
    )
    asked = {(question.column, question.value) for question in ImportQuestion.objects.filter(kind=facts["kind"])}
    ImportQuestion.objects.bulk_create(
        ImportQuestion(
            batch=batch,
            kind=facts["kind"],
            column=question["field"],
            value=question["value"],
            proposal=question["proposal"],
            rows=question["rows"],
        )
        for question in facts["questions"]
        if question["about"] == "value" and question["value"] and (question["field"], question["value"]) not in asked
    )


@transaction.atomic
def answer_import_question(*, actor: Actor, question_id: int, answer: str = "") -> ImportQuestion:
    """Settle what an import asked: the proposal was right (no answer), or the rows are put right now.

    :raises BadInput: the rows of such a column are put right one by one.
    """
    actor.require("crm.import")
    question: ImportQuestion | None = ImportQuestion.objects.select_for_update().filter(pk=question_id).first()
    if question is None:
        raise NotFound()
    answer = answer.strip() or question.proposal
    if answer != question.proposal:
        _put_right(actor, question, answer)
    question.answer, question.answered_at = answer, clock.now()
    question.save(update_fields=["answer", "answered_at"])
    events.record("import_question.answered", question, value=question.value, answer=answer)
    return question


def _put_right(actor: Actor, question: ImportQuestion, answer: str) -> None:
    if question.column == "product":
        rows = Deal.objects.filter(facts__imported__product=question.value)
        rows.update(product=answer[:120], version=F("version") + 1)
    elif question.column in PARTY_FIELDS:
        parties.put_right(
            actor=actor.lending("party.change"), field=question.column, imported=question.value, value=answer
        )
    else:
        raise BadInput("answer", reason=_("Change these records one by one in their list."))


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
