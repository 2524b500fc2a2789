"""What can be done with a posted document: credit, reverse, settle by a credit, send."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.errors import NotFound
from wasl.core.pages import act_page, money, nothing_to_do, page, today_of
from wasl.ledger.forms import DayOfActForm
from wasl.messages.pages import letter_page
from wasl.messages.queries import Letter
from wasl.receivables import queries, services
from wasl.receivables.forms import (
    ApplyCreditForm,
    ApplyToForm,
    CreditNoteForm,
    RefundForm,
)
from wasl.receivables.models import Document
from wasl.receivables.queries import DocumentPage


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def opened(request: HttpRequest, document_id: int) -> tuple[DocumentPage, dict[str, str]]:
    """Return a document and the way back to its page."""
    found = queries.document_page(request.actor, document_id)  # type: ignore[attr-defined]
    document = found.document
    return found, {"url": reverse("receivables:invoice", args=[document.pk]), "label": str(document)}


def _earliest(request: HttpRequest, document: Document) -> str:
    return max(today_of(request), document.date).isoformat()


def _open_pair(found: DocumentPage) -> list[dict[str, Any]]:
    return [{"label": _("Open amount"), "value": money(found.open_minor, found.document.currency)}]


@page("credit_note.post")
def credit_note(request: HttpRequest, document_id: int) -> HttpResponse:
    """Credit an invoice in full or by lines."""
    actor = request.actor  # type: ignore[attr-defined]
    found, back = opened(request, document_id)
    document = found.document

    def do(given: dict[str, Any]) -> int:
        note = services.issue_credit_note(
            actor=actor,
            on=given["date"],
            invoice_id=document.pk,
            lines=given["lines"] if given["scope"] == "lines" else (),
            reason=given["reason"],
            apply=given["apply"],
        )
        return int(note.pk)

    form = CreditNoteForm(_posted(request), lines=found.lines, initial={"date": _earliest(request, document)})
    return act_page(
        request,
        form,
        act=f"receivables.credit_note:{document.pk}",
        title=_("Credit %(number)s") % {"number": document.number},
        do=do,
        then=lambda key: reverse("receivables:invoice", args=[key]),
        done=_("The credit note was issued."),
        fields={"lines": "scope", "date": "date"},
        crumb=back,
        document=document,
        template="receivables/credit_note_form.html",
    )


@page("invoice.reverse")
def reverse_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Reverse a posted document by a mirrored entry."""
    actor = request.actor  # type: ignore[attr-defined]
    found, back = opened(request, document_id)
    document = found.document
    return act_page(
        request,
        DayOfActForm(_posted(request), initial={"date": _earliest(request, document)}),
        act=f"receivables.reverse:{document.pk}",
        title=_("Reverse %(number)s") % {"number": document.number},
        intro=_(
            "A reversing entry is posted on the date you choose; the number stays on record. If the customer already"
            " has the invoice, issue a credit note instead."
        ),
        effect=[{"label": _("Amount reversed"), "value": money(document.total_minor, document.currency)}],
        submit=_("Reverse"),
        crumb=back,
        do=lambda given: int(services.reverse_document(actor=actor, document_id=document.pk, on=given["date"]).pk),
        then=lambda _key: back["url"],
        done=_("The document was reversed."),
    )


@page("payment.post")
def apply_credit(request: HttpRequest, document_id: int) -> HttpResponse:
    """Settle an invoice with an advance or credit note of its customer."""
    actor = request.actor  # type: ignore[attr-defined]
    found, back = opened(request, document_id)
    document = found.document
    usable = queries.open_credits(document.party_id, document.currency)
    title = _("Apply a credit to %(number)s") % {"number": document.number}
    if not (usable and found.open_minor) and (
        said := nothing_to_do(request, title=title, crumb=back, empty=_no_credit(actor, found, back))
    ):
        return said
    form = ApplyCreditForm(
        _posted(request),
        currency=document.currency,
        credits=usable,
        initial={"date": today_of(request).isoformat()},
    )

    def do(given: dict[str, Any]) -> int:
        services.apply_credit(
            actor=actor,
            item_id=given["item"],
            document_id=document.pk,
            on=given["date"],
            amount_minor=given["amount_minor"],
        )
        return int(document.pk)

    return act_page(
        request,
        form,
        act=f"receivables.apply:{document.pk}",
        title=title,
        effect=_open_pair(found),
        submit=_("Apply"),
        crumb=back,
        do=do,
        then=lambda _key: back["url"],
        done=_("The credit was applied."),
    )


def _no_credit(actor: Actor, found: DocumentPage, back: dict[str, str]) -> dict[str, str]:
    """Say why no credit can be applied to a document, and what helps."""
    document = found.document
    to_document = {"url": back["url"], "action": _("Back to %(number)s") % {"number": document}}
    if document.is_credit or not found.open_minor:
        return {
            "icon": "circle-check",
            "title": _("Nothing is open on %(number)s") % {"number": document},
            **to_document,
        }
    pay = f"{reverse('receivables:payment_new')}?party={document.party_id}&document={document.pk}"
    text = _("%(name)s has no advance and no open credit note in %(currency)s.") % {
        "name": document.party.display_name(formats.language()),
        "currency": formats.currency_word(document.currency),
    }
    offered = {"url": pay, "action": _("Record payment")} if actor.can("payment.post") else to_document
    if actor.can("credit_note.post"):
        offered |= {
            "more_url": reverse("receivables:credit_note", args=[document.pk]),
            "more": _("Issue a credit note"),
        }
    return {"icon": "cash", "title": _("No credit to apply"), "text": text, **offered}


def apply_item_page(
    request: HttpRequest, item_id: int, *, back: dict[str, str], party_id: int, currency: str
) -> HttpResponse:
    """Use an advance or credit note for an invoice of its customer."""
    actor = request.actor  # type: ignore[attr-defined]
    item = queries.open_credit(item_id)
    items = queries.open_invoices(party_id, currency)
    title = _("Use %(number)s for an invoice") % {"number": item.label}
    if not items and (said := nothing_to_do(request, title=title, crumb=back, empty=_no_invoice(back))):
        return said
    form = ApplyToForm(
        _posted(request),
        currency=currency,
        items=items,
        initial={"date": today_of(request).isoformat()},
    )

    def do(given: dict[str, Any]) -> int:
        services.apply_credit(
            actor=actor,
            item_id=item.pk,
            document_id=given["document"],
            on=given["date"],
            amount_minor=given["amount_minor"],
        )
        return int(item.pk)

    return act_page(
        request,
        form,
        act=f"receivables.use:{item.pk}",
        title=title,
        effect=[{"label": _("Remaining"), "value": money(item.open_minor, currency)}],
        submit=_("Apply"),
        crumb=back,
        do=do,
        then=lambda _key: back["url"],
        done=_("The credit was applied."),
    )


def _no_invoice(back: dict[str, str]) -> dict[str, str]:
    """Say that a credit has no invoice that it could settle, and what helps."""
    return {
        "icon": "circle-check",
        "title": _("The customer has no open invoice"),
        "text": _("The credit stays until the next invoice, or the money is given back."),
        "url": f"{back['url']}refund/",
        "action": _("Give money back"),
        "more_url": reverse("receivables:new"),
        "more": _("New invoice"),
    }


def refund_item_page(request: HttpRequest, item_id: int, *, back: dict[str, str]) -> HttpResponse:
    """Give back money of an advance or a credit note."""
    actor = request.actor  # type: ignore[attr-defined]
    item = queries.open_credit(item_id)

    def do(given: dict[str, Any]) -> int:
        row = services.refund(
            actor=actor,
            item_id=item.pk,
            on=given["date"],
            account_id=given["account"],
            amount_minor=given["amount_minor"],
        )
        return int(row.pk)

    return act_page(
        request,
        RefundForm(_posted(request), currency=item.currency, initial={"date": today_of(request).isoformat()}),
        act=f"receivables.refund:{item.pk}",
        title=_("Give money of %(number)s back") % {"number": item.label},
        effect=[{"label": _("Remaining"), "value": money(item.open_minor, item.currency)}],
        submit=_("Give back"),
        crumb=back,
        do=do,
        then=lambda key: reverse("receivables:refund", args=[key]),
        done=_("The refund was recorded."),
    )


@page("payment.post")
def use_credit_note(request: HttpRequest, document_id: int) -> HttpResponse:
    """Use an open credit note for an invoice."""
    found, back = opened(request, document_id)
    if found.item is None or not found.document.is_credit:
        raise NotFound()
    document = found.document
    return apply_item_page(request, found.item.pk, back=back, party_id=document.party_id, currency=document.currency)


@page("payment.post")
def refund_credit_note(request: HttpRequest, document_id: int) -> HttpResponse:
    """Give the money of an open credit note back."""
    found, back = opened(request, document_id)
    if found.item is None or not found.document.is_credit:
        raise NotFound()
    return refund_item_page(request, found.item.pk, back=back)


@page("invoice.post")
def send(request: HttpRequest, document_id: int) -> HttpResponse:
    """Put a letter with the PDF into the outbox, and note that the document was sent."""
    actor = request.actor  # type: ignore[attr-defined]
    found, back = opened(request, document_id)
    document, today = found.document, today_of(request)
    if document.state != "posted":
        raise NotFound()
    late = queries.is_late(found, today)

    def send_it(letter: Letter) -> int:
        return int(services.send_document(actor=actor, document_id=document.pk, letter=letter, on=today).pk)

    return letter_page(
        request,
        queries.letter_about(actor, found, today),
        act=f"receivables.send:{document.pk}",
        title=_("Remind of %(number)s") % {"number": document.number}
        if late
        else _("Send %(number)s") % {"number": document.number},
        crumb=back,
        send=send_it,
    )
