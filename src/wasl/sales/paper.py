"""A quote as a paper for the customer."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from wasl import receivables
from wasl.core import formats
from wasl.core.formats import format_minor, format_number
from wasl.core.models import Company
from wasl.core.pdf import render_pdf
from wasl.parties.models import Party
from wasl.sales.models import Quote, QuoteLine

TEMPLATE = Path(receivables.__file__).parent / "typst" / "document.typ"
OTHER = {"ar": "en", "en": "ar"}


@formats.western
def quote_pdf(quote: Quote, lines: list[QuoteLine], company: Company, language: str = "") -> bytes:
    """Return the PDF of a quote in a language, or else in its own, the customer's, or the company's."""
    return render_pdf(TEMPLATE, quote_data(quote, lines, company, language))


def quote_data(quote: Quote, lines: list[QuoteLine], company: Company, language: str = "") -> dict[str, Any]:
    """Return what the paper says, ready-made."""
    language = language or quote.language or quote.party.language or company.language
    with translation.override(OTHER[language]):
        subtitle = _("Quote")
    with translation.override(language):
        return {
            "language": language,
            "title": _("Quote"),
            "subtitle": subtitle,
            "number": str(quote),
            "page_label": _("Page {page} of {pages}"),
            "footer": "",
            "seller": _seller(company, language),
            "buyer": {"label": _("Customer"), **_buyer(quote.party, language)},
            "facts": _facts(quote),
            "columns": _columns(lines),
            "lines": [_line(line, quote.currency) for line in lines],
            "totals": _totals(quote, lines),
            "notes": _notes(quote),
        }


def _seller(company: Company, language: str) -> dict[str, Any]:
    names = [company.name_ar, company.name] if language == "ar" else [company.name, company.name_ar]
    address = company.address_ar if language == "ar" and company.address_ar else company.address
    tax = [_("VAT number: %(number)s") % {"number": company.tax_number}] if company.tax_number else []
    return {"names": [name for name in names if name], "lines": [*address.splitlines(), *tax]}


def _buyer(party: Party, language: str) -> dict[str, Any]:
    names = [party.name_ar, party.name] if language == "ar" else [party.name, party.name_ar]
    tax = [_("VAT number: %(number)s") % {"number": party.tax_number}] if party.tax_number else []
    place = ", ".join(filter(None, (party.city, party.country)))
    return {
        "names": [name for name in names if name],
        "lines": [line for line in (*party.address.splitlines(), place, party.phone, *tax) if line],
    }


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


def _line(line: QuoteLine, currency: str) -> dict[str, str]:
    discount = ""
    if line.discount_percent:
        discount = f"{format_number(line.discount_percent)}%"
    elif line.discount_minor:
        discount = format_minor(line.discount_minor, currency)
    return {
        "description": line.description or (line.service.name if line.service else ""),
        "detail": "",
        "quantity": format_number(line.quantity),
        "price": format_number(line.price) if line.price != round(line.price, 2) else f"{line.price:,.2f}",
        "discount": discount,
        "tax": line.tax.name if line.tax else "",
        "net": format_minor(line.net_minor, currency),
    }


def _totals(quote: Quote, lines: list[QuoteLine]) -> list[dict[str, Any]]:
    currency = quote.currency
    totals: list[dict[str, Any]] = [{"label": _("Net"), "value": format_minor(quote.net_minor, currency)}]
    if quote.tax_minor or any(line.tax_id for line in lines):
        totals.append({"label": _("Tax"), "value": format_minor(quote.tax_minor, currency)})
    total = f"{format_minor(quote.total_minor, currency)} {currency}"
    return [*totals, {"label": _("Total"), "value": total, "strong": True}]


def _notes(quote: Quote) -> list[dict[str, str]]:
    notes = [{"title": _("Notes"), "text": quote.notes}] if quote.notes else []
    if quote.deposit_percent > Decimal(0):
        said = _("A deposit of %(percent)s%% is invoiced when the work is ordered.") % {
            "percent": format_number(quote.deposit_percent)
        }
        notes.insert(0, {"title": _("Deposit"), "text": said})
    return notes
