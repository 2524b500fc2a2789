from dataclasses import astuple
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wasl.core.parsing import (
    SIMILAR_ENOUGH,
    ParseError,
    column_date_order,
    column_decimal_mark,
    fold,
    parse_amount_input,
    parse_date,
    parse_decimal,
    parse_hours,
    similar_name,
    to_western_digits,
)


def code_of(read, *args, **kwargs):
    with pytest.raises(ParseError) as caught:
        read(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234.5", "1234.5"),
        ("1'234.56", "1234.56"),
        ("12,34,567.50", "1234567.50"),
        ("١٬٢٣٤٫٥٦", "1234.56"),
        ("١٬٢٣٤", "1234"),
        ("۱۲۳", "123"),
        ("(1,234.56)", "-1234.56"),
        ("12.50-", "-12.50"),
        ("\u2212 5", "-5"),
        ("+7", "7"),
        ("\u200f-5\u200e", "-5"),
        ("0,123", "0.123"),
        ("1234,567", "1234.567"),
        ("1,234,567", "1234567"),
        (".5", "0.5"),
    ],
)
def test_a_number_is_read_as_it_is_written(text, value):
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("1,234", "ambiguous_mark"),
        ("1.234", "ambiguous_mark"),
        ("SAR 5", "currency"),
        ("5 ر.س", "currency"),
        ("$5", "currency"),
        ("١٠ ريال", "currency"),
        ("15%", "percent"),
        ("abc", "not_number"),
        (".", "not_number"),
        ("1e5", "not_number"),
        ("5²", "not_number"),
        ("1.2.3", "not_number"),
        ("1,23", None),
        ("NaN", "not_number"),
        ("(-5)", "not_number"),
        ("--5", "not_number"),
        ("9" * 31, "not_number"),
        ("9" * 300, "too_long"),
    ],
)
def test_what_is_no_clear_number_is_refused_with_its_reason(text, code):
    if code is None:
        assert parse_decimal(text) == Decimal("1.23")
    else:
        assert code_of(parse_decimal, text) == code


def test_the_mark_settles_what_the_text_leaves_open():
    assert parse_decimal("1,234", decimal_mark=".") == 1234
    assert parse_decimal("1,234", decimal_mark=",") == Decimal("1.234")
    assert code_of(parse_decimal, "1.234,56", decimal_mark=".") == "wrong_mark"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_grouped_number_comes_back_under_its_mark(value):
    english = f"{value:,.2f}"
    european = english.translate(str.maketrans(",.", ".,"))

    assert parse_decimal(english, decimal_mark=".") == value
    assert parse_decimal(european, decimal_mark=",") == value


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_parse_error(text):
    for read in (parse_decimal, parse_amount_input, parse_hours, parse_date):
        try:
            read(text)
        except ParseError as error:
            assert error.text == text or read is not parse_decimal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5k", "1500"),
        ("2m", "2000000"),
        ("٢ مليون", "2000000"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("1234,56", "1234.56"),
        ("=1200*1.15", "1380"),
        ("=(1+2)*-3", "-9"),
        ("=10-2-3", "5"),
        ("=12/4/3", "1"),
        ("=1,200.50 × 2", "2401"),
        ("=٢+٣", "5"),
    ],
)
def test_a_person_may_type_short_amounts_and_small_sums(text, value):
    assert parse_amount_input(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("=1/0", "division_by_zero"),
        ("=__import__('os')", "expression"),
        ("=2**3", "expression"),
        ("=", "expression"),
        ("=(1", "expression"),
        ("=1 2", "expression"),
        ("=" + "(" * 60 + "1" + ")" * 60, "expression"),
        ("=" + "9*" * 200 + "9", "too_long"),
    ],
)
def test_a_sum_that_is_no_sum_is_refused(text, code):
    assert code_of(parse_amount_input, text) == code


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1,234", "1,234.50"], "."),
        (["1.234", "1.234,50"], ","),
        (["12,5", "1.234"], ","),
        (["1,234", "2,345"], None),
        (["1.234,50", "1,234.50"], None),
        (["12", "", "total"], "."),
        (["SAR 5", "5,5"], ","),
    ],
)
def test_a_column_shows_its_decimal_mark(cells, mark):
    assert column_decimal_mark(cells) == mark


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1:30", "1.5"),
        ("٢:١٥", "2.25"),
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("45m", "0.75"),
        ("1h 30m", "1.5"),
        ("2h", "2"),
    ],
)
def test_hours_are_read_in_each_usual_way(text, hours):
    assert parse_hours(text) == Decimal(hours)


def test_hours_are_never_negative_or_out_of_the_clock():
    assert code_of(parse_hours, "-1") == "not_number"
    assert code_of(parse_hours, "1:75") == "not_number"


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-11-23", None, date(2026, 11, 23)),
        ("2026/1/3", "dmy", date(2026, 1, 3)),
        ("23/11/2026", None, date(2026, 11, 23)),
        ("05/06/2026", "dmy", date(2026, 6, 5)),
        ("05/06/2026", "mdy", date(2026, 5, 6)),
        ("05/05/2026", None, date(2026, 5, 5)),
        ("٢٣/١١/٢٠٢٦", None, date(2026, 11, 23)),
        ("23.11.69", None, date(2069, 11, 23)),
        ("23.11.70", None, date(1970, 11, 23)),
        ("26/11/05", "ymd", date(2026, 11, 5)),
        ("Nov 23, 2026", None, date(2026, 11, 23)),
        ("23-Nov-26", None, date(2026, 11, 23)),
        ("23 نوفمبر 2026", None, date(2026, 11, 23)),
        ("٢٣ تشرين الثاني ٢٠٢٦", None, date(2026, 11, 23)),
        ("2026-11-23 00:00:00", None, date(2026, 11, 23)),
        ("2026-11-23T10:00:00Z", None, date(2026, 11, 23)),
        ("20261123", None, date(2026, 11, 23)),
    ],
)
def test_a_date_is_read(text, order, day):
    assert parse_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("05/06/2026", None, "ambiguous_date"),
        ("23/11/2026", "mdy", "wrong_order"),
        ("23/11/2026", "ymd", "wrong_order"),
        ("31/02/2026", "dmy", "no_such_day"),
        ("46349", None, "excel_serial"),
        ("46349.5", None, "excel_serial"),
        ("1448/06/13", None, "hijri"),
        ("2526-01-01", None, "year_out_of_range"),
        ("soon", None, "not_date"),
        ("", None, "empty"),
    ],
)
def test_a_doubtful_date_is_refused_with_its_reason(text, order, code):
    assert code_of(parse_date, text, order) == code


def test_a_column_proves_the_order_of_its_dates_by_one_cell():
    finding = column_date_order(["01/02/2026", "", "13/02/2026"])

    assert astuple(finding) == (
        "dmy",
        True,
        False,
        2,
    )
    assert column_date_order(["01/02/2026", "02/13/26"]).order == "mdy"


def test_a_column_that_proves_nothing_must_be_asked():
    finding = column_date_order(["2026-01-01", "01/02/2026"])

    assert astuple(finding) == (
        None,
        False,
        False,
        1,
    )


def test_a_column_that_proves_both_orders_is_contradictory():
    finding = column_date_order(["01/13/2026", "13/02/2026"])

    assert astuple(finding) == (
        None,
        False,
        True,
        1,
    )


def test_a_column_of_dates_that_explain_themselves_needs_no_question():
    assert column_date_order(["2026-11-23", "3 May 2026"]).proven


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(["dmy", "mdy"]))
def test_a_written_date_comes_back_under_its_order(day, order):
    written = day.strftime("%d/%m/%y" if order == "dmy" else "%m/%d/%y")

    assert parse_date(written, order) == day


def test_digits_become_western():
    assert to_western_digits("١٬٢٣٤٫٥ ۹") == "1,234.5 9"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("الإِدارة", "الاداره"),
        ("مصطفى", "مصطفي"),
        ("مؤسسة", "موسسه"),
        ("شئون", "شيون"),
        ("العـــليا", "العليا"),
        ("٢٠٢٦", "2026"),
        ("Café  NOOR ", "cafe noor"),
        ("ٱلنور", "النور"),
        ("STRASSE", "straße"),
    ],
)
def test_spelling_habits_do_not_part_two_texts(one, other):
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_names_that_differ_in_blanks_and_marks_only_are_alike():
    assert similar_name("GTXPro", "GTX Pro") == 1.0
    assert similar_name("شركة الأُفق", "شركه الافق") == 1.0
    assert similar_name("MG Special", "MG-Special") == 1.0


def test_a_slip_is_proposed_and_another_name_is_not():
    assert SIMILAR_ENOUGH <= similar_name("Horizon Trading", "Horizn Trading") < 1
    assert similar_name("Horizon Trading", "Noor Studio") < SIMILAR_ENOUGH
    assert similar_name("", "") == 0.0


@given(st.text(max_size=20), st.text(max_size=20))
@example("tide", "diet")
def test_likeness_is_the_same_from_both_sides(a, b):
    assert similar_name(a, b) == similar_name(b, a)
