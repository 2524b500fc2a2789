"""Backup, restore with its proof, `wasl check` and the export as CSV: commands, at two sizes of a company's books."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from wasl.access import services as access
from wasl.cli.bench.reports import World
from wasl.cli.bench.timing import ratio
from wasl.core.scope import company_scope
from wasl.ledger import queries, services
from wasl.receivables import services as receivables

LINES_AN_INVOICE, BATCH = 7, 1_000


def measure(*, small: int, large: int) -> dict[str, Any]:
    """Return seconds and peak memory (MB) of each command at two sizes, and how much the seconds grow.

    Half of the lines come from invoices of five lines, the others from plain entries.
    """
    few, many = _figures(small), _figures(large)
    growth = {name: ratio(many[name]["seconds"], few[name]["seconds"]) for name in few}
    return {"lines": [small, large], "small": few, "large": many, "growth": growth}


def _figures(lines: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder, _database("kept") as kept, _database("restored") as restored:
        home = Path(folder)
        archive, table = str(home / "all.backup.zip"), str(home / "all.zip")
        _command(home / "kept", kept, "-c", FILL, str(lines))
        wasl = ("-m", "wasl.cli.main")
        return {
            "backup": _command(home / "kept", kept, *wasl, "backup", "--out", archive),
            "restore_and_verify": _command(home / "restored", restored, *wasl, "restore", archive, "--verify"),
            "check": _command(home / "kept", kept, *wasl, "check"),
            "export_csv": _command(home / "kept", kept, *wasl, "export", "csv", "--out", table),
        }


@contextmanager
def _database(name: str) -> Iterator[str]:
    """Give the address of an empty database: a file of its own, or beside the one in force."""
    if connection.vendor == "sqlite":
        yield ""
        return
    settings = connection.settings_dict
    own = f"{settings['NAME']}_{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{own}"')
        try:
            yield f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{own}"
        finally:
            cursor.execute(f'DROP DATABASE "{own}"')


def _command(home: Path, address: str, *words: str) -> dict[str, float]:
    """Run a command in a process of its own; returns its seconds, those of the processor, and its peak memory in MB."""
    home.mkdir(exist_ok=True)
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"WASL_HOME": str(home)}
    own["DJANGO_SETTINGS_MODULE"] = "wasl.config.settings"
    if address:
        own["DATABASE_URL"] = address
    meter = [sys.executable, "-c", METER, sys.executable, *words]
    done = subprocess.run(meter, env=own, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


FILL = "import sys, django; django.setup(); from wasl.cli.bench.keeping import fill; fill(int(sys.argv[1]))"
METER = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
seconds = round(time.perf_counter() - started, 2)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
of_processor = round(used.ru_utime + used.ru_stime, 2)
print(json.dumps({"seconds": seconds, "of_processor": of_processor, "mb": used.ru_maxrss // 1024}))
"""


def fill(lines: int) -> None:
    """Make a company with so many lines in the database of the settings."""
    call_command("migrate", verbosity=0, interactive=False)
    company = access.create_company(name="Kept", country="SA", base_currency="SAR")
    with company_scope(company.pk):
        world = World(company)
        tax = queries.taxes().get(is_default=True).pk
        work = [receivables.LineDraft(f"Work {n}", Decimal(n), Decimal("125.50"), tax) for n in range(1, 6)]
        left = lines // 2 // LINES_AN_INVOICE
        while left > 0:
            given = [
                receivables.DocumentInput(world.random.choice(world.parties), world.day(), work)
                for _ in range(min(BATCH, left))
            ]
            receivables.issue_invoices(actor=world.actor, given=given)
            left -= BATCH
        world.fill(lines // 2)
        services.fold_lines()
