"""Papers for customers: invoices, credit notes, receipts, statements, in either language whatever the page has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from wasl.core import attachments, formats
from wasl.core.models import Company
from wasl.core.money import BadAmount, convert, to_decimal, to_minor
from wasl.core.pdf import render_pdf
from wasl.core.qr import qr_svg
from wasl.ledger.rules import packs
from wasl.parties.models import Party
from wasl.receivables.models import Document
from wasl.receivables.queries import BUCKETS, DocumentPage, PaymentPage, Statement
from wasl.receivables.rules.tax_qr import TaxQr, TaxQrError, encode_tax_qr
from wasl.receivables.rules.words import in_words

TEMPLATES = Path(__file__).parent / "typst"
LANGUAGES = ("ar", "en")


@formats.western
def document_pdf(company: Company, found: DocumentPage, language: str) -> bytes:
    """Return an invoice, deposit invoice or credit note as a PDF."""
    data, files = document_data(company, found, language)
    return render_pdf(TEMPLATES / "document.typ", data, files=files)


@formats.western
def voucher_pdf(company: Company, found: PaymentPage, language: str) -> bytes:
    """Return the receipt of a payment as a PDF."""
    data, files = voucher_data(company, found, language)
    return render_pdf(TEMPLATES / "voucher.typ", data, files=files)


@formats.western
def statement_pdf(company: Company, party: Party, found: Statement, language: str, *, first: date, last: date) -> bytes:
    """Return a customer's account in one currency as a PDF."""
    data, files = statement_data(company, party, found, language, first=first, last=last)
    return render_pdf(TEMPLATES / "statement.typ", data, files=files)


def document_data(company: Company, found: DocumentPage, language: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what the paper of a document says, word by word, and the pictures on it."""
    document, currency = found.document, found.document.currency
    data, files = heading(company, document.party, language, lambda: _title(company, document))
    with translation.override(language):
        owed = document.total_minor - document.prepaid_minor
        discounted = any(line.discount_percent or line.discount_minor for line in found.lines)
        data |= {
            "number": document.number or _("Draft"),
            "facts": _document_facts(document, company),
            "columns": {
                "description": _("Description"),
                "quantity": _("Quantity"),
                "price": _("Unit price"),
                **({"discount": _("Discount")} if discounted else {}),
                "tax": _("Tax"),
                "net": _("Net"),
            },
            "lines": [_document_line(line, found, currency) for line in found.lines],
            "totals": _totals(company, found),
            "due": {
                "label": _("Credit amount") if document.is_credit else _("Amount due"),
                "value": f"{currency} {formats.format_minor(owed, currency)}",
            },
            "words_label": _("Amount in words"),
            "words": in_words(owed, currency, _language(language)),
            "notes": _notes(company, found),
        }
        if not document.is_credit and company.iban:
            data["payment"] = {
                "title": _("Payment details"),
                "rows": [
                    {"label": _("Account holder"), "value": company.display_name(language)},
                    {"label": _("IBAN"), "value": _spaced(company.iban)},
                ],
            }
        if payload := tax_qr(company, document):
            data |= {"qr": "qr.svg", "qr_alt": _("Tax invoice code")}
            files["qr.svg"] = qr_svg(payload)
    return data, files


def tax_qr(company: Company, document: Document) -> str:
    """Return the text of the QR code that Saudi tax invoices carry; empty for other countries and for drafts."""
    base = company.base_currency
    if company.country != "SA" or base != "SAR" or not company.tax_number or document.posted_at is None:
        return ""

    def in_base(minor: int) -> int:
        return convert(minor, document.currency, document.rate, base, company.rounding)

    fields = TaxQr(
        company.name_ar or company.name,
        company.tax_number,
        document.posted_at,
        to_decimal(in_base(document.total_minor), base),
        to_decimal(in_base(document.tax_minor), base),
    )
    try:
        return encode_tax_qr(fields)
    except TaxQrError:
        return ""


def voucher_data(company: Company, found: PaymentPage, language: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what the receipt of a payment says, and the pictures on it."""
    payment, currency = found.payment, found.payment.currency
    data, files = heading(company, payment.party, language, lambda: _("Receipt voucher"))
    with translation.override(language):
        lines = [
            {
                "document": row.label,
                "description": _("Invoice"),
                "amount": formats.format_minor(row.amount_minor, currency),
            }
            for row in found.settled
            if row.amount_minor > 0
        ]
        if found.advance is not None:
            amount = formats.format_minor(found.advance.total_minor, currency)
            lines.append({"document": "", "description": _("Advance"), "amount": amount})
        data |= {
            "number": payment.number,
            "facts": [
                {"label": _("Date"), "value": payment.date.isoformat()},
                {"label": _("Method"), "value": _("Cash") if payment.account.role == "cash" else _("Bank transfer")},
                *([{"label": _("Reference"), "value": payment.reference}] if payment.reference else []),
            ],
            "words_label": _("Amount in words"),
            "words": in_words(payment.amount_minor, currency, _language(language)),
            "due": {
                "label": _("Amount received"),
                "value": f"{currency} {formats.format_minor(payment.amount_minor, currency)}",
            },
            "columns": {"document": _("Document"), "description": _("Description"), "amount": _("Amount")},
            "lines": lines,
            "signatures": [_("Received by"), _("Accountant")],
        }
        data["buyer"] |= {"label": _("Received from")}
    return data, files


def statement_data(
    company: Company, party: Party, found: Statement, language: str, *, first: date, last: date
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what a customer's statement of account says, and the pictures on it."""
    currency = found.currency
    data, files = heading(company, party, language, lambda: _("Statement of account"))
    with translation.override(language):
        rows = [_opening_row(first, _("Opening balance"), found.opening_minor, currency)]
        rows += [
            {
                "date": row.date.isoformat(),
                "document": row.number,
                "description": movement_name(row.kind),
                "debit": formats.format_minor(row.debit_minor, currency) if row.debit_minor else "",
                "credit": formats.format_minor(row.credit_minor, currency) if row.credit_minor else "",
                "balance": formats.format_minor(row.balance_minor, currency),
                "strong": False,
            }
            for row in found.rows
        ]
        data |= {
            "number": f"{first.isoformat()} – {last.isoformat()}",
            "facts": [
                {"label": _("From"), "value": first.isoformat()},
                {"label": _("To"), "value": last.isoformat()},
                {"label": _("Currency"), "value": currency},
            ],
            "columns": {
                "date": _("Date"),
                "document": _("Document"),
                "description": _("Description"),
                "debit": _("Debit"),
                "credit": _("Credit"),
                "balance": _("Balance"),
            },
            "rows": rows,
            "due": {
                "label": _("Closing balance"),
                "value": f"{currency} {formats.format_minor(found.closing_minor, currency)}",
            },
            "ageing_title": _("Ageing"),
            "ageing": [
                {"label": bucket_name(bucket), "value": formats.format_minor(found.ageing[bucket], currency)}
                for bucket in BUCKETS
            ],
        }
        if found.ageing["unapplied"]:
            unapplied = formats.format_minor(found.ageing["unapplied"], currency)
            data["ageing"].append({"label": bucket_name("unapplied"), "value": unapplied})
    return data, files


def movement_name(kind: str) -> str:
    """Return what a movement of a customer's account is called."""
    names = {
        "invoice": _("Invoice"),
        "deposit": _("Deposit invoice"),
        "credit_note": _("Credit note"),
        "reversal": _("Reversal"),
        "payment": _("Payment"),
        "payment_reversal": _("Payment reversed"),
        "refund": _("Refund"),
        "write_off": _("Written off"),
    }
    return names.get(kind, kind)


def bucket_name(bucket: str) -> str:
    """Return what a span of days past due is called."""
    names = {
        "not_due": _("Not due"),
        "d1_30": _("1–30 days"),
        "d31_60": _("31–60 days"),
        "d61_90": _("61–90 days"),
        "d90_plus": _("Over 90 days"),
        "unapplied": _("Not applied"),
    }
    return names[bucket]


def heading(company: Company, party: Party, language: str, title: Any) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what every paper for a customer begins with, and the files that it shows: titles in both languages, who
    sells, who buys, the logo. `title()` is asked for in each language.
    """
    other = "en" if language == "ar" else "ar"
    with translation.override(other):
        subtitle = title()
    with translation.override(language):
        files: dict[str, bytes] = {}
        if company.logo is not None:
            name = f"logo.{company.logo.content_type.rpartition('/')[2].replace('svg+xml', 'svg')}"
            path = attachments.file_path(company.logo.content_hash)
            if path.is_file():
                files[name] = path.read_bytes()
        address = (company.address_ar or company.address) if language == "ar" else company.address
        data = {
            "language": language,
            "title": title(),
            "subtitle": subtitle,
            "page_label": _("Page {page} of {pages}"),
            "footer": "",
            "seller": {
                "names": _both(company.name, company.name_ar, language),
                "lines": [
                    *address.splitlines(),
                    *_labelled(_("Tax number"), company.tax_number),
                    *_labelled(_("Commercial registration"), company.registration_number),
                ],
            },
            "buyer": {
                "label": _("Customer"),
                "names": _both(party.name, party.name_ar, language),
                "lines": [
                    *party.address.splitlines(),
                    *filter(None, [party.city]),
                    *_labelled(_("Tax number"), party.tax_number),
                ],
            },
        }
        if files:
            data["logo"] = next(iter(files))
        return data, files


def _title(company: Company, document: Document) -> str:
    if document.is_credit:
        return _("Credit note")
    if document.kind == "deposit":
        return _("Deposit invoice")
    return _("Tax invoice") if company.tax_number else _("Invoice")


def _document_facts(document: Document, company: Company) -> list[dict[str, str]]:
    facts = [{"label": _("Date"), "value": document.date.isoformat()}]
    if not document.is_credit:
        facts.append({"label": _("Due date"), "value": document.due_date.isoformat()})
    if document.invoice is not None:
        facts.append({"label": _("On invoice"), "value": document.invoice.number})
    if document.reference:
        facts.append({"label": _("Reference"), "value": document.reference})
    if document.currency != company.base_currency:
        rate = f"{document.rate.normalize():f}"
        facts.append({"label": _("Exchange rate"), "value": f"1 {document.currency} = {rate} {company.base_currency}"})
    return facts


def _document_line(line: Any, found: DocumentPage, currency: str) -> dict[str, str]:
    percents = {row.tax_id: row.percent for row in found.taxes}
    if line.discount_percent:
        discount = formats.format_percent(line.discount_percent)
    else:
        discount = formats.format_minor(line.discount_minor, currency) if line.discount_minor else ""
    return {
        "description": line.description,
        "detail": "",
        "quantity": formats.format_number(line.quantity),
        "price": price_text(line.price, currency),
        "discount": discount,
        "tax": formats.format_percent(percents[line.tax_id]) if line.tax_id in percents else "–",
        "net": formats.format_minor(line.net_minor, currency),
    }


def price_text(price: Decimal, currency: str) -> str:
    """Return a price with the decimals of its currency, or with more where it has more."""
    try:
        return formats.format_minor(to_minor(price, currency), currency)
    except BadAmount:
        return formats.format_number(price)


def _totals(company: Company, found: DocumentPage) -> list[dict[str, Any]]:
    document, currency = found.document, found.document.currency
    base = company.base_currency

    def row(label: str, minor: int, **more: Any) -> dict[str, Any]:
        return {"label": label, "value": formats.format_minor(minor, currency), **more}

    totals = []
    lines_minor = sum(line.amount_minor for line in found.lines)
    after = document.total_minor if document.prices_include_tax else document.net_minor
    if lines_minor != after:
        totals += [row(_("Subtotal"), lines_minor), row(_("Discount"), after - lines_minor)]
    totals.append(row(_("Net"), document.net_minor))
    for tax in found.taxes:
        name = (tax.tax.name_ar or tax.tax.name) if formats.language() == "ar" else tax.tax.name
        totals.append(row(name, tax.tax_minor))
    totals.append(row(_("Total"), document.total_minor, strong=True))
    totals += [
        row(_("Deposit %(number)s") % {"number": use.deposit.number}, -use.net_minor - use.tax_minor)
        for use in found.offsets
    ]
    if currency != base and document.tax_minor:
        minor = convert(document.tax_minor, currency, document.rate, base, company.rounding)
        totals.append(
            {"label": _("Tax in %(currency)s") % {"currency": base}, "value": formats.format_minor(minor, base)}
        )
    return totals


def _notes(company: Company, found: DocumentPage) -> list[dict[str, str]]:
    notes = []
    if found.document.reason:
        notes.append({"title": _("Reason"), "text": found.document.reason})
    said = [tax.tax.exemption_reason for tax in found.taxes if tax.tax.exemption_reason]
    reasons = {packs.said_in(reason, company.country, formats.language()) for reason in said}
    if reasons:
        notes.append({"title": _("Why no tax is charged"), "text": "\n".join(sorted(reasons))})
    if found.document.notes:
        notes.append({"title": _("Notes"), "text": found.document.notes})
    return notes


def _opening_row(day: date, label: str, minor: int, currency: str) -> dict[str, Any]:
    return {
        "date": day.isoformat(),
        "document": "",
        "description": label,
        "debit": "",
        "credit": "",
        "balance": formats.format_minor(minor, currency),
        "strong": True,
    }


def _both(name: str, name_ar: str, language: str) -> list[str]:
    names = [name_ar, name] if language == "ar" else [name, name_ar]
    return [one for one in dict.fromkeys(names) if one]


def _labelled(label: str, value: str) -> list[str]:
    return [f"{label}: {value}"] if value else []


def _spaced(iban: str) -> str:
    plain = iban.replace(" ", "")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def _language(language: str) -> Any:
    return "ar" if language == "ar" else "en"
