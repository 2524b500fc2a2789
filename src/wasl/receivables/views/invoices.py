"""The list of documents, and the page of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.access import queries as access
from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.cells import day_cell
from wasl.core.forms import new_key
from wasl.core.listing import tabs
from wasl.core.pages import figure, linked, money, page, press, sheet, today_of
from wasl.ledger import queries as ledger
from wasl.ledger.forms import CustomerFilterForm, about_line, tax_text
from wasl.ledger.views.lines import entry_code
from wasl.receivables import bulk, queries, services
from wasl.receivables.labels import applied_name, applied_url, kind_name, state_of, timeline
from wasl.receivables.models import Document
from wasl.receivables.pdf import LANGUAGES, document_pdf, price_text
from wasl.receivables.queries import DocumentPage

NAMES = {
    "unpaid": lambda: _("Unpaid"),
    "overdue": lambda: _("Overdue"),
    "drafts": lambda: _("Drafts"),
    "paid": lambda: _("Paid"),
    "all": lambda: _("All"),
}


OFFERED = {
    "unpaid": ("invoice.remind", "invoice.pay", "invoice.papers"),
    "overdue": ("invoice.remind", "invoice.pay", "invoice.papers"),
    "drafts": ("invoice.post",),
    "paid": ("invoice.papers",),
    "all": ("invoice.remind", "invoice.pay", "invoice.papers"),
}


@page("invoice.view")
def invoices(request: HttpRequest) -> HttpResponse:
    """Show documents by saved view, with what is open and its sum."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base = actor.company.base_currency
    view = bulk.view_of(request.GET)
    form = CustomerFilterForm(request.GET, actor)
    found = bulk.documents_asked(actor, request.GET)
    sums = queries.list_sums(found)
    total_label = ngettext("Total · %(count)s document", "Total · %(count)s documents", sums.count)
    return sheet(
        request,
        title=_("Invoices"),
        columns=_columns(base),
        bulk=OFFERED[view],
        rows=found,
        draw=lambda shown: [_row(document, base, today) for document in shown],
        count=sums.count,
        total=[
            total_label % {"count": sums.count},
            "",
            "",
            "",
            "",
            "",
            figure(sums.total_minor, base),
            figure(sums.open_minor, base),
        ],
        filter_form=form,
        views=tabs(
            request,
            "view",
            {name: NAMES[name]() for name in queries.VIEWS},
            view,
            queries.view_counts(actor, today=today),
        ),
        searched=True,
        placeholder=_("Search by number, customer or amount"),
        actions=_list_actions(actor),
        add={"url": reverse("receivables:new"), "label": _("Invoice"), "action": _("New invoice")}
        if actor.can("invoice.draft")
        else None,
        figure_minor=sums.open_minor,
        empty=_nothing(view),
    )


def _columns(base: str) -> list[dict[str, Any]]:
    unit = formats.currency_word(base)
    return [
        {"key": "number", "label": _("Number"), "link": True, "phone": "a", "by": "number"},
        {"key": "customer", "label": _("Customer"), "phone": "b", "by": "party__name"},
        {"key": "date", "label": _("Date"), "wide": True, "phone": "x", "by": "date"},
        {"key": "due", "label": _("Due date"), "phone": "x", "by": "due_date"},
        {"key": "state", "label": _("State"), "phone": "d"},
        {"key": "reference", "label": _("Reference"), "extra": True, "phone": "x", "by": "reference"},
        {"key": "total", "label": _("Total"), "num": True, "phone": "x", "by": "signed_total_minor"},
        {
            "key": "open",
            "label": _("Open amount"),
            "unit": unit,
            "num": True,
            "cls": "m",
            "phone": "e",
            "by": "signed_open_minor",
        },
    ]


def _list_actions(actor: Actor) -> list[dict[str, Any]]:
    actions = [
        ("payment.view", "receivables:ageing", _("Ageing"), "calendar-stats"),
        ("invoice.write_off", "receivables:write_offs", _("Write-offs"), "trending-down"),
    ]
    return [{"url": reverse(url), "label": label, "icon": icon} for act, url, label, icon in actions if actor.can(act)]


def _row(document: Any, base: str, today: date) -> dict[str, Any]:
    sign = -1 if document.is_credit else 1
    foreign = document.currency != base
    asked_minor = sign * (document.total_minor - document.prepaid_minor)  # what a deposit billed is in its own row
    total = formats.format_minor(asked_minor, document.currency)
    open_text = formats.format_minor(sign * document.carrying_minor, base)
    return {
        "url": reverse("receivables:invoice", args=[document.pk]),
        "cells": [
            {"code": document.number} if document.number else f"{_('Draft')} #{document.pk}",
            {"organisation": document.party.display_name(formats.language())},
            day_cell(document.date, today),
            day_cell(document.due_date, today),
            state_of(document, document.open_minor, today, is_written_off=document.is_written_off),
            {"code": document.reference} if document.reference else "",
            f"{document.currency} {total}" if foreign else total,
            _approximately(open_text, document) if foreign and document.open_minor else open_text,
        ],
        "pick": document.pk,
        "sum": sign * document.carrying_minor or (0 if foreign else asked_minor),
    }


def _approximately(text: str, document: Document) -> SafeString:
    """Return a base amount of a foreign document, with its rate on hover."""
    rate = f"1 {document.currency} = {formats.format_number(document.rate)}"
    return format_html('<bdi class="n" title="{}">≈ {}</bdi>', rate, text)


def _nothing(view: str) -> dict[str, str]:
    if view == "overdue":
        return {
            "icon": "circle-check",
            "title": _("Nothing is overdue"),
            "text": _("Customers have paid all that was due."),
        }
    text = _("Create the first one: it takes a customer, an item and a price.")
    return {"icon": "receipt", "title": _("No invoices here"), "text": text}


@page("invoice.view")
def invoice(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show a document: lines, totals, what settled it, what happened, and what can be done."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    found = queries.document_page(actor, document_id)
    document, currency = found.document, found.document.currency
    base = actor.company.base_currency
    usable = queries.open_credits(document.party_id, currency) if document.state == "posted" else []
    pill = state_of(document, found.open_minor, today, is_written_off=found.is_written_off)
    return render(
        request,
        "receivables/invoice.html",
        {
            "document": document,
            "name": document.number or f"{_('Draft')} #{document.pk}",
            "kind": kind_name(document.kind),
            "key": new_key(),
            "state": {"text": pill["pill"], "tone": pill["tone"]},
            "figure": found.open_minor if document.state == "posted" else document.total_minor,
            "party_name": document.party.display_name(formats.language()),
            **_lines(found, currency),
            "sums": _sums(found),
            "settled": _applied_table(found, currency, today),
            "entries": timeline(queries.told("receivables.document", document.pk), today),
            "pairs": _pairs(actor, found, today),
            "effect": _effect(found, base),
            "acts": _acts(actor, found, bool(usable)),
            "paper": document.party.language or actor.company.language,
        },
    )


def _lines(found: DocumentPage, currency: str) -> dict[str, Any]:
    """Return the table of lines; what no line has takes no column."""
    percents = ledger.tax_percents(found.document.date)
    discounted = any(line.discount_percent or line.discount_minor for line in found.lines)
    columns: list[dict[str, Any]] = [
        {"label": _("Item"), "phone": "b"},
        {"label": _("Quantity"), "num": True, "phone": "x"},
        {"label": _("Price"), "num": True, "phone": "x"},
        *([{"label": _("Discount"), "num": True, "wide": True, "phone": "x"}] if discounted else []),
        {"label": _("Tax"), "num": True, "phone": "d"},
        {"label": _("Net"), "unit": formats.currency_word(currency), "num": True, "cls": "m", "phone": "e"},
    ]
    rows = []
    for line in found.lines:
        about = about_line(line)
        discount = formats.format_percent(line.discount_percent) if line.discount_percent else ""
        if line.discount_minor:
            discount = formats.format_minor(line.discount_minor, currency)
        rows.append(
            [
                {"lines": (line.description, about)} if about else line.description,
                formats.format_number(line.quantity),
                price_text(line.price, currency),
                *([discount] if discounted else []),
                tax_text(line.tax, percents),
                formats.format_minor(line.net_minor, currency),
            ]
        )
    return {"columns": columns, "rows": rows}


def _sums(found: DocumentPage) -> list[tuple[str, int, bool]]:
    document = found.document
    lang = formats.language()
    sums = [(_("Net"), document.net_minor, False)]
    sums += [
        ((row.tax.name_ar or row.tax.name) if lang == "ar" else row.tax.name, row.tax_minor, False)
        for row in found.taxes
    ]
    sums.append((_("Total"), document.total_minor, not found.offsets))
    for use in found.offsets:
        used = use.net_minor + use.tax_minor
        sums.append((_("Deposit %(number)s") % {"number": use.deposit.number}, -used, False))
    if found.offsets:
        sums.append((_("Amount due"), document.total_minor - document.prepaid_minor, True))
    return sums


def _applied_table(found: DocumentPage, currency: str, today: date) -> dict[str, Any]:
    rows = [
        [
            linked(applied_url(row), row.label or applied_name(row)),
            applied_name(row),
            formats.format_date(row.date, None, today),
            formats.format_minor(row.amount_minor, currency),
        ]
        for row in found.applied
    ]
    total = sum(row.amount_minor for row in found.applied)
    return {
        "columns": [
            {"label": _("By"), "phone": "b"},
            {"label": _("What"), "phone": "a"},
            {"label": _("Date"), "phone": "d"},
            {"label": _("Amount"), "unit": formats.currency_word(currency), "num": True, "phone": "e"},
        ],
        "rows": rows,
        "total": [_("Settled"), "", "", formats.format_minor(total, currency)],
    }


def _pairs(actor: Actor, found: DocumentPage, today: date) -> list[dict[str, Any]]:
    document = found.document
    pairs: list[dict[str, Any]] = [{"label": _("Date"), "value": formats.format_date(document.date, None, today)}]
    if not document.is_credit:
        pairs.append({"label": _("Due date"), "value": formats.format_date(document.due_date, None, today)})
    if document.reference:
        pairs.append({"label": _("Reference"), "value": document.reference})
    if document.currency != actor.company.base_currency:
        rate = f"1 {document.currency} = {formats.format_number(document.rate)} {actor.company.base_currency}"
        pairs.append({"label": _("Exchange rate"), "value": rate})
    if document.invoice is not None:
        url = reverse("receivables:invoice", args=[document.invoice_id])
        pairs.append({"label": _("On invoice"), "value": document.invoice.number, "url": url})
    pairs += [
        {"label": _("Credit note"), "value": note.number, "url": reverse("receivables:invoice", args=[note.pk])}
        for note in found.credit_notes
    ]
    if document.kind == "deposit" and document.state == "posted":
        pairs.append({"label": _("Deposit left"), "value": money(found.deposit_left_minor, document.currency)})
    if document.entry is not None and actor.can("ledger.view"):
        url = reverse("ledger:entry", args=[document.entry_id])
        pairs.append({"label": _("Journal entry"), "value": entry_code(document.entry), "url": url})
    if document.owner is not None:
        pairs.append({"label": _("Created by"), "value": access.named(document.owner)})
    if document.reason:
        pairs.append({"label": _("Reason"), "value": document.reason})
    return pairs


def _effect(found: DocumentPage, base: str) -> list[dict[str, Any]]:
    """Return what posting a draft does."""
    document = found.document
    return [
        {"label": _("Customer owes"), "value": money(document.total_minor, document.currency)},
        {"label": _("Of which tax"), "value": money(document.tax_minor, document.currency)},
        {"label": _("Number"), "value": _("The next in the series")},
        {"label": _("Afterwards"), "value": _("It cannot be changed: only credited or reversed.")},
    ]


def _acts(actor: Actor, found: DocumentPage, has_credits: bool) -> dict[str, bool]:
    document = found.document
    posted, asks = document.state == "posted", not document.is_credit
    is_open = posted and found.open_minor > 0
    draft = document.state == "draft"
    return {
        "edit": draft and actor.can("invoice.draft"),
        "post": draft and actor.can("invoice.post"),
        "discard": draft and actor.can("invoice.draft"),
        "send": posted and actor.can("invoice.post"),
        "unsent": posted and document.sent_at is None and actor.can("invoice.post"),
        "pay": is_open and asks and actor.can("payment.post"),
        "credit": is_open and asks and has_credits and actor.can("payment.post"),
        "use": is_open and not asks and actor.can("payment.post"),
        "refund": is_open and not asks and actor.can("payment.post"),
        "credit_note": posted and asks and actor.can("credit_note.post"),
        "reverse": posted and actor.can("invoice.reverse"),
        "write_off": is_open and asks and actor.can("invoice.write_off"),
    }


@page("invoice.post")
def post(request: HttpRequest, document_id: int) -> HttpResponse:
    """Post a draft."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.document(actor, document_id)
    return press(
        request,
        act=f"receivables.post:{document_id}",
        do=lambda: services.post_invoice(actor=actor, document_id=document_id),
        then=reverse("receivables:invoice", args=[document_id]),
        done=_("The invoice was posted."),
    )


@page("invoice.draft")
def discard(request: HttpRequest, document_id: int) -> HttpResponse:
    """Throw a draft away."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.document(actor, document_id)
    return press(
        request,
        act=f"receivables.discard:{document_id}",
        do=lambda: services.discard_draft(actor=actor, document_id=document_id),
        then=f"{reverse('receivables:invoices')}?view=drafts",
        back=reverse("receivables:invoice", args=[document_id]),
        done=_("The draft was discarded."),
    )


@page("invoice.view")
def paper(request: HttpRequest, document_id: int, language: str) -> HttpResponse:
    """Give a document as a PDF in Arabic or English."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.document_page(actor, document_id)
    language = language if language in LANGUAGES else "ar"
    answer = HttpResponse(document_pdf(actor.company, found, language), content_type="application/pdf")
    name = found.document.number or f"draft-{found.document.pk}"
    answer["Content-Disposition"] = f'inline; filename="{name}-{language}.pdf"'
    return answer
