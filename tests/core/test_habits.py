"""Days are read as the company in force writes them, and shown by its calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from wasl.core import clock, habits
from wasl.core.hijri import format_hijri
from wasl.core.models import Company
from wasl.core.parsing import ParseError

NOW = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # in Riyadh it is the 25th


def test_words_are_relative_to_the_day_of_the_company() -> None:
    with clock.set_to(NOW):
        with habits.of(Company(country="SA", time_zone="Asia/Riyadh")):
            assert habits.read_day("tomorrow") == date(2026, 11, 26)
            assert habits.read_day("4/3/2027") == date(2027, 3, 4)
        with habits.of(Company(country="US", time_zone="America/New_York")):
            assert habits.read_day("tomorrow") == date(2026, 11, 25)
            assert habits.read_day("4/3/2027") == date(2027, 4, 3)


def test_without_a_company_only_what_needs_none_is_read() -> None:
    assert habits.read_day("2026-11-24") == date(2026, 11, 24)
    with pytest.raises(ParseError):
        habits.read_day("tomorrow")


def test_hijri_days_stand_beside_gregorian_ones_where_they_are_wanted() -> None:
    day = date(2026, 11, 24)
    with override("en"), habits.of(Company(country="SA", time_zone="Asia/Riyadh", show_hijri=True)):
        assert habits.day_in_full(day) == "Tuesday 24 Nov 2026 · 14 Jumada II 1448 AH"
    with override("en"), habits.of(Company(country="SA", time_zone="Asia/Riyadh")):
        assert habits.day_in_full(day) == "Tuesday 24 Nov 2026"


def test_hijri_is_that_of_umm_al_qura() -> None:
    assert format_hijri(date(2025, 3, 1), "ar") == "1 رمضان 1446 هـ"
    assert format_hijri(date(2025, 6, 6), "ar") == "10 ذو الحجة 1446 هـ"
    assert format_hijri(date(1900, 1, 1)) == ""
