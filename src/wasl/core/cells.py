"""What the cells of a table say as plain text, however they are described."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from wasl.core.formats import MINUS, format_date


def day_cell(day: date | None, today: date) -> Any:
    """Return a day as a cell: written as lists write days, and a date in files; nothing for none."""
    return "" if day is None else {"day": day, "text": format_date(day, None, today)}


def plain(cell: Any) -> str:
    """Return the text of a table's cell, however it is described."""
    match cell:
        case None:
            return ""
        case {"lines": (first, second)}:
            return f"{plain(first)} {plain(second)}".strip()
        case {"pill": text} | {"organisation": text} | {"person": text} | {"code": text} | {"text": text}:
            return plain(text)
        case dict():
            return ""
    return html.unescape(strip_tags(str(cell))) if isinstance(cell, SafeString) else str(cell)


def number_text(cell: Any) -> str:
    """Return a figure as spreadsheets read it: without grouping, with a plain minus; a dash is nothing."""
    text = plain(cell).replace(",", "").replace(MINUS, "-").strip()
    return "" if text == "–" else text
