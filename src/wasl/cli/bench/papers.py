"""An invoice as PDF, warm, in both languages."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from wasl.access import services as access
from wasl.cli.bench.posting import Bench
from wasl.cli.bench.timing import median_ms
from wasl.core.scope import company_scope
from wasl.receivables import queries
from wasl.receivables.pdf import document_pdf

TIMES = 15


def measure() -> dict[str, Any]:
    """Return milliseconds for an invoice of five lines with its tax QR."""
    company = access.create_company(name=f"Papers {time.time_ns()}", country="SA", base_currency="SAR")
    with company_scope(company.pk):
        bench = Bench(company)
        bench.post_once(0)
        found = queries.document_page(bench.actor, bench.unpaid[0].pk)
        return {
            language: median_ms(partial(document_pdf, company, found, language), TIMES) for language in ("ar", "en")
        }
