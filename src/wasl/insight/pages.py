"""Finished values for the pages: strings, links and tables, formatted once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.core import periods
from wasl.core.formats import currency_word, format_minor, format_month, format_percent
from wasl.core.pages import figure
from wasl.core.room import TodayGroup
from wasl.insight import queries
from wasl.insight.queries import NOT_ON_PROJECTS, Flow, Headline, Margin, MonthFigures, PayrollRest, Pipeline
from wasl.insight.queries.drills import REST_OF_PAYROLL, WAGES, MarginDrills, lines_url, time_url

MARGINS: dict[str, Callable[..., list[Margin]]] = {
    "project": queries.margin_by_project,
    "department": queries.margin_by_department,
    "customer": queries.margin_by_customer,
}
MARGIN_TITLES = {
    "project": gettext_lazy("Margin by project"),
    "department": gettext_lazy("Margin by department"),
    "customer": gettext_lazy("Margin by customer"),
}
MARGIN_HEADS = {
    "project": gettext_lazy("Project"),
    "department": gettext_lazy("Department"),
    "customer": gettext_lazy("Customer"),
}


def all_done(actor: Actor) -> str:
    """Return what will come to an empty Today by itself: nothing of money where the company keeps no books here."""
    if "finance" in actor.company.modules:
        return _("New follow-ups, overdue invoices and work to bill appear here by themselves.")
    return _("New follow-ups, and leads that nobody looks after yet, appear here by themselves.")


def greeting(now: datetime, actor: Actor) -> str:
    """Return a greeting by the hour in the company's zone."""
    name = actor.member_name.split(" ")[0]
    hour = now.astimezone(ZoneInfo(actor.company.time_zone)).hour
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def today_kinds(groups: Sequence[TodayGroup], kind: str) -> list[dict[str, Any]]:
    """Return the kinds of things that wait as views of Today, after one for all of them."""
    whole = {"label": _("All"), "url": "/", "count": sum(group.count for group in groups), "current": not kind}
    return [whole] + [
        {
            "label": group.title,
            "url": f"/?kind={group.key}",
            "count": group.count,
            "current": group.key == kind,
        }
        for group in groups
    ]


def headline_stats(actor: Actor, figures: Headline, year: dict[str, date]) -> list[dict[str, Any]]:
    """Return the four figures that steer, each a link to its rows; `year` is the fiscal year so far."""
    base, unit = actor.company.base_currency, currency_word(actor.company.base_currency, get_language())
    late = ngettext("%(count)s invoice is late", "%(count)s invoices are late", figures.overdue_count) % {
        "count": figures.overdue_count
    }
    percent = figures.year_margin_percent
    return [
        {
            "label": _("Cash on hand"),
            "value": format_minor(figures.cash_minor, base, whole_if_possible=True),
            "unit": unit,
            "url": reverse("banking:accounts"),
        },
        {
            "label": _("Owed to us"),
            "value": format_minor(figures.receivable_minor, base, whole_if_possible=True),
            "unit": unit,
            "note": late if figures.overdue_count else _("nothing is late"),
            "tone": "bad" if figures.overdue_count else "ok",
            "url": lines_url(role="receivable", last=year["last"]),
        },
        {
            "label": _("Income this year"),
            "value": format_minor(figures.year_income_minor, base, whole_if_possible=True),
            "unit": unit,
            "url": reverse("ledger:profit") + "?" + urlencode(year),
        },
        {
            "label": _("Margin this year"),
            "value": "–" if percent is None else format_percent(Decimal(str(round(percent, 1)))),
            "note": _("before payroll not on projects"),
            "url": reverse("insight:margins", args=["project"]) + "?" + urlencode(year),
        },
    ]


def flow_stats(actor: Actor, month: Flow, pipeline: Pipeline) -> list[dict[str, Any]]:
    """Return what is open and what the month won, billed and was paid, each a link to its rows."""
    base, unit = actor.company.base_currency, currency_word(actor.company.base_currency, get_language())
    first = date(month.month // 100, month.month % 100, 1)
    span = {"first": first, "last": periods.month_end(first)}
    closed = {"state": "won", "closed_first": span["first"], "closed_last": span["last"]}
    weighted = format_minor(pipeline.weighted_minor, base, whole_if_possible=True)
    billed = f"{reverse('receivables:invoices')}?{urlencode({'view': 'all', **span})}"
    rows = [
        (_("Pipeline"), pipeline.value_minor, reverse("crm:board"), _("weighted %(amount)s") % {"amount": weighted}),
        (_("Booked this month"), month.booked_minor, f"{reverse('crm:deals')}?{urlencode(closed)}", ""),
        (_("Billed this month"), month.billed_minor, billed, _("with tax")),
        (_("Paid this month"), month.paid_minor, f"{reverse('receivables:payments')}?{urlencode(span)}", ""),
    ]
    return [
        {
            "label": label,
            "value": format_minor(minor, base, whole_if_possible=True),
            "unit": unit,
            "url": url,
            "note": note,
        }
        for label, minor, url, note in rows
    ]


def profit_views(current: str) -> list[dict[str, Any]]:
    """Return the views of the profit page."""
    views = [{"label": _("Overview"), "url": reverse("insight:profit"), "current": current == "overview"}]
    return views + [
        {"label": title, "url": reverse("insight:margins", args=[by]), "current": current == by}
        for by, title in MARGIN_TITLES.items()
    ]


def finding(actor: Actor, months: Sequence[MonthFigures]) -> str:
    """Return what the chart shows, in a sentence."""
    total = sum(month.profit_minor for month in months)
    base = actor.company.base_currency
    amount = f"{format_minor(abs(total), base, whole_if_possible=True)} {currency_word(base, get_language())}"
    if not total:
        return _("The last twelve months brought neither profit nor loss.")
    if total > 0:
        return _("The last twelve months brought a profit of %(amount)s.") % {"amount": amount}
    return _("The last twelve months brought a loss of %(amount)s.") % {"amount": amount}


def month_table(actor: Actor, months: Sequence[MonthFigures]) -> dict[str, Any]:
    """Return the same months as a table; each figure opens the month's profit and loss."""
    base = actor.company.base_currency
    unit = currency_word(base, get_language())
    columns = [
        {"label": _("Month"), "link": True, "phone": "b"},
        {"label": _("Income"), "num": True, "unit": unit, "phone": "a"},
        {"label": _("Expenses"), "num": True, "unit": unit, "phone": "x"},
        {"label": _("Profit"), "num": True, "unit": unit, "phone": "e"},
    ]
    rows = []
    for month in reversed(months):
        first = date(month.month // 100, month.month % 100, 1)
        span = urlencode({"first": first, "last": periods.month_end(first)})
        rows.append(
            {
                "cells": [
                    format_month(month.month, get_language()),
                    *(format_minor(x, base) for x in (month.income_minor, month.expenses_minor, month.profit_minor)),
                ],
                "url": f"{reverse('ledger:profit')}?{span}",
            }
        )
    total = [
        _("Total"),
        format_minor(sum(month.income_minor for month in months), base),
        format_minor(sum(month.expenses_minor for month in months), base),
        format_minor(sum(month.profit_minor for month in months), base),
    ]
    return {"columns": columns, "rows": rows, "total": total}


def margin_table(actor: Actor, by: str, rows: Sequence[Margin], first: date, last: date) -> dict[str, Any]:
    """Return margins as a table: revenue, direct cost, time cost, margin and its percent."""
    base = actor.company.base_currency
    unit = currency_word(base, get_language())
    columns = [
        {"label": MARGIN_HEADS[by], "link": True, "phone": "b"},
        {"label": _("Revenue"), "num": True, "unit": unit, "phone": "a", "named": True},
        {"label": _("Direct cost"), "num": True, "phone": "x"},
        {"label": _("Time cost"), "num": True, "phone": "x"},
        {"label": _("Margin"), "num": True, "phone": "e"},
        {"label": _("Margin %"), "num": True, "phone": "d"},
    ]
    drills = MarginDrills.of(by, first, last)
    drawn = [
        {
            "cells": [
                _label(by, row),
                *_amounts(row, base, (drills.revenue(row), drills.direct_cost(row), drills.time_cost(row))),
            ],
            "url": _row_url(by, row, drills),
        }
        for row in rows
    ]
    whole = Margin(
        0,
        "",
        sum(row.revenue_minor for row in rows),
        sum(row.direct_cost_minor for row in rows),
        sum(row.time_cost_minor for row in rows),
    )
    return {"columns": columns, "rows": drawn, "total": [_("Total"), *_amounts(whole, base, drills.totals())]}


def payroll_table(actor: Actor, rest: PayrollRest, first: date, last: date) -> dict[str, Any]:
    """Return what of payroll is on no project: payroll less the time cost of projects, each opening its rows."""
    base, span = actor.company.base_currency, {"first": first, "last": last}
    return {
        "columns": [
            {"label": _("What"), "phone": "b"},
            {"label": _("Amount"), "unit": currency_word(base, get_language()), "num": True, "phone": "e"},
        ],
        "rows": [
            [_("Payroll"), figure(rest.payroll_minor, base, lines_url(**span, **WAGES))],
            [_("Less time cost of projects"), figure(-rest.time_cost_minor, base, time_url(**span))],
        ],
        "total": [_("Not on projects"), figure(rest.rest_minor, base)],
    }


def percent_of(part: int, whole: int) -> str:
    """Return a percent to one place, or a dash where there is no whole."""
    return format_percent(Decimal(part * 1000 // whole) / 10, places=1) if whole else "–"


def _amounts(row: Margin, base: str, urls: tuple[str, str, str]) -> list[SafeString | str]:
    figures = (row.revenue_minor, row.direct_cost_minor, row.time_cost_minor)
    linked = [figure(minor, base, url if minor else "") for minor, url in zip(figures, urls, strict=True)]
    return [*linked, format_minor(row.margin_minor, base), percent_of(row.margin_minor, row.revenue_minor)]


def _label(by: str, row: Margin) -> str:
    if row.key == REST_OF_PAYROLL or (by == "project" and row.key == NOT_ON_PROJECTS):
        return _("Not on projects")
    return row.label or _("None")


def _row_url(by: str, row: Margin, drills: MarginDrills) -> str:
    if by == "project" and row.key != NOT_ON_PROJECTS:
        return reverse("projects:project", args=[row.key])
    if by == "customer":
        return reverse("parties:party", args=[row.key])
    if by == "department" and row.key != REST_OF_PAYROLL:
        span = {"first": drills.first, "last": drills.last}
        return lines_url(**span, department=row.key, type=["income", "expense"], closing=0, sign="credit")
    return drills.time_cost(row)
