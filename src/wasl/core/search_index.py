"""The index of search texts in each database: made after migrations, kept by the database whoever writes.

SQLite has a full-text table of three-letter parts beside each searched table, kept by triggers; PostgreSQL an index
of its extension pg_trgm. Where the extension may not be made, search goes on without an index.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, connection, transaction

COLUMN = "search_text"
STATISTICS = 1_000  # so that PostgreSQL tells a rare word, which the index is for, from one that is everywhere
SQLITE_TABLE = """
CREATE VIRTUAL TABLE {index} USING fts5({column}, content='{table}', content_rowid='id',
  tokenize='trigram case_sensitive 1')"""
SQLITE_TRIGGERS = {
    "added": """
CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN
  INSERT INTO {index} (rowid, {column}) VALUES (NEW.id, NEW.{column});
END""",
    "taken": """
CREATE TRIGGER {index}_taken AFTER DELETE ON {table} BEGIN
  INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column});
END""",
    "changed": """
CREATE TRIGGER {index}_changed AFTER UPDATE OF {column} ON {table} WHEN OLD.{column} <> NEW.{column} BEGIN
  INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column});
  INSERT INTO {index} (rowid, {column}) VALUES (NEW.id, NEW.{column});
END""",
}
# Looks the words up behind the wall between companies (`core.walls`), which keeps LIKE from the index, and gives away
# nothing but the keys of rows of the company in force: the statement that reads the rows is under the wall again.
# Among the `newest` rows it looks without the index, for a word that is in every other row.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION wasl_found(searched regclass, asked jsonb, newest bigint) RETURNS SETOF bigint
LANGUAGE plpgsql ROWS 200 AS $$
DECLARE company text := current_setting('wasl.company', true); condition text;
BEGIN
  IF company IS NULL OR company IN ('', '*') THEN RETURN; END IF;
  SELECT string_agg(word.condition, ' AND ') INTO condition FROM (
    SELECT '(' || string_agg(way.condition, ' OR ') || ')' AS condition
    FROM jsonb_array_elements(asked) WITH ORDINALITY AS said (ways, place), LATERAL (
      SELECT (SELECT '(' || string_agg(format('{column} LIKE %L', part), ' AND ') || ')'
              FROM jsonb_array_elements_text(parts) AS part) AS condition
      FROM jsonb_array_elements(ways) AS parts) AS way
    GROUP BY place) AS word;
  PERFORM set_config('wasl.company', '*', true);
  RETURN QUERY EXECUTE format(CASE WHEN newest IS NULL THEN 'SELECT id FROM %s WHERE company_id = $1 AND %s' ELSE
    'SELECT id FROM (SELECT id, {column} FROM %s WHERE company_id = $1 ORDER BY id DESC LIMIT $2) AS rows WHERE %s'
    END, searched, condition) USING company::bigint, newest;
  PERFORM set_config('wasl.company', company, true);
END $$;
""".replace("{column}", COLUMN)


def index_name(table: str) -> str:
    """Return the name of the index of a table's search texts."""
    return f"{table}_found"


def searched_tables() -> Iterator[str]:
    """Yield the tables that have a search text."""
    for model in apps.get_models():
        try:
            model._meta.get_field(COLUMN)
        except FieldDoesNotExist:
            continue
        yield model._meta.db_table


def install() -> None:
    """Make the indexes that are missing, and fill them."""
    there = set(connection.introspection.table_names())
    tables = [table for table in searched_tables() if table in there]
    if connection.vendor == "sqlite":
        for table in tables:
            _install_sqlite(table)
    else:
        _install_postgresql(tables)


def _install_sqlite(table: str) -> None:
    index = index_name(table)
    words = {"index": index, "table": table, "column": COLUMN}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name IN (%s, %s)", [table, index])
        there = {name for (name,) in cursor.fetchall()}
        wanted = {f"{index}_{name}": body for name, body in SQLITE_TRIGGERS.items()}
        if index in there and wanted.keys() <= there:
            return
        if index not in there:
            cursor.execute(SQLITE_TABLE.format(**words))
        for name in wanted.keys() - there:
            cursor.execute(wanted[name].format(**words))
        cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _install_postgresql(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL_FUNCTION)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {index_name(table)} ON {table} USING gin ({COLUMN} gin_trgm_ops)"
            )
            cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {COLUMN} SET STATISTICS {STATISTICS}")
