"""Whether this process lives, and whether it can serve: for proxies and those who watch."""

from __future__ import annotations

from functools import cache

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse

from wasl.core import walls
from wasl.ledger import guards


def live(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process answers at all."""
    return JsonResponse({"live": True})


def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 where requests can be served, else 503 with what is missing."""
    missing = _missing()
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


def _missing() -> str:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
        if not _own_migrations() <= set(applied):
            return "migrations: run wasl migrate"
        if guards.missing():
            return "guards of the books: run wasl migrate"
        return "walls between companies: run wasl migrate" if walls.missing() else ""
    except (DatabaseError, InterfaceError):
        return "the database does not answer"


@cache
def _own_migrations() -> set[tuple[str, str]]:
    """Return the migrations that this release is made of: files, which do not change while the process lives."""
    return set(MigrationLoader(None).disk_migrations)
