"""What customers owe: the statement of one, and the ageing of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.core import formats
from wasl.core.cells import day_cell
from wasl.core.errors import NotFound
from wasl.core.listing import tabs
from wasl.core.pages import amount, figure, linked, page, sheet, today_of
from wasl.core.picking import key_of
from wasl.ledger.forms import DayForm
from wasl.ledger.queries import AgedRow
from wasl.ledger.views.reports import period_of
from wasl.parties import queries as parties
from wasl.receivables import queries
from wasl.receivables.pdf import LANGUAGES, bucket_name, movement_name, statement_pdf
from wasl.receivables.queries import Statement, StatementRow

COLUMNS = (*queries.BUCKETS, "unapplied")
PAGES = {
    "payment": "receivables:payment",
    "payment_reversal": "receivables:payment",
    "refund": "receivables:refund",
    "write_off": "receivables:written_off",
}


@page("payment.view")
def statement(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show a customer's account over a span, by currency."""
    actor = request.actor  # type: ignore[attr-defined]
    party = parties.party(actor.lending("party.view"), party_id)
    span = period_of(request)
    found = queries.statements_of(actor, party.pk, first=span.first_day, last=span.last_day)
    today = today_of(request)
    asked = urlencode({"first": span.first_day, "last": span.last_day})
    return render(
        request,
        "receivables/statement.html",
        {
            "party": party,
            "party_name": party.display_name(formats.language()),
            "filter_form": span,
            "statements": [
                {
                    "currency": one.currency,
                    "columns": _columns(one.currency),
                    "rows": _rows(one, today),
                    "total": _total(one),
                    "ages": _ages(one, party.pk, span.last_day),
                    "papers": [
                        (language, f"{_paper_url(party.pk, one.currency, language)}?{asked}") for language in LANGUAGES
                    ],
                }
                for one in found
            ],
        },
    )


def _ages(one: Statement, party_id: int, at: Any) -> dict[str, Any]:
    """Return what is open by days past due as one row, and as pairs where a row has no room."""
    aged = reverse("receivables:aged_items")
    cells = {
        bucket: figure(
            minor, one.currency, f"{aged}?{urlencode({'at': at, 'party': party_id, 'bucket': bucket})}", dash=True
        )
        for bucket, minor in one.ageing.items()
    }
    return {
        "columns": [{"label": bucket_name(bucket), "num": True} for bucket in cells],
        "rows": [list(cells.values())],
        "pairs": [{"label": bucket_name(bucket), "value": cell} for bucket, cell in cells.items()],
    }


def documents_text(count: int) -> str:
    """Return how many documents there are, in words."""
    return ngettext("%(count)s document", "%(count)s documents", count) % {"count": count}


def _paper_url(party_id: int, currency: str, language: str) -> str:
    return reverse("receivables:statement_pdf", args=[party_id, currency, language])


def _columns(currency: str) -> list[dict[str, Any]]:
    return [
        {"label": _("Date"), "phone": "d"},
        {"label": _("Document"), "phone": "a"},
        {"label": _("Description"), "phone": "b"},
        {"label": _("Debit"), "unit": formats.currency_word(currency), "num": True, "phone": "x"},
        {"label": _("Credit"), "num": True, "phone": "x"},
        {"label": _("Balance"), "num": True, "cls": "m", "phone": "e"},
    ]


def _rows(one: Statement, today: Any) -> list[Any]:
    opening = ["", "", _("Opening balance"), "", "", formats.format_minor(one.opening_minor, one.currency)]
    return [
        {"cells": opening, "cls": "b"},
        *(
            [
                formats.format_date(row.date, None, today),
                linked(_row_url(row), row.number),
                movement_name(row.kind),
                formats.format_minor(row.debit_minor, one.currency) if row.debit_minor else "",
                formats.format_minor(row.credit_minor, one.currency) if row.credit_minor else "",
                formats.format_minor(row.balance_minor, one.currency),
            ]
            for row in one.rows
        ),
    ]


def _row_url(row: StatementRow) -> str:
    return reverse(PAGES.get(row.kind, "receivables:invoice"), args=[row.key])


def _total(one: Statement) -> list[Any]:
    sums = (one.debit_minor, one.credit_minor, one.closing_minor)
    return ["", "", _("Closing balance"), *(formats.format_minor(minor, one.currency) for minor in sums)]


@page("payment.view")
def statement_paper(request: HttpRequest, party_id: int, currency: str, language: str) -> HttpResponse:
    """Give a customer's account in one currency as a PDF."""
    actor = request.actor  # type: ignore[attr-defined]
    party = parties.party(actor.lending("party.view"), party_id)
    span = period_of(request)
    found = queries.statements_of(actor, party.pk, first=span.first_day, last=span.last_day)
    chosen = next((one for one in found if one.currency == currency), None)
    if chosen is None:
        raise NotFound()
    language = language if language in LANGUAGES else "ar"
    pdf = statement_pdf(actor.company, party, chosen, language, first=span.first_day, last=span.last_day)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="statement-{party.pk}-{currency}-{language}.pdf"'
    return answer


@page("payment.view")
def ageing(request: HttpRequest) -> HttpResponse:
    """Show what each customer owes on a day by days past due; each cell opens its items."""
    actor = request.actor  # type: ignore[attr-defined]
    base = actor.company.base_currency
    day = DayForm(request.GET, today=today_of(request))
    found = queries.ageing(actor, day.day)

    def cell(minor: int, **asked: Any) -> Any:
        url = f"{reverse('receivables:aged_items')}?{urlencode({'at': day.day, **asked})}"
        return figure(minor, base, url, dash=True)

    def minor(name: str) -> Callable[[AgedRow], int]:
        return lambda row: {**row.buckets, "unapplied": row.unapplied_minor, "total": row.total_minor}[name]

    def drawn(row: AgedRow) -> dict[str, Any]:
        cells = [
            {"link": reverse("receivables:statement", args=[row.party_id]), "text": row.party_name},
            formats.format_number(sum(row.counts.values())),
            *(cell(minor(name)(row), party=row.party_id, bucket=name) for name in COLUMNS),
            cell(row.total_minor, party=row.party_id),
        ]
        return {"url": reverse("receivables:statement", args=[row.party_id]), "cells": cells}

    def summed(name: str) -> SafeString:
        """Return a figure of the foot with how many documents it is made of."""
        buckets = COLUMNS if name == "total" else (name,)
        count = sum(row.counts.get(bucket, 0) for row in found for bucket in buckets)
        shown = cell(sum(map(minor(name), found)), **({} if name == "total" else {"bucket": name}))
        return format_html('{}<br><span class="xs t3">{}</span>', shown, documents_text(count)) if count else shown

    return sheet(
        request,
        title=_("Ageing"),
        columns=[
            {"key": "customer", "label": _("Customer"), "phone": "b", "by": lambda row: row.party_name},
            {"key": "documents", "label": _("Documents"), "num": True, "phone": "a", "named": True}
            | {"by": lambda row: sum(row.counts.values())},
            *(
                {"key": name, "label": bucket_name(name), "num": True, "phone": "x", "by": minor(name)}
                for name in COLUMNS
            ),
            {"key": "total", "label": _("Total"), "unit": formats.currency_word(base), "num": True, "cls": "m"}
            | {"phone": "e", "by": minor("total")},
        ],
        rows=found,
        draw=lambda shown: [drawn(row) for row in shown],
        total=[
            _("Total"),
            "",
            *(summed(name) for name in COLUMNS),
            summed("total"),
        ],
        crumb={"url": reverse("receivables:invoices"), "label": _("Invoices")},
        filter_form=day,
        empty={
            "icon": "circle-check",
            "title": _("Nobody owes anything on this day"),
            "text": _("All invoices dated up to then are paid."),
        },
    )


@page("payment.view")
def aged_items(request: HttpRequest) -> HttpResponse:
    """Show the items behind a cell of the ageing."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base = actor.company.base_currency
    day = DayForm(request.GET, today=today)
    party, bucket = key_of(request.GET.get("party")), request.GET.get("bucket", "")
    everything: list[Any] = queries.aged_items(actor, day.day, party_id=party)
    counts = Counter(item.bucket for item in everything)
    items = [item for item in everything if item.bucket == bucket] if bucket in COLUMNS else everything
    total = sum(item.carrying_then for item in items)
    return sheet(
        request,
        title=bucket_name(bucket) if bucket in COLUMNS else _("Open items"),
        columns=[
            {"key": "number", "label": _("Number"), "link": True, "phone": "a", "by": lambda item: item.label},
            {"key": "customer", "label": _("Customer"), "phone": "b", "by": lambda item: item.party.name},
            {"key": "due", "label": _("Due date"), "phone": "d", "by": lambda item: item.due_date},
            {"key": "open", "label": _("Open amount"), "num": True, "phone": "x"},
            {"key": "base", "label": _("In base currency"), "unit": formats.currency_word(base), "num": True}
            | {"phone": "e", "by": lambda item: item.carrying_then},
        ],
        rows=items,
        draw=lambda shown: [
            {
                "url": reverse(
                    "receivables:payment" if item.kind == "advance" else "receivables:invoice", args=[item.source_id]
                ),
                "cells": [
                    {"code": item.label},
                    {"organisation": item.party.display_name(formats.language())},
                    day_cell(item.due_date, today),
                    amount(item.open_then, item.currency, base),
                    formats.format_minor(item.carrying_then, base),
                ],
            }
            for item in shown
        ],
        total=[_("Total"), "", "", "", figure(total, base)],
        crumb={"url": f"{reverse('receivables:ageing')}?at={day.day}", "label": _("Ageing")},
        views=tabs(
            request,
            "bucket",
            {"": _("All"), **{name: bucket_name(name) for name in COLUMNS}},
            bucket,
            {"": len(everything), **{name: counts[name] for name in COLUMNS}},
        ),
        filter_form=day,
        figure_minor=total,
        empty={"icon": "circle-check", "title": _("Nothing is open here"), "text": ""},
    )
