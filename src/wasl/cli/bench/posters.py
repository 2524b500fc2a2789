"""Sixteen people who post at once, each in a process of their own, against bare SQL under the same locks."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

from wasl.access import services as access
from wasl.cli.bench.posting import Bare, Bench
from wasl.cli.bench.timing import ratio
from wasl.core.scope import company_scope
from wasl.ledger.models import Book

POSTERS, PATIENCE_SECONDS = 16, 120


def measure(*, each: int) -> dict[str, Any]:
    """Return invoices a second of both, and what part of the bare rate the services reach.

    SQLite has one writer at a time, whoever asks: what one poster reaches there is told with posting.
    """
    if connection.vendor == "sqlite":
        return {}
    company = access.create_company(name=f"Posters {time.time_ns()}", country="SA", base_currency="SAR")
    with company_scope(company.pk):
        bench = Bench(company)
        bench.post_once(0)
        bare = Bare(bench)
        ours = _rate(lambda poster: bench.post_once, each)
        theirs = _rate(lambda poster: bare.from_number((poster + 2) * 10**6).write, each)
    return {"posters": POSTERS, "a_second": ours, "bare_a_second": theirs, "part_of_bare": ratio(ours, theirs)}


def _rate(act_of: Callable[[int], Callable[[int], Any]], each: int) -> float:
    """Return how many acts a second all posters reach together, from the moment when all are ready."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    ready = fork.Barrier(POSTERS + 1)

    def post(poster: int) -> None:
        act = act_of(poster)
        Book.objects.exists()  # bare SQL stands behind the wall too: the connection has to know its company
        act(-1 - poster)
        ready.wait(PATIENCE_SECONDS)
        for index in range(each):
            act(poster * each + index)
        connections.close_all()

    posters = [fork.Process(target=post, args=(poster,)) for poster in range(POSTERS)]
    for process in posters:
        process.start()
    ready.wait(PATIENCE_SECONDS)
    started = time.perf_counter()
    for process in posters:
        process.join()
    if any(process.exitcode for process in posters):
        raise RuntimeError("a poster failed")
    return round(POSTERS * each / (time.perf_counter() - started), 1)
