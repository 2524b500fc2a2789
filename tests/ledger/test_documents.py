"""Document arithmetic, by the figures of FEATURES 4.1 and by properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.money import BadAmount
from wasl.ledger.rules.documents import LineInput, TaxTerms, Terms, calculate, recoverable, share_of, to_base

VAT = {percent: {1: TaxTerms(1, Decimal(percent))} for percent in ("5", "7", "10", "15", "20", "21")}


def inclusive(percent, currency, *prices, **terms):
    lines = [LineInput(Decimal(1), Decimal(price), 1) for price in prices]
    return calculate(lines, Terms(currency, "half_up", prices_include_tax=True, **terms), VAT[percent])


@pytest.mark.parametrize(
    ("percent", "currency", "prices", "net", "tax"),
    [
        ("21", "EUR", ("379.00", "379.00"), 62_645, 13_155),
        ("7", "EUR", ("26000",), 2_429_907, 170_093),
        ("5", "SAR", ("145",), 13_810, 690),
        ("10", "JPY", ("50000",), 45_455, 4_545),
    ],
)
def test_tax_is_taken_out_of_inclusive_prices_once(percent, currency, prices, net, tax):
    result = inclusive(percent, currency, *prices)

    assert (result.net_minor, result.tax_minor) == (net, tax)


def test_inclusive_net_is_split_over_lines_by_largest_remainder():
    assert [line.net_minor for line in inclusive("21", "EUR", "379.00", "379.00").lines] == [31_323, 31_322]


def test_a_document_discount_is_spread_before_tax():
    # 3 x 33.33 = 99.99 - 10.00 (3.34 + 3.33 + 3.33) = 89.99; tax 89.99 x 20/120 = 15.00
    result = inclusive("20", "EUR", "33.33", "33.33", "33.33", discount_minor=1000)

    assert [line.discounted_minor for line in result.lines] == [2999, 3000, 3000]
    assert (result.net_minor, result.tax_minor, result.total_minor) == (7499, 1500, 8999)


def test_tax_per_line_differs_from_tax_per_document():
    lines = [LineInput(Decimal(1), Decimal(105), 1)] * 3
    document = calculate(lines, Terms("JPY", "half_up"), VAT["10"])
    line = calculate(lines, Terms("JPY", "half_up", tax_mode="line"), VAT["10"])

    assert (document.tax_minor, line.tax_minor) == (32, 33)


def test_a_line_without_tax_code_is_out_of_scope():
    result = calculate([LineInput(Decimal(1), Decimal(100))], Terms("SAR", "half_up"), {})

    assert (result.groups, result.total_minor) == ((), 10_000)


@pytest.mark.parametrize("treatment", ["zero", "exempt", "out_of_scope", "reverse_charge"])
def test_only_the_standard_treatment_charges(treatment):
    taxes = {1: TaxTerms(1, Decimal(15), treatment)}
    result = calculate([LineInput(Decimal(1), Decimal(100), 1)], Terms("SAR", "half_up"), taxes)

    assert result.tax_minor == 0
    assert [(group.base_minor, group.tax_minor) for group in result.groups] == [(10_000, 0)]


@pytest.mark.parametrize(
    "line",
    [
        LineInput(Decimal(-1), Decimal(100)),
        LineInput(Decimal(1), Decimal(-100)),
        LineInput(Decimal(1), Decimal(10) ** 15),
        LineInput(Decimal(1), Decimal(10), discount_minor=1001),
        LineInput(Decimal(1), Decimal(10), discount_percent=Decimal(101)),
    ],
)
def test_lines_that_make_no_sense_are_refused(line):
    with pytest.raises(BadAmount):
        calculate([line], Terms("SAR", "half_up"), {})


lines = st.lists(
    st.builds(
        LineInput,
        quantity=st.decimals(0, 1000, places=3),
        price=st.decimals(0, 100_000, places=4),
        tax_id=st.sampled_from([0, 1, 2]),
        discount_percent=st.one_of(st.none(), st.decimals(0, 100, places=2)),
    ),
    min_size=1,
    max_size=8,
)
terms = st.builds(
    Terms,
    currency=st.sampled_from(["JPY", "SAR", "KWD"]),
    rounding=st.sampled_from(["half_up", "half_even"]),
    tax_mode=st.sampled_from(["document", "line"]),
    prices_include_tax=st.booleans(),
    discount_percent=st.one_of(st.none(), st.decimals(0, 100, places=2)),
)
TAXES = {1: TaxTerms(1, Decimal(15)), 2: TaxTerms(2, Decimal("7.5"))}


@given(lines, terms)
def test_a_document_adds_up(given_lines, given_terms):
    result = calculate(given_lines, given_terms, TAXES)

    assert result.total_minor == result.net_minor + result.tax_minor
    assert sum(line.tax_minor for line in result.lines) == result.tax_minor
    for group in result.groups:
        members = [line for line in result.lines if line.tax_id == group.tax_id]
        assert group.base_minor == sum(line.net_minor for line in members)
        assert group.tax_minor == sum(line.tax_minor for line in members)


@given(lines, terms)
def test_inclusive_prices_keep_their_gross(given_lines, given_terms):
    result = calculate(given_lines, given_terms, TAXES)
    paid = sum(line.amount_minor for line in result.lines) - result.discount_minor

    if given_terms.prices_include_tax:
        assert result.total_minor == paid
    else:
        assert result.net_minor == paid


@given(
    lines, terms, st.sampled_from(["0.00001", "1", "3.75", "12.2", "100000"]), st.sampled_from(["JPY", "SAR", "KWD"])
)
def test_a_document_adds_up_in_base_currency_too(given_lines, given_terms, rate, base):
    result = calculate(given_lines, given_terms, TAXES)
    amounts = to_base(result, currency=given_terms.currency, base=base, rate=Decimal(rate), rounding="half_up")

    assert amounts.total_minor == sum(amounts.nets_minor) + sum(amounts.taxes_minor.values())


@given(st.integers(0, 10**12), st.integers(1, 10**10), st.lists(st.integers(1, 10**9), max_size=10))
def test_settling_in_parts_relieves_all_and_no_more(carrying, total, parts):
    open_minor, left = total, carrying
    for part in parts:
        part = min(part, open_minor)
        if part:
            relieved = share_of(left, part, open_minor, "half_up")
            open_minor, left = open_minor - part, left - relieved
            assert 0 <= relieved <= carrying
    if open_minor:
        left -= share_of(left, open_minor, open_minor, "half_up")
    assert left == 0


def test_half_of_an_odd_tax_comes_back_rounded_up():
    assert recoverable(2000, Decimal(50), "half_up") == 1000
    assert recoverable(2001, Decimal(50), "half_up") == 1001
