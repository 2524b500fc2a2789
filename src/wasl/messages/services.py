"""Every write about letters."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import attachments, clock, events, notices
from wasl.core.errors import BadInput, NotFound
from wasl.core.models import Attachment
from wasl.core.rehearsal import is_taken_back
from wasl.messages import queries
from wasl.messages.letters import html_of
from wasl.messages.models import MessageTemplate, OutboxMessage
from wasl.messages.rules import shipped_templates

SEND_MAX = 100


@transaction.atomic
def queue_message(
    *,
    actor: Actor,
    to: str,
    subject: str,
    body_text: str,
    body_html: str = "",
    attachment_ids: Sequence[int] = (),
    about: models.Model | None = None,
    party_id: int | None = None,
    language: str = "ar",
) -> OutboxMessage:
    """Put a letter into the outbox, where it waits until it is sent or copied.

    :raises BadInput: an address that is none, a line break in the subject, or an attachment that is not there.
    """
    actor.require("message.queue")
    address = to.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise BadInput("to", reason=_("This is no e-mail address.")) from None
    if "\n" in subject or "\r" in subject or not subject.strip():
        raise BadInput("subject", reason=_("Enter a subject in one line."))
    if Attachment.objects.filter(pk__in=attachment_ids).count() != len(set(attachment_ids)):
        raise BadInput("attachments", reason=_("An attachment is not there."))
    message = OutboxMessage.objects.create(
        to=address,
        subject=subject.strip()[:200],
        body_text=body_text,
        body_html=body_html,
        attachment_ids=list(attachment_ids),
        subject_kind=about._meta.label_lower if about is not None else "",
        subject_id=about.pk if about is not None else None,
        party_id=party_id,
        language=language,
        member_id=actor.member_id,
        created_at=clock.now(),
    )
    events.record("message.queued", message, party_id=party_id, to=address, subject=message.subject)
    return message


def send_waiting(*, actor: Actor) -> int:
    """Send the letters that wait, one transaction each; without a mail server they go on waiting. Returns how many."""
    actor.require("message.send")
    if queries.by_hand():
        return 0
    letters = actor.limit("message.send", OutboxMessage.objects.filter(state="waiting"), "member_id")
    waiting = letters.order_by("pk").values_list("pk", flat=True)
    return sum(_send(key) for key in list(waiting[:SEND_MAX]))


@transaction.atomic
def mark_sent(*, actor: Actor, message_id: int) -> OutboxMessage:
    """Note that a letter was sent by hand; one that was sent already stays as it is."""
    actor.require("message.send")
    message = _lock(actor, message_id)
    return message if message.state == "sent" else _settle(message, "sent", "")


@transaction.atomic
def retry(*, actor: Actor, message_id: int) -> OutboxMessage:
    """Let a letter that failed wait again."""
    actor.require("message.send")
    message = _lock(actor, message_id)
    if message.state == "failed":
        message.state, message.error = "waiting", ""
        message.save(update_fields=["state", "error"])
        events.record("message.retried", message, party_id=message.party_id)
    return message


@transaction.atomic
def change_template(
    *, actor: Actor, kind: str, language: str, version: int, subject: str, body: str
) -> MessageTemplate:
    """Say what letters of a kind start from, in one language; what is shipped is its first version.

    :raises StaleVersion: somebody else changed it since it was read.
    :raises BadInput: there is no such kind of letter, a part is empty, or the subject has two lines.
    """
    actor.require("message.template")
    if (kind, language) not in shipped_templates():
        raise BadInput("kind", reason=_("There is no such kind of letter."))
    if not subject.strip() or not body.strip():
        raise BadInput("body", reason=_("A letter needs a subject and a text."))
    if "\n" in subject.strip() or "\r" in subject.strip():
        raise BadInput("subject", reason=_("Enter a subject in one line."))
    template, _made = MessageTemplate.objects.select_for_update().get_or_create(kind=kind, language=language)
    template.expect(version)
    template.subject, template.body, template.version = subject.strip(), body.strip() + "\n", version + 1
    template.save()
    events.record("message_template.changed", template, kind=kind, language=language)
    return template


@transaction.atomic
def _send(message_id: int) -> int:
    message = OutboxMessage.objects.select_for_update(of=("self",)).select_related("company").get(pk=message_id)
    if message.state != "waiting":
        return 0
    letter = EmailMultiAlternatives(
        message.subject,
        message.body_text,
        to=[message.to],
        connection=get_connection(),
        headers={
            "Message-ID": f"<wasl-{message.company_id}-{message.pk}@{settings.DEFAULT_FROM_EMAIL.split('@')[-1]}>"
        },
    )
    company = message.company.display_name(message.language)
    html = message.body_html or html_of(
        message.body_text, subject=message.subject, language=message.language, company=company
    )
    letter.attach_alternative(html, "text/html")
    for attachment in Attachment.objects.filter(pk__in=message.attachment_ids).order_by("pk"):
        data = attachments.file_path(attachment.content_hash).read_bytes()
        letter.attach(attachment.file_name, data, attachment.content_type)
    try:
        if not is_taken_back():
            letter.send()
    except (SMTPException, OSError) as error:
        _settle(message, "failed", str(error)[:300])
        said = {"subject": message.subject, "to": message.to}
        notices.notify(message.member_id, "letter.failed", reverse("outbox:message", args=[message.pk]), **said)
        return 0
    _settle(message, "sent", "")
    return 1


def _settle(message: OutboxMessage, state: str, error: str) -> OutboxMessage:
    message.state, message.error = state, error
    message.sent_at = clock.now() if state == "sent" else None
    message.save(update_fields=["state", "error", "sent_at"])
    events.record(f"message.{state}", message, party_id=message.party_id, to=message.to, subject=message.subject)
    return message


def _lock(actor: Actor, message_id: int) -> OutboxMessage:
    message: OutboxMessage | None = OutboxMessage.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound()
    actor.require_owned("message.send", message.member_id)
    return message
