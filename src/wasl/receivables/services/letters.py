"""Letters with documents: the invoice itself, and reminders of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from wasl.access.actor import Actor
from wasl.core import attachments, events
from wasl.core.errors import NotFound
from wasl.messages import services as messages
from wasl.messages.models import OutboxMessage
from wasl.messages.queries import Letter
from wasl.receivables import queries
from wasl.receivables.errors import NotDueYet, NothingOwed, RemindedToday
from wasl.receivables.pdf import document_pdf
from wasl.receivables.queries import DocumentPage
from wasl.receivables.services.documents import lock_document, mark_sent


@transaction.atomic
def send_document(*, actor: Actor, document_id: int, letter: Letter, on: date) -> OutboxMessage:
    """Put a letter with a posted document into the outbox; where it is late on a day, that is a reminder of it.

    :raises NotFound: the document is a draft or reversed.
    :raises BadInput: the address is none.
    """
    actor.require("invoice.post")
    document = lock_document(document_id)
    if document.state != "posted":
        raise NotFound()
    found = queries.document_page(actor, document_id)
    data = document_pdf(actor.company, found, letter.language)
    kept = attachments.attach(
        actor=actor, subject=document, data=data, filename=f"{document.number}.pdf", party_id=document.party_id
    )
    message = messages.queue_message(
        actor=actor.lending("message.queue"),
        attachment_ids=[kept.pk],
        about=document,
        party_id=document.party_id,
        **letter.said(),
    )
    mark_sent(actor=actor, document_id=document_id)
    if queries.is_late(found, on):
        document.reminded_on = on
        document.save(update_fields=["reminded_on"])
        events.record("invoice.reminded", document, party_id=document.party_id, number=document.number)
    return message


def reminder(*, actor: Actor, document_id: int, on: date) -> Letter:
    """Return the reminder of an invoice that `remind` would send.

    :raises NothingOwed: nothing is open of it.
    :raises NotDueYet: its day has not passed.
    :raises RemindedToday: the customer was reminded of it today.
    """
    actor.require("invoice.post")
    return queries.letter_about(actor, _late(actor, document_id, on), on)


@transaction.atomic
def remind(*, actor: Actor, document_id: int, on: date) -> OutboxMessage:
    """Remind a customer of a late invoice by the company's own text, once a day; refuses as `reminder` does.

    :raises BadInput: the customer has no e-mail address.
    """
    actor.require("invoice.post")
    lock_document(document_id)
    letter = reminder(actor=actor, document_id=document_id, on=on)
    return send_document(actor=actor, document_id=document_id, letter=letter, on=on)


def _late(actor: Actor, document_id: int, on: date) -> DocumentPage:
    found = queries.document_page(actor, document_id)
    document = found.document
    if document.is_credit or not found.open_minor:
        raise NothingOwed(number=str(document))
    if not queries.is_late(found, on):
        raise NotDueYet(number=document.number, due=document.due_date.isoformat())
    if document.reminded_on == on:
        raise RemindedToday(number=document.number)
    return found
