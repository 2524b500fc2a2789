"""Turn written dates into dates. Day and month are told apart by the column, or asked: never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from wasl.core.parsing.amounts import ParseError, to_western_digits
from wasl.core.parsing.names import fold

Order = Literal["ymd", "dmy", "mdy"]
PIVOT = 70  # a two-digit year below it is 20xx, from it on 19xx
YEAR_MIN, YEAR_MAX = 1900, 2099

_INVISIBLE = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_TIME = re.compile(r"[T ,]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]m|ص|م|z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,4})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{1,4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{4,6}([.,]\d+)?")
_MONTH_NAMES = """
jan january يناير كانون_الثاني جانفي
feb february فبراير شباط فيفري
mar march مارس آذار
apr april أبريل إبريل نيسان أفريل
may مايو أيار ماي
jun june يونيو يونيه حزيران جوان
jul july يوليو يوليه تموز جويلية
aug august أغسطس آب أوت
sep sept september سبتمبر أيلول
oct october أكتوبر تشرين_الأول
nov november نوفمبر تشرين_الثاني
dec december ديسمبر كانون_الأول
"""
_MONTHS = {
    fold(name.replace("_", " ")): number
    for number, names in enumerate(_MONTH_NAMES.strip().splitlines(), start=1)
    for name in names.split()
}
_NAMED = re.compile(
    r"(?P<a>\d{1,4})?[\s,.\-/]*(?P<month>[^\W\d]+(?: [^\W\d]+)?)"
    r"[\s,.\-/]*(?P<b>\d{1,4})(?:[\s,.\-/]+(?P<c>\d{4}))?"
)


@dataclass(frozen=True)
class DateOrderFinding:
    """Tell in which order a column writes its dates, and by which cell that is known.

    `order` is None where the person must be asked (not `proven`) or the column speaks both ways
    (`contradictory`). `example_row` counts the given cells from 0: the cell that proves, the one that
    contradicts, or the first doubtful one.
    """

    order: Order | None
    proven: bool
    contradictory: bool
    example_row: int | None


def column_date_order(cells: Iterable[str]) -> DateOrderFinding:
    """Decide the order of day and month of a whole column by the cells that can be read one way only.

    Dates that explain themselves (year first, month by name) fit any order; a column of nothing else is
    `ymd`. Cells that are no dates do not count.
    """
    proven: dict[Order, int] = {}
    doubtful: int | None = None
    for row, cell in enumerate(cells):
        orders = _possible_orders(cell)
        if len(orders) == 1 and orders[0] != "ymd":
            proven.setdefault(orders[0], row)
        elif len(orders) == 2 and doubtful is None:
            doubtful = row
    if len(proven) == 2:
        return DateOrderFinding(None, proven=False, contradictory=True, example_row=max(proven.values()))
    if proven:
        order, row = proven.popitem()
        return DateOrderFinding(order, proven=True, contradictory=False, example_row=row)
    if doubtful is not None:
        return DateOrderFinding(None, proven=False, contradictory=False, example_row=doubtful)
    return DateOrderFinding("ymd", proven=True, contradictory=False, example_row=None)


def parse_date(text: str, order: Order | None = None) -> date:
    """Return the date that `text` writes; a time of day after it is dropped.

    Years first and months by name need no `order`. Two-digit years below 70 are 20xx.

    :raises ParseError: `ambiguous_date` where `order` is needed and not given, `wrong_order`, `no_such_day`,
        `excel_serial` (a bare day count), `hijri`, `year_out_of_range`, `not_date`, `empty`.
    """
    clean = _clean(text)
    if not clean:
        raise ParseError("empty", text)
    if compact := _COMPACT.fullmatch(clean):
        return _date(text, *map(int, compact.groups()))
    if _SERIAL.fullmatch(clean):
        raise ParseError("excel_serial", text)
    if numbers := _numbers(clean):
        return _from_numbers(text, numbers, order)
    return _from_named(text, clean)


def _clean(text: str) -> str:
    western = to_western_digits(text.translate(_INVISIBLE)).replace("\u00a0", " ").strip()
    return _TIME.sub("", western).strip() if len(western) <= 60 else western[:61]


def _numbers(clean: str) -> tuple[str, str, str] | None:
    match = _NUMBERS.fullmatch(clean)
    if match is None or len(match[1]) == 3 or len(match[4]) == 3 or len(match[1]) + len(match[4]) > 6:
        return None
    return match[1], match[3], match[4]


def _possible_orders(cell: str) -> list[Order]:
    """Return the orders under which a numeric date exists; none for a cell that is no such date."""
    numbers = _numbers(_clean(cell))
    if numbers is None:
        return []
    if _year_is_first(numbers):
        return ["ymd"]
    first, second = int(numbers[0]), int(numbers[1])
    if first == second:
        return []
    orders: list[Order] = []
    if 1 <= second <= 12 and 1 <= first <= 31:
        orders.append("dmy")
    if 1 <= first <= 12 and 1 <= second <= 31:
        orders.append("mdy")
    return orders


def _year_is_first(numbers: tuple[str, str, str]) -> bool:
    return len(numbers[0]) == 4 or (len(numbers[2]) <= 2 and int(numbers[0]) > 31)


def _from_numbers(text: str, numbers: tuple[str, str, str], order: Order | None) -> date:
    first, second, third = map(int, numbers)
    if _year_is_first(numbers) or (order == "ymd" and len(numbers[2]) <= 2):
        return _date(text, _year(numbers[0]), second, third)
    if order == "ymd":
        raise ParseError("wrong_order", text)
    possible = _possible_orders(text)
    if order is None:
        if first != second and len(possible) == 2:
            raise ParseError("ambiguous_date", text)
        order = possible[0] if possible else "dmy"
    elif possible and order not in possible:
        raise ParseError("wrong_order", text)
    day, month = (first, second) if order == "dmy" else (second, first)
    return _date(text, _year(numbers[2]), month, day)


def _from_named(text: str, clean: str) -> date:
    match = _NAMED.fullmatch(clean)
    month = match and _MONTHS.get(fold(match["month"]))
    if match is None or not month:
        raise ParseError("not_date", text)
    before, after, last = match["a"], match["b"], match["c"]
    if before is None:
        day, year = after, last
    elif len(before) == 4:
        day, year = after, before
    else:
        day, year = before, after
    if year is None or (before is not None and last is not None) or len(day) > 2 or len(year) == 3:
        raise ParseError("not_date", text)
    return _date(text, _year(year), month, int(day))


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < PIVOT else 1900)


def _date(text: str, year: int, month: int, day: int) -> date:
    if 1300 <= year <= 1500:
        raise ParseError("hijri", text)
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise ParseError("year_out_of_range", text)
    try:
        return date(year, month, day)
    except ValueError:
        raise ParseError("no_such_day", text) from None
