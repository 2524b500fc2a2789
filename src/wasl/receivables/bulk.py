"""What the list of documents offers to do to many rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock
from wasl.core.forms import NothingToAsk
from wasl.core.room import BulkAct
from wasl.ledger.forms import CustomerFilterForm
from wasl.receivables import queries, services
from wasl.receivables.models import Document


def _drafts(actor: Actor) -> QuerySet[Document]:
    rows = Document.objects.filter(state="draft").select_related("party")
    return actor.limit("invoice.view", rows.order_by("date", "pk"))


def _shown(actor: Actor, query: QueryDict) -> QuerySet[Document]:
    today, asked = clock.today(actor.company.time_zone), CustomerFilterForm(query, actor).asked()
    rows = queries.listed_documents(actor, view="drafts", today=today, text=query.get("q", ""), **asked)
    return rows.order_by("date", "pk")


def _post(actor: Actor, document_id: int, _said: dict[str, Any], _on: date) -> None:
    services.post_invoice(actor=actor, document_id=document_id)


def _name(document: Document) -> str:
    return f"{document.number or f'#{document.pk}'} · {document.party.name}"


POST = BulkAct("invoice.post", _("Post"), "invoice.post", "file-check", _drafts, _shown, NothingToAsk, _post, _name)
