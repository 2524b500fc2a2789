"""How quotes and services read on pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wasl.access import queries as access
from wasl.core import pages as core_pages
from wasl.core.cells import day_cell
from wasl.core.formats import currency_word, format_minor
from wasl.sales import rules
from wasl.sales.models import Quote

MINUTES_AN_HOUR = 60


def state_pill(quote: Quote, today: date) -> dict[str, str]:
    """Return the pill of the state that a quote shows on a day."""
    words = {
        "draft": (_("Draft"), ""),
        "sent": (pgettext("quote", "Sent"), "info"),
        "accepted": (_("Accepted"), "ok"),
        "declined": (_("Declined"), "bad"),
        "cancelled": (_("Cancelled"), ""),
        "expired": (_("Expired"), "warn"),
    }
    text, tone = words[rules.state_on(quote.state, quote.valid_until, today)]
    return {"pill": text, "tone": tone}


def named(row: Any) -> str:
    """Return a row's name in the reader's language, a dash for none."""
    if row is None:
        return "–"
    return str(row.name_ar or row.name) if (get_language() or "").startswith("ar") else str(row.name)


def quote_columns(base: str) -> list[dict[str, Any]]:
    """Return the columns of the list of quotes of a company with a base currency."""
    return [
        {"key": "number", "label": _("Number"), "link": True, "phone": "a", "by": ("number", "revision")},
        {"key": "customer", "label": _("Customer"), "phone": "b", "by": "party__name"},
        {"key": "date", "label": _("Date"), "phone": "x", "by": "date"},
        {"key": "valid", "label": _("Valid until"), "phone": "x", "wide": True, "by": "valid_until"},
        {"key": "state", "label": _("State"), "phone": "d"},
        {"key": "owner", "label": _("Owner"), "phone": "x", "extra": True, "by": "owner__name"},
        {"key": "deal", "label": _("Deal"), "phone": "x", "extra": True, "by": "deal__title"},
        {"key": "decided", "label": _("Decided on"), "phone": "x", "extra": True, "by": "decided_on"},
        {"key": "currency", "label": _("Currency"), "phone": "x", "extra": True, "by": "currency"},
        {
            "key": "total",
            "label": _("Total"),
            "unit": currency_word(base),
            "num": True,
            "phone": "e",
            "cls": "m",
            "by": "total_minor",
        },
    ]


def quote_row(quote: Quote, today: date, base: str) -> dict[str, Any]:
    """Return a quote as a row of the list; what is picked sums those in base currency."""
    return {
        "cells": [
            {"code": str(quote)} if quote.number else _("Draft"),
            {"organisation": named(quote.party)},
            day_cell(quote.date, today),
            day_cell(quote.valid_until, today),
            state_pill(quote, today),
            {"person": access.named(quote.owner)} if quote.owner else "",
            quote.deal.title if quote.deal else "",
            day_cell(quote.decided_on, today),
            quote.currency,
            core_pages.amount(quote.total_minor, quote.currency, base),
        ],
        "url": reverse("sales:quote", args=[quote.pk]),
        "pick": quote.pk,
        "sum": quote.total_minor if quote.currency == base else 0,
    }


def amount(minor: int, currency: str) -> str:
    """Return an amount with its currency as text."""
    return f"{format_minor(minor, currency)} {currency_word(currency)}"
