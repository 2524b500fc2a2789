"""Keep files with leads and deals."""

from __future__ import annotations

from django.db import transaction

from wasl.access.actor import Actor
from wasl.core import attachments
from wasl.core.models import Attachment
from wasl.crm.services.records import lock_deal, lock_lead


@transaction.atomic
def attach_file(
    *, actor: Actor, data: bytes, filename: str, deal_id: int | None = None, lead_id: int | None = None
) -> Attachment:
    """Keep a file with a deal or a lead.

    :raises UploadError: the file is of a kind that is not accepted.
    """
    actor.require("deal.change" if deal_id else "lead.change")
    if deal_id is not None:
        deal = lock_deal(actor, deal_id, "deal.change")
        return attachments.attach(actor=actor, subject=deal, data=data, filename=filename, party_id=deal.party_id)
    lead = lock_lead(actor, lead_id or 0, "lead.change")
    return attachments.attach(actor=actor, subject=lead, data=data, filename=filename, party_id=lead.party_id)
