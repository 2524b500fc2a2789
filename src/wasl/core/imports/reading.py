"""Find the columns of a file, and turn its cells into values."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.core.imports.shapes import Column, MissingColumn, RowRefused
from wasl.core.parsing import Order, ParseError, fold, parse_date, parse_decimal

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


def find_columns(wanted: Iterable[Column], names: list[str], mapping: dict[str, str]) -> dict[str, str]:
    """Return for each field the column of the file that holds it, by name, label, synonym or `mapping`.

    :raises MissingColumn: a required one is not found.
    """
    by_name = {_key(name): name for name in reversed(names)}
    columns: dict[str, str] = {}
    for column in wanted:
        said = mapping.get(column.name)
        if said == LEFT_OUT and not column.required:
            continue
        spellings = (said,) if said else (column.name, str(column.label), *column.synonyms)
        match = next((by_name[_key(spelling)] for spelling in spellings if _key(spelling) in by_name), None)
        if match is not None and match not in columns.values():
            columns[column.name] = match
        elif column.required or said:
            raise MissingColumn(column.name, column=said or str(column.label))
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
