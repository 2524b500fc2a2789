"""Save everything into one archive."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from wasl.cli.backup.archive import MANIFEST, Manifest, Member, table_name
from wasl.cli.backup.tables import columns_of, kept_models, lines, snapshot
from wasl.core import clock
from wasl.core.attachments import file_path
from wasl.core.models import Attachment
from wasl.core.scope import every_company


def save(path: Path) -> Manifest:
    """Save all companies, users and files into an archive, as they are at one moment; returns what it holds.

    It is written beside its place and moved there when it is whole. Files never change, so that they need no moment.

    :raises OSError: it cannot be written there, or a file that a record names is missing.
    """
    being_made = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(being_made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            manifest = _fill(archive)
            archive.writestr(MANIFEST, manifest.as_json())
        with being_made.open("rb") as whole:
            os.fsync(whole.fileno())
        being_made.replace(path)
    finally:
        being_made.unlink(missing_ok=True)
    return manifest


def _fill(archive: zipfile.ZipFile) -> Manifest:
    with every_company(), snapshot():
        applied = sorted(MigrationRecorder(connection).applied_migrations())
        manifest = Manifest(clock.now().isoformat(), applied)
        for model in kept_models():
            manifest.tables[model._meta.label] = _table(archive, model)
        hashes = set(Attachment.everywhere.values_list("content_hash", flat=True))
    for digest in sorted(hashes):
        name = f"files/{digest[:2]}/{digest}"
        archive.write(file_path(digest), name)
        manifest.files[name] = Member(digest)
    return manifest


def _table(archive: zipfile.ZipFile, model: type[models.Model]) -> Member:
    digest, count = hashlib.sha256(), 0
    with archive.open(table_name(model._meta.label), "w", force_zip64=True) as file:
        for block in _blocks(lines(model)):
            content = b"".join(block)
            digest.update(content)
            file.write(content)
            count += len(block)
    return Member(digest.hexdigest(), count, columns_of(model))


def _blocks(rows: Iterator[bytes], size: int = 1_000) -> Iterator[list[bytes]]:
    block: list[bytes] = []
    for row in rows:
        block.append(row)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block
