"""A job that takes a second, for tests of a stop."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import task


@task()
def slow(path: str) -> None:
    """Write a mark, take a second, and write that it ended."""
    Path(path).write_text("begun ")
    time.sleep(1)
    with Path(path).open("a") as mark:
        mark.write("ended")
