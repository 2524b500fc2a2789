"""What the list of documents offers to do to many rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, formats
from wasl.core.forms import NothingToAsk
from wasl.core.listing import searched
from wasl.core.room import BulkAct
from wasl.ledger.forms import CustomerFilterForm
from wasl.receivables import forms, queries, services
from wasl.receivables.errors import NoPaper
from wasl.receivables.models import Document


def view_of(query: QueryDict) -> str:
    """Return the view that the list's address asks for: first what is not paid."""
    view = query.get("view", "unpaid")
    return view if view in queries.VIEWS else "all"


def documents_asked(actor: Actor, query: QueryDict) -> QuerySet[Document]:
    """Return the documents that the list's address asks for."""
    today, asked = clock.today(actor.company.time_zone), CustomerFilterForm(query, actor).asked()
    return queries.listed_documents(actor, view=view_of(query), today=today, text=searched(query), **asked)


def _seen(actor: Actor) -> QuerySet[Document]:
    rows = Document.objects.select_related("party").order_by("due_date", "pk")
    return actor.limit("invoice.view", rows)


def _drafts(actor: Actor) -> QuerySet[Document]:
    return _seen(actor).filter(state="draft").order_by("date", "pk")


def _drafts_asked(actor: Actor, query: QueryDict) -> QuerySet[Document]:
    return documents_asked(actor, query).filter(state="draft").order_by("date", "pk")


def _post(actor: Actor, document_id: int, _said: dict[str, Any], _on: date) -> None:
    services.post_invoice(actor=actor, document_id=document_id)


def _reminder(actor: Actor, document_id: int, _said: dict[str, Any], on: date) -> str:
    letter = services.reminder(actor=actor, document_id=document_id, on=on)
    return f"{letter.to}\n{letter.subject}\n\n{letter.body}"


def _remind(actor: Actor, document_id: int, _said: dict[str, Any], on: date) -> None:
    services.remind(actor=actor, document_id=document_id, on=on)


def _pay(actor: Actor, document_id: int, said: dict[str, Any], _on: date) -> None:
    services.receive_open_amount(
        actor=actor,
        document_id=document_id,
        on=said["date"],
        account_id=said["account"],
        reference=said["reference"],
    )


def _paper(actor: Actor, document_id: int, _said: dict[str, Any], _on: date) -> None:
    document = queries.document(actor, document_id)
    if document.state == "draft":
        raise NoPaper()


def _name(document: Document) -> str:
    return f"{document.number or f'#{document.pk}'} · {document.party.display_name(formats.language())}"


POST = BulkAct(
    "invoice.post", _("Post"), "invoice.post", "file-check", _drafts, _drafts_asked, NothingToAsk, _post, _name
)
REMIND = BulkAct(
    "invoice.remind",
    _("Send reminders"),
    "invoice.post",
    "send",
    _seen,
    documents_asked,
    NothingToAsk,
    _remind,
    _name,
    look=_reminder,
)
PAY = BulkAct(
    "invoice.pay", _("Record payment"), "payment.post", "cash", _seen, documents_asked, forms.PaidForm, _pay, _name
)
PAPERS = BulkAct(
    "invoice.papers",
    _("PDF"),
    "invoice.view",
    "download",
    _seen,
    documents_asked,
    forms.PapersForm,
    _paper,
    _name,
    file="receivables:papers",
)
