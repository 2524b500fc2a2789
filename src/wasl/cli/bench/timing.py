"""How long something takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any


def median_ms(act: Callable[[], Any], times: int) -> float:
    """Return the median of several runs in milliseconds, after one to warm up."""
    act()
    return round(statistics.median(_run_ms(act) for _ in range(times)), 3)


def each_ms(act: Callable[[int], Any], count: int) -> float:
    """Return the median of `count` runs of an act on its own number, in milliseconds."""
    return round(statistics.median(_run_ms(partial(act, index)) for index in range(count)), 3)


def _run_ms(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def ratio(first: float, second: float) -> float:
    """Return how many times the second the first is."""
    return round(first / second, 2)
