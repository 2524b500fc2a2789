"""Debts given up: the act, and its record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.cells import day_cell
from wasl.core.pages import act_page, amount, money, page, sheet, summed, today_of
from wasl.ledger.forms import CustomerFilterForm
from wasl.ledger.views.lines import entry_code
from wasl.receivables import queries, services
from wasl.receivables.forms import WriteOffForm
from wasl.receivables.rules.write_offs import tax_in_part
from wasl.receivables.views.acts import opened


@page("invoice.write_off")
def write_off(request: HttpRequest, document_id: int) -> HttpResponse:
    """Give up what is open of an invoice, or a part of it."""
    actor = request.actor  # type: ignore[attr-defined]
    found, back = opened(request, document_id)
    document, currency = found.document, found.document.currency
    effect = [{"label": _("Open amount"), "value": money(found.open_minor, currency)}]
    if document.tax_minor:
        tax = tax_in_part(
            found.open_minor, tax_minor=document.tax_minor, total_minor=document.total_minor,
            rounding=actor.company.rounding,
        )  # fmt: skip
        effect += [
            {"label": _("Of which tax"), "value": money(tax, currency)},
            {"label": _("Loss if the tax is recovered"), "value": money(found.open_minor - tax, currency)},
        ]

    def do(given: dict[str, Any]) -> int:
        row = services.write_off(
            actor=actor,
            document_id=document.pk,
            on=given["date"],
            amount_minor=given["amount_minor"],
            tax_relief=given.get("tax_relief", False),
            reason=given["reason"],
        )
        return int(row.pk)

    return act_page(
        request,
        WriteOffForm(
            request.POST if request.method == "POST" else None,
            currency=currency,
            has_tax=bool(document.tax_minor),
            initial={"date": today_of(request).isoformat()},
        ),
        act=f"receivables.write_off:{document.pk}",
        title=_("Write off %(number)s") % {"number": document.number},
        intro=_("The amount becomes a loss, and the customer no longer owes it. This cannot be undone."),
        effect=effect,
        submit=_("Write off"),
        crumb=back,
        do=do,
        then=lambda _key: back["url"],
        done=_("The debt was written off."),
    )


@page("invoice.view")
def write_offs(request: HttpRequest) -> HttpResponse:
    """Show what was given up, by customer and date, newest first."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    form, lang, base = CustomerFilterForm(request.GET, actor), formats.language(), actor.company.base_currency
    found = queries.write_offs(actor, **form.asked())
    count, total = summed(found, "amount_minor", "document__currency", base=base)
    return sheet(
        request,
        title=_("Write-offs"),
        columns=[
            {"key": "number", "label": _("Invoice"), "link": True, "phone": "a", "by": "document__number"},
            {"key": "customer", "label": _("Customer"), "phone": "b", "by": "document__party__name"},
            {"key": "date", "label": _("Date"), "phone": "d", "by": "date"},
            {"key": "reason", "label": _("Reason"), "phone": "x", "cls": "w-text"},
            {"key": "relief", "label": _("Tax recovered"), "num": True, "extra": True, "phone": "x"}
            | {"by": "relief_minor"},
            {"key": "amount", "label": _("Amount"), "unit": formats.currency_word(base), "num": True, "cls": "m"}
            | {"phone": "e", "by": "amount_minor"},
        ],
        rows=found,
        count=count,
        draw=lambda shown: [
            {
                "url": reverse("receivables:written_off", args=[row.pk]),
                "cells": [
                    {"code": row.document.number},
                    {"organisation": row.document.party.display_name(lang)},
                    day_cell(row.date, today),
                    row.reason,
                    formats.format_minor(row.relief_minor, base),
                    amount(row.amount_minor, row.document.currency, base),
                ],
            }
            for row in shown
        ],
        total=[_("Total"), "", "", "", "", total] if total else None,
        crumb={"url": reverse("receivables:invoices"), "label": _("Invoices")},
        filter_form=form,
        empty={
            "icon": "circle-check",
            "title": _("Nothing was written off"),
            "text": _("Write off what a customer will not pay on the page of its invoice."),
        },
    )


@page("invoice.view")
def written_off(request: HttpRequest, write_off_id: int) -> HttpResponse:
    """Show what of an invoice was given up, when and why."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    row = queries.write_off(actor, write_off_id)
    document, base = row.document, actor.company.base_currency
    invoice_url = reverse("receivables:invoice", args=[document.pk])
    pairs: list[dict[str, Any]] = [
        {
            "label": _("Customer"),
            "value": document.party.display_name(formats.language()),
            "url": reverse("parties:party", args=[document.party_id]),
        },
        {"label": _("Invoice"), "value": document.number, "url": invoice_url},
        {"label": _("Date"), "value": formats.format_date(row.date, None, today)},
        {"label": _("Amount"), "value": money(row.amount_minor, document.currency)},
    ]
    if row.relief_minor:
        pairs.append({"label": _("Tax recovered"), "value": money(row.relief_minor, base)})
    pairs.append({"label": _("Reason"), "value": row.reason or "–"})
    if row.entry is not None and actor.can("ledger.view"):
        url = reverse("ledger:entry", args=[row.entry_id])
        pairs.append({"label": _("Journal entry"), "value": entry_code(row.entry), "url": url})
    return render(
        request,
        "receivables/written_off.html",
        {"number": document.number, "invoice_url": invoice_url, "pairs": pairs},
    )
