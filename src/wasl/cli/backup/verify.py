"""Prove that a database holds what an archive held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from wasl.cli.backup.archive import Manifest
from wasl.cli.backup.tables import kept_models, lines, snapshot
from wasl.core.attachments import file_path
from wasl.core.scope import every_company


def differences(manifest: Manifest) -> Iterator[str]:
    """Yield what is not as in the archive: tables row by row, files by their content.

    Tables of an older release were brought up to date, so that their rows are counted only.
    """
    found = []  # told afterwards: who reads on meanwhile must not see what is seen here
    with every_company(), snapshot():
        is_same_release = sorted(MigrationRecorder(connection).applied_migrations()) == sorted(manifest.migrations)
        for model in kept_models():
            member = manifest.tables.get(model._meta.label)
            if member is None:
                continue
            digest, count = hashlib.sha256(), 0
            for line in lines(model):
                digest.update(line)
                count += 1
            if count != member.rows or (is_same_release and digest.hexdigest() != member.sha256):
                found.append(f"{model._meta.label}: {count} rows, not as the {member.rows} that were saved")
    yield from found
    for member in manifest.files.values():
        path = file_path(member.sha256)
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != member.sha256:
            yield f"file {member.sha256} is missing or not as it was saved"
