"""A room does not speak of what is built on it (names only; texts and data may)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, SRC, layers, modules, plant

WORDS = {
    "invoice": "receivables",
    "deal": "crm",
    "lead": "crm",
    "timesheet": "projects",
    "milestone": "projects",
    "claim": "payables",
    "quote": "sales",
}
# Names of the language's and the framework's own, and words with another meaning in one room.
FOREIGN_NAMES = {"quote", "quote_plus", "quote_name", "unquote"}
OTHER_MEANINGS = {("core", "claim"): "a worker claims a job", ("access", "lead"): "who leads a project"}
ORDER = layers(ROOT / "pyproject.toml")


def words_of_rooms_above(source: Path, order: list[list[str]]) -> Iterator[str]:
    """Yield each name in a room that has the word of a room built on it."""
    for word, home in WORDS.items():
        below = rooms_below(home, order)
        for module in modules(source):
            if module.room not in below or (module.room, word) in OTHER_MEANINGS:
                continue
            said = sorted(name for name in names_in(module.tree) if word in words_in(name))
            if word in words_in(module.inside.stem):
                said.append(module.inside.name)
            if said:
                yield f"{module.inside} says {', '.join(said)}"


def rooms_below(home: str, order: list[list[str]]) -> set[str]:
    """Return the rooms that `home` may stand on: those of all layers under its own."""
    position = next(number for number, layer in enumerate(order) if home in layer)
    return {room for layer in order[position + 1 :] for room in layer}


def names_in(tree: ast.AST) -> set[str]:
    """Return the names that code defines or uses."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name):
                names.update(name.split("."))
    return names - FOREIGN_NAMES


def words_in(name: str) -> set[str]:
    """Return the words of `open_invoices` or `OpenInvoices`, in the singular."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_")
    return {part.removesuffix("s") for part in parts}


def test_a_room_does_not_speak_of_what_is_built_on_it() -> None:
    assert set(WORDS.values()) <= {room for layer in ORDER for room in layer}
    assert {module.room for module in modules(SRC)} >= {"core", "parties", "ledger"}, "no room was looked at"
    assert not (found := list(words_of_rooms_above(SRC, ORDER))), "\n".join(found)


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("ledger/models.py", "class InvoiceLine: ..."),
        ("parties/queries.py", "def open_deals(party): ..."),
        ("people/rules.py", "f(timesheet_id=1)"),
        ("receivables/services.py", "def f(milestone): ..."),
        ("crm/services.py", "from wasl.sales import quotes"),
        ("core/claims/lead.py", ""),
    ],
)
def test_a_word_from_above_is_caught(tmp_path: Path, inside: str, code: str) -> None:
    plant(tmp_path, inside, code)

    assert [said.split(" says ")[0] for said in words_of_rooms_above(tmp_path, ORDER)] == [inside]


def test_words_of_the_own_room_and_below_are_left_alone(tmp_path: Path) -> None:
    plant(tmp_path, "crm/models.py", "class Deal: ...\nclass Lead: ...")
    plant(tmp_path, "insight/queries.py", "invoice = deal = timesheet = 1")
    plant(tmp_path, "core/formats.py", "from urllib.parse import quote\nideal = leading = 'invoice'")
    plant(tmp_path, "core/jobs.py", "def claim_next(): ...")

    assert not list(words_of_rooms_above(tmp_path, ORDER))
