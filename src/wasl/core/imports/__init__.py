"""Bring tables of other systems in: columns found, doubts asked, rows checked, written once however often it is run.

A room declares an `Importer` for each kind of file. Nothing is guessed and nothing dropped: what cannot be read is
listed by row, what could mean two things is asked, and open questions stop an import before it writes. A journal of
what was made and changed lets all of it be taken back.
"""

from __future__ import annotations

from wasl.core.imports.importer import Importer, importer_kinds, importer_of, near, vocabulary
from wasl.core.imports.journal import Change, Journal
from wasl.core.imports.reading import LEFT_OUT, Peek, find_columns, guess_columns, peek
from wasl.core.imports.run import Answers, Part, Run
from wasl.core.imports.shapes import (
    ANY_VALUE,
    Column,
    ColumnTwice,
    Doubt,
    ImportResult,
    MissingColumn,
    Question,
    Read,
    Rejected,
    RowRefused,
    UnknownKind,
)
from wasl.core.imports.undo import Kept, Noted, Undone, take_back

__all__ = [
    "ANY_VALUE",
    "LEFT_OUT",
    "Answers",
    "Change",
    "Column",
    "ColumnTwice",
    "Doubt",
    "ImportResult",
    "Importer",
    "Journal",
    "Kept",
    "MissingColumn",
    "Noted",
    "Part",
    "Peek",
    "Question",
    "Read",
    "Rejected",
    "RowRefused",
    "Run",
    "Undone",
    "UnknownKind",
    "find_columns",
    "guess_columns",
    "importer_kinds",
    "importer_of",
    "near",
    "peek",
    "take_back",
    "vocabulary",
]
