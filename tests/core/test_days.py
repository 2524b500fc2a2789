"""Days are read as people say them, in both languages, from the day that is given."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.parsing import ParseError, parse_day

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-24"),
        ("Tomorrow ", "2026-11-25"),
        ("yesterday", "2026-11-23"),
        ("next Sunday", "2026-11-29"),
        ("sunday", "2026-11-29"),
        ("tuesday", "2026-12-01"),
        ("last tuesday", "2026-11-17"),
        ("last monday", "2026-11-23"),
        ("in 3 days", "2026-11-27"),
        ("in a week", "2026-12-01"),
        ("2 weeks", "2026-12-08"),
        ("3 days ago", "2026-11-21"),
        ("+3", "2026-11-27"),
        ("-2", "2026-11-22"),
        ("+2w", "2026-12-08"),
        ("next week", "2026-12-01"),
        ("next month", "2026-12-24"),
        ("end of month", "2026-11-30"),
        ("غدًا", "2026-11-25"),
        ("غدا", "2026-11-25"),
        ("بكرة", "2026-11-25"),
        ("اليوم", "2026-11-24"),
        ("أمس", "2026-11-23"),
        ("بعد غد", "2026-11-26"),
        ("الأحد القادم", "2026-11-29"),
        ("يوم الأحد", "2026-11-29"),
        ("الاثنين الماضي", "2026-11-23"),
        ("بعد 3 أيام", "2026-11-27"),
        ("بعد ٣ أيام", "2026-11-27"),
        ("بعد يومين", "2026-11-26"),
        ("بعد أسبوع", "2026-12-01"),
        ("قبل يومين", "2026-11-22"),
        ("الشهر القادم", "2026-12-24"),
        ("نهاية الشهر", "2026-11-30"),
        ("2026-11-23", "2026-11-23"),
        ("٢٠٢٦-١١-٢٣", "2026-11-23"),
        ("23/11", "2026-11-23"),
        ("٢٣/١١", "2026-11-23"),
        ("3/4/2027", "2027-04-03"),
        ("5 jan", "2027-01-05"),
        ("5 يناير", "2027-01-05"),
        ("23 نوفمبر 2025", "2025-11-23"),
    ],
)
def test_a_day_is_read_as_it_is_said(text: str, day: str) -> None:
    assert parse_day(text, today=TODAY, order="dmy") == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", "someday", "الأحد البعيد", "in 3", "+", "next", "5", "29/2", "in 99999 days", "x" * 500]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        parse_day(text, today=TODAY, order="dmy")


def test_the_order_of_the_company_decides() -> None:
    assert parse_day("4/3", today=TODAY, order="dmy") == date(2027, 3, 4)
    assert parse_day("4/3", today=TODAY, order="mdy") == date(2027, 4, 3)
    with pytest.raises(ParseError, match="ambiguous_date"):
        parse_day("4/3", today=TODAY)


@given(today=st.dates(date(1950, 1, 1), date(2090, 1, 1)), count=st.integers(1, 999))
def test_ahead_and_back_meet(today: date, count: int) -> None:
    ahead = parse_day(f"in {count} days", today=today)
    assert ahead == today + timedelta(days=count)
    assert parse_day(f"قبل {count} يوم", today=ahead) == today


@given(text=st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ParseError):
        assert isinstance(parse_day(text, today=TODAY, order="dmy"), date)
