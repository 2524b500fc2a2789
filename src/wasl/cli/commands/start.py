"""Start Django for a command, and find the company it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wasl.core.models import Company


class Failed(Exception):
    """The command could not do its work; the message says why and what to do."""


def start() -> None:
    """Load the application; a command speaks English until a company is known."""
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")


def bring_up_to_date() -> None:
    """Apply what migrations the database lacks, and make the guards and walls that it lacks.

    :raises Failed: the database does not answer, or was made by a newer Wasl.
    """
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from wasl.core import walls
    from wasl.ledger import guards

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Failed(f"the database does not answer: {str(error).strip()}") from None
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    own = sorted(f"{app}.{name}" for app, name in unknown if app in executor.loader.migrated_apps)
    if own:
        raise Failed(f"the database was made by a newer Wasl ({own[0]}): install that version")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()) or guards.missing() or walls.missing():
        call_command("migrate", verbosity=0, interactive=False)


def the_company(slug: str | None) -> Company:
    """Return the company of a slug, or the only one there is.

    :raises Failed: none, or several to choose from.
    """
    from wasl.core.models import Company

    rows = Company.objects.order_by("slug")
    if slug:
        found = rows.filter(slug=slug).first()
        if found is None:
            raise Failed(f"there is no company '{slug}'; there are: {', '.join(row.slug for row in rows) or 'none'}")
        return found
    if len(rows) != 1:
        names = ", ".join(row.slug for row in rows)
        raise Failed(
            f"choose a company with --company: {names}" if names else "there is no company: wasl company create"
        )
    return rows[0]
