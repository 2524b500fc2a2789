"""Reports: each figure opens the lines that add up to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.pages import address, figure, page, sheet, today_of
from wasl.ledger import queries
from wasl.ledger.forms import DayForm, PeriodForm, account_name
from wasl.ledger.labels import BOX_LABELS, FLOW_LABELS, TYPE_LABELS
from wasl.ledger.models import Account
from wasl.ledger.models.balances import DEPARTMENT, PROJECT
from wasl.ledger.queries import ProfitAndLoss
from wasl.people import queries as people

HOME = "ledger:home"


def crumb() -> dict[str, str]:
    """Return the way back to the home of the books."""
    return {"url": reverse(HOME), "label": _("Ledger")}


def lines_url(**asked: Any) -> str:
    """Return the address of the lines that a filter asks for."""
    given = {name: value for name, value in asked.items() if value not in (None, "")}
    return f"{reverse('ledger:lines')}?{urlencode(given, doseq=True)}"


def period_of(request: HttpRequest) -> PeriodForm:
    """Return the span that a report is asked for."""
    company = request.actor.company  # type: ignore[attr-defined]
    return PeriodForm(request.GET, today=today_of(request), start_month=company.fiscal_year_start_month)


def nothing() -> dict[str, str]:
    """Return what an empty report says."""
    return {
        "icon": "chart-bar",
        "title": _("Nothing was posted in this span"),
        "text": _("Choose other dates, or post an invoice, a payment or a journal first."),
    }


@page("ledger.view")
def trial_balance(request: HttpRequest) -> HttpResponse:
    """Show every account that moved: opening, debits, credits, closing."""
    base = request.actor.company.base_currency  # type: ignore[attr-defined]
    span = period_of(request)
    before = span.first_day - timedelta(days=1)
    found = queries.trial_balance(first=span.first_day, last=span.last_day)
    rows = []
    for row in found:
        key = row.account.pk
        dates = {"first": span.first_day, "last": span.last_day}
        moved = {"account": key, **dates}
        rows.append(
            {
                "url": f"{reverse('ledger:account', args=[key])}?{urlencode(dates)}",
                "cells": [
                    {"code": row.account.code},
                    row.account.display_name(formats.language()),
                    figure(row.opening_minor, base, lines_url(account=key, last=before), dash=True),
                    figure(row.debit_minor, base, lines_url(**moved, side="debit"), dash=True),
                    figure(row.credit_minor, base, lines_url(**moved, side="credit", sign="credit"), dash=True),
                    figure(row.closing_minor, base, lines_url(account=key, last=span.last_day)),
                ],
            }
        )
    sums = [sum(getattr(row, f"{name}_minor") for row in found) for name in ("opening", "debit", "credit", "closing")]
    unit = formats.currency_word(base)
    return sheet(
        request,
        title=_("Trial balance"),
        columns=[
            {"label": _("Code"), "link": True, "phone": "a"},
            {"label": _("Account"), "phone": "b"},
            {"label": _("Opening"), "unit": unit, "num": True, "wide": True, "phone": "x"},
            {"label": _("Debit"), "num": True, "phone": "x"},
            {"label": _("Credit"), "num": True, "phone": "x"},
            {"label": _("Closing"), "num": True, "cls": "m", "phone": "e"},
        ],
        rows=rows,
        total=["", _("Total"), *(figure(minor, base) for minor in sums)],
        crumb=crumb(),
        filter_form=span,
        empty=nothing(),
    )


@page("ledger.view")
def profit(request: HttpRequest) -> HttpResponse:
    """Show income and expenses of a span: in total, or side by side by project, department or month."""
    span, by = period_of(request), request.GET.get("by", "")
    first, last = span.first_day, span.last_day
    parts: list[tuple[str, dict[str, Any], ProfitAndLoss]] = []
    if by == "month":
        for month, found in queries.profit_by_month(first=first, last=last).items():
            start = date(month // 100, month % 100, 1)
            end = date(month // 100 + month % 100 // 12, month % 100 % 12 + 1, 1) - timedelta(days=1)
            label = f"{formats.MONTHS[formats.language()][start.month - 1]} {start.year}"
            parts.append((label, {"first": max(start, first), "last": min(end, last)}, found))
    elif by in ("project", "department"):
        nets = queries.profit_by_dimension(first=first, last=last, kind=PROJECT if by == "project" else DEPARTMENT)
        names = _names(by, list(nets))
        keys = sorted(nets, key=lambda one: (not one, names[one]))
        parts += [(names[key], {"first": first, "last": last, by: key}, nets[key]) for key in keys]
    whole = queries.profit_and_loss(first=first, last=last)
    parts.append((_("Total"), {"first": first, "last": last}, whole))
    base = request.actor.company.base_currency  # type: ignore[attr-defined]
    tabs = [
        ("", _("Total")),
        ("month", _("By month")),
        ("project", _("By project")),
        ("department", _("By department")),
    ]
    return sheet(
        request,
        title=_("Profit and loss"),
        columns=[
            {"label": _("Account"), "phone": "b"},
            *(
                {"label": label, "num": True, "phone": "e" if index == len(parts) - 1 else "x"}
                for index, (label, _filter, _part) in enumerate(parts)
            ),
        ],
        rows=_profit_rows(base, whole, parts) if whole.income or whole.expenses else [],
        total=[
            _("Profit"),
            *(
                figure(
                    part.profit_minor, base, lines_url(**asked, type=["income", "expense"], closing=0, sign="credit")
                )
                for _label, asked, part in parts
            ),
        ],
        crumb=crumb(),
        views=[{"label": label, "url": address(request, by=key), "current": key == by} for key, label in tabs],
        filter_form=span,
        stack=len(parts) == 1,
        empty=nothing(),
    )


def _profit_rows(base: str, whole: ProfitAndLoss, parts: list[tuple[str, dict[str, Any], ProfitAndLoss]]) -> list[Any]:
    rows: list[Any] = []
    sides: list[tuple[str, str, Callable[[ProfitAndLoss], list[tuple[Account, int]]]]] = [
        ("income", "credit", lambda part: part.income),
        ("expense", "", lambda part: part.expenses),
    ]
    for kind, sign, side in sides:
        nets = [{account.pk: minor for account, minor in side(part)} for _label, _asked, part in parts]
        accounts = {account.pk: account for part in parts for account, _minor in side(part[2])}
        for key, account in sorted(accounts.items(), key=lambda pair: pair[1].code):
            cells: list[Any] = [{"link": reverse("ledger:account", args=[key]), "text": account_name(account)}]
            for (_label, asked, _part), net in zip(parts, nets, strict=True):
                url = lines_url(**asked, account=key, closing=0, sign=sign)
                cells.append(figure(net.get(key, 0), base, url, dash=True))
            rows.append({"cells": cells})
        if accounts:
            sums = [
                figure(sum(net.values()), base, lines_url(**asked, type=kind, closing=0, sign=sign))
                for (_label, asked, _part), net in zip(parts, nets, strict=True)
            ]
            rows.append({"cells": [TYPE_LABELS[kind], *sums], "cls": "b"})
    return rows


def _names(by: str, keys: list[int]) -> dict[int, str]:
    if by == "project":
        return {0: _("Without a project"), **queries.dimension_labels(keys)}
    lang = formats.language()
    return {0: _("Without a department"), **{row.pk: row.display_name(lang) for row in people.departments()}}


@page("ledger.view")
def balance_sheet(request: HttpRequest) -> HttpResponse:
    """Show assets, liabilities and equity on a day."""
    base = request.actor.company.base_currency  # type: ignore[attr-defined]
    day = DayForm(request.GET, today=today_of(request))
    found = queries.balance_sheet(at=day.day)
    rows: list[Any] = []
    sides = (
        ("asset", found.assets, ""),
        ("liability", found.liabilities, "credit"),
        ("equity", found.equity, "credit"),
    )
    for kind, accounts, sign in sides:
        for account, minor in accounts:
            cells = [
                {"link": reverse("ledger:account", args=[account.pk]), "text": account_name(account)},
                figure(minor, base, lines_url(account=account.pk, last=day.day, sign=sign)),
            ]
            rows.append({"cells": cells})
        types = [kind]
        if kind == "equity":
            types = ["equity", "income", "expense"]
            url = lines_url(type=["income", "expense"], last=day.day, sign="credit")
            rows.append({"cells": [_("Profit not yet closed"), figure(found.profit_minor, base, url)]})
        total = figure(found.totals[kind], base, lines_url(type=types, last=day.day, sign=sign))
        rows.append({"cells": [TYPE_LABELS[kind], total], "cls": "b"})
    together = found.totals["liability"] + found.totals["equity"]
    types = ["liability", "equity", "income", "expense"]
    return sheet(
        request,
        title=_("Balance sheet"),
        columns=[
            {"label": _("Account"), "phone": "b"},
            {"label": _("Amount"), "unit": formats.currency_word(base), "num": True, "phone": "e"},
        ],
        rows=rows if any((found.assets, found.liabilities, found.equity, found.profit_minor)) else [],
        total=[_("Liabilities and equity"), figure(together, base, lines_url(type=types, last=day.day, sign="credit"))],
        crumb=crumb(),
        filter_form=day,
        empty=nothing(),
    )


@page("ledger.view")
def cash_flow(request: HttpRequest) -> HttpResponse:
    """Show cash at the beginning, what moved it, and cash at the end."""
    base = request.actor.company.base_currency  # type: ignore[attr-defined]
    span = period_of(request)
    found = queries.cash_flow(first=span.first_day, last=span.last_day)
    rows = [
        {
            "cells": [
                FLOW_LABELS[flow],
                figure(found[flow], base, lines_url(flow=flow, first=span.first_day, last=span.last_day)),
            ],
            "cls": "b" if flow == "opening" else "",
        }
        for flow in queries.FLOWS[:-1]
    ]
    closing = figure(found["closing"], base, lines_url(flow="closing", first=span.first_day, last=span.last_day))
    return sheet(
        request,
        title=_("Cash flow"),
        columns=[
            {"label": _("Source"), "phone": "b"},
            {"label": _("Amount"), "unit": formats.currency_word(base), "num": True, "phone": "e"},
        ],
        rows=rows if any(found.values()) else [],
        total=[FLOW_LABELS["closing"], closing],
        crumb=crumb(),
        filter_form=span,
        empty=nothing(),
    )


@page("ledger.view")
def vat(request: HttpRequest) -> HttpResponse:
    """Show the boxes of the tax return, each opening its lines."""
    base = request.actor.company.base_currency  # type: ignore[attr-defined]
    span = period_of(request)
    boxes = queries.tax_boxes(first=span.first_day, last=span.last_day)

    def cell(box: str) -> Any:
        if box not in boxes:
            return ""
        asked = urlencode({"first": span.first_day, "last": span.last_day})
        return figure(boxes[box], base, f"{reverse('ledger:tax_lines', args=[box])}?{asked}")

    rows: list[Any] = []
    for name in BOX_LABELS:
        base_box, tax_box = (name, name) if name in boxes else (f"{name}_base", f"{name}_tax")
        if name == "net_tax" or not {base_box, tax_box} & set(boxes):
            continue
        single = base_box == tax_box
        is_tax = single and not name.endswith("_base")
        rows.append(
            {
                "cells": [
                    BOX_LABELS[name],
                    "" if is_tax else cell(base_box),
                    cell(tax_box) if is_tax or not single else "",
                ]
            }
        )
    return sheet(
        request,
        title=_("VAT summary"),
        columns=[
            {"label": _("Box"), "phone": "b"},
            {"label": _("Net amount"), "unit": formats.currency_word(base), "num": True, "phone": "a"},
            {"label": _("Tax"), "num": True, "phone": "e"},
        ],
        rows=rows,
        total=[BOX_LABELS["net_tax"], "", figure(boxes.get("net_tax", 0), base)],
        crumb=crumb(),
        filter_form=span,
        empty=nothing(),
    )
