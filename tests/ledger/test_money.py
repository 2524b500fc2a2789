"""Money: rounding, splitting, conversion."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.money import (
    AMOUNT_MAX,
    BadAmount,
    Money,
    allocate,
    convert,
    exponent_of,
    round_fraction,
    to_decimal,
    to_minor,
)

amounts = st.integers(-(10**13), 10**13)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)


@given(amounts, weights)
def test_parts_add_up_to_the_whole(total, shares):
    assert sum(allocate(total, shares)) == total


@given(amounts, weights)
def test_each_part_is_within_one_unit_of_its_exact_share(total, shares):
    whole = sum(shares) or len(shares)
    exact = [Fraction(total) * (share if sum(shares) else 1) / whole for share in shares]

    assert all(abs(part - share) < 1 for part, share in zip(allocate(total, shares), exact, strict=True))


@given(amounts, st.integers(1, 30))
def test_equal_weights_differ_by_one_unit_at_most_and_the_first_get_more(total, count):
    parts = allocate(abs(total), [1] * count)

    assert parts == sorted(parts, reverse=True)
    assert max(parts) - min(parts) <= 1


@given(amounts, weights)
def test_a_negative_whole_mirrors_the_positive(total, shares):
    assert allocate(-total, shares) == [-part for part in allocate(total, shares)]


def test_a_hundred_in_three():
    assert allocate(10_000, [1, 1, 1]) == [3334, 3333, 3333]


@given(st.fractions(min_value=-(10**12), max_value=10**12))
def test_half_up_rounds_away_from_zero_alike_on_both_sides(value):
    assert round_fraction(-value) == -round_fraction(value)
    assert abs(round_fraction(value) - value) <= Fraction(1, 2)


def test_ties():
    assert [round_fraction(Fraction(n, 2)) for n in (1, 3, -1, -3)] == [1, 2, -1, -2]
    assert [round_fraction(Fraction(n, 2), "half_even") for n in (1, 3, -1, -3)] == [0, 2, 0, -2]


@given(amounts, st.sampled_from(["JPY", "SAR", "KWD"]))
def test_minor_units_come_back_as_they_were(minor, currency):
    assert to_minor(to_decimal(minor, currency), currency) == minor


@pytest.mark.parametrize("amount", ["0.001", "1e13", "NaN", "Infinity"])
def test_money_that_does_not_fit_is_refused(amount):
    with pytest.raises(BadAmount):
        to_minor(Decimal(amount), "SAR")


def test_the_largest_amount_fits():
    assert to_minor(Decimal(10) ** 12, "SAR") == AMOUNT_MAX


def test_exponents():
    assert [exponent_of(code) for code in ("JPY", "SAR", "KWD")] == [0, 2, 3]


def test_a_dollar_in_dirhams_at_ten_places():
    assert convert(105_000, "EUR", Decimal("4.0127"), "AED") == 421_334  # 4,213.335 rounds up
    assert convert(1, "KWD", Decimal("12.2"), "JPY") == 0


def test_two_currencies_do_not_add():
    with pytest.raises(ValueError, match="do not add"):
        Money(1, "SAR") + Money(1, "AED")
