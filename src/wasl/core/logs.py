"""What is logged: a JSON object a line where programs read it, words on a terminal; each line knows its request."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from wasl.core import scope

_request: ContextVar[str] = ContextVar("request", default="")
slow = logging.getLogger("wasl.slow")


@contextmanager
def request_named(name: str) -> Iterator[None]:
    """Put the name of a request, or of a job, on every line that is logged in a block."""
    token = _request.set(name)
    try:
        yield
    finally:
        _request.reset(token)


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a line says beside its message: request, company, member, and what the code told in `extra`."""
    facts = {"request": _request.get(), "company": scope.company_in_force(), "member": scope.current_member_id()}
    facts |= getattr(record, "facts", {})
    return {name: value for name, value in facts.items() if value not in ("", None)}


class Lines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a trace stands in it as text."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **facts_of(record),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class Words(logging.Formatter):
    """A line for a person at a terminal, with its trace below."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return " ".join([super().format(record), *(f"{name}={value}" for name, value in facts_of(record).items())])


def on_this_output() -> logging.Formatter:
    """Return the way of writing that fits where the lines go."""
    if sys.stderr.isatty():
        return Words("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S")
    return Lines()


def tell_slow_statements(connection: Any, **_: Any) -> None:
    """Log each statement of a new connection that takes longer than `SLOW_QUERY_MS`; its values are not told."""
    if told_when_slow not in connection.execute_wrappers:
        connection.execute_wrappers.append(told_when_slow)


def told_when_slow(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement, and log it where it was slow."""
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        spent = (time.perf_counter() - begun) * 1000
        if spent >= settings.SLOW_QUERY_MS:
            slow.warning("slow statement", extra={"facts": {"duration_ms": round(spent, 1), "sql": str(sql)[:2000]}})
