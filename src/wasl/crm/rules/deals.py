"""The states of a deal, what it is worth by chance, and how long it has stood still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from wasl.core.money import round_fraction

STATES = OPEN, WON, LOST = ("open", "won", "lost")
REQUIRABLE = ("party", "contact_name", "amount", "expected_close", "product", "next_step")
WAYS: dict[str, frozenset[str]] = {
    OPEN: frozenset({WON, LOST}),
    WON: frozenset(),
    LOST: frozenset({OPEN}),
}


def missing(required: Iterable[str], said: Mapping[str, object]) -> list[str]:
    """Return what of the required a deal does not say, in the order of `REQUIRABLE`."""
    wanted = set(required)
    return [name for name in REQUIRABLE if name in wanted and not said.get(name)]


def may_become(state: str, wanted: str) -> bool:
    """Tell whether a deal may go from one state to another. What was won stays won: work and money hang on it."""
    return wanted in WAYS[state]


def chance(state: str, stage_percent: int, own_percent: int | None) -> int:
    """Return the chance to win, 0 to 100: a person's own figure before the stage's."""
    if state == WON:
        return 100
    if state == LOST:
        return 0
    return stage_percent if own_percent is None else own_percent


def weighted_minor(amount_minor: int, percent: int) -> int:
    """Return an amount times a chance of 0 to 100, rounded half up to the minor unit."""
    return round_fraction(Fraction(amount_minor * percent, 100))


def age_level(days: int, usual_days: int) -> int:
    """Return how stuck a deal is against its stage's usual stay: 1 within it, 2 beyond, 3 from twice on."""
    if days > 2 * usual_days:
        return 3
    return 2 if days > usual_days else 1


def days_in_stage(stage_since: date, on: date) -> int:
    """Return whole days in the stage; never negative."""
    return max((on - stage_since).days, 0)
