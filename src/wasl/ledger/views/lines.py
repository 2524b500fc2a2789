"""Lines and entries: the rows behind every figure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.cells import day_cell
from wasl.core.pages import figure, linked, page, paged, sheet, today_of
from wasl.core.room import SourceWords
from wasl.ledger import queries
from wasl.ledger.forms import LineFilterForm, about_line, account_name
from wasl.ledger.labels import BOX_LABELS, FLOW_LABELS, ROLE_LABELS, TYPE_LABELS, source_name, source_url, sources_told
from wasl.ledger.models import Entry, Line, TaxLine
from wasl.ledger.views.reports import crumb, lines_url, nothing, period_of


def entry_code(entry: Entry) -> str:
    """Return how an entry is called: its number in the journal."""
    return f"#{entry.sequence}"


def day_text(day: date, today: date) -> str:
    """Return a day as lists have it."""
    return formats.format_date(day, None, today)


@page("ledger.view")
def lines(request: HttpRequest) -> HttpResponse:
    """Show the lines that a figure is made of; the total is the figure."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base, form = actor.company.base_currency, LineFilterForm(request.GET, actor)
    asked = form.line_filter(today)
    narrowed = asked != queries.LineFilter(last=asked.last)
    found = queries.found_lines(asked)
    sums = queries.sums_of(found)
    sign = -1 if form.cleaned_data.get("sign") == "credit" else 1
    total = formats.format_minor(sign * sums.net_minor, base)
    return sheet(
        request,
        title=_("Lines"),
        columns=[
            {"key": "entry", "label": _("Entry"), "link": True, "phone": "a"},
            {"key": "date", "label": _("Date"), "phone": "x", "by": "date"},
            {"key": "account", "label": _("Account"), "phone": "b", "cls": "w-wrap", "by": "account__code"},
            {"key": "source", "label": _("Source"), "phone": "d", "cls": "w-wrap"},
            {"key": "party", "label": _("Party"), "wide": True, "phone": "x", "cls": "w-wrap"} | {"by": "party__name"},
            {"key": "project", "label": _("Project"), "extra": True, "phone": "x", "by": "project__label"},
            {"key": "memo", "label": _("Description"), "extra": True, "phone": "x", "cls": "w-text"},
            {"key": "debit", "label": _("Debit"), "unit": formats.currency_word(base), "num": True, "phone": "x"},
            {"key": "credit", "label": _("Credit"), "num": True, "phone": "x"},
            {"key": "amount", "label": _("Amount"), "num": True, "cls": "m", "phone": "e"}
            | ({"by": "base_minor"} if sign > 0 else {}),
        ],
        rows=found,
        count=sums.count,
        draw=lambda shown: _line_rows(shown, base, today, sign),
        total=[
            *(_("Total"), "", "", "", "", "", ""),
            formats.format_minor(sums.debit_minor, base),
            formats.format_minor(sums.credit_minor, base),
            total,
        ],
        crumb=crumb(),
        filter_form=form,
        figure_minor=sign * sums.net_minor,
        note={"text": _told(asked, base, total), "tone": "plain"} if narrowed else None,
        empty=nothing(),
    )


def _line_rows(lines: list[Line], base: str, today: date, sign: int) -> list[dict[str, Any]]:
    told = sources_told(line.entry for line in lines)
    return [_line_row(line, base, today, sign, told[line.entry_id]) for line in lines]


def _line_row(line: Line, base: str, today: date, sign: int, source: SourceWords) -> dict[str, Any]:
    minor = line.base_minor
    return {
        "url": reverse("ledger:entry", args=[line.entry_id]),
        "cells": [
            {"code": entry_code(line.entry)},
            day_cell(line.date, today),
            account_name(line.account),
            linked(source_url(line.entry.source_kind, line.entry.source_id), source.name),
            line.party.display_name(formats.language()) if line.party else "",
            line.project.label if line.project else "",
            line.entry.memo,
            formats.format_minor(minor, base) if minor > 0 else "",
            formats.format_minor(-minor, base) if minor < 0 else "",
            formats.format_minor(sign * minor, base),
        ],
    }


def _told(asked: queries.LineFilter, base: str, total: str) -> str:
    """Say in a sentence which lines these are and what they come to."""
    what = [str(TYPE_LABELS[kind]) for kind in asked.types]
    if asked.role:
        what.append(str(ROLE_LABELS[asked.role]))
    if asked.flow:
        what.append(str(FLOW_LABELS[asked.flow]))
    facts = {
        "last": f"{formats.LRI}{asked.last.isoformat()}{formats.PDI}",
        "total": f"{formats.LRI}{total}{formats.PDI}",
        "unit": formats.currency_word(base),
    }
    if asked.without_role:
        kept, left_out = " + ".join(what), ROLE_LABELS[asked.without_role]
        what = [_("%(what)s without %(without)s") % {"what": kept, "without": left_out}]
    if what:
        return _("%(what)s up to %(last)s: %(total)s %(unit)s") % {"what": " + ".join(what), **facts}
    return _("Up to %(last)s: %(total)s %(unit)s") % facts


def _about(entry: Entry, source: SourceWords) -> str:
    """Return what an entry is about, in a line: its own words and its source."""
    return " · ".join(filter(None, (source.name, source.whom or entry.memo)))


@page("ledger.view")
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show an account's lines with the running balance."""
    actor = request.actor  # type: ignore[attr-defined]
    base, today = actor.company.base_currency, today_of(request)
    found = queries.account(actor, account_id)
    span = period_of(request)
    before = span.first_day - timedelta(days=1)
    opening = queries.sums_of(queries.found_lines(queries.LineFilter(last=before, account_id=found.pk))).net_minor
    within = queries.LineFilter(first=span.first_day, last=span.last_day, account_id=found.pk)
    sums = queries.sums_of(queries.found_lines(within))
    rows = queries.general_ledger(account_id=found.pk, first=span.first_day, last=span.last_day)
    shown, pager = paged(request, rows, sums.count)
    shown = list(shown)
    brought = opening + (shown[0].moved_minor - shown[0].base_minor if shown else 0)
    first = (
        (_("Opening balance"), figure(brought, base, lines_url(account=found.pk, last=before)))
        if not pager.get("prev_url")
        else (_("Brought forward"), figure(brought, base))
    )
    table: list[Any] = [{"cells": ["", first[0], "", "", "", first[1]], "cls": "b"}]
    told = sources_told(line.entry for line in shown)
    for line in shown:
        balance = opening + line.moved_minor
        cells = _line_row(line, base, today, 1, told[line.entry_id])["cells"]
        url = reverse("ledger:entry", args=[line.entry_id])
        label = _about(line.entry, told[line.entry_id])
        table.append({"url": url, "cells": [cells[0], label, cells[1], cells[7], cells[8], figure(balance, base)]})
    closing = opening + sums.net_minor
    return sheet(
        request,
        title=account_name(found),
        columns=[
            {"key": "entry", "label": _("Entry"), "link": True, "phone": "a"},
            {"key": "memo", "label": _("Description"), "phone": "b"},
            {"key": "date", "label": _("Date"), "phone": "d"},
            {"key": "debit", "label": _("Debit"), "unit": formats.currency_word(base), "num": True, "phone": "x"},
            {"key": "credit", "label": _("Credit"), "num": True, "phone": "x"},
            {"key": "balance", "label": _("Balance"), "num": True, "cls": "m", "phone": "e"},
        ],
        rows=table,
        total=[
            "",
            _("Closing balance"),
            "",
            figure(
                sums.debit_minor,
                base,
                lines_url(account=found.pk, first=span.first_day, last=span.last_day, side="debit"),
            ),
            figure(
                sums.credit_minor,
                base,
                lines_url(account=found.pk, first=span.first_day, last=span.last_day, side="credit", sign="credit"),
            ),
            figure(closing, base, lines_url(account=found.pk, last=span.last_day)),
        ],
        crumb={"url": reverse("ledger:accounts"), "label": _("Chart of accounts")},
        state={"text": ROLE_LABELS[found.role], "tone": ""},
        filter_form=span,
        pager=pager,
    )


@page("ledger.view")
def entries(request: HttpRequest) -> HttpResponse:
    """Show the journal: every entry of a span, newest first."""
    today, span = today_of(request), period_of(request)
    base = request.actor.company.base_currency  # type: ignore[attr-defined]

    def draw(shown: list[Entry]) -> list[dict[str, Any]]:
        sizes, told = queries.entry_sizes([entry.pk for entry in shown]), sources_told(shown)
        return [
            {
                "url": reverse("ledger:entry", args=[entry.pk]),
                "cells": [
                    {"code": entry_code(entry)},
                    day_cell(entry.date, today),
                    linked(source_url(entry.source_kind, entry.source_id), told[entry.pk].name),
                    " · ".join(filter(None, (told[entry.pk].whom, entry.memo))),
                    f"{entry.booked_at:%Y-%m-%d %H:%M}",
                    formats.format_minor(sizes.get(entry.pk, 0), base),
                ],
            }
            for entry in shown
        ]

    return sheet(
        request,
        title=_("Entries"),
        columns=[
            {"key": "entry", "label": _("Entry"), "link": True, "phone": "x", "by": "sequence"},
            {"key": "date", "label": _("Date"), "phone": "d", "by": "date"},
            {"key": "source", "label": _("Source"), "phone": "b"},
            {"key": "memo", "label": _("Description"), "phone": "a"},
            {"key": "booked", "label": _("Posted"), "extra": True, "phone": "x"},
            {"key": "amount", "label": _("Amount"), "unit": formats.currency_word(base), "num": True, "phone": "e"},
        ],
        rows=queries.journal_entries(first=span.first_day, last=span.last_day),
        draw=draw,
        crumb=crumb(),
        filter_form=span,
        empty=nothing(),
    )


@page("ledger.view")
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Show an entry: its lines, and the document behind it."""
    actor = request.actor  # type: ignore[attr-defined]
    base, today = actor.company.base_currency, today_of(request)
    found = queries.entry(actor, entry_id)
    rows, debit = [], 0
    for line in queries.lines_of_entry(found.pk):
        minor = line.base_minor
        debit += max(minor, 0)
        foreign = line.currency != base and line.currency_minor
        rows.append(
            [
                {"link": reverse("ledger:account", args=[line.account_id]), "text": account_name(line.account)},
                about_line(line),
                f"{line.currency} {formats.format_minor(line.currency_minor, line.currency)}" if foreign else "",
                formats.format_minor(minor, base) if minor > 0 else "",
                formats.format_minor(-minor, base) if minor < 0 else "",
            ]
        )
    reversal = queries.reversal_entry(found)
    return render(
        request,
        "ledger/entry.html",
        {
            "entry": found,
            "entry_code": entry_code(found),
            "columns": [
                {"label": _("Account"), "phone": "b"},
                {"label": _("For"), "phone": "a"},
                {"label": _("In its currency"), "num": True, "wide": True, "phone": "x"},
                {"label": _("Debit"), "unit": formats.currency_word(base), "num": True, "phone": "e"} | {"named": True},
                {"label": _("Credit"), "num": True, "phone": "d", "named": True},
            ],
            "rows": rows,
            "total": [_("Total"), "", "", *[formats.format_minor(debit, base)] * 2],
            "pairs": [
                {
                    "label": _("Source"),
                    "value": sources_told([found])[found.pk].name,
                    "url": source_url(found.source_kind, found.source_id),
                },
                {"label": _("Date"), "value": day_text(found.date, today)},
                {"label": _("Posted"), "value": f"{found.booked_at:%Y-%m-%d %H:%M}"},
                *_related(_("Reverses"), found.reverses),
                *_related(_("Reversed by"), reversal),
            ],
        },
    )


def _related(label: str, other: Entry | None) -> list[dict[str, str]]:
    return (
        [{"label": label, "value": entry_code(other), "url": reverse("ledger:entry", args=[other.pk])}] if other else []
    )


@page("ledger.view")
def tax_lines(request: HttpRequest, box: str) -> HttpResponse:
    """Show the tax lines behind a box of the return."""
    base, today = request.actor.company.base_currency, today_of(request)  # type: ignore[attr-defined]
    span = period_of(request)
    column = queries.box_of(box).column
    found = queries.tax_lines_of(box, first=span.first_day, last=span.last_day)
    total = queries.sum_of_box(box, first=span.first_day, last=span.last_day)
    unit = formats.currency_word(base)
    name = box if box in BOX_LABELS else box.rpartition("_")[0]

    def draw(shown: list[TaxLine]) -> list[list[Any]]:
        told = sources_told(line.entry for line in shown if line.entry)
        return [
            [
                linked(
                    source_url(line.source_kind, line.source_id),
                    told[line.entry.pk].name if line.entry else source_name(line.source_kind),
                ),
                linked(reverse("ledger:entry", args=[line.entry_id]), entry_code(line.entry)) if line.entry else "",
                day_cell(line.date, today),
                line.tax.code if line.tax else "",
                formats.format_minor(getattr(line, column), base),
            ]
            for line in shown
        ]

    return sheet(
        request,
        title=str(BOX_LABELS.get(name, _("VAT summary"))),
        columns=[
            {"key": "source", "label": _("Source"), "phone": "b"},
            {"key": "entry", "label": _("Entry"), "phone": "a"},
            {"key": "date", "label": _("Date"), "phone": "d", "by": "date"},
            {"key": "tax", "label": _("Tax code"), "phone": "x", "by": "tax__code"},
            {"key": "amount", "label": _("Amount"), "unit": unit, "num": True, "cls": "m", "phone": "e", "by": column},
        ],
        rows=found,
        draw=draw,
        total=[_("Total"), "", "", "", formats.format_minor(total, base)],
        crumb={
            "url": f"{reverse('ledger:vat')}?first={span.first_day}&last={span.last_day}",
            "label": _("VAT summary"),
        },
        filter_form=span,
        figure_minor=total,
        empty=nothing(),
    )
