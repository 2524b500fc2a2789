"""Insert many rows in few statements, with ids known beforehand: the one path for single and bulk acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import connection, models

from wasl.core.fields import FixedDecimalField

CHUNK_ROWS = 400
DAYS_KEPT = 4_096
PLAIN = (models.IntegerField, models.CharField, models.TextField, models.BooleanField, models.ForeignKey)


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Return fresh primary keys for rows that `insert_rows` is about to write, in this transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return list(range(first, first + count))


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values in the order of `columns` (field names; `x_id` for a key of another row)."""
    names, prepare = _columns(model, tuple(columns))
    values = [[to_db(value) if to_db else value for to_db, value in zip(prepare, row, strict=True)] for row in rows]
    if not values:
        return
    head = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES "
    marks = f"({', '.join(['%s'] * len(names))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(head + marks, values)
            return
        for start in range(0, len(values), CHUNK_ROWS):
            chunk = values[start : start + CHUNK_ROWS]
            cursor.execute(head + ", ".join([marks] * len(chunk)), [value for row in chunk for value in row])


@cache
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[list[str], list[Callable[[Any], Any] | None]]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    return [connection.ops.quote_name(str(field.column)) for field in fields], [_converter(field) for field in fields]


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(field, PLAIN) and not isinstance(field, FixedDecimalField):
        return None

    def convert(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    is_day = isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
    return lru_cache(DAYS_KEPT)(convert) if is_day else convert  # the same days come again and again


def load_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows as `insert_rows` does, by the database's fastest way: for data that comes back whole."""
    if connection.vendor == "sqlite":
        insert_rows(model, columns, rows)
        return
    names, prepare = _columns(model, tuple(columns))
    sql = f"COPY {model._meta.db_table} ({', '.join(names)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row([to_db(value) if to_db else value for to_db, value in zip(prepare, row, strict=True)])
