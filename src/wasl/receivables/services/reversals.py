"""Reverse a posted document."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.errors import BadInput
from wasl.ledger import services as ledger
from wasl.ledger.errors import AlreadyReversed, HasApplications, refuse_before
from wasl.ledger.models import OpenItem
from wasl.ledger.services.taxes import turn_tax_lines
from wasl.receivables.models import DepositOffset, Document
from wasl.receivables.services import posting
from wasl.receivables.services.documents import lock_document

REVERSAL = "receivables.reversal"


@transaction.atomic
def reverse_document(*, actor: Actor, document_id: int, on: date) -> Document:
    """Undo a posted document by a mirrored entry of its own date; a final invoice gives its deposit back.

    :raises AlreadyReversed: it was reversed before.
    :raises HasApplications: something settled it, or a final invoice uses the deposit.
    :raises PeriodLocked: the date lies in a locked period.
    """
    actor.require("invoice.reverse")
    document = lock_document(document_id)
    if document.state == "reversed":
        raise AlreadyReversed()
    if document.state != "posted":
        raise BadInput("document", reason=_("Only a posted document can be reversed."))
    refuse_before(on, document.date)
    found = OpenItem.objects.filter(source_kind=posting.SOURCE, source_id=document.pk)
    items = list(ledger.lock_items(list(found.values_list("pk", flat=True))).values())
    if any(item.open_minor != item.total_minor for item in items):
        raise HasApplications()
    if document.invoice_id and document.invoice and document.invoice.kind == "deposit":
        raise HasApplications()
    ledger.settle(
        [ledger.Settlement(item, item.open_minor, on, REVERSAL, document.pk) for item in items if item.open_minor],
        actor.company.rounding,
    )
    _give_deposits_back(document, on)
    if document.entry is not None:
        entry = ledger.post_entry(
            ledger.reversal_of(document.entry, on=on, source_kind=posting.SOURCE, source_id=document.pk)
        )
        turn_tax_lines(source_kind=posting.SOURCE, source_id=document.pk, on=on, entry=entry)
    OpenItem.objects.filter(pk__in=[item.pk for item in items]).update(reversed_on=on)
    document.state, document.reversed_on = "reversed", on
    document.version += 1
    document.save(update_fields=["state", "reversed_on", "version"])
    name = "credit_note.reversed" if document.is_credit else "invoice.reversed"
    events.record(name, document, party_id=document.party_id, number=document.number, origin=document.origin)
    return document


def _give_deposits_back(document: Document, on: date) -> None:
    uses = DepositOffset.objects.filter(document=document, is_undone=False)
    if uses:
        ledger.undo_settlements(source_kind=posting.SOURCE, source_id=document.pk, on=on)
        uses.update(is_undone=True)
