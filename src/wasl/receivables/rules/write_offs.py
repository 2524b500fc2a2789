"""Debts given up."""

from __future__ import annotations

from fractions import Fraction

from wasl.core.money import round_fraction


def tax_in_part(part_minor: int, *, tax_minor: int, total_minor: int, rounding: str) -> int:
    """Return the tax in a part of a document's total: round(tax x part / total); 0 of a document of 0."""
    return round_fraction(Fraction(tax_minor * part_minor, total_minor), rounding) if total_minor else 0
