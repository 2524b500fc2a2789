"""Turn written numbers into Decimals. A text that could mean two numbers is refused, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, localcontext
from typing import Literal

Mark = Literal[".", ","]
MARKS: tuple[Mark, Mark] = (".", ",")
LENGTH_MAX = 200
DIGITS_MAX = 30
DEPTH_MAX = 20

_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_WESTERN = {**_DIGITS, ord("٫"): ".", ord("٬"): ","}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t"), " ")
_INVISIBLE = dict.fromkeys([0x061C, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SIGNS = dict.fromkeys(map(ord, "\u2212\u2013\ufe63\uff0d"), "-")
_CLEAN = {**_SPACES, **_INVISIBLE, **_SIGNS, ord("’"): "'", ord("،"): ","}
_CURRENCY_WORDS = re.compile(
    r"\b([A-Z]{3}|SR|Dhs?|LE|riyals?|dirhams?|dinars?|pounds?|dollars?|euros?)\b"
    r"|ر\.?\s?س|ريال|درهم|دينار|جنيه|دولار|يورو|د\.?\s?[إكب]",
)
_SCALES = {"k": 1_000, "m": 1_000_000, "ألف": 1_000, "الف": 1_000, "مليون": 1_000_000}
_SCALED = re.compile(rf"(.*?[\d.,])\s*({'|'.join(_SCALES)})", re.IGNORECASE)
_TOKEN = re.compile(r"\s*(?:(?P<number>\d[\d.,']*|\.\d+)|(?P<sign>[-+*/()]))")
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
_UNITS = re.compile(r"(?:(\d+(?:\.\d+)?)\s*(?:h|س))?\s*(?:(\d+)\s*(?:m|min|د)?)?", re.IGNORECASE)


class ParseError(ValueError):
    """Say why a text could not be read: `code` for the program, `text` as it was written.

    Of numbers: empty, too_long, not_number, currency, percent, ambiguous_mark, wrong_mark, expression,
    division_by_zero. Of dates: empty, not_date, ambiguous_date, wrong_order, no_such_day, excel_serial,
    hijri, year_out_of_range.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text[:60]!r}")
        self.code = code
        self.text = text


def to_western_digits(text: str) -> str:
    """Replace Arabic-Indic and Persian digits by 0-9, `٫` by a point and `٬` by a comma."""
    return text.translate(_WESTERN)


def parse_decimal(text: str, *, decimal_mark: Mark | None = None) -> Decimal:
    """Return the number that `text` writes, with any usual grouping and sign.

    Without `decimal_mark`, a text that reads differently with a point and with a comma (`1,234`) is refused.
    `٫` and `٬` say themselves what they are.

    :raises ParseError: not a number, two readings (`ambiguous_mark`), or not with this mark (`wrong_mark`).
    """
    negative, body = _unsigned(text)
    if "٫" in body or "٬" in body:
        decimal_mark = "."
    body = to_western_digits(body)
    readings = _readings(body)
    if not readings:
        raise ParseError(_why_not_number(body), text)
    if decimal_mark is None:
        if len(set(readings.values())) > 1:
            raise ParseError("ambiguous_mark", text)
        value = next(iter(readings.values()))
    elif decimal_mark in readings:
        value = readings[decimal_mark]
    else:
        raise ParseError("wrong_mark", text)
    return -value if negative else value


def parse_amount_input(text: str, *, decimal_mark: Mark = ".") -> Decimal:
    """Return the amount a person typed: a number, `1.5k`, `2m`, or a small sum such as `=1200*1.15`.

    `decimal_mark` decides only where the text itself leaves two readings. Quotients have 28 digits.

    :raises ParseError: see `parse_decimal`; `expression` and `division_by_zero` for what follows `=`.
    """
    clean = text.translate(_CLEAN).strip()
    if clean.startswith("="):
        return _Sum(clean[1:], text, decimal_mark).value()
    scaled = _SCALED.fullmatch(clean)
    if scaled:
        return _decide(scaled[1], decimal_mark) * _SCALES[scaled[2].lower()]
    return _decide(clean, decimal_mark)


def column_decimal_mark(cells: Iterable[str]) -> Mark | None:
    """Return the decimal mark that a column of numbers uses, judged by the cells that prove it.

    A column without any doubtful cell reads the same either way and gives a point. None where cells are
    doubtful and nothing proves the mark, or where cells prove both. Cells that are no numbers do not count.
    """
    proven: set[Mark] = set()
    doubtful = False
    for cell in cells:
        try:
            _, body = _unsigned(cell)
        except ParseError:
            continue
        if "٫" in body or "٬" in body:
            continue
        readings = _readings(to_western_digits(body))
        if len(readings) == 1:
            proven.update(readings)
        elif len(set(readings.values())) == 2:
            doubtful = True
    if len(proven) == 1:
        return proven.pop()
    return None if proven or doubtful else "."


def parse_hours(text: str) -> Decimal:
    """Return hours from `1:30`, `1.5`, `1h 30m`, `45m` or the same in Arabic digits; never negative.

    :raises ParseError: not a length of time.
    """
    clean = to_western_digits(text.translate(_CLEAN)).strip()
    if clock := _CLOCK.fullmatch(clean):
        return int(clock[1]) + Decimal(int(clock[2])) / 60
    if clean and not clean[-1].isdigit() and (units := _UNITS.fullmatch(clean)):
        return Decimal(units[1] or 0) + Decimal(units[2] or 0) / 60
    if (mixed := _UNITS.fullmatch(clean)) and mixed[1] and mixed[2]:
        return Decimal(mixed[1]) + Decimal(mixed[2]) / 60
    hours = _decide(clean, ".")
    if hours < 0:
        raise ParseError("not_number", text)
    return hours


def _decide(text: str, mark: Mark) -> Decimal:
    """Read a number, using `mark` only where the text has two readings."""
    try:
        return parse_decimal(text)
    except ParseError as error:
        if error.code != "ambiguous_mark":
            raise
        return parse_decimal(text, decimal_mark=mark)


def _unsigned(text: str) -> tuple[bool, str]:
    """Split a written number into (is negative, the rest): `-5`, `5-`, `(5)` and `−5` are one number."""
    body = text.translate(_CLEAN).strip()
    if not body:
        raise ParseError("empty", text)
    if len(body) > LENGTH_MAX:
        raise ParseError("too_long", text)
    if body.startswith("(") and body.endswith(")"):
        return True, body[1:-1].strip()
    if body.startswith("-"):
        return True, body[1:].strip()
    if body.endswith("-"):
        return True, body[:-1].strip()
    return False, body.removeprefix("+").strip()


def _readings(body: str) -> dict[Mark, Decimal]:
    """Return the value of an unsigned text under each decimal mark that its groups allow."""
    if sum(c.isdigit() for c in body) > DIGITS_MAX:
        return {}
    found: dict[Mark, Decimal] = {}
    for mark in MARKS:
        group = "[ ',]" if mark == "." else "[ '.]"
        shape = (
            r"(?:(?P<plain>[0-9]+)"
            rf"|(?P<grouped>[1-9][0-9]{{0,2}}(?P<g>{group})[0-9]{{3}}(?:(?P=g)[0-9]{{3}})*"
            r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}))?"
            rf"(?:{re.escape(mark)}(?P<part>[0-9]*))?"
        )
        match = re.fullmatch(shape, body)
        if match is None or (mark == "," and match["grouped"] and "," in match["grouped"]):
            continue
        whole = match["plain"] or re.sub(r"\D", "", match["grouped"] or "")
        if whole or match["part"]:
            found[mark] = Decimal(f"{whole or 0}.{match['part'] or 0}" if match["part"] else whole)
    return found


def _why_not_number(body: str) -> str:
    """Return the code that tells a person best why `body` is no number."""
    if any(unicodedata.category(c) == "Sc" for c in body) or _CURRENCY_WORDS.search(body):
        return "currency"
    return "percent" if "%" in body or "٪" in body else "not_number"


class _Sum:
    """Work out + - * / and parentheses over Decimals. There is nothing else to call or name."""

    def __init__(self, body: str, text: str, mark: Mark) -> None:
        self.text = text
        self.mark = mark
        self.tokens = self._tokens(to_western_digits(body).replace("×", "*").replace("÷", "/"))

    def value(self) -> Decimal:
        """Return what the sum comes to, or raise ParseError."""
        with localcontext() as context:
            context.prec = 28
            result = self._terms(0)
        if self.tokens:
            raise ParseError("expression", self.text)
        return result

    def _tokens(self, body: str) -> list[str]:
        if len(body) > LENGTH_MAX:
            raise ParseError("too_long", self.text)
        tokens: list[str] = []
        at, body = 0, body.strip()
        while at < len(body):
            match = _TOKEN.match(body, at)
            if match is None:
                raise ParseError("expression", self.text)
            tokens.append(match["number"] or match["sign"])
            at = match.end()
        return tokens[::-1]

    def _next(self, wanted: str) -> str:
        return self.tokens.pop() if self.tokens and self.tokens[-1] in wanted else ""

    def _terms(self, depth: int) -> Decimal:
        total = self._factors(depth)
        while sign := self._next("+-"):
            term = self._factors(depth)
            total = total + term if sign == "+" else total - term
        return total

    def _factors(self, depth: int) -> Decimal:
        product = self._atom(depth)
        while sign := self._next("*/"):
            factor = self._atom(depth)
            if sign == "*":
                product *= factor
            elif factor:
                product /= factor
            else:
                raise ParseError("division_by_zero", self.text)
        return product

    def _atom(self, depth: int) -> Decimal:
        if depth > DEPTH_MAX or not self.tokens:
            raise ParseError("expression", self.text)
        if sign := self._next("+-"):
            atom = self._atom(depth + 1)
            return -atom if sign == "-" else atom
        if self._next("("):
            inner = self._terms(depth + 1)
            if not self._next(")"):
                raise ParseError("expression", self.text)
            return inner
        if self.tokens[-1] in "*/)":
            raise ParseError("expression", self.text)
        return _decide(self.tokens.pop(), self.mark)
