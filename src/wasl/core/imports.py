"""Bring tables of other systems in: columns found, doubts asked, rows checked, written once however often it is run.

A room declares an `Importer` for each kind of file. Nothing is guessed and nothing dropped: what cannot be read is
listed by row, what could mean two things is asked, and open questions stop an import before it writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, cast

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.core import events, room
from wasl.core.errors import Refusal
from wasl.core.parsing import (
    SIMILAR_ENOUGH,
    Order,
    ParseError,
    column_date_order,
    column_decimal_mark,
    fold,
    parse_date,
    parse_decimal,
    similar_name,
)
from wasl.core.tabular import Row, Table, TableError, open_table

if TYPE_CHECKING:
    from wasl.access.actor import Actor

BATCH_ROWS = 500
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
LEFT_OUT = "-"  # as a mapping: the field is read from no column
VALUE, DATE_ORDER, DECIMAL_MARK = "value", "date_order", "decimal_mark"
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


class UnknownKind(Refusal):
    """No room imports files of this kind."""

    code = "unknown_kind"
    text = _("There is no import of the kind “%(kind)s”.")
    remedy = _("Kinds: %(kinds)s.")


class MissingColumn(Refusal):
    """The file lacks a column without which its rows mean nothing."""

    code = "missing_column"
    text = _("The file has no column for “%(column)s”.")
    remedy = _("Add the column, or say which column it is.")


@dataclass(frozen=True)
class Column:
    """A column that an import reads. `asked`: its values are looked at before anything is written.

    `kind` is text, email, date, amount or integer. `required`: the file must have it; `filled`: each cell must.
    """

    name: str
    label: str | Promise
    synonyms: tuple[str, ...] = ()
    kind: str = "text"
    required: bool = False
    filled: bool = False
    asked: bool = False
    length_max: int = 200


@dataclass(frozen=True)
class Doubt:
    """A value that may mean another. Without `ask` it is only shown that it is taken so."""

    field: str
    value: str
    proposal: str
    ask: bool = True


@dataclass(frozen=True)
class Question:
    """What an import asks: is `value` (in so many `rows` of `column`) to be taken as `proposal`?"""

    column: str
    field: str
    value: str
    proposal: str
    rows: int
    about: str = VALUE


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken, and why."""

    row: int
    column: str
    error: str


@dataclass
class ImportResult:
    """What an import did, or would do."""

    kind: str
    columns: dict[str, str]  # field -> column of the file
    ignored: list[str]
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    taken: list[Question] = field(default_factory=list)
    orders: dict[str, str] = field(default_factory=dict)
    written: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        return asdict(self)


class RowRefused(Exception):
    """A row cannot be taken: `column` and why."""

    def __init__(self, column: str, error: str | Promise) -> None:
        self.column = column
        self.error = str(error)
        super().__init__(self.error)


@dataclass(frozen=True)
class Read:
    """A row of the file, its cells turned into values by field name; cells that are empty are None."""

    number: int
    values: dict[str, Any]


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
        for name, column in watched:
            seen[name][row.values[column]] += 1
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
    if column.kind == "date":
        finding = column_date_order(written)
        proven, proposal, about = finding.order, "dmy", DATE_ORDER
        example = written[finding.example_row] if finding.example_row is not None else ""
    else:
        proven, proposal, about = column_decimal_mark(written), ".", DECIMAL_MARK
        example = next((cell for cell in written if "," in cell or "." in cell), "")
    said = answers.get(column.name, {}).get(example)
    settled = proven or said or proposal
    if proven is None and said is None:
        name = result.columns[column.name]
        result.questions.append(Question(name, column.name, example, proposal, sum(cells.values()), about))
    result.orders[result.columns[column.name]] = settled
    return settled


def _write_all(importer: Importer, table: Table, marks: dict[str, dict[str, str]]) -> None:
    result = importer.result
    present = [column for column in importer.columns if column.name in result.columns]
    readers = [(column, result.columns[column.name], _Reader(column, marks)) for column in present]
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


class _Reader:
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


def _facts(result: ImportResult) -> dict[str, Any]:
    said = result.as_dict()
    names = ("kind", "read", "created", "updated", "unchanged", "rejected", "questions")
    return {name: said[name] for name in names}
