"""What every list can do: sort by a column, show the columns one wants, become a file, keep views."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl, urlencode
from urllib.parse import quote as percent_encoded

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from openpyxl import Workbook

from wasl.core.cells import number_text, plain
from wasl.core.parsing import to_western_digits
from wasl.core.tabular import safe_cell

COLUMNS, SORT, FORMAT, PAGE, SEARCHED = "columns", "sort", "format", "page", "q"
TEXT_MAX = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME_MAX = 31


def searched(query: Mapping[str, str]) -> str:
    """Return the text that an address searches for, with Western digits and without what no text has."""
    return to_western_digits("".join(filter(str.isprintable, query.get(SEARCHED, ""))).strip()[:TEXT_MAX])


@dataclass(frozen=True)
class Order:
    """How a list is sorted: the column that was asked for (empty: the list's own order), and which can be."""

    key: str
    descending: bool
    offered: frozenset[str]


def ordered(request: HttpRequest, rows: Any, columns: Sequence[dict[str, Any]]) -> tuple[Any, Order]:
    """Sort rows by the column that the address asks for (`sort=amount`, `sort=-amount`); down is up turned round.

    A column's `by` names the field or fields of the database that it is sorted by or, where the rows are a list, is
    what a row is compared by. A row without the value comes last upwards.
    """
    fields = {column["key"]: column["by"] for column in columns if column.get("by")}
    asked = request.GET.get(SORT, "")
    key, descending = asked.removeprefix("-"), asked.startswith("-")
    if key not in fields:
        return rows, Order("", False, frozenset(fields))
    order, by = Order(key, descending, frozenset(fields)), fields[key]
    if not isinstance(rows, QuerySet):
        found = sorted(rows, key=lambda row: ((value := by(row)) is None, 0 if value is None else value))
        return found[::-1] if descending else found, order
    names = by if isinstance(by, tuple) else (by,)
    down = [F(name).desc(nulls_first=True) for name in (*names, "pk")]
    up = [F(name).asc(nulls_last=True) for name in (*names, "pk")]
    return rows.order_by(*(down if descending else up)), order


def tabs(
    request: HttpRequest,
    name: str,
    labels: Mapping[str, Any],
    chosen: str,
    counts: Mapping[str, int] | None = None,
    **also: Any,
) -> list[dict[str, Any]]:
    """Return a list's own views: each sets one parameter of its address (`also`: and changes others)."""
    return [
        {
            "label": label,
            "url": query_address(request, **{name: key, **also}),
            "current": key == chosen,
            **({"count": counts[key]} if counts is not None else {}),
        }
        for key, label in labels.items()
    ]


def kept(request: HttpRequest, asked: Iterable[str]) -> list[tuple[str, str]]:
    """Return what a list's form of tools carries on: all that its address says and its own fields do not ask."""
    left_out = {*asked, PAGE, FORMAT}
    return [(name, value) for name, values in request.GET.lists() if name not in left_out for value in values if value]


def sortable(columns: Sequence[dict[str, Any]], order: Order | None, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the columns, those that can be sorted by with the address that does so."""
    if order is None:
        return list(columns)
    found = []
    for column in columns:
        key = column.get("key", "")
        if key not in order.offered:
            found.append(column)
            continue
        here = order.key == key
        descending = not order.descending if here else bool(column.get("num"))
        more = {"sort": query_address(request, sort=f"-{key}" if descending else key)}
        if here:
            more["sorted"] = "descending" if order.descending else "ascending"
        found.append(column | more)
    return found


def query_address(request: HttpRequest, **changes: Any) -> str:
    """Return this page's address with some of its parameters changed; None or nothing takes one away."""
    query = request.GET.copy()
    query.pop(PAGE, None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def shown_columns(request: HttpRequest, columns: Sequence[dict[str, Any]]) -> list[int]:
    """Return the places of the columns to show, in the order to show them.

    `columns=a,b` in the address chooses; a column that is unknown or hidden as `extra` is left out without being asked.
    """
    keys = {column["key"]: place for place, column in enumerate(columns) if column.get("key")}
    asked = [keys[key] for key in request.GET.get(COLUMNS, "").split(",") if key in keys]
    if asked:
        fixed = [place for place, column in enumerate(columns) if not column.get("key")]
        return [*fixed, *dict.fromkeys(asked)]
    return [place for place, column in enumerate(columns) if not column.get("extra")]


def arranged(places: Sequence[int], row: Any) -> Any:
    """Return a row with its cells at the places to show."""
    if isinstance(row, dict):
        return row | {"cells": [row["cells"][place] for place in places]}
    return [row[place] for place in places]


def view_query(text: str) -> str:
    """Return what is worth keeping of a list's query: without its page and its format."""
    pairs = [(name, value) for name, value in parse_qsl(text.lstrip("?")) if name not in (PAGE, FORMAT) and value]
    return urlencode(pairs)


def as_file(
    kind: str,
    name: str,
    columns: Sequence[dict[str, Any]],
    rows: Iterable[Any],
    total: Sequence[Any] | None = None,
) -> HttpResponse:
    """Return a table as a file that spreadsheets open as it is: `csv` or `xlsx`; no cell of it runs."""
    lines = (row["cells"] if isinstance(row, dict) else row for row in [*rows, *([total] if total else [])])
    heads = [" ".join(filter(None, (plain(c.get("label")), plain(c.get("unit"))))) for c in columns]
    data = _xlsx(name, heads, columns, lines) if kind == "xlsx" else _csv(heads, columns, lines)
    answer = HttpResponse(data, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{percent_encoded(name)}.{kind}"
    return answer


def _csv(heads: Sequence[str], columns: Sequence[dict[str, Any]], lines: Iterable[Sequence[Any]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([safe_cell(head) for head in heads])
    for cells in lines:
        writer.writerow([safe_cell(_text(column, cell)) for column, cell in zip(columns, cells, strict=True)])
    return f"\ufeff{file.getvalue()}"


def _xlsx(name: str, heads: Sequence[str], columns: Sequence[dict[str, Any]], lines: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in name if c not in "[]:*?/\\")[:SHEET_NAME_MAX] or "Wasl")
    sheet.append([safe_cell(head) for head in heads])
    for cells in lines:
        sheet.append([_value(column, cell) for column, cell in zip(columns, cells, strict=True)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text(column: dict[str, Any], cell: Any) -> str:
    if isinstance(cell, dict) and "day" in cell:
        return str(cell["day"].isoformat())
    return number_text(cell) if column.get("num") else plain(cell)


def _value(column: dict[str, Any], cell: Any) -> Any:
    """Return a cell as a spreadsheet keeps it: figures as numbers where they are exact, days as dates."""
    if isinstance(cell, dict) and "day" in cell:
        return cell["day"]
    text = _text(column, cell)
    if column.get("num") and text:
        try:
            return Decimal(text)
        except InvalidOperation:
            pass
    return safe_cell(text)


def chooser(request: HttpRequest, columns: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the columns to choose from, those that are shown first and in their order: key, label, whether shown."""
    places = [place for place in shown_columns(request, columns) if columns[place].get("key")]
    rest = [place for place, column in enumerate(columns) if column.get("key") and place not in places]
    return [
        {"key": columns[place]["key"], "label": columns[place]["label"], "shown": place in places}
        for place in [*places, *rest]
    ]
