"""What all pages share: who may open them, addresses, paging, figures that open their rows, tables as files."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import quote as percent_encoded

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from wasl.core.formats import MINUS, currency_word, format_minor
from wasl.core.tabular import safe_cell

ROWS = 50
View = Callable[..., HttpResponse]


def page(act: str = "") -> Callable[[View], View]:
    """Let only members open a page, and only those whose role includes an act.

    :raises NotAllowed: the role does not include it.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = getattr(request, "actor", None)
            if actor is None:
                return redirect_to_login(request.get_full_path())
            if act:
                actor.require(act)
            return view(request, *args, **kwargs)

        return opened

    return wrap


def address(request: HttpRequest, **changes: Any) -> str:
    """Return this page's address with some of its parameters changed; None takes one away."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def paged(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], count: int, size: int = ROWS) -> tuple[Any, dict]:
    """Return the rows of the page asked for, and the pager's context."""
    asked = request.GET.get("page", "1")
    last = max((count - 1) // size, 0)
    number = min(max(int(asked) - 1, 0), last) if asked.isdecimal() else 0
    first = number * size
    shown = rows[first : first + size]
    pager = {
        "text": f"{first + 1}–{min(first + size, count)} / {count}" if count else "",
        "prev_url": address(request, page=number) if number else "",
        "next_url": address(request, page=number + 2) if number < last else "",
    }
    return shown, pager


def figure(minor: int, currency: str, url: str = "", *, dash: bool = False) -> SafeString:
    """Return an amount in minor units, isolated, as a link to its rows; `dash` writes zero as a dash."""
    if dash and not minor:
        return SafeString('<span class="t3">–</span>')
    text = format_minor(minor, currency)
    if not url:
        return format_html('<bdi class="n">{}</bdi>', text)
    return format_html('<a class="drill" href="{}"><bdi class="n">{}</bdi></a>', url, text)


def money(minor: int, currency: str) -> SafeString:
    """Return an amount with its currency word, the number isolated."""
    return format_html(
        '<bdi class="n">{}</bdi> <span class="unit">{}</span>', format_minor(minor, currency), currency_word(currency)
    )


def csv_answer(
    name: str, columns: Sequence[dict[str, Any]], rows: Iterable[Any], total: Sequence[Any] | None = None
) -> HttpResponse:
    """Return a table as a CSV file that spreadsheets open as it is: plain numbers, and no cell that runs."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([safe_cell(" ".join(filter(None, (plain(c.get("label")), plain(c.get("unit")))))) for c in columns])
    for row in [*rows, *([total] if total else [])]:
        cells = row["cells"] if isinstance(row, dict) else row
        writer.writerow(
            [
                safe_cell(number_text(cell) if c.get("num") else plain(cell))
                for c, cell in zip(columns, cells, strict=True)
            ]
        )
    answer = HttpResponse(f"\ufeff{file.getvalue()}", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{percent_encoded(name)}.csv"
    return answer


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
