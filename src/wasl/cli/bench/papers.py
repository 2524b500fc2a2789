"""An invoice as PDF, warm, in both languages."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from wasl.access import services as access
from wasl.cli.bench.posting import Bench
from wasl.cli.bench.timing import median_ms
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.receivables import queries
from wasl.receivables.pdf import document_pdf
from wasl.receivables.queries import DocumentPage

TIMES = 15
LANGUAGES = ("ar", "en")


def measure() -> dict[str, Any]:
    """Return milliseconds for an invoice of five lines with its tax QR."""
    company = access.create_company(name=f"Papers {time.time_ns()}", country="SA", base_currency="SAR")
    with company_scope(company.pk):
        bench = Bench(company)
        bench.post_once(0)
        found = queries.document_page(bench.actor, bench.unpaid[0].pk)
        return {language: median_ms(partial(_draw, company, found, language), TIMES) for language in LANGUAGES}


def _draw(company: Company, found: DocumentPage, language: str) -> bytes:
    """Draw the invoice with words of its own, so that nothing of the last one is taken again."""
    found.document.number = f"INV-{time.perf_counter_ns()}"
    for line in found.lines:
        line.description = f"{line.description[:8]} {time.perf_counter_ns()}"
    return document_pdf(company, found, language)
