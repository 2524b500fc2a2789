"""Restore an archive into an empty database: all of it or nothing."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from wasl.cli.backup.archive import Damaged, Manifest, lines_of, read_manifest, table_name
from wasl.cli.backup.tables import kept_models
from wasl.core import walls
from wasl.core.attachments import file_path
from wasl.core.bulk import load_rows
from wasl.ledger import guards

CHUNK = 5_000


class NotEmpty(Exception):
    """The database holds companies or users: an archive is restored into an empty one only."""


def restore(path: Path) -> Manifest:
    """Restore an archive into the empty database of the settings; returns what it held.

    All of it is read and compared with its hashes before anything is written. The tables are made as the release that
    saved it had them, filled, and then brought up to date as any older database is.

    :raises Damaged: the archive is not whole, not ours, or made by a newer Wasl.
    :raises NotEmpty: there is something in the database.
    """
    manifest = read_manifest(path)
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    if newer := sorted(set(manifest.migrations) - known):
        raise Damaged(f"it was made by a newer Wasl ({'.'.join(newer[0])}): install that version")
    _require_empty()
    state = _migrate_to(manifest.migrations)
    with zipfile.ZipFile(path) as archive:
        _copy_files(archive, manifest)
        with transaction.atomic():
            walls.remove()  # rows of all companies come in, posted long ago; migrating makes walls and guards again
            guards.remove()
            for model in kept_models(state.apps):
                _fill(archive, manifest, model)
            _set_counters(kept_models(state.apps))
    call_command("migrate", verbosity=0, interactive=False)
    return manifest


def _require_empty() -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in ("core_company", "access_user"):
            if table in there:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
                if cursor.fetchone():
                    raise NotEmpty


def _migrate_to(applied: Sequence[tuple[str, str]]) -> Any:
    """Make the tables as a set of migrations leaves them, and return the state they are in."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    wanted = set(applied) & set(graph.nodes)
    last = [node for node in wanted if not any(child.key in wanted for child in graph.node_map[node].children)]
    if set(executor.loader.applied_migrations) - wanted:
        raise NotEmpty
    executor.migrate(last)
    return MigrationExecutor(connection).loader.project_state(last)


def _fill(archive: zipfile.ZipFile, manifest: Manifest, model: type[models.Model]) -> None:
    member = manifest.tables.get(model._meta.label)
    if member is None:
        raise Damaged(f"{model._meta.label} is missing")
    if set(member.columns) != {field.attname for field in model._meta.concrete_fields}:
        raise Damaged(f"{model._meta.label} has other columns than its migrations say")
    with archive.open(table_name(model._meta.label)) as file:
        rows = lines_of(file)
        while block := list(islice(rows, CHUNK)):
            load_rows(model, member.columns, block)


def _set_counters(kept: list[type[models.Model]]) -> None:
    """Let the database give keys after those that came in."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), kept):
            cursor.execute(sql)


def _copy_files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    for name, member in manifest.files.items():
        place = file_path(member.sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, place.open("wb") as target:
            shutil.copyfileobj(source, target)
