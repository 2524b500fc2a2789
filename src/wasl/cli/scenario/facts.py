"""What became of a document, in the scenario language's words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from wasl.cli.scenario.world import Ref, UnknownRef, World
from wasl.ledger import queries as ledger
from wasl.ledger.models import Journal
from wasl.payables.models import Claim
from wasl.receivables.models import Document, Payment
from wasl.sales.models import Quote

ITEMS = {
    "invoice": ("invoice", "receivables.document"),
    "credit_note": ("credit_note", "receivables.document"),
    "payment": ("advance", "receivables.payment"),
    "expense": ("claim", "payables.claim"),
}


def document(world: World, ref: Ref, at: date) -> tuple[dict[str, Any], str]:
    """Return a document's amounts in minor units and its state on a date, and its currency."""
    if ref.kind == "quote":
        quote = Quote.objects.get(pk=ref.key)
        state = "invoiced" if Document.objects.filter(origin=f"quote:{quote.pk}", date__lte=at).exists() else "open"
        return _amounts(quote) | {"state": state}, quote.currency
    item_kind, source = ITEMS[ref.kind]
    roles = ("receivable", "customer_advances", "employee_payable")
    item = ledger.items_as_of(at, roles=roles, kinds=(item_kind,)).filter(source_kind=source, source_id=ref.key).first()
    open_minor = item.open_then if item else 0
    if ref.kind == "payment":
        return {"unapplied": open_minor}, Payment.objects.get(pk=ref.key).currency
    if ref.kind == "expense":
        claim = Claim.objects.get(pk=ref.key)
        amounts, reversed_on, currency, prepaid = _amounts(claim), claim.reversed_on, world.base, 0
    elif ref.kind in ("invoice", "credit_note"):
        row = Document.objects.get(pk=ref.key)
        amounts, reversed_on, currency, prepaid = _amounts(row), row.reversed_on, row.currency, row.prepaid_minor
    else:
        raise UnknownRef(kind="document", name=ref.kind)
    reversed_ = reversed_on is not None and reversed_on <= at
    settled_none = open_minor == amounts["total"]
    state = "reversed" if reversed_ else "settled" if not open_minor else "open" if settled_none else "partly_settled"
    return amounts | {"prepaid": prepaid, "open": open_minor, "state": state}, currency


def numbers(kind: str) -> list[str]:
    """Return the numbers of posted documents of a kind."""
    rows: dict[str, tuple[type[Model], dict[str, Any]]] = {
        "invoice": (Document, {"kind__in": ("invoice", "deposit")}),
        "credit_note": (Document, {"kind": "credit_note"}),
        "payment": (Payment, {}),
        "journal": (Journal, {}),
    }
    if kind not in rows:
        return []
    model, only = rows[kind]
    return list(model.objects.filter(**only).exclude(number="").values_list("number", flat=True))  # type: ignore[attr-defined]


def is_gapless(found: list[str]) -> bool:
    """Tell whether numbers run from 1 without a gap in each year."""
    by_year: dict[str, list[int]] = {}
    for number in found:
        _prefix, year, last = number.split("-")
        by_year.setdefault(year, []).append(int(last))
    return all(sorted(run) == list(range(1, len(run) + 1)) for run in by_year.values())


def _amounts(row: Any) -> dict[str, Any]:
    return {"net": row.net_minor, "tax": row.tax_minor, "total": row.total_minor}
