"""Database guards: what is posted cannot change, whoever writes. Made after migrations, on both databases.

Rows of a sample company may be deleted (never changed): it is thrown away whole, and its books are nobody's.
"""

from __future__ import annotations

from django.db import connection

APPEND_ONLY = (
    "ledger_entry",
    "ledger_line",
    "ledger_application",
    "ledger_taxline",
    "ledger_periodlock",
    "core_event",
)

SQLITE = {
    "guard_entry_balanced": """
CREATE TRIGGER guard_entry_balanced BEFORE INSERT ON ledger_entry BEGIN
  SELECT RAISE(ABORT, 'an entry needs two lines or more that sum to zero')
  WHERE (SELECT COUNT(*) < 2 OR SUM(base_minor) <> 0 FROM ledger_line WHERE entry_id = NEW.id);
END""",
    "guard_line_before_entry": """
CREATE TRIGGER guard_line_before_entry BEFORE INSERT ON ledger_line BEGIN
  SELECT RAISE(ABORT, 'this entry is posted: no line can be added')
  WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id);
END""",
    **{
        f"guard_{table}_update": f"""
CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON {table} BEGIN
  SELECT RAISE(ABORT, '{table} is append-only');
END"""
        for table in APPEND_ONLY
    },
    **{
        f"guard_{table}_delete": f"""
CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON {table} BEGIN
  SELECT RAISE(ABORT, '{table} is append-only')
  WHERE NOT EXISTS (SELECT 1 FROM core_company WHERE id = OLD.company_id AND is_sample);
END"""
        for table in APPEND_ONLY
    },
}

POSTGRESQL_FUNCTIONS = """
CREATE OR REPLACE FUNCTION wasl_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE FUNCTION wasl_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM gone JOIN core_company c ON c.id = gone.company_id WHERE NOT c.is_sample) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION wasl_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE n bigint; total numeric;
BEGIN
  SELECT COUNT(*), COALESCE(SUM(base_minor), 0) INTO n, total FROM ledger_line WHERE entry_id = NEW.id;
  IF n < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'an entry needs two lines or more that sum to zero'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION wasl_line_before_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM fresh JOIN ledger_entry e ON e.id = fresh.entry_id) THEN
    RAISE EXCEPTION 'this entry is posted: no line can be added' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
"""
POSTGRESQL = {
    ("guard_entry_balanced", "ledger_entry"): "BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION "
    "wasl_entry_balanced()",
    ("guard_line_before_entry", "ledger_line"): "AFTER INSERT ON ledger_line REFERENCING NEW TABLE AS fresh "
    "FOR EACH STATEMENT EXECUTE FUNCTION wasl_line_before_entry()",
    **{
        (f"guard_{table}", table): f"BEFORE UPDATE OR TRUNCATE ON {table} FOR EACH STATEMENT "
        "EXECUTE FUNCTION wasl_refuse_change()"
        for table in APPEND_ONLY
    },
    **{
        (f"guard_{table}_delete", table): f"AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone "
        "FOR EACH STATEMENT EXECUTE FUNCTION wasl_refuse_delete()"
        for table in APPEND_ONLY
    },
}


def install() -> None:
    """Make the guards that are missing."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in missing():
                cursor.execute(SQLITE[name])
            return
        cursor.execute(POSTGRESQL_FUNCTIONS)
        wanted = {name: (table, body) for (name, table), body in POSTGRESQL.items()}
        for name in missing():
            cursor.execute(f"CREATE TRIGGER {name} {wanted[name][1]}")


def remove() -> None:
    """Take the guards away, so that a migration may rebuild the tables they watch."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name, table in POSTGRESQL:
            if table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def missing() -> list[str]:
    """Return the guards that the database lacks."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = list(SQLITE)
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            wanted = [name for name, _table in POSTGRESQL]
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in there]
