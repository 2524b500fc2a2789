"""What a room says of one kind of file: its columns, its doubts, and how its rows are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.db.models import QuerySet
from django.utils.functional import Promise

from wasl.core import room
from wasl.core.imports.journal import Journal
from wasl.core.imports.reading import LEFT_OUT, guess_columns
from wasl.core.imports.shapes import Column, Doubt, ImportResult, Read, Rejected, UnknownKind
from wasl.core.parsing import SIMILAR_ENOUGH, fold, similar_name

if TYPE_CHECKING:
    from wasl.access.actor import Actor

SAMPLE_ROWS = 5


class Importer:
    """One kind of file. A room's subclass says the columns, finds doubts in values, and writes rows in batches.

    Rows come in batches that may be committed one by one, and a run that was cut off goes on in another process:
    what `finish` needs is gathered from all rows, what `write` needs is read from the database.
    """

    act: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    page: ClassVar[str] = ""  # the name of the list where what was brought in is found
    columns: ClassVar[tuple[Column, ...]] = ()

    def __init__(self, actor: Actor, on: date, result: ImportResult, journal: Journal | None = None) -> None:
        self.actor = actor
        self.on = on
        self.result = result
        self.journal = journal
        self.answers: dict[str, dict[str, str]] = {}

    @classmethod
    def guessed(cls, names: list[str]) -> dict[str, str]:
        """Return for every field the column of a file that is recognised, or `LEFT_OUT`."""
        found = guess_columns(cls.columns, names)
        return {column.name: found.get(column.name, LEFT_OUT) for column in cls.columns}

    def doubts(self, seen: dict[str, Counter[str]]) -> Iterable[Doubt]:
        """Yield what is doubtful about the values of the asked columns."""
        return ()

    def known(self, name: str) -> list[str]:
        """Return the names that an asked column may be answered with, or none where anything may be said."""
        return []

    def write(self, rows: list[Read]) -> None:
        """Write a batch of rows, and `count` each or `reject` it."""
        raise NotImplementedError

    def gather(self, rows: list[Read]) -> None:
        """Note what `finish` needs of rows that are written, now or before a run was cut off."""

    def finish(self) -> None:
        """Write what needs all rows."""

    def taken(self, name: str, value: str | None) -> str:
        """Return what a value of an asked column is taken for."""
        return self.answers.get(name, {}).get(value or "", value or "")

    def watch(self, rows: QuerySet[Any]) -> None:
        """Let the journal see records that are about to be written: those there, and those that will match."""
        if self.journal is not None:
            self.journal.watch(rows)

    def count(self, number: int, fate: str) -> None:
        """Count a row as created, updated or unchanged."""
        setattr(self.result, fate, getattr(self.result, fate) + 1)
        sample = self.result.samples.setdefault(fate, [])
        if len(sample) < SAMPLE_ROWS:
            sample.append(number)

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


def importer_of(kind: str) -> type[Importer]:
    """Return the importer of a kind of file.

    :raises UnknownKind: no room imports such files.
    """
    kinds = importer_kinds()
    if kind not in kinds:
        error = UnknownKind("kind", kind=kind)
        error.remedy = str(error.remedy) % {"kinds": ", ".join(sorted(kinds))}
        raise error
    return kinds[kind]


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
