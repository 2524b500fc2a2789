"""The invariants of customer documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from wasl.core.checks import Check, Finding
from wasl.core.models import NumberSeries
from wasl.receivables.models import Document, Payment, Refund

NUMBERED = {"INV": "invoice", "CN": "credit_note", "RV": "payment", "RF": "refund"}


def numbers_have_no_gap() -> Iterator[Finding]:
    """Yield each series whose numbers are not 1 to its last."""
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    numbers = [
        *Document.objects.exclude(number="").values_list("number", flat=True),
        *Payment.objects.values_list("number", flat=True),
        *Refund.objects.values_list("number", flat=True),
    ]
    for number in numbers:
        prefix, year, last = number.split("-")
        found[NUMBERED[prefix], int(year)].add(int(last))
    for series in NumberSeries.objects.filter(name__in=NUMBERED.values()):
        missing = set(range(1, series.last_number + 1)) - found[series.name, series.year]
        if missing or len(found[series.name, series.year]) != series.last_number:
            yield Finding("numbering", f"{series.name} {series.year}", f"missing {sorted(missing)[:5]}")


def documents_equal_their_lines() -> Iterator[Finding]:
    """Yield each document whose totals are not those of its lines."""
    lines = Document.objects.annotate(
        lines_net=Coalesce(Sum("lines__net_minor"), 0), lines_tax=Coalesce(Sum("lines__tax_minor"), 0)
    )
    for document in lines.exclude(net_minor=F("lines_net"), tax_minor=F("lines_tax")).order_by("pk"):
        yield Finding("document totals", str(document), f"lines {(document.lines_net, document.lines_tax)}")
    for document in Document.objects.exclude(total_minor=F("net_minor") + F("tax_minor")):
        yield Finding("document totals", str(document), "net and tax are not the total")


CHECKS: list[Check] = [numbers_have_no_gap, documents_equal_their_lines]
