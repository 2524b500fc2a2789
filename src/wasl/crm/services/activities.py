"""Log what was done, plan what comes next, and never let an open record go without a next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events
from wasl.core.errors import BadInput, NotFound
from wasl.crm.errors import NextStepNeeded
from wasl.crm.models import Activity, Deal, Lead
from wasl.crm.rules import activities as rules
from wasl.crm.rules import deals as deal_rules
from wasl.crm.rules import leads as lead_rules
from wasl.crm.services.records import check_member, lock_deal, lock_lead, note_next_due
from wasl.parties.models import Party


@dataclass(frozen=True)
class NextStep:
    """What comes next and when; the owner is the record's where none is named."""

    subject: str
    due_date: date
    kind: str = rules.TASK
    due_time: time | None = None
    owner_id: int | None = None


@transaction.atomic
def log_activity(
    *,
    actor: Actor,
    kind: str,
    subject: str = "",
    body: str = "",
    outcome: str = "",
    deal_id: int | None = None,
    lead_id: int | None = None,
    party_id: int | None = None,
) -> Activity:
    """Log a call, meeting, letter or note that happened, on a lead, a deal or a party.

    :raises BadInput: nothing is said, or the kind is unknown.
    """
    actor.require("activity.log")
    if kind not in rules.KINDS:
        raise BadInput("kind", reason=_("This kind of activity does not exist."))
    if not (subject.strip() or body.strip()):
        raise BadInput("body", reason=_("Write what happened."))
    deal, lead, about = _about(actor, deal_id, lead_id, party_id)
    now = clock.now()
    activity = Activity.objects.create(
        kind=kind,
        subject=(subject.strip() or body.strip().splitlines()[0])[:200],
        body=body.strip(),
        outcome=outcome.strip(),
        done_at=now,
        created_at=now,
        owner_id=actor.member_id,
        member_id=actor.member_id,
        deal=deal,
        lead=lead,
        party_id=about,
    )
    if lead is not None and lead.state == lead_rules.NEW:
        lead.state = lead_rules.WORKING
        lead.save(update_fields=["state"])
    events.record("activity.logged", activity, party_id=about, kind=kind, deal_id=deal_id, lead_id=lead_id)
    return activity


@transaction.atomic
def plan_next_step(
    *, actor: Actor, step: NextStep, deal_id: int | None = None, lead_id: int | None = None, party_id: int | None = None
) -> Activity:
    """Plan what comes next on a lead, a deal or a party.

    :raises BadInput: no subject, a note, or an owner who is no member.
    """
    actor.require("activity.log")
    deal, lead, about = _about(actor, deal_id, lead_id, party_id)
    return add_step(actor, step, deal=deal, lead=lead, party_id=about)


@transaction.atomic
def complete_activity(
    *, actor: Actor, activity_id: int, outcome: str = "", next_step: NextStep | None = None
) -> Activity:
    """Close a step; the last open step of an open lead or deal asks for the next one.

    :raises NextStepNeeded: the record would be left without a next step.
    """
    actor.require("activity.log")
    activity = _lock(actor, activity_id)
    if activity.done_at is None:
        record = activity.deal or activity.lead
        if record is not None and rules.needs_next_step(
            record_is_open=_is_open(record),
            other_open_steps=_open_steps(record).exclude(pk=activity.pk).count(),
            next_step_given=next_step is not None,
        ):
            raise NextStepNeeded("next_step")
        activity.done_at = clock.now()
        activity.outcome = outcome.strip()
        activity.save(update_fields=["done_at", "outcome"])
        note_next_due(deal=activity.deal, lead=activity.lead)
        events.record("activity.completed", activity, party_id=activity.party_id, kind=activity.kind)
    if next_step is not None:
        add_step(actor, next_step, deal=activity.deal, lead=activity.lead, party_id=activity.party_id)
    return activity


@transaction.atomic
def snooze(*, actor: Actor, activity_id: int, until: date) -> Activity:
    """Move a step to another day.

    :raises BadInput: the step is done.
    """
    actor.require("activity.log")
    activity = _lock(actor, activity_id)
    if activity.done_at is not None:
        raise BadInput("until", reason=_("This step is done."))
    before, activity.due_date = activity.due_date, until
    activity.save(update_fields=["due_date"])
    note_next_due(deal=activity.deal, lead=activity.lead)
    events.record("activity.moved", activity, party_id=activity.party_id, before=str(before), until=str(until))
    return activity


@transaction.atomic
def change_step(*, actor: Actor, activity_id: int, owner_id: int) -> Activity:
    """Hand one step to another member.

    :raises BadInput: the new owner is no active member.
    """
    actor.require("activity.log")
    check_member(owner_id)
    activity = _lock(actor, activity_id)
    activity.owner_id = owner_id
    activity.save(update_fields=["owner_id"])
    events.record("activity.handed_over", activity, party_id=activity.party_id, owner_id=owner_id)
    return activity


@transaction.atomic
def bulk_plan_next_step(
    *, actor: Actor, step: NextStep, deal_ids: Sequence[int] | None = None, fill_owner_id: int | None = None
) -> int:
    """Plan the same step on many deals: those named, or every open deal in reach that has none; returns how many.

    `fill_owner_id` becomes the owner of those that have no owner. Deals that have a step already are left alone.
    """
    actor.require("deal.change")
    _check_step(step)
    check_member(fill_owner_id)
    rows = actor.limit("deal.change", Deal.objects.filter(state=deal_rules.OPEN))
    if deal_ids is not None:
        rows = rows.filter(pk__in=list(deal_ids))
    rows = rows.filter(next_due=None)
    deals = list(rows.order_by("pk").select_for_update())
    if fill_owner_id is not None:
        Deal.objects.filter(pk__in=[deal.pk for deal in deals if deal.owner_id is None]).update(owner_id=fill_owner_id)
    now = clock.now()
    steps = Activity.objects.bulk_create(
        Activity(
            kind=step.kind,
            subject=step.subject.strip(),
            due_date=step.due_date,
            due_time=step.due_time,
            owner_id=step.owner_id or deal.owner_id or fill_owner_id or actor.member_id,
            member_id=actor.member_id,
            deal=deal,
            party_id=deal.party_id,
            created_at=now,
        )
        for deal in deals
    )
    facts = {"kind": step.kind, "subject": step.subject, "due": str(step.due_date)}
    if steps:
        Deal.objects.filter(pk__in=[deal.pk for deal in deals]).update(next_due=step.due_date)
        events.record_many(
            "activity.planned", [(made, made.party_id, facts | {"deal_id": made.deal_id}) for made in steps]
        )
    return len(steps)


def add_step(
    actor: Actor, step: NextStep, *, deal: Deal | None = None, lead: Lead | None = None, party_id: int | None = None
) -> Activity:
    """Insert a planned step: the tail of every act that plans one."""
    actor.require("activity.log")
    _check_step(step)
    check_member(step.owner_id)
    record = deal or lead
    activity = Activity.objects.create(
        kind=step.kind,
        subject=step.subject.strip(),
        due_date=step.due_date,
        due_time=step.due_time,
        owner_id=step.owner_id or (record.owner_id if record else None) or actor.member_id,
        member_id=actor.member_id,
        deal=deal,
        lead=lead,
        party_id=party_id,
        created_at=clock.now(),
    )
    note_next_due(deal=deal, lead=lead)
    events.record(
        "activity.planned", activity, party_id=party_id, kind=step.kind, subject=step.subject, due=str(step.due_date)
    )
    return activity


def _check_step(step: NextStep) -> None:
    if step.kind not in rules.STEPS:
        raise BadInput("kind", reason=_("A next step is a call, a meeting, a task or an e-mail."))
    if not step.subject.strip():
        raise BadInput("subject", reason=_("Say what is to be done."))


def _about(
    actor: Actor, deal_id: int | None, lead_id: int | None, party_id: int | None
) -> tuple[Deal | None, Lead | None, int | None]:
    """Return the record that an activity is about, and the party behind it."""
    if deal_id is not None:
        deal = lock_deal(actor, deal_id, "deal.change")
        return deal, None, deal.party_id
    if lead_id is not None:
        lead = lock_lead(actor, lead_id, "lead.change")
        return None, lead, lead.party_id
    if party_id is None or not Party.objects.filter(pk=party_id).exists():
        raise NotFound()
    return None, None, party_id


def _lock(actor: Actor, activity_id: int) -> Activity:
    """Lock a step that is the actor's own or on a record in their reach."""
    activity: Activity | None = (
        Activity.objects.select_for_update(of=("self",)).select_related("deal", "lead").filter(pk=activity_id).first()
    )
    if activity is None:
        raise NotFound()
    if activity.owner_id != actor.member_id or actor.member_id is None:
        record = activity.deal or activity.lead
        actor.require_owned("deal.change" if activity.deal else "lead.change", record.owner_id if record else None)
    return activity


def _is_open(record: Deal | Lead) -> bool:
    return record.state == deal_rules.OPEN if isinstance(record, Deal) else record.state in lead_rules.OPEN


def _open_steps(record: Deal | Lead) -> QuerySet[Activity]:
    return Activity.objects.filter(done_at=None, **{"deal" if isinstance(record, Deal) else "lead": record})
