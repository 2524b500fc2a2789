"""How money, numbers and dates read on a page: one place for all.

Digits are Western in both languages; on Arabic pages a member may have Arabic-Indic ones (`arabic_digits`). Files,
papers, letters and what stands in inputs keep Western ones (`western`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import ParamSpec, TypeVar

from babel import Locale
from babel.lists import format_list as join_words
from django.utils import translation
from django.utils.translation import ngettext

from wasl.core.money import exponent_of

MINUS = "\N{MINUS SIGN}"
FIGURE_SPACE = "\N{FIGURE SPACE}"
LRI, FSI, PDI = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "ar": (
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ),
}  # Gulf and Egyptian names
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
CURRENCY_WORDS_AR = {
    "SAR": "ر.س",
    "AED": "د.إ",
    "KWD": "د.ك",
    "BHD": "د.ب",
    "OMR": "ر.ع",
    "QAR": "ر.ق",
    "JOD": "د.أ",
    "EGP": "ج.م",
    "USD": "دولار",
    "EUR": "يورو",
    "GBP": "جنيه إسترليني",
}


_arabic: ContextVar[bool] = ContextVar("arabic_digits", default=False)
_chosen: ContextVar[bool] = ContextVar("chosen_digits", default=False)
TO_ARABIC = str.maketrans("0123456789,.%", "٠١٢٣٤٥٦٧٨٩٬٫٪")
Made = TypeVar("Made")
Given = ParamSpec("Given")


@contextmanager
def arabic_digits(wanted: bool = True) -> Iterator[None]:
    """Let what is formatted in a block have Arabic-Indic digits, where its language is Arabic; or not."""
    token = _arabic.set(wanted)
    try:
        yield
    finally:
        _arabic.reset(token)


@contextmanager
def reader_chose(arabic: bool) -> Iterator[None]:
    """Remember in a block which digits its reader has chosen, for `as_chosen`."""
    token = _chosen.set(arabic)
    try:
        yield
    finally:
        _chosen.reset(token)


def as_chosen() -> AbstractContextManager[None]:
    """Let what is formatted in a block have the digits that the reader chose: the part of an answer that is read, where
    the same request writes too.
    """
    return arabic_digits(_chosen.get())


def are_chosen() -> bool:
    """Tell whether the reader of the request chose Arabic-Indic digits."""
    return _chosen.get()


def western(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Keep Western digits in all that a function formats: papers, letters, files."""

    @wraps(make)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        with arabic_digits(wanted=False):
            return make(*args, **kwargs)

    return made


def digits(figure: str, lang: str | None = None) -> str:
    """Return a figure with the digits and marks that the reader has chosen."""
    return figure.translate(TO_ARABIC) if _arabic.get() and language(lang) == "ar" else figure


def format_minor(amount_minor: int, currency: str, *, whole_if_possible: bool = False) -> str:
    """Return minor units as `1,234.50`, with the decimals of the currency and a true minus sign.

    `whole_if_possible` drops decimals that are all zero: for lists and boards, never for documents.
    """
    decimals = exponent_of(currency)
    whole, rest = divmod(abs(amount_minor), 10**decimals)
    sign = MINUS if amount_minor < 0 else ""
    if not decimals or (whole_if_possible and not rest):
        return digits(f"{sign}{whole:,}")
    return digits(f"{sign}{whole:,}.{rest:0{decimals}d}")


def format_money(amount_minor: int, currency: str, *, lang: str | None = None, whole_if_possible: bool = False) -> str:
    """Return an amount with its currency as plain text: `1,234.50 SAR`, in Arabic `1,234.50 ر.س`.

    The number is isolated by Unicode marks, so that it stands in mail, chart labels and option lists too.
    """
    number = format_minor(amount_minor, currency, whole_if_possible=whole_if_possible)
    return f"{LRI}{number}{PDI} {currency_word(currency, lang)}"


def isolated(text: str) -> str:
    """Return somebody's own words for a sentence of plain text: they keep their own direction and digits."""
    return f"{FSI}{text}{PDI}"


def currency_word(currency: str, lang: str | None = None) -> str:
    """Return what stands after an amount: the short Arabic word where there is one, else the ISO code."""
    return CURRENCY_WORDS_AR.get(currency, currency) if language(lang) == "ar" else currency


def currency_name(currency: str) -> str:
    """Return a currency as it is chosen, by its code and its name in the active language: `SAR · Saudi Riyal`."""
    return f"{currency} · {Locale(language()).currencies.get(currency, currency)}"


def format_number(value: Decimal | int) -> str:
    """Return a number with grouping and without trailing zeros: `1,234.5`."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return digits(text.replace("-", MINUS) if text != "-0" else "0")


def format_rate(value: Decimal, currency: str) -> str:
    """Return a price of one unit with at least the decimals of its currency: `143.10`, `0.0125`."""
    text = f"{Decimal(value):,f}"
    whole, _point, rest = text.partition(".")
    rest = rest.rstrip("0").ljust(exponent_of(currency), "0")
    return digits((f"{whole}.{rest}" if rest else whole).replace("-", MINUS))


def format_percent(value: Decimal | int, *, signed: bool = False, places: int = 0) -> str:
    """Return a percentage rounded half up to one decimal; 34.2 gives `34.2%`, signed `+34.2%`.

    In a column `places=1` writes that decimal always, so that the points stand below each other.
    """
    rounded = Decimal(value).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")
    plus = "+" if signed and rounded > 0 else ""
    text = f"{rounded:,f}".replace("-", MINUS) if places else format_number(rounded)
    return digits(f"{plus}{text}%")


def format_minutes(minutes: int) -> str:
    """Return minutes as decimal hours, rounded half up to one hundredth: 2190 gives `36.5`."""
    return format_number((Decimal(minutes) / 60).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"))


def format_date(day: date, lang: str | None, today: date) -> str:
    """Return a day for a list: `23 Nov` or `23 نوفمبر`; with the year where it is not today's."""
    words = f"{digits(str(day.day), lang)} {MONTHS[language(lang)][day.month - 1]}"
    return words if day.year == today.year else f"{words} {digits(str(day.year), lang)}"


def format_day(day: date, lang: str | None = None) -> str:
    """Return a day in full: `Sunday 29 Nov 2026`, `الأحد 29 نوفمبر 2026`."""
    spoken = language(lang)
    number, year = digits(str(day.day), lang), digits(str(day.year), lang)
    return f"{WEEKDAYS[spoken][day.weekday()]} {number} {MONTHS[spoken][day.month - 1]} {year}"


def format_month(month: int, lang: str | None) -> str:
    """Return a month given as 202611: نوفمبر 2026, Nov 2026."""
    return f"{MONTHS[language(lang)][month % 100 - 1]} {digits(str(month // 100), lang)}"


def plural_days(days: int, lang: str | None = None) -> str:
    """Return a number of days in words that agree with it: `1 day`, `يومان`, `3 أيام`, `11 يومًا`."""
    with translation.override(language(lang)):
        return digits(ngettext("%(days)d day", "%(days)d days", days) % {"days": days})


def format_country(text: str) -> str:
    """Return a country in the active language where it is written by its code (ISO 3166-1), else as it is written."""
    return str(Locale(language()).territories.get(text.upper(), text)) if len(text) == 2 else text


def format_list(words: Sequence[str], lang: str | None = None) -> str:
    """Return some words as a person lists them: `a, b and c`, `أ وب وج`."""
    return join_words(list(words), locale=language(lang))


def language(lang: str | None = None) -> str:
    """Return `ar` or `en` for a language code; without one, for the active language."""
    return "ar" if (lang or translation.get_language() or "en").startswith("ar") else "en"
