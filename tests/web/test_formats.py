"""Amounts, numbers, dates and counted words as people read them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wasl.core import formats, pages
from wasl.core.forms import currency_choices
from wasl.core.money import exponent_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123456, "SAR", "1,234.56"),
        (-5, "SAR", "−0.05"),
        (4_250_500, "KWD", "4,250.500"),
        (1500, "JPY", "1,500"),
        (0, "SAR", "0.00"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(minor, currency, text):
    assert formats.format_minor(minor, currency) == text


@pytest.mark.parametrize(("lang", "name"), [("ar", "SAR · ريال سعودي"), ("en", "SAR · Saudi Riyal")])
def test_a_currency_is_chosen_by_its_name_in_the_language_of_the_reader(lang, name):
    with translation.override(lang):
        assert currency_choices("SAR")[0] == ("SAR", name)
        assert [label for code, label in currency_choices() if label == f"{code} · {code}"] == []


def test_lists_drop_decimals_only_when_they_are_zero():
    assert formats.format_minor(500_000, "SAR", whole_if_possible=True) == "5,000"
    assert formats.format_minor(500_050, "SAR", whole_if_possible=True) == "5,000.50"


@given(st.integers(-(10**14), 10**14), st.sampled_from(["SAR", "KWD", "JPY"]))
def test_a_written_amount_reads_back_as_itself(minor, currency):
    text = formats.format_minor(minor, currency)

    read = Decimal(text.replace(",", "").replace(formats.MINUS, "-")).scaleb(exponent_of(currency))

    assert read == minor


def test_the_currency_is_a_word_in_arabic_and_a_code_in_english():
    assert formats.format_money(100, "SAR", lang="ar").endswith(" ر.س")
    assert formats.format_money(100, "SAR", lang="en").endswith(" SAR")
    assert formats.currency_word("CHF", "ar") == "CHF"


@pytest.mark.parametrize(
    ("day", "lang", "text"),
    [
        (date(2026, 11, 23), "ar", "23 نوفمبر"),
        (date(2026, 1, 3), "en", "3 Jan"),
        (date(2027, 1, 3), "ar", "3 يناير 2027"),
        (date(2025, 12, 31), "en", "31 Dec 2025"),
    ],
)
def test_a_day_of_another_year_says_the_year(day, lang, text):
    assert formats.format_date(day, lang, TODAY) == text


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("34.25"), "34.3%"), (Decimal("-2"), "−2%"), (100, "100%"), (Decimal("-0.01"), "0%")]
)
def test_a_percentage_has_one_decimal_at_most(value, text):
    assert formats.format_percent(value) == text


def test_a_change_says_its_sign():
    assert formats.format_percent(Decimal("2.1"), signed=True) == "+2.1%"


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("1234.50"), "1,234.5"), (1000, "1,000"), (Decimal("-0.5"), "−0.5")]
)
def test_a_number_has_no_trailing_zeros(value, text):
    assert formats.format_number(value) == text


def test_minutes_are_decimal_hours():
    assert formats.format_minutes(2190) == "36.5"


@pytest.mark.parametrize(
    ("days", "text"),
    [(1, "يوم واحد"), (2, "يومان"), (3, "3 أيام"), (10, "10 أيام"), (11, "11 يومًا"), (99, "99 يومًا"), (100, "100 يوم")],
)
def test_arabic_days_agree_with_their_number(days, text):
    assert formats.plural_days(days, "ar") == text


def test_english_days_agree_with_their_number():
    assert [formats.plural_days(count, "en") for count in (1, 2)] == ["1 day", "2 days"]


@pytest.mark.parametrize(
    ("price", "currency", "text"),
    [("143.1", "SAR", "143.10"), ("248", "KWD", "248.000"), ("0.012500", "SAR", "0.0125"), ("1200", "JPY", "1,200")],
)
def test_the_price_of_a_unit_has_at_least_the_decimals_of_its_currency(price, currency, text):
    assert formats.format_rate(Decimal(price), currency) == text


def test_percents_of_a_column_all_have_one_place():
    assert [formats.format_percent(each, places=1) for each in (28, Decimal("-11.05"))] == ["28.0%", "−11.1%"]


def test_an_amount_of_a_list_names_its_currency_only_where_it_is_foreign():
    assert pages.amount(3105000, "SAR", "SAR") == '<bdi class="n">31,050.00</bdi>'
    assert pages.amount(4250500, "KWD", "SAR") == '<bdi class="n"><span class="unit">KWD</span> 4,250.500</bdi>'
