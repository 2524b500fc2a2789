"""Lock the rows that acts are about, within the actor's scope."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core import notices
from wasl.core.errors import BadInput, NotFound
from wasl.crm.models import Activity, Deal, Lead


def lock_lead(actor: Actor, lead_id: int, act: str) -> Lead:
    """Lock a lead that the act reaches.

    :raises NotFound: there is none within the actor's scope.
    """
    actor.require(act)
    lead: Lead | None = Lead.objects.select_for_update().filter(pk=lead_id).first()
    if lead is None:
        raise NotFound()
    actor.require_owned(act, lead.owner_id)
    return lead


def lock_deal(actor: Actor, deal_id: int, act: str) -> Deal:
    """Lock a deal that the act reaches.

    :raises NotFound: there is none within the actor's scope.
    """
    actor.require(act)
    deal: Deal | None = Deal.objects.select_for_update().filter(pk=deal_id).first()
    if deal is None:
        raise NotFound()
    actor.require_owned(act, deal.owner_id)
    return deal


def check_member(member_id: int | None) -> None:
    """Refuse an owner who is no active member of the company.

    :raises BadInput: there is no such member.
    """
    if member_id is not None and not Member.objects.filter(pk=member_id, is_active=True).exists():
        raise BadInput("owner", reason=_("Choose an active member of the team."))


def close_steps(steps: dict[str, Any], now: datetime, outcome: str) -> int:
    """Mark the open steps of a record as done, since the record closes; returns how many."""
    count = Activity.objects.filter(done_at=None, **steps).update(done_at=now, outcome=outcome)
    note_next_due(**steps)
    if "deal" in steps:
        for lead in Lead.objects.filter(deal=steps["deal"]):
            note_next_due(lead=lead)  # its steps went on to the deal and closed with it
    return count


def note_next_due(*, deal: Deal | None = None, lead: Lead | None = None) -> None:
    """Write on a deal or a lead when its first open step is due: the tail of every act that changes its steps."""
    for record, name in ((deal, "deal_id"), (lead, "lead_id")):
        if record is None:
            continue
        rows = Activity.objects.filter(done_at=None, **{name: record.pk})
        record.next_due = rows.aggregate(first=Min("due_date"))["first"]
        type(record).objects.filter(pk=record.pk).update(next_due=record.next_due)


def tell_owner(record: Deal | Lead) -> None:
    """Tell the owner of a deal or a lead that somebody else gave it to them."""
    noun = "deal" if isinstance(record, Deal) else "lead"
    here = reverse(f"crm:{noun}", args=[record.pk])
    mine = f"{reverse(f'crm:{noun}s')}?owner={record.owner_id}"
    notices.notify_other(record.owner_id, f"{noun}.given", here, many_url=mine, name=str(record))
