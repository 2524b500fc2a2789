"""Import of a sales pipeline of 8,800 rows: how long, and how much memory."""

from __future__ import annotations

import csv
import random
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.cli.bench.timing import ratio
from wasl.core.scope import company_scope
from wasl.crm import services as crm

ROWS = 8_800


def measure() -> dict[str, Any]:
    """Return seconds for 8,800 rows and for a tenth, peak memory, and what it grew by."""
    with tempfile.TemporaryDirectory() as folder:
        small = _run(Path(folder), ROWS // 10)
        before = _peak_mb()
        large = _run(Path(folder), ROWS)
    return {
        "rows": ROWS,
        "seconds": large,
        "growth_per_row": ratio(large / ROWS, small / (ROWS // 10)),
        "peak_mb": _peak_mb(),
        "peak_grew_mb": round(_peak_mb() - before, 1),
    }


def _run(folder: Path, rows: int) -> float:
    company = access.create_company(name=f"Import {time.time_ns()}", country="SA", base_currency="SAR")
    path = folder / f"{rows}.csv"
    _write(path, rows)
    with company_scope(company.pk):
        started = time.perf_counter()
        result = crm.import_file(
            actor=Actor.system(company), kind="opportunities", source=path, on=date(2026, 11, 24), accept=True
        )
    if result.created != rows:
        raise RuntimeError(f"{result.created} of {rows} rows were imported")
    return round(time.perf_counter() - started, 2)


def _write(path: Path, rows: int) -> None:
    generator = random.Random(3)
    names = (
        "opportunity_id",
        "sales_agent",
        "product",
        "account",
        "deal_stage",
        "engage_date",
        "close_date",
        "close_value",
    )
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for index in range(rows):
            opened = date(2025, 1, 1) + timedelta(generator.randrange(400))
            stage = generator.choices(("Won", "Lost", "Engaging", "Prospecting"), (48, 28, 18, 6))[0]
            closed = opened + timedelta(generator.randrange(5, 120))
            ended = stage in ("Won", "Lost")
            writer.writerow(
                (
                    f"OP{index:06}",
                    f"Agent {index % 35}",
                    f"Service {index % 7}",
                    f"Customer {index % 85}" if index % 6 else "",
                    stage,
                    opened.strftime("%d-%m-%y") if stage != "Prospecting" else "",
                    closed.strftime("%d-%m-%y") if ended else "",
                    generator.randrange(50, 30_000) if stage == "Won" else 0 if ended else "",
                )
            )


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
