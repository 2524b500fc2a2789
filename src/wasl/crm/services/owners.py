"""Give deals and leads to another member."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from wasl.access.actor import Actor
from wasl.core import events
from wasl.crm.models import Activity, Deal, Lead
from wasl.crm.services.records import check_member, lock_deal, lock_lead, tell_owner


@transaction.atomic
def hand_over(*, actor: Actor, to_member_id: int, deal_ids: Sequence[int] = (), lead_ids: Sequence[int] = ()) -> int:
    """Give deals and leads, and their open steps, to another member; returns how many changed owner.

    :raises BadInput: the member is not active.
    :raises NotFound: one of them is outside the actor's scope.
    """
    actor.require("lead.assign")
    check_member(to_member_id)
    count = 0
    for deal in (lock_deal(actor, key, "deal.change") for key in sorted(set(deal_ids))):
        count += _give(deal, to_member_id)
        Activity.objects.filter(deal=deal, done_at=None).update(owner_id=to_member_id)
    for lead in (lock_lead(actor, key, "lead.assign") for key in sorted(set(lead_ids))):
        count += _give(lead, to_member_id)
        Activity.objects.filter(lead=lead, done_at=None).update(owner_id=to_member_id)
    return count


def _give(record: Deal | Lead, to_member_id: int) -> int:
    if record.owner_id == to_member_id:
        return 0
    before, record.owner_id = record.owner_id, to_member_id
    record.version += 1
    record.save(update_fields=["owner", "version"])
    noun = "deal" if isinstance(record, Deal) else "lead"
    events.record(f"{noun}.handed_over", record, party_id=record.party_id, before=before, owner_id=to_member_id)
    tell_owner(record)
    return 1
