"""Note what an import makes and changes, record by record, so that all of it can be taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db import models

READ_ROWS = 500
State = tuple[Any, ...]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Change:
    """A record that an import made (`is_new`) or changed; `before` has the fields that differ, as JSON keeps them.

    `after` is the digest of the record as the import left it: another one shows that somebody changed it since.
    """

    kind: str  # label of the model, as events name subjects
    subject_id: int
    is_new: bool
    before: dict[str, Any]
    after: str


class Journal:
    """Look at records before and after a batch of rows is written, and tell what became of them."""

    def __init__(self) -> None:
        self._before: dict[type[models.Model], dict[int, State]] = {}
        self._rows: list[models.QuerySet[Any]] = []

    def watch(self, rows: models.QuerySet[Any]) -> None:
        """Note records as they are, before any is written; those that match afterwards and were not there are new."""
        known = self._before.setdefault(rows.model, {})
        for key, state in _states_of(rows):
            known.setdefault(key, state)
        self._rows.append(rows)

    def changes(self) -> list[Change]:
        """Return what happened to the watched records, once; then begin anew."""
        found: dict[tuple[type[models.Model], int], Change] = {}
        for rows in self._rows:
            names = [field.attname for field in rows.model._meta.concrete_fields]
            known = self._before[rows.model]
            for key, state in _states_of(rows.all()):
                before = known.get(key)
                if before == state:
                    continue
                changed = {} if before is None else _differences(names, before, state)
                found[rows.model, key] = Change(
                    rows.model._meta.label_lower, key, before is None, changed, digest(state)
                )
        self._before, self._rows = {}, []
        return list(found.values())


def locked_states(model: Any, keys: Iterable[int]) -> Iterator[tuple[int, State]]:
    """Yield each record's key and the values of all its columns; nobody changes it until the transaction ends."""
    for some in chunks(sorted(keys)):
        yield from _states_of(model.everywhere.select_for_update(no_key=True).filter(pk__in=some))


def chunks(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Yield things in lists that one statement can name."""
    rest = iter(things)
    while some := list(islice(rest, READ_ROWS)):
        yield some


def digest(state: State) -> str:
    """Return a short text that differs where any column of a record does."""
    text = json.dumps(state, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _states_of(rows: models.QuerySet[Any]) -> Iterator[tuple[int, State]]:
    for state in rows.order_by().values_list("pk", *(field.attname for field in rows.model._meta.concrete_fields)):
        yield state[0], state[1:]


def _differences(names: list[str], before: State, after: State) -> dict[str, Any]:
    return {name: _plain(was) for name, was, now in zip(names, before, after, strict=True) if was != now}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str | dict | list) else str(value)
