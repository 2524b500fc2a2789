"""Say why a file or a row cannot be read as a table, where, and what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.core.errors import BadInput

_SAVE_UTF8 = _("Save the file again as “CSV UTF-8” or as an Excel workbook (.xlsx).")
_MEND_ROW = _("Mend this row in the file and upload it again.")
_EXPORT_AGAIN = _("Export the file again, or save it as an Excel workbook (.xlsx).")
_ERRORS: dict[str, tuple[str | Promise, str | Promise]] = {
    "empty": (_("The file is empty."), _("Put the column names in the first row.")),
    "encoding": (_("The letters of the file cannot be read."), _SAVE_UTF8),
    "nul": (_("Row %(row)s contains NUL bytes: the file is damaged or not a table."), _EXPORT_AGAIN),
    "line_too_long": (_("A line is longer than a table row can be."), _EXPORT_AGAIN),
    "quotes": (_("The quotation marks in row %(row)s do not close as they should."), _MEND_ROW),
    "ragged": (_("Row %(row)s has %(found)s cells; the first row has %(expected)s."), _MEND_ROW),
    "formula": (
        _("The cell in row %(row)s, column “%(column)s” is a formula."),
        _("Copy the cells and paste them as values, then upload the file again."),
    ),
    "cell_error": (_("The cell in row %(row)s, column “%(column)s” holds an Excel error."), _MEND_ROW),
    "duplicate_column": (_("Two columns are called “%(column)s”."), _("Give each column its own name.")),
    "unnamed_column": (_("Column number %(found)s has no name."), _("Give each column its own name.")),
    "too_many_columns": (_("The file has more than %(expected)s columns."), _("Keep the columns you need.")),
    "not_a_table": (_("This file is no table."), _("Bring a CSV file or an Excel workbook (.xlsx).")),
    "old_excel": (
        _("This is a workbook in the old Excel format (.xls)."),
        _("Open it and save it as an Excel workbook (.xlsx)."),
    ),
    "not_a_workbook": (_("The file is not a readable Excel workbook."), _EXPORT_AGAIN),
    "workbook_too_large": (
        _("The workbook unpacks to more than can be read safely."),
        _("Split it into smaller files, or save the sheet as “CSV UTF-8”."),
    ),
    "blank_gap": (
        _("The sheet goes on after thousands of blank rows."),
        _("Delete the rows below your data."),
    ),
}

_FATAL = frozenset({"quotes", "not_a_workbook", "too_many_columns", "blank_gap", "line_too_long"})


class TableError(BadInput):
    """A file or a row cannot be read as a table: `code` says why, `row` and `column` where.

    `row` counts as a spreadsheet does, the first row being 1; None where the whole file is meant. `is_fatal` tells
    that nothing after that row can be read either.
    """

    def __init__(self, code: str, row: int | None = None, column: str = "", **facts: object) -> None:
        super().__init__(column, row=row, column=column, **facts)
        self.code = code
        self.row = row
        self.column = column
        self.is_fatal = row is None or code in _FATAL
        self.text, self.remedy = _ERRORS[code]
