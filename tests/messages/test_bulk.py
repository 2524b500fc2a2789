"""Many letters at once: marked as sent by hand, or tried again."""

from __future__ import annotations

from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.messages import services
from wasl.messages.models import OutboxMessage


def test_letters_are_marked_as_sent_and_failed_ones_wait_again(layla: Actor) -> None:
    keys = [
        services.queue_message(actor=layla, to="a@b.example", subject=subject, body_text="Hello").pk
        for subject in ("One", "Two")
    ]
    OutboxMessage.objects.filter(pk=keys[1]).update(state="failed", error="No such address")
    browser = signed_in(layla)

    browser.post("/bulk/message.retry/", {"all": "1", "from": "/outbox/?state=failed", "do": "1"})
    browser.post("/bulk/message.mark_sent/", {"all": "1", "from": "/outbox/?q=One", "do": "1"})

    assert dict(OutboxMessage.objects.values_list("subject", "state")) == {"One": "sent", "Two": "waiting"}
