"""What an import is told and tells: columns, doubts, questions, rejected rows, the result."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.core.errors import BadInput

ANY_VALUE = "*"  # an answer for a whole column: its order of dates, its decimal mark
VALUE, DATE_ORDER, DECIMAL_MARK = "value", "date_order", "decimal_mark"


class UnknownKind(BadInput):
    """No room imports files of this kind."""

    code = "unknown_kind"
    text = _("There is no import of the kind “%(kind)s”.")
    remedy: str | Promise = _("Kinds: %(kinds)s.")


class MissingColumn(BadInput):
    """The file lacks a column without which its rows mean nothing."""

    code = "missing_column"
    text = _("The file has no column for “%(column)s”.")
    remedy = _("Add the column, or say which column it is.")


class ColumnTwice(BadInput):
    """One column of the file is chosen for two fields."""

    code = "column_twice"
    text = _("The column “%(column)s” is chosen twice: for “%(first)s” and for “%(second)s”.")
    remedy = _("Choose another column for one of them.")


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
    """What an import did, or would do. `total` rows are in the file, of which `read` were gone through.

    `samples` has the first row numbers of each fate, and `cells` what stands in those rows. `batch_id` names what was
    written, to undo it.
    """

    kind: str
    columns: dict[str, str]  # field -> column of the file
    ignored: list[str]
    total: int = 0
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    taken: list[Question] = field(default_factory=list)
    orders: dict[str, str] = field(default_factory=dict)
    samples: dict[str, list[int]] = field(default_factory=dict)
    cells: dict[int, dict[str, str]] = field(default_factory=dict)
    written: bool = False
    batch_id: int | None = None

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
