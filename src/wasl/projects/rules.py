"""What time costs and what is charged for it. Amounts in minor units; each rounded once (reference section 11)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from wasl.core.money import exponent_of, round_fraction

FIXED, MILESTONE, TIME_MATERIALS = "fixed", "milestone", "time_materials"
KINDS = (FIXED, MILESTONE, TIME_MATERIALS)
STATES = ("active", "on_hold", "closed")
HOURS_A_DAY = Decimal(24)
PLACES_MAX = 6


def worth_minor(hours: Decimal, hour_amount: Decimal, currency: str, rounding: str) -> int:
    """Return round(hours x the cost or price of an hour)."""
    return round_fraction(Fraction(hours) * Fraction(hour_amount) * 10 ** exponent_of(currency), rounding)


def marked_up_minor(net_minor: int, markup_percent: Decimal, rounding: str) -> int:
    """Return round(net x (100 + markup) / 100)."""
    return round_fraction(net_minor * (100 + Fraction(markup_percent)) / 100, rounding)


def part_minor(amount_minor: int, percent: Decimal, rounding: str) -> int:
    """Return round(amount x percent / 100)."""
    return round_fraction(amount_minor * Fraction(percent) / 100, rounding)


def has_places(value: Decimal, places: int = PLACES_MAX) -> bool:
    """Tell whether a number is finite and has at most so many decimals."""
    return value.is_finite() and value.scaleb(places) == value.scaleb(places).to_integral_value()
