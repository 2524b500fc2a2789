"""A backup made while Wasl is in use comes back to the unit, from either database into either, or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from wasl.cli.backup.archive import MANIFEST, Damaged, read_manifest

ROOT = Path(__file__).parents[2]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
SERVER = os.environ.get("DATABASE_URL", "")
Wasl = Callable[..., subprocess.CompletedProcess[str]]


def command(home: Path, database: str) -> Wasl:
    """Return what runs `wasl` with a home and a database of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    settings = kept | {"WASL_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    if database:
        settings["DATABASE_URL"] = database

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "wasl.cli.main", *arguments],
            env=settings,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Wasl]]:
    """Make empty places to keep a company in: a home, and on PostgreSQL a database."""
    made: list[str] = []

    def new(name: str, *, plain: bool = False) -> Wasl:
        home = tmp_path_factory.mktemp(name)
        if not SERVER or plain:
            return command(home, "")
        with psycopg.connect(SERVER, autocommit=True) as administration:
            administration.execute(f"DROP DATABASE IF EXISTS backup_{name}_{WORKER} WITH (FORCE)")
            administration.execute(f"CREATE DATABASE backup_{name}_{WORKER}")
        made.append(f"backup_{name}_{WORKER}")
        return command(home, SERVER.rsplit("/", 1)[0] + f"/backup_{name}_{WORKER}")

    yield new
    if made:
        with psycopg.connect(SERVER, autocommit=True) as administration:
            for name in made:
                administration.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def source(place: Callable[[str], Wasl]) -> Wasl:
    """A place with a demo company."""
    wasl = place("source")
    assert wasl("demo", "--scale", "0.1").returncode == 0
    return wasl


@pytest.fixture(scope="module")
def archive(source: Wasl, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    path = tmp_path_factory.mktemp("archive") / "all.zip"
    answer = source("backup", "--out", str(path))
    assert answer.returncode == 0, answer.stderr
    return path


def test_what_comes_back_is_the_same_to_the_unit(source, archive, place, tmp_path):
    other = place("other")
    restored = other("restore", str(archive), "--verify")

    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "verified" in restored.stdout
    assert json.loads(other("check", "--json").stdout)["findings"] == []
    for kind in ("beancount", "hledger"):
        assert other("export", kind).stdout == source("export", kind).stdout
    again = tmp_path / "again.zip"
    other("backup", "--out", str(again))
    assert read_manifest(again).tables == read_manifest(archive).tables
    assert other("company", "create", "New", "--country", "SA", "--currency", "SAR").returncode == 0
    assert json.loads(other("check", "--json").stdout)["findings"] == []


@pytest.mark.skipif(not SERVER, reason="moves a company from SQLite to PostgreSQL: runs with DATABASE_URL")
def test_a_company_moves_from_one_database_to_the_other(place, tmp_path):
    small, large = place("small", plain=True), place("large")
    small("demo", "--scale", "0.1")
    small("backup", "--out", str(tmp_path / "small.zip"))
    moved = large("restore", str(tmp_path / "small.zip"), "--verify")

    assert moved.returncode == 0, moved.stdout + moved.stderr
    assert large("export", "beancount").stdout == small("export", "beancount").stdout


def test_a_database_that_holds_something_is_left_alone(source, archive):
    before = source("export", "hledger").stdout
    answer = source("restore", str(archive))

    assert answer.returncode == 1
    assert "not empty" in answer.stderr
    assert source("export", "hledger").stdout == before


def rewritten(archive: Path, path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Return a copy of an archive with members changed, or taken away."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return path


CHANGES: dict[str, Callable[[str, bytes], bytes | None]] = {
    "a figure": lambda name, content: content.replace(b"1", b"2", 1) if name == "tables/ledger.Line.jsonl" else content,
    "a table gone": lambda name, content: None if name == "tables/crm.Deal.jsonl" else content,
    "the manifest": lambda name, content: (
        content.replace(b'"rows": ', b'"rows": 9', 1) if name == MANIFEST else content
    ),
    "no manifest": lambda name, content: None if name == MANIFEST else content,
    "another format": lambda name, content: b'{"content": {"format": "else"}}' if name == MANIFEST else content,
    "no JSON": lambda name, content: b"{" if name == MANIFEST else content,
}


@pytest.mark.parametrize("what", CHANGES)
def test_an_archive_that_was_changed_is_refused_whole(archive, place, tmp_path, what):
    with pytest.raises(Damaged):
        read_manifest(rewritten(archive, tmp_path / "changed.zip", CHANGES[what]))


def test_nothing_of_a_damaged_or_foreign_archive_is_restored(archive, place, tmp_path):
    empty = place("empty")
    whole = archive.read_bytes()
    damaged = {
        "cut": whole[: len(whole) // 2],
        "flipped": whole[:5000] + bytes([whole[5000] ^ 255]) + whole[5001:],
        "foreign": b"PK\x05\x06" + b"\x00" * 18,
        "none": b"",
    }
    for name, content in damaged.items():
        path = tmp_path / name
        path.write_bytes(content)
        answer = empty("restore", str(path))
        assert (answer.returncode, "nothing was restored" in answer.stderr) == (1, True), (name, answer.stderr)
        assert "Traceback" not in answer.stderr
    assert empty("restore", str(archive)).returncode == 0


def test_an_archive_of_a_newer_release_is_refused(archive, place, tmp_path):
    import hashlib

    def newer(name: str, content: bytes) -> bytes:
        if name != MANIFEST:
            return content
        kept = json.loads(content)["content"]
        kept["migrations"].append(["crm", "0099_from_the_future"])
        digest = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
        return json.dumps({"content": kept, "sha256": digest}).encode()

    answer = place("older")("restore", str(rewritten(archive, tmp_path / "newer.zip", newer)))

    assert answer.returncode == 1
    assert "newer Wasl" in answer.stderr
