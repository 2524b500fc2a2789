"""Read a file twice: once to see what is doubtful about it, once to write its rows part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from wasl.core.imports.importer import SAMPLE_ROWS, importer_of
from wasl.core.imports.journal import Journal
from wasl.core.imports.reading import Reader, find_columns
from wasl.core.imports.shapes import (
    ANY_VALUE,
    DATE_ORDER,
    DECIMAL_MARK,
    Column,
    ImportResult,
    Question,
    Read,
    Rejected,
    RowRefused,
)
from wasl.core.parsing import column_date_order, column_decimal_mark
from wasl.core.tabular import Row, Table, TableError, open_table

if TYPE_CHECKING:
    from wasl.access.actor import Actor

PART_ROWS = 500
Answers = dict[str, dict[str, str]]


@dataclass
class Part:
    """Some rows of a file in their order: `start` rows were read before them, `end` with them."""

    start: int
    end: int
    rows: list[Read] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    cells: dict[int, dict[str, str]] = field(default_factory=dict)


class Run:
    """One reading of a file. Making it surveys the file and writes nothing; `result` then has what is asked.

    :raises UnknownKind: no room imports such files.
    :raises MissingColumn: a required column is not there.
    :raises ColumnTwice: two fields are to be read from one column.
    :raises TableError: the file is no table, or ends within a row.
    """

    def __init__(
        self,
        *,
        actor: Actor,
        kind: str,
        source: str | Path | BinaryIO,
        on: date,
        filename: str = "",
        mapping: dict[str, str] | None = None,
        answers: Answers | None = None,
        journal: Journal | None = None,
    ) -> None:
        importer = importer_of(kind)
        actor.require(importer.act)
        self.source, self.filename, self.answers = source, filename, answers or {}
        with self._open() as table:
            columns = find_columns(importer.columns, table.columns, mapping or {})
            found = set(columns.values())
            self.result = ImportResult(kind, columns, [name for name in table.columns if name not in found])
            self.importer = importer(actor, on, self.result, journal)
            self.present = [column for column in importer.columns if column.name in columns]
            self.marks: dict[str, dict[str, str]] = {}
            self._survey(table)

    def settled(self) -> Answers:
        """Return all that was answered or proposed: with it, the same file is read the same way again."""
        settled = {name: dict(said) for name, said in self.answers.items()}
        for asked in (*self.result.questions, *self.result.taken):
            key = asked.value if asked.about == "value" else ANY_VALUE
            settled.setdefault(asked.field, {}).setdefault(key, asked.proposal)
        return settled

    def parts(self) -> Iterator[Part]:
        """Yield the rows of the file as values, in parts that are written one after the other."""
        columns = self.result.columns
        readers = [(column, columns[column.name], Reader(column, self.marks)) for column in self.present]
        with self._open() as table:
            part = Part(0, 0)
            for row in _rows(table):
                part.end += 1
                if isinstance(row, TableError):
                    part.rejected.append(Rejected(row.row or 0, row.column, row.message))
                else:
                    part.cells[row.number] = row.values
                    try:
                        values = {column.name: read(row.values[name]) for column, name, read in readers}
                        part.rows.append(Read(row.number, values))
                    except RowRefused as refused:
                        name = columns.get(refused.column, refused.column)
                        part.rejected.append(Rejected(row.number, name, refused.error))
                if part.end - part.start == PART_ROWS:
                    yield part
                    part = Part(part.end, part.end)
            if part.end > part.start:
                yield part

    def take(self, part: Part) -> None:
        """Write a part and count its rows in `result`."""
        self.result.read = part.end
        self.result.rejected += part.rejected
        self.importer.write(part.rows)
        self.importer.gather(part.rows)
        shown = [number for numbers in self.result.samples.values() for number in numbers]
        shown += [rejected.row for rejected in self.result.rejected[:SAMPLE_ROWS]]
        self.result.cells |= {number: part.cells[number] for number in shown if number in part.cells}

    def pass_over(self, part: Part) -> None:
        """Read a part that was written before the run was cut off."""
        self.importer.gather(part.rows)

    def finish(self) -> None:
        """Write what needs all rows."""
        self.importer.finish()
        self.result.rejected.sort(key=lambda rejected: rejected.row)

    def _open(self) -> Table:
        if not isinstance(self.source, str | Path):
            self.source.seek(0)
        return open_table(self.source, self.filename)

    def _survey(self, table: Table) -> None:
        """Settle how dates and numbers are written, and put the questions that values raise."""
        columns = self.result.columns
        seen: dict[str, Counter[str]] = {column.name: Counter() for column in self.present}
        watched = [(c.name, columns[c.name]) for c in self.present if c.asked or c.kind in ("date", "amount")]
        for row in _rows(table):
            self.result.total += 1
            if isinstance(row, Row):
                for name, heading in watched:
                    seen[name][row.values[heading]] += 1
        for column in self.present:
            if column.kind in ("date", "amount"):
                self.marks[column.name] = {"mark": self._settle(column, seen[column.name])}
        for doubt in self.importer.doubts({c.name: _readable(c, seen[c.name]) for c in self.present if c.asked}):
            said = self.answers.get(doubt.field, {}).get(doubt.value)
            taken = doubt.proposal if said is None else said
            self.importer.answers.setdefault(doubt.field, {})[doubt.value] = taken
            rows = seen[doubt.field][doubt.value]
            question = Question(columns[doubt.field], doubt.field, doubt.value, doubt.proposal, rows)
            (self.result.questions if doubt.ask and said is None else self.result.taken).append(question)

    def _settle(self, column: Column, cells: Counter[str]) -> str:
        """Return the order of dates or the decimal mark of a column; ask where its cells prove none."""
        written = list(cells)
        proven: str | None
        if column.kind == "date":
            finding = column_date_order(written)
            proven, proposal, about = finding.order, "dmy", DATE_ORDER
            example = written[finding.example_row] if finding.example_row is not None else ""
        else:
            proven, proposal, about = column_decimal_mark(written), ".", DECIMAL_MARK
            example = next((cell for cell in written if "," in cell or "." in cell), "")
        said = self.answers.get(column.name, {})
        answer = said.get(example) or said.get(ANY_VALUE)
        name = self.result.columns[column.name]
        if proven is None:
            question = Question(name, column.name, example, proposal, sum(cells.values()), about)
            (self.result.questions if answer is None else self.result.taken).append(question)
        settled = proven or answer or proposal
        self.result.orders[name] = settled
        return settled


def _readable(column: Column, cells: Counter[str]) -> Counter[str]:
    """Return the cells that are not refused for their length: about those that are there is nothing to ask."""
    return Counter({cell: count for cell, count in cells.items() if len(cell) <= column.length_max})


def _rows(table: Table) -> Iterator[Row | TableError]:
    """Yield each row, or why it cannot be read.

    :raises TableError: nothing after a row can be read.
    """
    while True:
        try:
            yield next(table.rows)
        except StopIteration:
            return
        except TableError as error:
            if error.is_fatal:
                raise
            yield error
