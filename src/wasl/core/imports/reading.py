"""Find the columns of a file, and turn its cells into values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.core.imports.shapes import Column, ColumnTwice, MissingColumn, RowRefused
from wasl.core.parsing import Order, ParseError, fold, parse_date, parse_decimal
from wasl.core.tabular import TableError, open_table

PEEK_ROWS = 200
SAMPLE_CELLS = 5
LEFT_OUT = "-"  # as a mapping: the field is read from no column
WHY_NOT: dict[str, str | Promise] = {
    "empty": _("The cell is empty."),
    "too_long": _("The text is too long."),
    "email": _("This is no e-mail address."),
    "no_such_day": _("There is no such day."),
    "wrong_order": _("The date does not fit the order of day and month of this column."),
    "hijri": _("This is a Hijri date: enter the Gregorian one."),
    "excel_serial": _("This is a day count, not a date: format the column as a date."),
    "ambiguous_mark": _("The number could be read in two ways."),
    "wrong_mark": _("The number does not fit the decimal mark of this column."),
    "whole": _("This must be a whole number."),
}
UNREADABLE = _("The cell cannot be read.")


@dataclass(frozen=True)
class Peek:
    """What a file looks like: its columns, each with its first cells that differ, and how it is written."""

    samples: dict[str, list[str]]
    encoding: str
    delimiter: str


def peek(source: str | Path, filename: str) -> Peek:
    """Return the columns of a file with up to five cells of each, from its first rows.

    :raises TableError: the file is no table.
    """
    with open_table(source, filename) as table:
        samples: dict[str, list[str]] = {name: [] for name in table.columns}
        for _row in range(PEEK_ROWS):
            try:
                row = next(table.rows)
            except StopIteration:
                break
            except TableError as error:
                if error.is_fatal:
                    break
                continue
            for name, cell in row.values.items():
                if cell and cell not in samples[name] and len(samples[name]) < SAMPLE_CELLS:
                    samples[name].append(cell)
        return Peek(samples, table.encoding, table.delimiter)


def guess_columns(wanted: Iterable[Column], names: list[str]) -> dict[str, str]:
    """Return for each field that is recognised the column of the file that holds it, by name, label or synonym."""
    by_name = {_key(name): name for name in reversed(names)}
    columns: dict[str, str] = {}
    for column in wanted:
        for spelling in (column.name, str(column.label), *column.synonyms):
            match = by_name.get(_key(spelling))
            if match is not None and match not in columns.values():
                columns[column.name] = match
                break
    return columns


def find_columns(wanted: Iterable[Column], names: list[str], mapping: dict[str, str]) -> dict[str, str]:
    """Return for each field the column of the file that holds it: as `mapping` says, else as it is recognised.

    :raises MissingColumn: a required one, or one of the mapping, is not found.
    :raises ColumnTwice: the mapping has one column for two fields.
    """
    wanted = list(wanted)
    by_name = {_key(name): name for name in reversed(names)}
    columns: dict[str, str] = {}
    for column in wanted:
        said = mapping.get(column.name)
        if not said or (said == LEFT_OUT and not column.required):
            continue
        match = by_name.get(_key(said))
        if match is None:
            raise MissingColumn(column.name, column=str(column.label) if said == LEFT_OUT else said)
        if match in columns.values():
            first = next(one for one in wanted if columns.get(one.name) == match)
            raise ColumnTwice(column.name, column=match, first=str(first.label), second=str(column.label))
        columns[column.name] = match
    free = [name for name in names if name not in columns.values()]
    columns |= guess_columns([column for column in wanted if column.name not in mapping], free)
    if missing := next((column for column in wanted if column.required and column.name not in columns), None):
        raise MissingColumn(missing.name, column=str(missing.label))
    return columns


def _key(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum())


class Reader:
    """Turn the cells of one column into values; the same text is read once."""

    def __init__(self, column: Column, marks: dict[str, dict[str, str]]) -> None:
        self.column = column
        self.mark = marks.get(column.name, {}).get("mark", "")
        self.known: dict[str, Any] = {}

    def __call__(self, cell: str) -> Any:
        if not cell:
            if self.column.filled:
                raise RowRefused(self.column.name, WHY_NOT["empty"])
            return None
        if self.column.kind == "text":
            if len(cell) > self.column.length_max:
                raise RowRefused(self.column.name, WHY_NOT["too_long"])
            return cell
        if cell not in self.known:
            try:
                self.known[cell] = self._value(cell)
            except ParseError as error:
                raise RowRefused(self.column.name, WHY_NOT.get(error.code, UNREADABLE)) from error
        return self.known[cell]

    def _value(self, cell: str) -> Any:
        if self.column.kind == "date":
            return parse_date(cell, cast(Order, self.mark))
        if self.column.kind == "email":
            if "@" not in cell or " " in cell or len(cell) > 254:
                raise RowRefused(self.column.name, WHY_NOT["email"])
            return cell.lower()
        number: Decimal = parse_decimal(cell, decimal_mark=cast(Any, self.mark or "."))
        if self.column.kind == "amount":
            return number
        if number != int(number):
            raise RowRefused(self.column.name, WHY_NOT["whole"])
        return int(number)
