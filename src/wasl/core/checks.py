"""The list of small checks that proves the books: `wasl check` runs every room's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from wasl.core import room


@dataclass(frozen=True)
class Finding:
    """A row that breaks an invariant: which check, which row, and what is wrong."""

    check: str
    row: str
    detail: str


Check = Callable[[], Iterable[Finding]]


def run_checks() -> Iterator[Finding]:
    """Run the checks of all rooms on the company in force and yield what fails."""
    for config in room.rooms():
        if config.checks:
            for check in room.resolve_list(config.checks):
                yield from check()
