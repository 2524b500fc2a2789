"""Row-level security: the second wall between companies, in PostgreSQL itself. Made after migrations, like the guards.

A statement that forgets the company sees and writes no row. `wasl.company` is what `core.postgresql` sets: a company's
id, `*` for all companies, nothing for none. SQLite has no such wall.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from wasl.core.models import CompanyModel

POLICY = "wall"
# Called immutable, though a setting changes, so that the planner answers it: where the wall is open nothing of it is
# left in the plan, and an index of letters can be used (LIKE may not run before a policy does). Plans are made for each
# statement anew; those that triggers keep are the guards', who only ever refuse.
FUNCTION = """
CREATE OR REPLACE FUNCTION wasl_sees_all() RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN RETURN current_setting('wasl.company', true) IS NOT DISTINCT FROM '*'; END $$;
"""
SEEN = "wasl_sees_all() OR company_id = nullif(nullif(current_setting('wasl.company', true), '*'), '')::bigint"


def walled_tables() -> list[str]:
    """Return the tables whose rows belong to a company."""
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, CompanyModel)]


def install() -> None:
    """Make the walls that are missing."""
    lacking = missing()
    if not lacking:
        return
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        for table in lacking:
            cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
            cursor.execute(f"CREATE POLICY {POLICY} ON {table} USING ({SEEN})")
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def remove() -> None:
    """Take the walls away, so that a migration may rebuild the tables and go over the rows of all companies."""
    if connection.vendor != "postgresql":
        return
    standing = set(connection.introspection.table_names()) & set(walled_tables())
    with connection.cursor() as cursor:
        for table in sorted(standing):
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
            cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")


def missing() -> list[str]:
    """Return the tables that the database shows without asking for the company."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = %s"
            " WHERE c.relrowsecurity AND c.relforcerowsecurity AND c.relnamespace = current_schema()::regnamespace",
            [POLICY],
        )
        there = {name for (name,) in cursor.fetchall()}
    return [table for table in walled_tables() if table not in there]


def are_passed_by() -> bool:
    """Tell whether the database's role goes past every wall: a superuser, or one with BYPASSRLS."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])
