"""Bring tables of other systems in: columns found, doubts asked, rows checked, written once however often it is run.

A room declares an `Importer` for each kind of file. Nothing is guessed and nothing dropped: what cannot be read is
listed by row, what could mean two things is asked, and open questions stop an import before it writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, cast

from django.db import transaction
from django.utils.functional import Promise

from wasl.core import events, room
from wasl.core.imports.reading import LEFT_OUT, Reader, find_columns
from wasl.core.imports.shapes import (
    DATE_ORDER,
    DECIMAL_MARK,
    Column,
    Doubt,
    ImportResult,
    MissingColumn,
    Question,
    Read,
    Rejected,
    RowRefused,
    UnknownKind,
)
from wasl.core.parsing import (
    SIMILAR_ENOUGH,
    Order,
    column_date_order,
    column_decimal_mark,
    fold,
    similar_name,
)
from wasl.core.tabular import Row, Table, TableError, open_table

if TYPE_CHECKING:
    from wasl.access.actor import Actor

__all__ = [
    "LEFT_OUT",
    "Column",
    "Doubt",
    "ImportResult",
    "Importer",
    "MissingColumn",
    "Question",
    "Read",
    "Rejected",
    "RowRefused",
    "UnknownKind",
    "importer_kinds",
    "near",
    "run_import",
    "vocabulary",
]

BATCH_ROWS = 500
ANY_VALUE = "*"  # an answer for a whole column: its order of dates, its decimal mark
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")


class Importer:
    """One kind of file. A room's subclass says the columns, finds doubts in values, and writes rows in batches."""

    act: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    columns: ClassVar[tuple[Column, ...]] = ()

    def __init__(self, actor: Actor, on: date, result: ImportResult) -> None:
        self.actor = actor
        self.on = on
        self.result = result
        self.answers: dict[str, dict[str, str]] = {}

    def doubts(self, seen: dict[str, Counter[str]]) -> Iterable[Doubt]:
        """Yield what is doubtful about the values of the asked columns."""
        return ()

    def write(self, rows: list[Read]) -> None:
        """Write a batch of rows and count them in `result`."""
        raise NotImplementedError

    def finish(self) -> None:
        """Write what needs all rows."""

    def taken(self, name: str, value: str | None) -> str:
        """Return what a value of an asked column is taken for."""
        return self.answers.get(name, {}).get(value or "", value or "")

    def reject(self, number: int, name: str, error: str | Promise) -> None:
        """List a row as not taken."""
        self.result.rejected.append(Rejected(number, self.result.columns.get(name, name), str(error)))


def importer_kinds() -> dict[str, type[Importer]]:
    """Return the kinds of files that the rooms import."""
    return {
        kind: cast(type[Importer], room.resolve(path))
        for config in room.rooms()
        for kind, path in config.importers.items()
    }


def vocabulary(word: str) -> list[str]:
    """Return the names that a room gives for a word (`product`), or none where no room knows it."""
    return [
        name
        for config in room.rooms()
        if word in config.vocabularies
        for name in room.resolve(config.vocabularies[word])()
    ]


def near(value: str, names: Iterable[str]) -> str:
    """Return the name that a value most probably misspells, or nothing; an exact name is itself."""
    best, measure = "", SIMILAR_ENOUGH
    for name in names:
        if fold(name) == fold(value):
            return name
        alike = similar_name(name, value)
        if alike > measure or (alike == measure and not best):
            best, measure = name, alike
    return best


def run_import(
    *,
    actor: Actor,
    kind: str,
    source: str | Path | BinaryIO,
    on: date,
    filename: str = "",
    mapping: dict[str, str] | None = None,
    answers: dict[str, dict[str, str]] | None = None,
    accept: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Import a table: all of its good rows, or nothing where a question is open.

    `mapping` names the file's column of a field where its head is not understood; `answers` says by field what a
    value is taken for; `accept` takes every proposal; `dry_run` does all of it and takes it back.

    :raises UnknownKind: no room imports such files.
    :raises MissingColumn: a required column is not there.
    :raises TableError: the file is no table.
    """
    kinds = importer_kinds()
    if kind not in kinds:
        error = UnknownKind("kind", kind=kind)
        error.remedy = str(error.remedy) % {"kinds": ", ".join(sorted(kinds))}
        raise error
    actor.require(kinds[kind].act)
    with _open(source, filename) as table:
        columns = find_columns(kinds[kind].columns, table.columns, mapping or {})
        found = set(columns.values())
        result = ImportResult(kind, columns, [name for name in table.columns if name not in found])
        importer = kinds[kind](actor, on, result)
        marks = _survey(importer, table, answers or {}, accept)
    if result.questions and not accept:
        return result
    with transaction.atomic():
        with _open(source, filename) as table:
            _write_all(importer, table, marks)
        result.written = not dry_run
        events.record("import.finished", actor.company, file_name=Path(filename).name, **_facts(result))  # type: ignore[arg-type]
        if dry_run:
            transaction.set_rollback(True)
    return result


def _open(source: str | Path | BinaryIO, filename: str) -> Table:
    if not isinstance(source, str | Path):
        source.seek(0)
    return open_table(source, filename)


def _rows(table: Table, result: ImportResult | None) -> Iterator[Row]:
    """Yield the rows that can be read; list the others where there is a result to list them in."""
    while True:
        try:
            yield next(table.rows)
        except StopIteration:
            return
        except TableError as error:
            if error.row is None:
                raise
            if result is not None:
                result.rejected.append(Rejected(error.row, error.column, error.message))
                result.read += 1


def _survey(
    importer: Importer, table: Table, answers: dict[str, dict[str, str]], accept: bool
) -> dict[str, dict[str, str]]:
    """Read the file once: settle how dates and numbers are written, and put the questions that values raise."""
    result = importer.result
    present = [column for column in importer.columns if column.name in result.columns]
    seen: dict[str, Counter[str]] = {column.name: Counter() for column in present}
    watched = [(c.name, result.columns[c.name]) for c in present if c.asked or c.kind in ("date", "amount")]
    count = 0
    for row in _rows(table, None):
        count += 1
        for name, heading in watched:
            seen[name][row.values[heading]] += 1
    marks: dict[str, dict[str, str]] = {}
    for column in present:
        if column.kind in ("date", "amount"):
            marks[column.name] = {"mark": _settle(importer, column, seen[column.name], answers, accept)}
    asked = {name: seen[name] for name in (c.name for c in present if c.asked)}
    for doubt in importer.doubts(asked):
        said = answers.get(doubt.field, {}).get(doubt.value)
        importer.answers.setdefault(doubt.field, {})[doubt.value] = doubt.proposal if said is None else said
        question = Question(
            result.columns[doubt.field], doubt.field, doubt.value, doubt.proposal, seen[doubt.field][doubt.value]
        )
        if doubt.ask and said is None:
            result.questions.append(question)
        else:
            result.taken.append(question)
    if result.questions and not accept:
        result.read = count
    return marks


def _settle(
    importer: Importer, column: Column, cells: Counter[str], answers: dict[str, dict[str, str]], accept: bool
) -> str:
    """Return the order of dates or the decimal mark of a column; ask where its cells prove none."""
    result = importer.result
    written = list(cells)
    proven: str | None
    if column.kind == "date":
        finding = column_date_order(written)
        proven, proposal, about = finding.order, "dmy", DATE_ORDER
        example = written[finding.example_row] if finding.example_row is not None else ""
    else:
        proven, proposal, about = column_decimal_mark(written), ".", DECIMAL_MARK
        example = next((cell for cell in written if "," in cell or "." in cell), "")
    said = answers.get(column.name, {}).get(example) or answers.get(column.name, {}).get(ANY_VALUE)
    settled = proven or said or proposal
    if proven is None and said is None:
        name = result.columns[column.name]
        result.questions.append(Question(name, column.name, example, proposal, sum(cells.values()), about))
    result.orders[result.columns[column.name]] = settled
    return settled


def _write_all(importer: Importer, table: Table, marks: dict[str, dict[str, str]]) -> None:
    result = importer.result
    present = [column for column in importer.columns if column.name in result.columns]
    readers = [(column, result.columns[column.name], Reader(column, marks)) for column in present]
    batch: list[Read] = []
    for row in _rows(table, result):
        result.read += 1
        try:
            batch.append(Read(row.number, {c.name: read(row.values[name]) for c, name, read in readers}))
        except RowRefused as refused:
            importer.reject(row.number, refused.column, refused.error)
        if len(batch) == BATCH_ROWS:
            importer.write(batch)
            batch = []
    if batch:
        importer.write(batch)
    importer.finish()
    result.rejected.sort(key=lambda rejected: rejected.row)


def _facts(result: ImportResult) -> dict[str, Any]:
    said = result.as_dict()
    names = ("kind", "read", "created", "updated", "unchanged", "rejected", "questions")
    return {name: said[name] for name in names}
