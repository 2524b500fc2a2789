"""The states of a quote, and how a deposit is reckoned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from wasl.core.money import round_fraction

STATES = DRAFT, SENT, ACCEPTED, DECLINED, CANCELLED = ("draft", "sent", "accepted", "declined", "cancelled")
EXPIRED = "expired"
WAYS: dict[str, frozenset[str]] = {
    DRAFT: frozenset({SENT, CANCELLED}),
    SENT: frozenset({ACCEPTED, DECLINED, CANCELLED}),
    ACCEPTED: frozenset({CANCELLED}),
    DECLINED: frozenset({CANCELLED}),
    CANCELLED: frozenset(),
}
LIVE = (SENT, ACCEPTED)


def may_become(state: str, wanted: str) -> bool:
    """Tell whether a quote may go from one state to another."""
    return wanted in WAYS[state]


def state_on(state: str, valid_until: date | None, today: date) -> str:
    """Return the state as it shows on a day: a sent quote past its last day has expired."""
    return EXPIRED if state == SENT and valid_until is not None and valid_until < today else state


def deposit_minor(net_minor: int, percent: Decimal, rounding: str) -> int:
    """Return round(net x percent / 100)."""
    return round_fraction(net_minor * Fraction(percent) / 100, rounding)
