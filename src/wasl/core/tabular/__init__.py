"""Read CSV, TSV and XLSX as rows of text, one at a time; write cells that no spreadsheet runs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wasl.core.tabular.cells import ERRORS, STARTERS, is_formula, safe_cell
from wasl.core.tabular.delimited import Records, delimited_records, find_delimiter, find_encoding
from wasl.core.tabular.refusals import TableError
from wasl.core.tabular.workbook import COLUMNS_MAX, workbook_records

__all__ = ["Row", "Table", "TableError", "is_formula", "open_table", "pick_records", "safe_cell"]


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it (the first row is 1) and its text by column."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    """An open table. `rows` can be read once; after a TableError about one row it can be read on.

    `encoding` is a codec name, or `xlsx`; `delimiter` is empty for a workbook. Use it in a `with`, or read to
    the end: either closes a file opened by path.
    """

    columns: list[str]
    rows: Iterator[Row]
    encoding: str
    delimiter: str
    file: BinaryIO
    owned: bool

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file if it was opened by path."""
        if self.owned:
            self.file.close()


def open_table(source: str | Path | BinaryIO, filename: str = "") -> Table:
    """Open a CSV, TSV or XLSX by path or as a seekable binary file; rows come one at a time as text.

    Finds out encoding (UTF-8, UTF-16, Windows-1256) and delimiter by content; `filename` only tells a TSV.
    Blank rows are passed over. Of a workbook the first sheet is read.

    :raises TableError: the file is no table, or its head is not clear. Reading `rows` raises it for a row.
    """
    owned = isinstance(source, str | Path)
    file: BinaryIO = open(source, "rb") if isinstance(source, str | Path) else source  # noqa: SIM115
    try:
        records, encoding, delimiter = _records(file, str(filename or source))
        columns = _header(records)
    except BaseException:
        if owned:
            file.close()
        raise
    rows = _Rows(records, columns, file if owned else None)
    return Table(columns, rows, encoding, delimiter, file, owned)


def pick_records(source: str | Path, filename: str, numbers: Collection[int]) -> tuple[list[str], dict[int, list[str]]]:
    """Return the columns of a file and the cells of some of its rows by number, as they stand, unchecked.

    :raises TableError: the file is no table.
    """
    with open(source, "rb") as file:
        records, _encoding, _delimiter = _records(file, filename)
        columns = _header(records)
        wanted = set(numbers)
        return columns, {number: cells for number, cells in records if number in wanted}


def _records(file: BinaryIO, filename: str) -> tuple[Records, str, str]:
    """Return the records of an open file, its encoding and its delimiter."""
    head = file.read(8)
    file.seek(0)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError("old_excel")
    if head.startswith(b"PK"):
        return workbook_records(file), "xlsx", ""
    encoding = find_encoding(file)
    delimiter, skipped = find_delimiter(file, encoding, filename)
    return delimited_records(file, encoding, delimiter, skipped), encoding, delimiter


class _Rows:
    """Check each record against the head and hand it on as a Row; go on after a row that was refused."""

    def __init__(self, records: Records, columns: list[str], file: BinaryIO | None) -> None:
        self.records = records
        self.columns = columns
        self.file = file

    def __iter__(self) -> _Rows:
        return self

    def __next__(self) -> Row:
        for number, cells in self.records:
            if any(cell.strip() for cell in cells):
                return Row(number, self._values(number, cells))
        if self.file:
            self.file.close()
        raise StopIteration

    def _values(self, number: int, cells: list[str]) -> dict[str, str]:
        width = len(self.columns)
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            raise TableError("ragged", number, found=len(cells), expected=width)
        values = dict(zip(self.columns, (cell.strip() for cell in cells), strict=False))
        for column, cell in values.items():
            _check_cell(cell, number, column)
            if cell.startswith("'") and cell[1:].startswith(STARTERS):
                values[column] = cell[1:]
        return values


def _header(records: Records) -> list[str]:
    for number, cells in records:
        columns = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
        while columns and not columns[-1]:
            columns.pop()
        if columns:
            _check_header(columns, number)
            return columns
    raise TableError("empty")


def _check_header(columns: list[str], row: int) -> None:
    if len(columns) > COLUMNS_MAX:
        raise TableError("too_many_columns", row, expected=COLUMNS_MAX)
    seen: set[str] = set()
    for position, column in enumerate(columns, start=1):
        if not column:
            raise TableError("unnamed_column", row, found=position)
        if column.casefold() in seen:
            raise TableError("duplicate_column", row, column)
        _check_cell(column, row, column)
        seen.add(column.casefold())


def _check_cell(cell: str, row: int, column: str) -> None:
    if "\0" in cell:
        raise TableError("nul", row, column)
    if cell in ERRORS:
        raise TableError("cell_error", row, column)
    if is_formula(cell):
        raise TableError("formula", row, column)
