"""Tax that a customer withholds when paying."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from wasl.core.money import round_fraction


def withheld_now(
    *,
    percent: Decimal,
    net_minor: int,
    total_minor: int,
    settled_before_minor: int,
    withheld_before_minor: int,
    settled_now_minor: int,
    rounding: str,
) -> int:
    """Return what is withheld by this payment, in minor units.

    Cumulative: round(percent x net x settled so far / total) less what was withheld before, so that the parts of
    several payments sum to the whole (reference section 3).
    """
    settled = settled_before_minor + settled_now_minor
    so_far = round_fraction(Fraction(percent) / 100 * net_minor * settled / total_minor, rounding)
    return so_far - withheld_before_minor
