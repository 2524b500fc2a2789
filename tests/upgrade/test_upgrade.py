"""A database that an earlier release left comes up to date with all it holds. Each release adds its dump here."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

HERE = Path(__file__).parent
RELEASES = sorted(path.name for path in HERE.glob("release_*"))
KEPT = {
    "ledger_line": "SELECT account_id, sum(base_minor) FROM ledger_line GROUP BY account_id ORDER BY account_id",
    "ledger_entry": "SELECT count(*), max(hash) FROM ledger_entry",
    "receivables_document": "SELECT number, total_minor FROM receivables_document ORDER BY id",
    "crm_deal": "SELECT title, state, amount_minor FROM crm_deal ORDER BY id",
    "projects_timeentry": "SELECT count(*), sum(cost_minor) FROM projects_timeentry",
    "core_event": "SELECT count(*) FROM core_event",
}
Ask = Callable[[str], list[Any]]


@contextmanager
def sqlite_database(release: str, home: Path) -> Iterator[tuple[dict[str, str], Ask]]:
    path = home / "wasl.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(gzip.decompress((HERE / release / "sqlite.sql.gz").read_bytes()).decode())

    def ask(sql: str) -> list[Any]:
        with closing(sqlite3.connect(path)) as database:
            return [tuple(row) for row in database.execute(sql)]

    yield {}, ask


@contextmanager
def postgresql_database(release: str, _home: Path) -> Iterator[tuple[dict[str, str], Ask]]:
    server = os.environ["DATABASE_URL"]
    address = server.rsplit("/", 1)[0] + "/older"
    with psycopg.connect(server, autocommit=True) as administration:
        administration.execute("DROP DATABASE IF EXISTS older WITH (FORCE)")
        administration.execute("CREATE DATABASE older")
        with psycopg.connect(address) as database:
            database.execute(gzip.decompress((HERE / release / "postgresql.sql.gz").read_bytes()).decode())

        def ask(sql: str) -> list[Any]:
            with psycopg.connect(address) as database:
                database.execute("SELECT set_config('wasl.company', '*', false)")  # through the wall
                return database.execute(sql).fetchall()

        yield {"DATABASE_URL": address}, ask
        administration.execute("DROP DATABASE older WITH (FORCE)")


@pytest.mark.parametrize("release", RELEASES)
def test_an_older_database_comes_up_to_date_with_equal_data(release: str, tmp_path: Path) -> None:
    opened = postgresql_database if os.environ.get("DATABASE_URL") else sqlite_database
    with opened(release, tmp_path) as (settings, ask):
        before = {table: ask(sql) for table, sql in KEPT.items()}
        assert all(before.values())

        answer = run(["check", "--json"], tmp_path, settings)

        assert answer.returncode == 0, answer.stdout + answer.stderr
        assert {table: ask(sql) for table, sql in KEPT.items()} == before
        applied = ask("SELECT count(*) FROM django_migrations")[0][0]
        assert applied >= migrations_on_disk()


def migrations_on_disk() -> int:
    return len(list((HERE.parents[1] / "src/wasl").glob("*/migrations/0*.py")))


def run(words: list[str], home: Path, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"WASL_HOME": str(home), "PYTHONPATH": str(HERE.parents[1] / "src"), **settings}
    command = [sys.executable, "-m", "wasl.cli.main", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=env, check=False)
