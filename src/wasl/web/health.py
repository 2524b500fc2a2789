"""Whether this process lives, and whether it can serve: for proxies and those who watch."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

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
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations: run wasl migrate"
        return "guards of the books: run wasl migrate" if guards.missing() else ""
    except DatabaseError:
        return "the database does not answer"
