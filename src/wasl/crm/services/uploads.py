"""Keep a file that is about to be imported."""

from __future__ import annotations

from django.db import transaction

from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core import attachments
from wasl.core.models import Attachment


@transaction.atomic
def keep_upload(*, actor: Actor, data: bytes, filename: str) -> Attachment:
    """Keep a file with the member who brought it, for the pages that ask about it before it is imported.

    :raises UploadError: it is no table that can be read.
    """
    actor.require("crm.import")
    member = Member.objects.get(pk=actor.member_id)
    return attachments.attach(actor=actor, subject=member, data=data, filename=filename)
