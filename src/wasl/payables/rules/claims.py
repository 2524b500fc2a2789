"""States of an expense claim."""

from __future__ import annotations

TRANSITIONS: dict[str, frozenset[str]] = {
    "draft": frozenset({"submitted"}),
    "submitted": frozenset({"draft", "approved", "rejected"}),
    "rejected": frozenset({"draft"}),
    "approved": frozenset({"reversed"}),
    "reversed": frozenset(),
}


def may_become(state: str, target: str) -> bool:
    """Tell whether a claim may pass from a state to another."""
    return target in TRANSITIONS[state]
