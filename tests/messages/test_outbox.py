"""Letters wait in the outbox until a mail server takes them, once."""

from __future__ import annotations

import pytest
from django.core import mail

from wasl.access.actor import Actor
from wasl.core.errors import BadInput, NotFound
from wasl.core.models import Event
from wasl.messages import queries, services
from wasl.messages.models import OutboxMessage
from wasl.messages.rules import fill, shipped_templates


def queue(actor: Actor, **said: object) -> OutboxMessage:
    """Queue a letter."""
    return services.queue_message(
        **{"actor": actor, "to": "a@nakheel.example", "subject": "Hello", "body_text": "Text", **said}  # type: ignore[arg-type]
    )


def test_without_a_mail_server_letters_wait(omar: Actor) -> None:
    queue(omar)

    assert services.send_waiting(actor=omar) == 0
    assert queries.outbox(omar, "waiting").count() == 1


def test_a_letter_is_sent_once(omar: Actor, settings) -> None:
    settings.SMTP_HOST = "mail.example"
    queue(omar)

    assert services.send_waiting(actor=omar) == 1
    assert services.send_waiting(actor=omar) == 0
    assert [letter.to for letter in mail.outbox] == [["a@nakheel.example"]]


@pytest.mark.parametrize("said", [{"to": "nobody"}, {"subject": "a\nBcc: x@y.example"}, {"attachment_ids": [99]}])
def test_what_cannot_be_sent_is_refused(omar: Actor, said: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        queue(omar, **said)


def test_each_kind_of_letter_is_there_in_both_languages() -> None:
    kinds = {kind for kind, _language in shipped_templates()}

    assert kinds >= {"invitation", "quote", "invoice", "reminder"}
    assert set(shipped_templates()) == {(kind, language) for kind in kinds for language in ("ar", "en")}


def test_a_company_writes_its_own_letters(layla: Actor) -> None:
    services.change_template(
        actor=layla, kind="invoice", language="en", version=1, subject="Bill {number}", body="Dear {name}"
    )

    assert queries.letter("invoice", "en", {"number": "INV-1"}) == ("Bill INV-1", "Dear {name}\n")
    assert queries.letter("invoice", "ar", {"number": "INV-1", "company": "نور"})[0] == "فاتورة INV-1 من نور"


def test_places_are_filled_and_nothing_else_runs() -> None:
    assert fill("{a} {b} {a.x} {0}", {"a": "{b}"}) == "{b} {b} {a.x} {0}"


def test_a_letter_that_was_noted_as_sent_is_not_noted_again(omar: Actor) -> None:
    letter = queue(omar)
    first = services.mark_sent(actor=omar, message_id=letter.pk).sent_at

    services.mark_sent(actor=omar, message_id=letter.pk)

    assert OutboxMessage.objects.get().sent_at == first
    assert Event.objects.filter(name="message.sent").count() == 1


def test_who_sells_sees_and_sends_the_letters_they_wrote(layla: Actor, omar: Actor, settings) -> None:
    settings.SMTP_HOST = "mail.example"
    own, other = queue(omar), queue(layla, subject="Salary")

    assert [letter.pk for letter in queries.outbox(omar)] == [own.pk]
    assert queries.outbox(layla).count() == 2
    assert services.send_waiting(actor=omar) == 1
    other.refresh_from_db()
    assert other.state == "waiting"
    with pytest.raises(NotFound):
        services.mark_sent(actor=omar, message_id=other.pk)
