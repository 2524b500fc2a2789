"""What documents, states and happenings are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.core import formats
from wasl.core.room import SourceWords
from wasl.ledger.labels import numbered, source_name
from wasl.parties.models import Party
from wasl.receivables.models import Document, Payment, Refund, WriteOff
from wasl.receivables.queries import Applied, Told

SOON_DAYS = 3


def state_of(document: Document, open_minor: int, today: date, *, is_written_off: bool = False) -> dict[str, str]:
    """Return the state of a document as a pill; `is_written_off` says that a part of it was given up."""
    if document.state == "draft":
        return {"pill": _("Draft"), "tone": ""}
    if document.state == "reversed":
        return {"pill": _("Reversed"), "tone": ""}
    if document.is_credit:
        return {"pill": _("Open credit"), "tone": "info"} if open_minor else {"pill": _("Used"), "tone": "ok"}
    if not open_minor:
        return {"pill": _("Written off"), "tone": "bad"} if is_written_off else {"pill": _("Paid"), "tone": "ok"}
    late = (today - document.due_date).days
    if late > 0:
        return {"pill": ngettext("%(days)s day late", "%(days)s days late", late) % {"days": late}, "tone": "bad"}
    if late == 0:
        return {"pill": _("Due today"), "tone": "warn"}
    if -late <= SOON_DAYS:
        text = ngettext("Due in %(days)s day", "Due in %(days)s days", -late) % {"days": -late}
        return {"pill": text, "tone": "warn"}
    if open_minor < document.total_minor - document.prepaid_minor:
        return {"pill": _("Partly paid"), "tone": "info"}
    return {"pill": _("Sent"), "tone": "info"} if document.sent_at else {"pill": _("Not sent yet"), "tone": ""}


def kind_name(kind: str) -> str:
    """Return what a kind of document is called."""
    return {"invoice": _("Invoice"), "deposit": _("Deposit invoice"), "credit_note": _("Credit note")}[kind]


def applied_name(row: Applied) -> str:
    """Return what settled an item, or was settled, in words."""
    names = {
        "receivables.payment": _("Payment"),
        "receivables.document": _("Document"),
        "receivables.refund": _("Refund"),
        "receivables.writeoff": _("Written off"),
        "receivables.reversal": _("Reversal"),
    }
    return names.get(row.kind, "")


def applied_url(row: Applied) -> str:
    """Return the page of what settled an item; empty where it has none."""
    pages = {
        "receivables.payment": "receivables:payment",
        "receivables.document": "receivables:invoice",
        "receivables.refund": "receivables:refund",
        "receivables.writeoff": "receivables:written_off",
    }
    return reverse(pages[row.kind], args=[row.key]) if row.kind in pages else ""


EVENT_ICONS = {
    "sent": "send",
    "reminded": "send",
    "posted": "file-check",
    "applied": "cash",
    "received": "cash",
    "refunded": "arrow-back-up",
    "reversed": "arrow-back-up",
    "attached": "paperclip",
    "written_off": "trash",
}


def timeline(events: list[Told], today: date) -> list[dict[str, Any]]:
    """Return events as the timeline shows them."""
    verbs = {
        "invoice.drafted": _("created the draft"),
        "invoice.changed": _("changed the draft"),
        "invoice.posted": _("posted it"),
        "invoice.sent": _("sent it to the customer"),
        "invoice.reminded": _("reminded the customer of it"),
        "invoice.reversed": _("reversed it"),
        "invoice.written_off": _("wrote the debt off"),
        "credit_note.posted": _("issued the credit note"),
        "credit_note.reversed": _("reversed the credit note"),
        "payment.received": _("recorded the payment"),
        "payment.reversed": _("reversed the payment"),
        "payment.refunded": _("refunded it"),
        "file.attached": _("attached a file"),
    }
    return [
        {
            "icon": EVENT_ICONS.get(one.name.rpartition(".")[2], "activity"),
            "tone": "mail" if one.name in ("invoice.sent", "invoice.reminded") else "",
            "who": one.who or _("The system"),
            "verb": verbs.get(one.name, one.name),
            "when": formats.format_date(one.at.date(), None, today),
            "when_iso": f"{one.at:%Y-%m-%dT%H:%M:%SZ}",
            "body": one.facts.get("reason", "") or one.facts.get("file_name", ""),
        }
        for one in events
    ]


def document_sources(ids: Sequence[int]) -> dict[int, SourceWords]:
    """Return what documents are called in the journal."""
    rows = Document.objects.filter(pk__in=ids).select_related("party")
    return {row.pk: SourceWords(numbered(kind_name(row.kind), row.number), _whom(row.party)) for row in rows}


def payment_sources(ids: Sequence[int]) -> dict[int, SourceWords]:
    """Return what payments of customers are called in the journal."""
    rows, name = Payment.objects.filter(pk__in=ids).select_related("party"), source_name("receivables.payment")
    return {row.pk: SourceWords(numbered(name, row.number), _whom(row.party)) for row in rows}


def refund_sources(ids: Sequence[int]) -> dict[int, SourceWords]:
    """Return what money given back is called in the journal."""
    rows, name = Refund.objects.filter(pk__in=ids).select_related("party"), source_name("receivables.refund")
    return {row.pk: SourceWords(numbered(name, row.number), _whom(row.party)) for row in rows}


def write_off_sources(ids: Sequence[int]) -> dict[int, SourceWords]:
    """Return what debts that were given up are called in the journal: by their document."""
    rows = WriteOff.objects.filter(pk__in=ids).select_related("document__party")
    name = source_name("receivables.writeoff")
    return {row.pk: SourceWords(numbered(name, row.document.number), _whom(row.document.party)) for row in rows}


def _whom(party: Party) -> str:
    return party.display_name(formats.language())
