"""The states of a lead and the ways between them."""

from __future__ import annotations

STATES = NEW, WORKING, QUALIFIED, DISQUALIFIED = ("new", "working", "qualified", "disqualified")
OPEN = frozenset({NEW, WORKING})
WAYS: dict[str, frozenset[str]] = {
    NEW: frozenset({WORKING, QUALIFIED, DISQUALIFIED}),
    WORKING: frozenset({QUALIFIED, DISQUALIFIED}),
    QUALIFIED: frozenset(),
    DISQUALIFIED: frozenset({WORKING}),
}


def may_become(state: str, wanted: str) -> bool:
    """Tell whether a lead may go from one state to another; a qualified lead stays qualified."""
    return wanted in WAYS[state]
