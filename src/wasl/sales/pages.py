"""How quotes and services read on pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

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


def quote_row(quote: Quote, today: date) -> dict[str, Any]:
    """Return a quote as a row of the list."""
    return {
        "cells": [
            {"code": str(quote)} if quote.number else _("Draft"),
            {"organisation": named(quote.party)},
            {"code": quote.date.isoformat()},
            {"code": quote.valid_until.isoformat()} if quote.valid_until else "",
            state_pill(quote, today),
            quote.currency,
            format_minor(quote.total_minor, quote.currency),
        ],
        "url": reverse("sales:quote", args=[quote.pk]),
    }


def amount(minor: int, currency: str) -> str:
    """Return an amount with its currency as text."""
    return f"{format_minor(minor, currency)} {currency_word(currency)}"
