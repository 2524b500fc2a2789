"""Manual journals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.cells import day_cell
from wasl.core.errors import Refusal
from wasl.core.forms import add_refusal, once
from wasl.core.listing import searched
from wasl.core.pages import act_page, page, sheet, today_of
from wasl.core.picking import Source
from wasl.ledger import queries, services
from wasl.ledger.forms import (
    DayOfActForm,
    JournalForm,
    JournalLines,
    SpanFilterForm,
    about_line,
    account_name,
    department_options,
)
from wasl.ledger.models import Journal
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.views.lines import day_text, entry_code
from wasl.ledger.views.reports import crumb

BLANK_LINES = 2


@page("ledger.view")
def journals(request: HttpRequest) -> HttpResponse:
    """Show the manual journals, newest first."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base, form = actor.company.base_currency, SpanFilterForm(request.GET)

    def draw(shown: list[Journal]) -> list[dict[str, Any]]:
        sizes = queries.entry_sizes([row.entry_id for row in shown if row.entry_id])
        return [
            {
                "url": reverse("ledger:journal", args=[row.pk]),
                "cells": [
                    {"code": row.number},
                    day_cell(row.date, today),
                    row.memo,
                    {"pill": state_of(row), "tone": "" if row.reversed_on else "ok"},
                    formats.format_minor(sizes.get(row.entry_id or 0, 0), base),
                ],
            }
            for row in shown
        ]

    return sheet(
        request,
        title=_("Manual journals"),
        columns=[
            {"key": "number", "label": _("Number"), "link": True, "phone": "a", "by": "number"},
            {"key": "date", "label": _("Date"), "phone": "x", "by": "date"},
            {"key": "memo", "label": _("Description"), "phone": "b", "by": "memo"},
            {"key": "state", "label": _("State"), "phone": "d"},
            {"key": "amount", "label": _("Amount"), "unit": formats.currency_word(base), "num": True, "phone": "e"},
        ],
        rows=queries.journals(actor, text=searched(request.GET), **form.asked()),
        draw=draw,
        crumb=crumb(),
        filter_form=form,
        searched=True,
        add={"url": reverse("ledger:journal_new"), "label": _("Journal"), "action": _("New journal")}
        if actor.can("journal.post")
        else None,
        empty={
            "icon": "book",
            "title": _("No manual journals"),
            "text": _("Documents post by themselves. A journal is for what has no document, such as an accrual."),
        },
    )


def state_of(row: Journal) -> str:
    """Return where a journal stands."""
    return _("Reversed") if row.reversed_on or row.reverse_on else _("Posted")


@page("journal.post")
def journal_new(request: HttpRequest) -> HttpResponse:
    """Write and post a manual journal."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    posted = request.POST if request.method == "POST" else None
    form = JournalForm(posted, initial={"date": today.isoformat()})
    lines = _lines(actor, posted)
    if posted is not None and form.is_valid() and lines.is_valid():
        values = _line_values(lines, actor.company.base_currency)
        given = form.cleaned_data
        try:
            key = once(
                request,
                "ledger.journal",
                lambda: (
                    services.post_journal(
                        actor=actor,
                        on=given["date"],
                        lines=values,
                        memo=given["memo"],
                        reverse_on=given["reverse_on"],
                    ).pk
                ),
            )
        except Refusal as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The journal was posted."))
            return redirect("ledger:journal", key)
    return render(
        request,
        "ledger/journal_form.html",
        {"form": form, "formset": lines, **_sides(lines, actor.company.base_currency)},
        status=422 if form.errors or (posted is not None and not lines.is_valid()) else 200,
    )


@require_POST
@page("journal.post")
def journal_sides(request: HttpRequest) -> HttpResponse:
    """Return both sides of what is typed so far and their difference, writing nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    with formats.as_chosen():
        context = _sides(_lines(actor, request.POST), actor.company.base_currency)
        return render(request, "ledger/_sides.html", context)


def _lines(actor: Actor, posted: Any) -> Any:
    options = {
        "accounts": Source("account", actor),
        "projects": Source("journal_project", actor),
        "departments": department_options(),
        "base": actor.company.base_currency,
    }
    blank: list[dict[str, Any]] = [{} for _line in range(BLANK_LINES)]
    return JournalLines(posted, form_kwargs=options, initial=blank, prefix="lines")


def _sides(lines: Any, base: str) -> dict[str, Any]:
    """Return debits, credits and their difference of the lines that can be read."""
    lines.is_valid()
    given = [line.cleaned_data for line in lines.forms if hasattr(line, "cleaned_data")]
    signed = [each.get("signed_minor", 0) for each in given if not each.get("DELETE")]
    debit, credit = sum(max(each, 0) for each in signed), -sum(min(each, 0) for each in signed)
    return {"debit": debit, "credit": credit, "difference": debit - credit, "apart": abs(debit - credit), "base": base}


def _line_values(lines: Any, base: str) -> list[LineValues]:
    """Return the lines as the books take them."""
    return [
        LineValues(
            given["account"],
            given["signed_minor"],
            base,
            given["signed_minor"],
            None,
            given["project"],
            given["department"],
            None,
        )
        for given in (line.cleaned_data for line in lines.ordered_forms)
        if given
    ]


@page("ledger.view")
def journal(request: HttpRequest, journal_id: int) -> HttpResponse:
    """Show a manual journal."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    row = queries.manual_journal(actor, journal_id)
    base = actor.company.base_currency
    rows, debit = [], 0
    for line in queries.lines_of_entry(row.entry_id):
        minor = line.base_minor
        debit += max(minor, 0)
        side = [formats.format_minor(abs(minor), base), ""]
        about = about_line(line)
        rows.append([account_name(line.account), about, *(side if minor > 0 else side[::-1])])
    entries = queries.entries_of_source("ledger.journal", row.pk)
    return render(
        request,
        "ledger/journal.html",
        {
            "journal": row,
            "state": state_of(row),
            "may_reverse": actor.can("journal.post") and not (row.reversed_on or row.reverse_on),
            "columns": [
                {"label": _("Account"), "phone": "b"},
                {"label": _("For"), "phone": "a"},
                {"label": _("Debit"), "unit": formats.currency_word(base), "num": True, "phone": "e"} | {"named": True},
                {"label": _("Credit"), "num": True, "phone": "d", "named": True},
            ],
            "rows": rows,
            "total": [_("Total"), "", *[formats.format_minor(debit, base)] * 2],
            "pairs": [
                {"label": _("Date"), "value": day_text(row.date, today)},
                *(
                    {"label": _("Entry"), "value": entry_code(one), "url": reverse("ledger:entry", args=[one.pk])}
                    for one in entries
                ),
            ],
        },
    )


@page("journal.post")
def journal_reverse(request: HttpRequest, journal_id: int) -> HttpResponse:
    """Reverse a manual journal by a mirrored entry of its own date."""
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.manual_journal(actor.lending("ledger.view"), journal_id)
    back = reverse("ledger:journal", args=[row.pk])

    def do(given: dict[str, Any]) -> int:
        services.reverse_journal(actor=actor, journal_id=row.pk, on=given["date"])
        return int(row.pk)

    posted = request.POST if request.method == "POST" else None
    return act_page(
        request,
        DayOfActForm(posted, initial={"date": max(today_of(request), row.date).isoformat()}),
        act=f"ledger.journal.reverse:{row.pk}",
        title=_("Reverse %(number)s") % {"number": row.number},
        intro=_("A reversing entry is posted on the date you choose. The journal stays on record."),
        submit=_("Reverse"),
        crumb={"url": back, "label": row.number},
        do=do,
        then=lambda _key: back,
        done=_("The journal was reversed."),
    )
