"""What crm does in the background: imports and their undoing."""

from __future__ import annotations

from django.utils import translation
from django_tasks import task

from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.errors import Refusal
from wasl.core.forms import text_of
from wasl.core.models import Event
from wasl.core.scope import company_scope
from wasl.crm import queries, services
from wasl.crm.rules import imports as rules


@task()
def carry_on_import(*, company_id: int, event_id: int) -> None:
    """Do what is left of an import or of its undoing, for the member whose event asked for it."""
    with company_scope(company_id):
        event: Event = Event.objects.get(pk=event_id)
    with company_scope(company_id, event.member_id), translation.override(event.facts["language"]):
        member = Member.objects.select_related("company").filter(pk=event.member_id, is_active=True).first()
        if member is None:
            return
        actor = Actor.of(member)
        try:
            if queries.batch(actor, event.subject_id).state == rules.UNDOING:
                services.undo_import(actor=actor, batch_id=event.subject_id)
            else:
                services.carry_on_import(actor=actor, batch_id=event.subject_id)
        except Refusal as refusal:
            services.stop_import(actor=actor, batch_id=event.subject_id, error=text_of(refusal))
