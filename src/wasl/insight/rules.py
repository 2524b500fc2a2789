"""What comes first among all that waits for a person."""

from __future__ import annotations


def rank(*, days_late: int | None, stake_minor: int) -> tuple[int, int, int]:
    """Return the place of a thing on Today, the smallest first.

    What is late comes before what is due today, and that before what has no day; within these the most money at
    stake, then what has waited longest.
    """
    lateness = 2 if days_late is None else 0 if days_late > 0 else 1
    return lateness, -stake_minor, -(days_late or 0)
