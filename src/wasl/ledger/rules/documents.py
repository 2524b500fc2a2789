"""Document arithmetic: lines, discounts, taxes, base amounts (reference section 3; EN 16931 BR-CO-10 to 17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wasl.core.money import AMOUNT_MAX, BadAmount, allocate, convert, exponent_of, round_fraction, to_decimal

DOCUMENT, LINE = "document", "line"
STANDARD, REVERSE_CHARGE = "standard", "reverse_charge"
NO_TAX = 0


@dataclass(frozen=True)
class TaxTerms:
    """A tax as it holds on a date: its percent counts only under the standard treatment."""

    tax_id: int
    percent: Decimal
    treatment: str = STANDARD
    recoverable_percent: Decimal = Decimal(100)

    @property
    def charged_percent(self) -> Decimal:
        """Return the percent that the document charges."""
        return self.percent if self.treatment == STANDARD else Decimal(0)


@dataclass(frozen=True)
class LineInput:
    """What a person enters on a line. `tax_id` 0 means no tax code: out of scope (BR-CO-04)."""

    quantity: Decimal
    price: Decimal
    tax_id: int = NO_TAX
    discount_percent: Decimal | None = None
    discount_minor: int | None = None


@dataclass(frozen=True)
class Terms:
    """How a document is calculated: its currency, rounding, tax mode, prices and discount."""

    currency: str
    rounding: str
    tax_mode: str = DOCUMENT
    prices_include_tax: bool = False
    discount_percent: Decimal | None = None
    discount_minor: int | None = None


@dataclass(frozen=True)
class LineResult:
    """A line after discounts: the amount as priced (gross where prices include tax), net, and its share of tax."""

    amount_minor: int
    discounted_minor: int
    net_minor: int
    tax_minor: int
    tax_id: int


@dataclass(frozen=True)
class TaxGroup:
    """Base and tax of one tax code."""

    tax_id: int
    base_minor: int
    tax_minor: int


@dataclass(frozen=True)
class DocumentResult:
    """A document's lines, tax groups and totals in its own currency."""

    lines: tuple[LineResult, ...]
    groups: tuple[TaxGroup, ...]
    discount_minor: int

    @property
    def net_minor(self) -> int:
        """Return the total without tax (BT-109)."""
        return sum(line.net_minor for line in self.lines)

    @property
    def tax_minor(self) -> int:
        """Return the total tax (BT-110)."""
        return sum(group.tax_minor for group in self.groups)

    @property
    def total_minor(self) -> int:
        """Return the total with tax (BT-112)."""
        return self.net_minor + self.tax_minor


@dataclass(frozen=True)
class BaseAmounts:
    """A document in base currency: total, net by line, tax by code."""

    total_minor: int
    nets_minor: tuple[int, ...]
    taxes_minor: Mapping[int, int]


def calculate(lines: Sequence[LineInput], terms: Terms, taxes: Mapping[int, TaxTerms]) -> DocumentResult:
    """Return a document's amounts.

    Lines are rounded, then discounted; the document's discount is spread over lines by largest remainder; tax is
    taken per code over the document, or per line where the company chooses so. With inclusive prices the gross
    never changes: tax is taken out of it.

    :raises BadAmount: negative quantities, prices or discounts, a discount over the amount, or a total over 10^14.
    """
    amounts = [line_amount_minor(line, terms) for line in lines]
    whole = sum(amounts)
    discount = _document_discount(whole, terms)
    discounted = [amount - part for amount, part in zip(amounts, allocate(discount, amounts), strict=True)]
    rates = [taxes[line.tax_id].charged_percent if line.tax_id else Decimal(0) for line in lines]
    codes = [line.tax_id for line in lines]
    mode = _line_taxes if terms.tax_mode == LINE else _group_taxes
    taxed = mode(discounted, codes, rates, terms)
    nets = _nets(discounted, taxed, codes) if terms.prices_include_tax else discounted
    results = tuple(
        LineResult(amount, after, net, tax, code)
        for amount, after, net, tax, code in zip(amounts, discounted, nets, taxed, codes, strict=True)
    )
    if sum(nets) + sum(taxed) > AMOUNT_MAX:
        raise BadAmount(str(to_decimal(sum(nets), terms.currency)))
    return DocumentResult(results, _groups(results), discount)


def line_amount_minor(line: LineInput, terms: Terms) -> int:
    """Return round(quantity x price) less the line's own discount (BT-131)."""
    if line.quantity < 0 or line.price < 0:
        raise BadAmount(f"{line.quantity} x {line.price}")
    scale = 10 ** exponent_of(terms.currency)
    gross = round_fraction(Fraction(line.quantity) * Fraction(line.price) * scale, terms.rounding)
    if gross > AMOUNT_MAX:
        raise BadAmount(str(line.price))
    return gross - _discount(gross, line.discount_percent, line.discount_minor, terms)


def to_base(
    result: DocumentResult,
    *,
    currency: str,
    base: str,
    rate: Decimal,
    rounding: str,
    total_minor: int | None = None,
) -> BaseAmounts:
    """Return a document in base currency: total and taxes are converted, net is the difference (IAS 21.21).

    `total_minor` stands in for the document's total where part of it is settled by deposits.
    """
    total = convert(result.total_minor if total_minor is None else total_minor, currency, rate, base, rounding)
    taxes = {group.tax_id: convert(group.tax_minor, currency, rate, base, rounding) for group in result.groups}
    nets = allocate(total - sum(taxes.values()), [line.net_minor for line in result.lines])
    return BaseAmounts(total, tuple(nets), taxes)


def recoverable(tax_minor: int, percent: Decimal, rounding: str) -> int:
    """Return the part of a purchase's tax that comes back; the rest is cost (IAS 2.11)."""
    return round_fraction(Fraction(tax_minor) * Fraction(percent) / 100, rounding)


def percent_of(amount_minor: int, percent: Decimal, rounding: str) -> int:
    """Return a percent of an amount, rounded once."""
    return round_fraction(Fraction(amount_minor) * Fraction(percent) / 100, rounding)


def share_of(whole_minor: int, part_minor: int, of_minor: int, rounding: str) -> int:
    """Return round(whole x part / of): what is relieved by settling a part; all of it at the end."""
    if part_minor == of_minor:
        return whole_minor
    return round_fraction(Fraction(whole_minor * part_minor, of_minor), rounding)


def _discount(whole: int, percent: Decimal | None, amount: int | None, terms: Terms) -> int:
    discount = percent_of(whole, percent, terms.rounding) if percent is not None else (amount or 0)
    if discount < 0 or discount > whole:
        raise BadAmount(str(percent if percent is not None else to_decimal(amount or 0, terms.currency)))
    return discount


def _document_discount(whole: int, terms: Terms) -> int:
    return _discount(whole, terms.discount_percent, terms.discount_minor, terms)


def _tax(amount: int, percent: Decimal, terms: Terms) -> int:
    divisor = 100 + Fraction(percent) if terms.prices_include_tax else Fraction(100)
    return round_fraction(amount * Fraction(percent) / divisor, terms.rounding)


def _line_taxes(amounts: Sequence[int], codes: Sequence[int], rates: Sequence[Decimal], terms: Terms) -> list[int]:
    return [_tax(amount, rate, terms) for amount, rate in zip(amounts, rates, strict=True)]


def _group_taxes(amounts: Sequence[int], codes: Sequence[int], rates: Sequence[Decimal], terms: Terms) -> list[int]:
    taxes = [0] * len(amounts)
    for code, rate in dict(zip(codes, rates, strict=True)).items():
        members = [index for index, other in enumerate(codes) if other == code]
        tax = _tax(sum(amounts[index] for index in members), rate, terms)
        for index, part in zip(members, allocate(tax, [amounts[index] for index in members]), strict=True):
            taxes[index] = part
    return taxes


def _nets(gross: Sequence[int], taxes: Sequence[int], codes: Sequence[int]) -> list[int]:
    nets = [0] * len(gross)
    for code in dict.fromkeys(codes):
        members = [index for index, other in enumerate(codes) if other == code]
        net = sum(gross[index] - taxes[index] for index in members)
        for index, part in zip(members, allocate(net, [gross[index] for index in members]), strict=True):
            nets[index] = part
    return nets


def _groups(lines: Sequence[LineResult]) -> tuple[TaxGroup, ...]:
    groups = []
    for code in dict.fromkeys(line.tax_id for line in lines if line.tax_id):
        members = [line for line in lines if line.tax_id == code]
        groups.append(TaxGroup(code, sum(line.net_minor for line in members), sum(line.tax_minor for line in members)))
    return tuple(groups)
