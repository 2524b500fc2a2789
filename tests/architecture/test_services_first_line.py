"""Every act asks for permission before it does anything else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import SRC, modules, plant


def acts(source: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the public functions of services that take an actor, each with its place."""
    for module in modules(source):
        if module.role != "services":
            continue
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                if "actor" in {parameter.arg for parameter in parameters}:
                    yield f"{module.inside}:{node.lineno} {node.name}", node


def acts_without_permission(source: Path) -> Iterator[str]:
    """Yield each act whose first statement after the docstring is not `actor.require(...)`."""
    for place, act in acts(source):
        body = act.body[1:] if ast.get_docstring(act) is not None else act.body
        if not body or not requires(body[0]):
            yield place


def requires(statement: ast.stmt) -> bool:
    """Say whether a statement is `actor.require(...)`, its result kept or not."""
    if not isinstance(statement, ast.Expr | ast.Assign):
        return False
    call = statement.value
    return isinstance(call, ast.Call) and ast.unparse(call.func) == "actor.require"


def test_each_act_asks_for_permission_first() -> None:
    assert list(acts(SRC)), "no act was looked at"
    assert not (found := list(acts_without_permission(SRC))), "\n".join(found)


@pytest.mark.parametrize(
    "body",
    [
        "    deal = Deal.objects.get()\n    actor.require('deal.win')",
        "    '''Win.'''\n    other.require('deal.win')",
        "    '''Win.'''",
        "    if x:\n        actor.require('deal.win')",
        "    actor.may('deal.win')",
    ],
)
def test_an_act_without_permission_is_caught(tmp_path: Path, body: str) -> None:
    plant(tmp_path, "crm/services/deals.py", f"def win_deal(*, actor, deal_id):\n{body}\n")

    assert list(acts_without_permission(tmp_path)) == ["crm/services/deals.py:1 win_deal"]


def test_acts_that_ask_and_functions_that_are_no_acts_are_left_alone(tmp_path: Path) -> None:
    plant(tmp_path, "crm/services.py", "def win(*, actor):\n    '''Win.'''\n    actor.require('deal.win')\n")
    plant(tmp_path, "crm/services/a.py", "def lose(actor):\n    scope = actor.require('deal.lose')\n")
    plant(tmp_path, "crm/services/b.py", "def _win(*, actor):\n    pass\n\ndef follow(event):\n    pass\n")
    plant(tmp_path, "crm/queries.py", "def deals(actor):\n    pass\n")

    assert len(list(acts(tmp_path))) == 2
    assert not list(acts_without_permission(tmp_path))
