"""Kinds of activities, and the promise that nothing open is left without a next step."""

from __future__ import annotations

KINDS = CALL, MEETING, TASK, NOTE, EMAIL = ("call", "meeting", "task", "note", "email")
STEPS = (CALL, MEETING, TASK, EMAIL)  # a note is never a next step


def needs_next_step(*, record_is_open: bool, other_open_steps: int, next_step_given: bool) -> bool:
    """Tell whether closing a step would leave an open lead or deal with none."""
    return record_is_open and other_open_steps == 0 and not next_step_given
