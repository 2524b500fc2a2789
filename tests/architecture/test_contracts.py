"""The import contracts of `pyproject.toml` hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, layers, plant

ROLES = ("rules", "models", "queries", "services", "forms", "views", "urls")
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint(root: Path) -> tuple[bool, str]:
    """Return whether the project at `root` keeps its contracts, and what the linter said."""
    run = subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode == 0, run.stdout + run.stderr


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Give a project with all the rooms of the contract and nothing in them."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    source = tmp_path / "src" / "wasl"
    plant(source, "__init__.py", "")
    for room in (room for layer in layers(ROOT / "pyproject.toml") for room in layer):
        for name in ("__init__", *ROLES):
            plant(source, f"{room}/{name}.py", "")
    plant(source, "core/money.py", "")
    return tmp_path


def test_the_contracts_hold() -> None:
    kept, said = lint(ROOT)

    assert "Contracts: " in said, said
    assert kept, said


def test_rooms_without_imports_keep_the_contracts(skeleton: Path) -> None:
    kept, said = lint(skeleton)

    assert kept, said


@pytest.mark.parametrize(
    ("inside", "code", "contract"),
    [
        ("ledger/services.py", "import wasl.receivables.services", "Rooms import upwards only"),
        ("crm/services.py", "import wasl.ledger.queries", "Rooms import upwards only"),
        ("extras/__init__.py", "", "Rooms import upwards only"),
        ("crm/models.py", "import wasl.crm.services", "Inside a room"),
        ("crm/rules.py", "import django.db", "Rules are plain Python"),
        ("core/money.py", "import django.conf", "Rules are plain Python"),
    ],
)
def test_a_broken_contract_is_caught(skeleton: Path, inside: str, code: str, contract: str) -> None:
    plant(skeleton / "src" / "wasl", inside, code)

    kept, said = lint(skeleton)

    assert not kept
    assert f"{contract} BROKEN" in said, said


def test_parts_that_import_each_other_are_caught(skeleton: Path) -> None:
    source = skeleton / "src" / "wasl"
    (source / "crm/services.py").unlink()
    plant(source, "crm/services/__init__.py", "")
    plant(source, "crm/services/deals.py", "import wasl.crm.services.leads")
    plant(source, "crm/services/leads.py", "import wasl.crm.services.deals")

    kept, said = lint(skeleton)

    assert not kept
    assert "Parts of a room form no loop BROKEN" in said, said
