"""Know formulas in cells, and write cells that no spreadsheet runs."""

from __future__ import annotations

import re

_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})
_PLUS_TEXT = re.compile(r"[+＋][\d\s().\-/]*")
_MINUS_FORMULA = re.compile(r"[-－].*([|!]|\w\()", re.DOTALL)


def safe_cell(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula; plain numbers stay as they are."""
    return f"'{text}" if text.startswith(STARTERS) and not _PLAIN_NUMBER.fullmatch(text) else text


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run `text`: `=…`, `@…`, `+cmd…`; numbers and telephones are none."""
    start = text.lstrip()
    if start.startswith(("=", "@", "＝", "＠")):
        return True
    if start.startswith(("+", "＋")):
        return not _PLUS_TEXT.fullmatch(start)
    return bool(_MINUS_FORMULA.match(start))
