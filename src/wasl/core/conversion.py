"""Sums of several currencies as one figure of the base currency, at the rates of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wasl.core import room
from wasl.core.money import convert


@dataclass(frozen=True)
class InBase:
    """A sum in base minor units; `is_converted` tells that foreign amounts are in it, `rest` is what has no rate."""

    minor: int
    is_converted: bool
    rest: list[tuple[str, int]]


def base_rates(currencies: Iterable[str], base: str, on: date) -> dict[str, Decimal]:
    """Return base units per unit of each currency on a day, of those that have a rate; asks for nothing it knows."""
    foreign = sorted(set(currencies) - {base, ""})
    rates: dict[str, Decimal] = {}
    if foreign:
        for each in room.rooms():
            if each.rates:
                rates |= room.resolve(each.rates)(foreign, on)
    return rates | {base: Decimal(1)}


def in_base(sums: Iterable[tuple[str, int]], base: str, rates: dict[str, Decimal]) -> InBase:
    """Return amounts by currency as one sum, each rounded half up to the base minor unit (IAS 21.21)."""
    minor, converted = 0, False
    rest: list[tuple[str, int]] = []
    for currency, amount in sums:
        if currency == base:
            minor += amount
        elif currency in rates:
            minor += convert(amount, currency, rates[currency], base)
            converted = converted or bool(amount)
        elif amount:
            rest.append((currency, amount))
    return InBase(minor, converted, rest)
