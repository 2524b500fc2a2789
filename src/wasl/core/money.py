"""Money as integer minor units with an ISO 4217 currency; the one rounding and the one splitting routine.

Source: `docs/finance-reference.md` sections 2 and 3 (IAS 21, EN 16931 BR-CO-17).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

HALF_UP = "half_up"
HALF_EVEN = "half_even"
ROUNDINGS = (HALF_UP, HALF_EVEN)
AMOUNT_MAX = 10**14

NO_DECIMALS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "UGX"})
THREE_DECIMALS = frozenset({"KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD"})
CURRENCIES = frozenset(
    [
        "AED",
        "AFN",
        "ALL",
        "AMD",
        "AOA",
        "ARS",
        "AUD",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BGN",
        "BHD",
        "BIF",
        "BND",
        "BOB",
        "BRL",
        "BSD",
        "BWP",
        "BYN",
        "BZD",
        "CAD",
        "CDF",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CRC",
        "CUP",
        "CVE",
        "CZK",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "EGP",
        "ERN",
        "ETB",
        "EUR",
        "FJD",
        "GBP",
        "GEL",
        "GHS",
        "GMD",
        "GNF",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HTG",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KRW",
        "KWD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRU",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MYR",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PYG",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDG",
        "SEK",
        "SGD",
        "SOS",
        "SRD",
        "SSP",
        "SYP",
        "SZL",
        "THB",
        "TJS",
        "TMT",
        "TND",
        "TOP",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "UYU",
        "UZS",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XOF",
        "XPF",
        "YER",
        "ZAR",
        "ZMW",
    ]
)


class BadAmount(ValueError):
    """An amount that money cannot hold: too many decimals, too large, or not a number."""


def exponent_of(currency: str) -> int:
    """Return how many decimals a currency has (ISO 4217): 0, 2 or 3."""
    if currency in NO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 2


def round_fraction(value: Fraction, rounding: str = HALF_UP) -> int:
    """Round to a whole number of units; ties away from zero (`half_up`) or to even (`half_even`)."""
    sign = -1 if value < 0 else 1
    value = abs(value)
    whole, rest = divmod(value.numerator, value.denominator)
    twice = 2 * rest
    if twice > value.denominator or (twice == value.denominator and (rounding == HALF_UP or whole % 2)):
        whole += 1
    return sign * whole


def to_minor(amount: Decimal, currency: str) -> int:
    """Return an amount in minor units, exactly.

    :raises BadAmount: more decimals than the currency has, not finite, or over 10^14 minor units.
    """
    if not amount.is_finite():
        raise BadAmount(str(amount))
    scaled = amount.scaleb(exponent_of(currency))
    minor = int(scaled)
    if minor != scaled or abs(minor) > AMOUNT_MAX:
        raise BadAmount(str(amount))
    return minor


def round_to_minor(amount: Decimal | Fraction, currency: str, rounding: str = HALF_UP) -> int:
    """Return an amount rounded to minor units.

    :raises BadAmount: over 10^14 minor units.
    """
    minor = round_fraction(Fraction(amount) * 10 ** exponent_of(currency), rounding)
    if abs(minor) > AMOUNT_MAX:
        raise BadAmount(str(amount))
    return minor


def to_decimal(amount_minor: int, currency: str) -> Decimal:
    """Return minor units as a decimal amount with the currency's decimals."""
    return Decimal(amount_minor).scaleb(-exponent_of(currency))


def allocate(total_minor: int, weights: Sequence[int | Fraction | Decimal]) -> list[int]:
    """Split a whole over weights by largest remainder; ties go to the earliest part, parts sum to the whole.

    Weights that sum to zero share equally. This is the only allocation routine (reference section 2).
    """
    if not weights:
        return []
    exact = [abs(Fraction(weight)) for weight in weights]
    whole = sum(exact)
    if not whole:
        exact, whole = [Fraction(1)] * len(exact), Fraction(len(exact))
    size, sign = abs(total_minor), -1 if total_minor < 0 else 1
    shares = [size * weight / whole for weight in exact]
    parts = [share.numerator // share.denominator for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - shares[index], index))
    for index in by_remainder[: size - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def convert(amount_minor: int, currency: str, rate: Decimal | Fraction, base: str, rounding: str = HALF_UP) -> int:
    """Return base minor units of a foreign amount at `rate` base units per foreign unit (IAS 21.21)."""
    factor = Fraction(rate) * Fraction(10) ** (exponent_of(base) - exponent_of(currency))
    return round_fraction(amount_minor * factor, rounding)


@dataclass(frozen=True, order=True)
class Money:
    """An exact amount: minor units of one currency. Adding two currencies is an error."""

    amount_minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Money:
        """Return money of a decimal amount.

        :raises BadAmount: it does not fit the currency.
        """
        try:
            return cls(to_minor(Decimal(amount), currency), currency)
        except InvalidOperation as error:
            raise BadAmount(str(amount)) from error

    @property
    def amount(self) -> Decimal:
        """Return the decimal amount."""
        return to_decimal(self.amount_minor, self.currency)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount_minor, self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount_minor)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add")
