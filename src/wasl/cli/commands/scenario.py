"""`wasl scenario run`: play accounting scenarios on a throw-away database."""

from __future__ import annotations

import argparse
import json
import os
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from wasl.cli.commands.start import start
from wasl.cli.scenario.reader import ScenarioError, read_all


def run_scenarios(options: argparse.Namespace) -> int:
    """Play files and print one JSON array; 0 all passed, 1 a mismatch, 2 a file that is not understood."""
    try:
        scenarios = read_all(Path(name) for name in options.files)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return 2
    with _throw_away_database():
        start()
        from django.core.management import call_command

        from wasl.cli.scenario.runner import play

        call_command("migrate", verbosity=0, interactive=False)
        outcomes = [play(scenario) for scenario in scenarios]
        _close()
    print(json.dumps([outcome.as_json() for outcome in outcomes], ensure_ascii=False, indent=1))
    return 0 if all(outcome.passed for outcome in outcomes) else 1


@contextmanager
def _throw_away_database() -> Iterator[None]:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        os.environ["DATABASE_URL"] = "sqlite:///:memory:"
        yield
        return
    import psycopg

    parts = urlsplit(url)
    name = f"wasl_scenario_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
        try:
            yield
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _close() -> None:
    from django.db import connection

    connection.close()
