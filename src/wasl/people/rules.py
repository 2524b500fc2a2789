"""What can be the cost or price of an hour."""

from __future__ import annotations

from decimal import Decimal

PLACES_MAX = 6
AMOUNT_MAX = Decimal(10) ** 12


def is_hour_amount(amount: Decimal) -> bool:
    """Tell whether an amount is 0 or more, has at most 6 decimals and fits its column."""
    if not amount.is_finite() or not 0 <= amount <= AMOUNT_MAX:
        return False
    scaled = amount.scaleb(PLACES_MAX)
    return scaled == scaled.to_integral_value()
