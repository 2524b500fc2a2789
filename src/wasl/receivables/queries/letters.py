"""What a letter about a document says."""

from __future__ import annotations

from datetime import date

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.messages import queries as messages
from wasl.messages.queries import Letter
from wasl.receivables.queries.records import DocumentPage


def is_late(found: DocumentPage, on: date) -> bool:
    """Tell whether a document is past its day and still open."""
    return found.document.due_date < on and found.open_minor > 0


@formats.western
def letter_about(actor: Actor, found: DocumentPage, on: date) -> Letter:
    """Return the letter with a document in the customer's language: a reminder where it is late on a day."""
    document, late = found.document, is_late(found, on)
    party, company = document.party, actor.company
    language = party.language or formats.language()
    amount = found.open_minor if late else document.total_minor
    return messages.letter_to(
        party.email,
        "reminder" if late else "invoice",
        language,
        {
            "name": party.display_name(language),
            "company": company.display_name(language),
            "number": document.number,
            "amount": formats.format_money(amount, document.currency, lang=language),
            "due": formats.format_date(document.due_date, language, date.min),
            "days": str(max((on - document.due_date).days, 0)),
            "sender": actor.names.get(language, actor.member_name),
        },
    )
