"""Read a day as a person says it: tomorrow, next sunday, in 3 days, 23/11, الأحد القادم. Relative to a given day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from wasl.core.parsing.amounts import ParseError
from wasl.core.parsing.dates import Order, parse_date
from wasl.core.parsing.names import fold

LENGTH_MAX = 60
YEAR_MONTHS = 12
FAR_MAX = 4000  # days, weeks or months that a word may lead away

_DAYS = {"today": 0, "tomorrow": 1, "tmr": 1, "yesterday": -1, "day after tomorrow": 2, "day before yesterday": -2}
_DAYS_AR = {"اليوم": 0, "غدا": 1, "غد": 1, "بكره": 1, "بكرا": 1, "امس": -1, "امبارح": -1, "بعد غد": 2, "بعد بكره": 2}
_DAYS_AR |= {"اول امس": -2, "قبل امس": -2, "النهارده": 0}
_RELATIVE = {fold(word): days for word, days in (_DAYS | _DAYS_AR).items()}
_WEEKDAY_NAMES = """
mon monday الاثنين الإثنين
tue tues tuesday الثلاثاء التلات
wed wednesday الأربعاء الاربع
thu thur thurs thursday الخميس
fri friday الجمعة
sat saturday السبت
sun sunday الأحد الحد
"""
_WEEKDAYS = {
    fold(name): number
    for number, names in enumerate(_WEEKDAY_NAMES.strip().splitlines())
    for written in names.split()
    for name in (written, written.removeprefix("ال"))
}
_UNIT_NAMES = {
    "day": "d day days يوم يوما ايام",
    "week": "w wk week weeks اسبوع اسبوعا اسابيع",
    "month": "m mo month months شهر شهرا اشهر شهور",
    "year": "y year years سنه سنوات عام اعوام",
}
_UNITS = {fold(name): unit for unit, names in _UNIT_NAMES.items() for name in names.split()}
_PAIRS = {"يومين": "day", "اسبوعين": "week", "شهرين": "month", "سنتين": "year", "عامين": "year"}
_NEXT = ("next ", "coming ", "this ", "on ", "يوم ", "هذا ")
_NEXT_AFTER = (" القادم", " القادمه", " المقبل", " المقبله", " الجاي", " الجايه")
_LAST_AFTER = (" الماضي", " الماضيه", " السابق", " الفائت", " اللي فات")
_SPANS = {"week": "week", "month": "month", "year": "year"}
_SPANS |= {"الاسبوع": "week", "الشهر": "month", "السنه": "year", "العام": "year"}
_SIGNED = re.compile(r"([+-])\s*(\d{1,4})\s*([^\W\d]+)?")
_AHEAD = re.compile(r"(?:in|after|بعد)\s+(?:(\d{1,4}|an?)\s+)?([^\W\d]+)")
_BARE = re.compile(r"(\d{1,4})\s*([^\W\d]+)")
_AGO = re.compile(r"(\d{1,4}|an?)\s+([^\W\d]+)\s+ago")
_BACK = re.compile(r"(?:قبل|منذ)\s+(?:(\d{1,4})\s+)?([^\W\d]+)")
_MONTH_ENDS = {fold(text) for text in ("end of month", "end of the month", "eom", "نهاية الشهر", "آخر الشهر")}
_SHORT = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})")
_SHORT_NAMED = re.compile(r"\d{1,2}[\s.\-/]+[^\W\d]+(?: [^\W\d]+)?|[^\W\d]+(?: [^\W\d]+)?[\s.\-/]+\d{1,2}")


def parse_day(text: str, *, today: date, order: Order | None = None) -> date:
    """Return the day that `text` says, seen from `today`; all that `parse_date` reads is read too.

    A weekday is the next one after today, or with last or الماضي the one before. A date without a year is the nearest.
    `order` decides `3/4`: day first (`dmy`) or month first (`mdy`).

    :raises ParseError: as `parse_date` does.
    """
    said = fold(text[: LENGTH_MAX + 1])
    for read in (_word, _weekday, _span, _distance):
        found = read(said, today)
        if found is not None:
            return found
    if _SHORT.fullmatch(said) or _SHORT_NAMED.fullmatch(said):
        return _nearest(said, text, today, order)
    return parse_date(text, order)


def _word(said: str, today: date) -> date | None:
    if said in _MONTH_ENDS:
        return today.replace(day=monthrange(today.year, today.month)[1])
    return today + timedelta(days=_RELATIVE[said]) if said in _RELATIVE else None


def _weekday(said: str, today: date) -> date | None:
    name, back = _without_direction(said)
    if name not in _WEEKDAYS:
        return None
    ahead = (_WEEKDAYS[name] - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead - 7 if back and ahead < 7 else -7 if back else ahead)


def _span(said: str, today: date) -> date | None:
    name, back = _without_direction(said)
    if name == said or name not in _SPANS:
        return None
    return _moved(today, -1 if back else 1, _SPANS[name])


def _without_direction(said: str) -> tuple[str, bool]:
    """Return what is said without next or last, and whether it lies in the past."""
    if said.startswith("last "):
        return said.removeprefix("last "), True
    for ending in _LAST_AFTER:
        if said.endswith(ending):
            return said.removesuffix(ending).removeprefix("يوم "), True
    for ending in _NEXT_AFTER:
        said = said.removesuffix(ending)
    for opening in _NEXT:
        said = said.removeprefix(opening)
    return said, False


def _distance(said: str, today: date) -> date | None:
    if match := _SIGNED.fullmatch(said):
        sign = -1 if match[1] == "-" else 1
        return _moved_by(today, sign, match[2], match[3] or "day")
    if match := _AHEAD.fullmatch(said):
        return _moved_by(today, 1, match[1], match[2])
    if match := _AGO.fullmatch(said) or _BACK.fullmatch(said):
        return _moved_by(today, -1, match[1], match[2])
    if (match := _BARE.fullmatch(said)) and len(match[2]) > 1:
        return _moved_by(today, 1, match[1], match[2])
    return None


def _moved_by(today: date, sign: int, count: str | None, name: str) -> date | None:
    if name in _PAIRS and count is None:
        return _moved(today, 2 * sign, _PAIRS[name])
    if name not in _UNITS:
        return None
    return _moved(today, sign * (int(count) if count and count.isdigit() else 1), _UNITS[name])


def _moved(today: date, count: int, unit: str) -> date | None:
    if abs(count) > FAR_MAX:
        return None
    if unit in ("day", "week"):
        return today + timedelta(days=count if unit == "day" else 7 * count)
    months = today.year * YEAR_MONTHS + today.month - 1 + count * (YEAR_MONTHS if unit == "year" else 1)
    year, month = divmod(months, YEAR_MONTHS)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _nearest(said: str, text: str, today: date, order: Order | None) -> date:
    """Return a date without a year in that year which brings it nearest to today."""
    short = _SHORT.fullmatch(said)

    def write(year: int) -> str:
        if not short:
            return f"{said} {year}"
        if order == "ymd":
            return f"{year}-{short[1]}-{short[3]}"
        return f"{short[1]}/{short[3]}/{year}"

    found, refused = [], None
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(parse_date(write(year), order))
        except ParseError as error:
            refused = ParseError(error.code, text)
    if not found:
        raise refused or ParseError("not_date", text)
    return min(found, key=lambda day: abs(day - today))
