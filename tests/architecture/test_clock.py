"""The time of day comes from `core.clock` alone, so that tests and what-ifs can set it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import SRC, modules, plant

CLOCK = Path("core/clock.py")
READS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "timezone": {"now", "localdate", "localtime"},
    "time": {"time", "localtime", "gmtime"},
}
AUTOMATIC = {"auto_now", "auto_now_add"}


def clock_reads(source: Path) -> Iterator[str]:
    """Yield each use of the system's clock, called or handed on, outside `core/clock.py`."""
    for module in modules(source):
        if module.inside != CLOCK:
            for node in ast.walk(module.tree):
                if read := clock_read(node):
                    yield f"{module.inside}:{getattr(node, 'lineno', 0)} {read}"


def clock_read(node: ast.AST) -> str:
    """Return how a node reads the clock, or an empty text."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
            return f"{owner}.{name}" if name in READS.get(owner, ()) else ""
        case ast.ImportFrom(module=str(path), names=names):
            home = path.split(".")[-1]
            taken = [name.name for name in names if name.name in READS.get(home, ())]
            return f"{home}.{taken[0]}" if taken else ""
        case ast.keyword(arg=str(name), value=ast.Constant(value=True)):
            return name if name in AUTOMATIC else ""
    return ""


def test_only_the_clock_reads_the_time() -> None:
    assert (SRC / CLOCK).exists(), "the clock has moved"
    assert not (found := list(clock_reads(SRC))), "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now()",
        "datetime.datetime.now(UTC)",
        "date.today()",
        "timezone.now()",
        "DateTimeField(default=timezone.now)",
        "DateTimeField(auto_now_add=True)",
        "time.time()",
        "from django.utils.timezone import now",
        "from time import time",
    ],
)
def test_a_read_of_the_system_clock_is_caught(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "crm/services/deals.py", code)
    plant(tmp_path, "core/clock.py", code)

    found = list(clock_reads(tmp_path))

    assert len(found) == 1
    assert found[0].startswith("crm/services/deals.py:1 ")


@pytest.mark.parametrize(
    "code",
    ["clock.now()", "clock.today()", "time.monotonic()", "time.perf_counter()", "from datetime import date"],
)
def test_the_clock_of_the_house_and_stop_watches_are_left_alone(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "crm/services/deals.py", code)

    assert not list(clock_reads(tmp_path))
