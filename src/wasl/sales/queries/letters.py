"""What the letter with a quote says."""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.translation import gettext

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.messages import queries as messages
from wasl.messages.queries import Letter
from wasl.sales.models import Quote


@formats.western
def letter_with_quote(actor: Actor, quote: Quote) -> Letter:
    """Return the letter that brings a quote, in the language of its paper."""
    party, company = quote.party, actor.company
    language = quote.language or party.language or company.language
    with translation.override(language):
        until = (
            formats.format_date(quote.valid_until, language, date.min)
            if quote.valid_until
            else gettext("further notice")
        )
    return messages.letter_to(
        party.email,
        "quote",
        language,
        {
            "name": party.display_name(language),
            "company": company.display_name(language),
            "number": str(quote),
            "amount": formats.format_money(quote.total_minor, quote.currency, lang=language),
            "until": until,
            "sender": actor.names.get(language, actor.member_name),
        },
    )
