"""The letter that brings a quote to the customer."""

from __future__ import annotations

from django.db import transaction

from wasl.access.actor import Actor
from wasl.core import attachments
from wasl.messages import services as messages
from wasl.messages.models import OutboxMessage
from wasl.messages.queries import Letter
from wasl.sales import paper, queries, rules
from wasl.sales.errors import STATE_WORDS, WrongQuoteState
from wasl.sales.services.quotes import lock_quote


@transaction.atomic
def mail_quote(*, actor: Actor, quote_id: int, letter: Letter) -> OutboxMessage:
    """Put a letter with a sent quote's PDF into the outbox.

    :raises WrongQuoteState: the quote has no number yet, or is of no use any more.
    :raises BadInput: the address is none.
    """
    actor.require("quote.send")
    quote = lock_quote(actor, "quote.send", quote_id)
    if quote.state not in rules.LIVE:
        raise WrongQuoteState(state=STATE_WORDS[quote.state])
    data = paper.quote_pdf(quote, list(queries.quote_lines(quote_id)), actor.company, letter.language)
    kept = attachments.attach(
        actor=actor, subject=quote, data=data, filename=f"{quote.number}.pdf", party_id=quote.party_id
    )
    return messages.queue_message(
        actor=actor.lending("message.queue"),
        attachment_ids=[kept.pk],
        about=quote,
        party_id=quote.party_id,
        **letter.said(),
    )
