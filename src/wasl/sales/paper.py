"""A quote as a paper for the customer."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from wasl import receivables
from wasl.core import formats
from wasl.core.formats import format_minor, format_number, format_rate
from wasl.core.models import Company
from wasl.core.pdf import render_pdf
from wasl.ledger import queries as ledger
from wasl.ledger.forms import tax_text
from wasl.receivables.pdf import heading
from wasl.sales.models import Quote, QuoteLine

TEMPLATE = Path(receivables.__file__).parent / "typst" / "document.typ"
LANGUAGES = ("ar", "en")


@formats.western
def quote_pdf(quote: Quote, lines: list[QuoteLine], company: Company, language: str = "") -> bytes:
    """Return the PDF of a quote in a language, or else in its own, the customer's, or the company's."""
    data, files = quote_data(quote, lines, company, language)
    return render_pdf(TEMPLATE, data, files=files)


def quote_data(
    quote: Quote, lines: list[QuoteLine], company: Company, language: str = ""
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what the paper says, ready-made, and the files that it shows."""
    language = language or quote.language or quote.party.language or company.language
    data, files = heading(company, quote.party, language, lambda: _("Quote"))
    percents = ledger.tax_percents(quote.date)
    with translation.override(language):
        return data | {
            "number": str(quote),
            "facts": _facts(quote),
            "columns": _columns(lines),
            "lines": [_line(line, quote.currency, percents) for line in lines],
            "totals": _totals(quote, lines),
            "notes": _notes(quote),
        }, files


def _facts(quote: Quote) -> list[dict[str, str]]:
    facts = [{"label": _("Date"), "value": quote.date.isoformat()}]
    if quote.valid_until:
        facts.append({"label": _("Valid until"), "value": quote.valid_until.isoformat()})
    return [*facts, {"label": _("Currency"), "value": quote.currency}]


def _columns(lines: list[QuoteLine]) -> dict[str, str]:
    columns = {
        "description": _("Description"),
        "quantity": _("Quantity"),
        "price": _("Unit price"),
        "discount": _("Discount"),
        "tax": _("Tax"),
        "net": _("Net"),
    }
    if not any(line.discount_percent or line.discount_minor for line in lines):
        del columns["discount"]
    if not any(line.tax_id for line in lines):
        del columns["tax"]
    return columns


def _line(line: QuoteLine, currency: str, percents: dict[int, Decimal]) -> dict[str, str]:
    discount = ""
    if line.discount_percent:
        discount = f"{format_number(line.discount_percent)}%"
    elif line.discount_minor:
        discount = format_minor(line.discount_minor, currency)
    return {
        "description": line.description or (line.service.name if line.service else ""),
        "detail": "",
        "quantity": format_number(line.quantity),
        "price": format_rate(line.price, currency),
        "discount": discount,
        "tax": tax_text(line.tax, percents) if line.tax else "",
        "net": format_minor(line.net_minor, currency),
    }


def _totals(quote: Quote, lines: list[QuoteLine]) -> list[dict[str, Any]]:
    currency = quote.currency
    totals: list[dict[str, Any]] = [{"label": _("Net"), "value": format_minor(quote.net_minor, currency)}]
    if quote.tax_minor or any(line.tax_id for line in lines):
        totals.append({"label": _tax_name(lines), "value": format_minor(quote.tax_minor, currency)})
    total = f"{currency} {format_minor(quote.total_minor, currency)}"
    return [*totals, {"label": _("Total"), "value": total, "strong": True}]


def _tax_name(lines: list[QuoteLine]) -> str:
    """Return the name of the one tax that the lines have, or the word for all of theirs."""
    taxes = {line.tax_id: line.tax for line in lines if line.tax is not None}
    if len(taxes) != 1:
        return _("Tax")
    tax = next(iter(taxes.values()))
    return str((tax.name_ar or tax.name) if formats.language() == "ar" else tax.name)


def _notes(quote: Quote) -> list[dict[str, str]]:
    notes = [{"title": _("Notes"), "text": quote.notes}] if quote.notes else []
    if quote.deposit_percent > Decimal(0):
        said = _("A deposit of %(percent)s%% is invoiced when the work is ordered.") % {
            "percent": format_number(quote.deposit_percent)
        }
        notes.insert(0, {"title": _("Deposit"), "text": said})
    return notes
