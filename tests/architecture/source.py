"""What architecture tests read: the tree of `src/wasl`, its rooms and their order."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "wasl"


@dataclass(frozen=True)
class Module:
    """A Python file of the tree; `inside` is its path from the tree's top: `crm/services/deals.py`."""

    path: Path
    inside: Path

    @property
    def room(self) -> str:
        return self.inside.parts[0]

    @property
    def role(self) -> str:
        """Return what it is in its room: `services` for `crm/services.py` and `crm/services/deals.py`."""
        return self.inside.parts[1].removesuffix(".py") if len(self.inside.parts) > 1 else ""

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.inside))


def modules(source: Path) -> Iterator[Module]:
    """Yield the Python files below `source` in order, migrations apart."""
    for path in sorted(source.rglob("*.py")):
        if "migrations" not in path.parts:
            yield Module(path, path.relative_to(source))


def layers(pyproject: Path) -> list[list[str]]:
    """Return the rooms by layer as the first import contract has them, what is built on others first."""
    contracts = tomllib.loads(pyproject.read_text())["tool"]["importlinter"]["contracts"]
    return [[room.strip() for room in layer.split("|")] for layer in contracts[0]["layers"]]


def plant(source: Path, inside: str, code: str) -> None:
    """Write a file with a fault into a tree of a test's own."""
    path = source / inside
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")
