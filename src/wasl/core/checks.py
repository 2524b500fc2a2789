"""The list of small checks that proves the books: `wasl check` runs every room's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

from django.db import connection

from wasl.core import room
from wasl.core.scope import company_scope

THREADS = 2  # while one waits for the database to add up, the other computes


@dataclass(frozen=True)
class Finding:
    """A row that breaks an invariant: which check, which row, and what is wrong."""

    check: str
    row: str
    detail: str


Check = Callable[[], Iterable[Finding]]


def run_checks() -> Iterator[Finding]:
    """Run the checks of all rooms on the company in force and yield what fails."""
    for check in _checks():
        yield from check()


def prove(company_id: int) -> list[Finding]:
    """Run the checks of all rooms on a company, side by side on connections of their own, and return what fails."""
    with company_scope(company_id), ThreadPoolExecutor(THREADS) as threads:
        running = [threads.submit(copy_context().run, _run, check) for check in _checks()]
        return [finding for each in running for finding in each.result()]


def _checks() -> Iterator[Check]:
    for config in room.rooms():
        if config.checks:
            yield from room.resolve_list(config.checks)


def _run(check: Check) -> list[Finding]:
    try:
        return list(check())
    finally:
        connection.close()
