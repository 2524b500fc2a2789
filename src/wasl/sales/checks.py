"""The invariants of quotes."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Sum

from wasl.core.checks import Check, Finding
from wasl.sales.models import Quote, QuoteLine


def quotes_equal_their_lines() -> Iterator[Finding]:
    """Yield each quote whose totals are not those of its lines."""
    sums = {
        row["quote_id"]: (row["net"], row["tax"])
        for row in QuoteLine.objects.values("quote_id").annotate(net=Sum("net_minor"), tax=Sum("tax_minor")).order_by()
    }
    for quote in Quote.objects.order_by("pk").iterator():
        if sums.get(quote.pk, (0, 0)) != (quote.net_minor, quote.tax_minor):
            yield Finding("quote totals", str(quote), f"lines {sums.get(quote.pk)}")
    for quote in Quote.objects.exclude(total_minor=F("net_minor") + F("tax_minor")):
        yield Finding("quote totals", str(quote), "net and tax are not the total")


CHECKS: list[Check] = [quotes_equal_their_lines]
