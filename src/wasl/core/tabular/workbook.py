"""Read the first sheet of an XLSX as rows of text. A stranger's file is weighed before it is opened."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import load_workbook

from wasl.core.tabular.refusals import TableError

COLUMNS_MAX = 500
UNPACKED_BYTES_MAX = 200 * 1024 * 1024
TEXTS_BYTES_MAX = 50 * 1024 * 1024  # shared strings are held in memory
RATIO_MAX = 200
RATIO_FREE_BYTES = 1024 * 1024
MEMBERS_MAX = 2_000
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
BLANK_ROWS_MAX = 10_000


def workbook_records(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells as text) of the first sheet. Formulas come as written.

    A workbook does not keep the empty cells at a row's end: rows come at least as wide as the first that is not blank.

    :raises TableError: not a workbook, too large when unpacked.
    """
    _weigh(file)
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
    except Exception as error:  # openpyxl raises whatever its parts raise on a broken file
        raise TableError("not_a_workbook") from error
    return _records(sheet)


def _records(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    blank = width = 0
    rows = sheet.iter_rows()
    number = 0
    while True:
        try:
            row = next(rows, None)
        except Exception as error:
            raise TableError("not_a_workbook", number + 1) from error
        if row is None:
            return
        number += 1
        if len(row) > COLUMNS_MAX:
            raise TableError("too_many_columns", number, expected=COLUMNS_MAX)
        cells = [_cell_text(cell) for cell in row]
        width = width or (len(cells) if any(cells) else 0)
        cells += [""] * (width - len(cells))
        blank = 0 if any(cells) else blank + 1
        if blank > BLANK_ROWS_MAX:
            raise TableError("blank_gap", number)
        yield number, cells


def _weigh(file: BinaryIO) -> None:
    """Refuse what unpacks to too much (declared sizes bind: zipfile reads no further) or brings a DTD."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MEMBERS_MAX or sum(m.file_size for m in members) > UNPACKED_BYTES_MAX:
                raise TableError("workbook_too_large")
            for member in members:
                packed = max(member.compress_size, 1)
                if member.file_size > RATIO_FREE_BYTES and member.file_size > RATIO_MAX * packed:
                    raise TableError("workbook_too_large")
                if member.filename.endswith("sharedStrings.xml") and member.file_size > TEXTS_BYTES_MAX:
                    raise TableError("workbook_too_large")
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    with archive.open(name) as part:
                        head = part.read(4096).replace(b"\0", b"").upper()
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise TableError("not_a_workbook")
    except _DAMAGE as error:
        raise TableError("not_a_workbook") from error
    file.seek(0)


def _cell_text(cell: Any) -> str:
    """Return what a person reads in the cell: plain numbers without float noise, dates as ISO."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "seconds")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _float_text(value: float) -> str:
    """Write a float with the 15 digits that Excel keeps, without an exponent."""
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
