"""The performance figures, each as a ratio or a growth measured in one run."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection


def run(*, quick: bool) -> dict[str, Any]:
    """Measure on the database in force (an empty one of its own) and return the figures."""
    # Here, because a process of this package's own sets Django up first.
    from wasl.cli.bench import imports, keeping, lists, pages, papers, posters, posting, reports, search

    call_command("migrate", verbosity=0, interactive=False)
    lines = 100_000 if quick else 1_000_000
    first = imports.measure()  # first, so that the peak of memory is its own
    return {
        "database": connection.vendor,
        "import": first,
        "posting": posting.measure(count=100 if quick else 300),
        "posters": posters.measure(each=20 if quick else 60),
        "keeping": keeping.measure(small=lines // 10, large=lines),
        "reports": reports.measure(small=10_000, large=lines),
        "search": search.measure(rows=10_000 if quick else 100_000),
        "pages": pages.measure(rows=10_000 if quick else 100_000, board=1_000 if quick else 10_000),
        "lists": lists.measure(rows=10_000 if quick else 100_000),
        "pdf_ms": papers.measure(),
    }
