"""Every act of every room refuses every role that lacks it, in the service itself, before it looks at anything."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from tests.architecture.source import SRC
from tests.architecture.test_services_first_line import acts
from wasl.access.actor import Actor, act_table
from wasl.access.rules import ROLES
from wasl.core.errors import NotAllowed
from wasl.core.models import Company


def services() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield each service that takes an actor, with the act that it asks for, where it is always the same one."""
    for place, node in acts(SRC):
        statement = node.body[1] if ast.get_docstring(node) is not None else node.body[0]
        asked = statement.value.args[0]  # type: ignore[union-attr, attr-defined]
        module = "wasl." + place.split(":")[0].removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if isinstance(asked, ast.Constant):
            yield str(asked.value), getattr(import_module(module), node.name)


@pytest.mark.parametrize("role", ROLES)
def test_an_act_outside_of_a_role_is_refused_by_its_service(noor: Company, role: str) -> None:
    actor, refused = Actor(noor, 1, role, "Somebody"), 0
    for act, service in services():
        if role in act_table()[act]:
            continue
        given = {name: None for name, one in inspect.signature(service).parameters.items() if one.default is one.empty}
        with pytest.raises(NotAllowed):
            service(**given | {"actor": actor})
        refused += 1
    assert (refused > 20) or role == "owner"


def test_nearly_every_act_is_asked_for_by_name(db: None) -> None:
    assert len(list(services())) > 120
    assert {act for act, _service in services()} <= set(act_table())
