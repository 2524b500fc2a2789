"""The books in the languages of plain-text accounting: Beancount 3 and hledger 1.

Every entry is a transaction with its lines as postings. A line in a foreign currency carries its base amount as its
total price (`100.00 USD @@ 375.00 SAR`), so that both programs balance in the base currency as the ledger does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Min

from wasl.core.exports import plain_amount
from wasl.core.models import Company
from wasl.ledger.models import Account, Book, Entry, Line

CHUNK = 2_000
TYPES = {"asset": "Assets", "liability": "Liabilities", "equity": "Equity", "income": "Income", "expense": "Expenses"}
LINE_FIELDS = ("entry_id", "account_id", "base_minor", "currency", "currency_minor")


def beancount(company: Company) -> Iterator[str]:
    """Yield the books of the company in force as lines of Beancount."""
    yield f'option "title" "{_quoted(company.name)}"'
    yield f'option "operating_currency" "{company.base_currency}"'
    yield ""
    first = Entry.objects.aggregate(first=Min("date"))["first"]
    names = {}
    for account in Account.objects.order_by("code"):
        names[account.pk] = _beancount_name(account)
        if first is not None:
            yield f"{first} open {names[account.pk]}"
            yield f'  name: "{_quoted(account.name)}"'
    for entry, lines in _entries():
        yield ""
        yield f'{entry["date"]} * "{_quoted(entry["memo"])}"'
        yield f"  sequence: {entry['sequence']}"
        yield f'  source: "{entry["source_kind"]} {entry["source_id"]}"'
        for line in lines:
            for amount in _amounts(line, company.base_currency):
                yield f"  {names[line['account_id']]}  {amount}"


def hledger(company: Company) -> Iterator[str]:
    """Yield the books of the company in force as lines of an hledger journal."""
    yield f"; {_one_line(company.name)}"
    names = {}
    for account in Account.objects.order_by("code"):
        names[account.pk] = f"{TYPES[account.kind]}:{_one_line(account.code)} {_one_line(account.name)}".strip()
        yield f"account {names[account.pk]}"
    for entry, lines in _entries():
        yield ""
        yield f"{entry['date']} * ({entry['sequence']}) {_one_line(entry['memo'])}".rstrip()
        for line in lines:
            for amount in _amounts(line, company.base_currency):
                yield f"    {names[line['account_id']]}  {amount}"


def _entries() -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Yield entries with their lines in the order of the journal, up to the last one there is now."""
    last = Book.objects.values_list("sequence", flat=True).first() or 0
    fields = ("pk", "date", "memo", "sequence", "source_kind", "source_id")
    entries = Entry.objects.filter(sequence__lte=last).order_by("pk").values(*fields).iterator(CHUNK)
    lines = Line.objects.order_by("entry_id", "pk").values(*LINE_FIELDS).iterator(CHUNK)
    line = next(lines, None)
    for entry in entries:
        own = []
        while line is not None and line["entry_id"] == entry["pk"]:
            own.append(line)
            line = next(lines, None)
        yield entry, own


def _amounts(line: dict[str, Any], base: str) -> list[str]:
    """Return a line's amounts as postings: one, or two where its base amount is not the price of its own."""
    base_minor, currency, own_minor = line["base_minor"], line["currency"], line["currency_minor"]
    in_base = f"{plain_amount(base_minor, base)} {base}"
    if currency == base or not own_minor:
        return [in_base]
    own = f"{plain_amount(own_minor, currency)} {currency}"
    if base_minor * own_minor > 0:
        return [f"{own} @@ {plain_amount(abs(base_minor), base)} {base}"]
    free = f"{own} @@ {plain_amount(0, base)} {base}"
    return [free, in_base] if base_minor else [free]


def _beancount_name(account: Account) -> str:
    words = re.sub(r"[^A-Za-z0-9]+", "-", f"{account.code} {account.name}").strip("-")
    return f"{TYPES[account.kind]}:{words[:1].upper()}{words[1:]}"


def _quoted(text: str) -> str:
    return _one_line(text).replace("\\", "\\\\").replace('"', '\\"')


def _one_line(text: str) -> str:
    """Return a text without what these languages read as more than text: line ends, double spaces, comments."""
    return re.sub(r"\s+", " ", text.replace(";", ",")).strip()
