"""How money, numbers and dates read on a page: Western digits in both languages, one place for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

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


def format_minor(amount_minor: int, currency: str, *, whole_if_possible: bool = False) -> str:
    """Return minor units as `1,234.50`, with the decimals of the currency and a true minus sign.

    `whole_if_possible` drops decimals that are all zero: for lists and boards, never for documents.
    """
    decimals = exponent_of(currency)
    whole, rest = divmod(abs(amount_minor), 10**decimals)
    sign = MINUS if amount_minor < 0 else ""
    if not decimals or (whole_if_possible and not rest):
        return f"{sign}{whole:,}"
    return f"{sign}{whole:,}.{rest:0{decimals}d}"


def format_money(amount_minor: int, currency: str, *, lang: str | None = None, whole_if_possible: bool = False) -> str:
    """Return an amount with its currency as plain text: `1,234.50 SAR`, in Arabic `1,234.50 ر.س`.

    The number is isolated by Unicode marks, so that it stands in mail, chart labels and option lists too.
    """
    number = format_minor(amount_minor, currency, whole_if_possible=whole_if_possible)
    return f"{LRI}{number}{PDI} {currency_word(currency, lang)}"


def currency_word(currency: str, lang: str | None = None) -> str:
    """Return what stands after an amount: the short Arabic word where there is one, else the ISO code."""
    return CURRENCY_WORDS_AR.get(currency, currency) if language(lang) == "ar" else currency


def format_number(value: Decimal | int) -> str:
    """Return a number with grouping and without trailing zeros: `1,234.5`."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS) if text != "-0" else "0"


def format_percent(value: Decimal | int, *, signed: bool = False) -> str:
    """Return a percentage rounded half up to one decimal; 34.2 gives `34.2%`, signed `+34.2%`."""
    rounded = Decimal(value).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")
    plus = "+" if signed and rounded > 0 else ""
    return f"{plus}{format_number(rounded)}%"


def format_minutes(minutes: int) -> str:
    """Return minutes as decimal hours, rounded half up to one hundredth: 2190 gives `36.5`."""
    return format_number((Decimal(minutes) / 60).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"))


def format_date(day: date, lang: str | None, today: date) -> str:
    """Return a day for a list: `23 Nov` or `23 نوفمبر`; with the year where it is not today's."""
    words = f"{day.day} {MONTHS[language(lang)][day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def format_day(day: date, lang: str | None = None) -> str:
    """Return a day in full: `Sunday 29 Nov 2026`, `الأحد 29 نوفمبر 2026`."""
    spoken = language(lang)
    return f"{WEEKDAYS[spoken][day.weekday()]} {day.day} {MONTHS[spoken][day.month - 1]} {day.year}"


def format_month(month: int, lang: str | None) -> str:
    """Return a month given as 202611: نوفمبر 2026, Nov 2026."""
    return f"{MONTHS[language(lang)][month % 100 - 1]} {month // 100}"


def plural_days(days: int, lang: str | None = None) -> str:
    """Return a number of days in words that agree with it: `1 day`, `يومان`, `3 أيام`, `11 يومًا`."""
    with translation.override(language(lang)):
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def format_list(words: Sequence[str], lang: str | None = None) -> str:
    """Return some words as a person lists them: `a, b and c`, `أ وب وج`."""
    return join_words(list(words), locale=language(lang))


def language(lang: str | None = None) -> str:
    """Return `ar` or `en` for a language code; without one, for the active language."""
    return "ar" if (lang or translation.get_language() or "en").startswith("ar") else "en"
