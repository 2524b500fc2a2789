"""`wasl export`: everything of a company, in formats that outlive Wasl."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from wasl.cli.commands.start import Failed, bring_up_to_date, start, the_company


def export(options: argparse.Namespace) -> int:
    """Write everything of a company: tables as a ZIP of CSV or a workbook, the books for Beancount or hledger."""
    start()
    bring_up_to_date()
    from wasl.core import exports
    from wasl.core.scope import company_scope
    from wasl.ledger import queries

    company = the_company(options.company)
    out = Path(options.out) if options.out else None
    with company_scope(company.pk):
        if options.format in ("beancount", "hledger"):
            lines = queries.beancount(company) if options.format == "beancount" else queries.hledger(company)
            _write(lines, out)
            return 0
        out = out or Path(f"{company.slug}.{'zip' if options.format == 'csv' else 'xlsx'}")
        try:
            if options.format == "csv":
                with out.open("wb") as file:
                    count = exports.write_csv(company, file)
            else:
                count = exports.write_xlsx(company, out)
        except OSError as error:
            raise Failed(f"{out}: {error.strerror or error}") from error
    print(f"{out}: {count} rows")
    return 0


def _write(lines: Iterator[str], out: Path | None) -> None:
    if out is None:
        for line in lines:
            sys.stdout.write(f"{line}\n")
        return
    try:
        with out.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise Failed(f"{out}: {error.strerror or error}") from error
