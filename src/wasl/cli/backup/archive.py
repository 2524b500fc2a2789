"""The archive: a ZIP of tables as lines of JSON, of files by their hash, and of a manifest that vouches for all."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from pydantic_core import from_json

FORMAT = "wasl-backup-1"
MANIFEST = "manifest.json"
CHUNK_BYTES = 1 << 20
FILE_NAME = re.compile(r"files/[0-9a-f]{2}/([0-9a-f]{64})")


class Damaged(Exception):
    """The archive is not whole, or not one of ours; the message says what is wrong."""


@dataclass
class Member:
    """A member of the archive: the hash of its content, and how many rows it has."""

    sha256: str
    rows: int = 0
    columns: list[str] = field(default_factory=list)


@dataclass
class Manifest:
    """What an archive holds: the migrations its tables are of, and every member with its hash."""

    made_at: str
    migrations: list[tuple[str, str]]
    tables: dict[str, Member] = field(default_factory=dict)
    files: dict[str, Member] = field(default_factory=dict)
    format: str = FORMAT

    def as_json(self) -> bytes:
        """Return the manifest as it is kept, with the hash of itself."""
        content = asdict(self)
        return json.dumps({"content": content, "sha256": _hash_of(content)}, indent=1).encode()


def _hash_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of an archive after reading all of it: every member is there, whole, and nothing else.

    :raises Damaged: it is no archive of Wasl, or not as it was made.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            known = {table_name(label): one for label, one in manifest.tables.items()} | manifest.files
            names = set(archive.namelist()) - {MANIFEST}
            if names != set(known):
                raise Damaged(f"{sorted(names ^ set(known))[0]} is missing or does not belong there")
            for name, member in known.items():
                if sha256_of(archive, name) != member.sha256:
                    raise Damaged(f"{name} is not as it was saved")
            return manifest
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise Damaged(str(error) or type(error).__name__) from error


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        raw = json.loads(archive.read(MANIFEST))
        content = raw["content"]
        if content["format"] != FORMAT:
            raise Damaged(f"its format is {content['format']}, not {FORMAT}")
        if raw["sha256"] != _hash_of(content):
            raise Damaged("its manifest is not as it was saved")
        manifest = Manifest(content["made_at"], [(app, name) for app, name in content["migrations"]])
        manifest.tables = {label: Member(**one) for label, one in content["tables"].items()}
        manifest.files = {name: Member(**one) for name, one in content["files"].items()}
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("it is no backup of Wasl") from error
    for name, member in manifest.files.items():
        found = FILE_NAME.fullmatch(name)
        if found is None or found[1] != member.sha256:
            raise Damaged(f"{name} is no name of a file")
    return manifest


def table_name(label: str) -> str:
    """Return the member that holds a table."""
    return f"tables/{label}.jsonl"


def sha256_of(archive: zipfile.ZipFile, name: str) -> str:
    """Return the hash of a member, read in pieces."""
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while piece := file.read(CHUNK_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def lines_of(file: IO[bytes]) -> Iterator[list[Any]]:
    """Yield the rows of a table."""
    for line in file:
        yield from_json(line)
