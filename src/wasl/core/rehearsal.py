"""Do something and take it back, without holding up who writes meanwhile."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.db import connection, connections, transaction

COPIED_MAX = 256 * 1024 * 1024  # bytes of a database that is copied within a second or so
_taken_back: ContextVar[bool] = ContextVar("taken_back", default=False)


def is_taken_back() -> bool:
    """Tell whether what is done now will be taken back: what leaves the house, as a letter does, then stays."""
    return _taken_back.get()


@contextmanager
def trial() -> Iterator[None]:
    """Take back all that a block writes, in one transaction."""
    token = _taken_back.set(True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _taken_back.reset(token)


@contextmanager
def rehearsal() -> Iterator[None]:
    """Take back all that a block writes.

    SQLite has one writer: there the block works on a copy of the database, so that others go on writing. Where the
    database is too large to be copied, and on PostgreSQL, it is one transaction that is rolled back.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block or _bytes() > COPIED_MAX:
        with trial():
            yield
        return
    original = connections["default"]
    with tempfile.TemporaryDirectory() as folder:
        copy = original.copy()
        copy.settings_dict = {**original.settings_dict, "NAME": str(Path(folder) / "copy.sqlite3")}
        original.ensure_connection()
        try:
            copy.connect()
            original.connection.backup(copy.connection)
            connections["default"] = copy
            with trial():
                yield
        finally:
            connections["default"] = original
            copy.close()


def _bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])
