"""`wasl check`, `import`, `demo` and `bench`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from wasl.cli.commands.start import Failed, bring_up_to_date, start, the_company


def check(options: argparse.Namespace) -> int:
    """Prove the books and the invariants of one or all companies; 1 and a list where one fails."""
    start()
    bring_up_to_date()
    from wasl.core.checks import run_checks
    from wasl.core.models import Company
    from wasl.core.scope import company_scope

    companies = [the_company(options.company)] if options.company else list(Company.objects.order_by("slug"))
    found = []
    for company in companies:
        with company_scope(company.pk):
            found += [{"company": company.slug, **asdict(finding)} for finding in run_checks()]
    if options.json:
        print(json.dumps({"companies": [company.slug for company in companies], "findings": found}))
    else:
        for one in found:
            print(f"{one['company']}: {one['check']}: {one['row']}: {one['detail']}")
        print(f"{len(companies)} companies checked, {len(found)} findings")
    return 1 if found else 0


def import_files(options: argparse.Namespace) -> int:
    """Import files; open questions stop the import before it writes, unless every proposal is accepted."""
    start()
    bring_up_to_date()
    from wasl.access.actor import Actor
    from wasl.core import imports
    from wasl.core.errors import Refusal
    from wasl.core.scope import company_scope

    company = the_company(options.company)
    mapping = json.loads(Path(options.mapping).read_text(encoding="utf-8")) if options.mapping else None
    with company_scope(company.pk):
        try:
            result = imports.run_import(
                Actor.system(company),
                options.kind,
                [Path(name) for name in options.files],
                mapping=mapping,
                accept=options.accept,
                dry_run=options.dry_run,
            )
        except Refusal as error:
            raise Failed(f"{error.message} {error.remedy}".strip()) from error
        except FileNotFoundError as error:
            raise Failed(f"there is no file {error.filename}") from error
    answer = result.as_json()
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        _tell(answer)
    return 1 if answer["questions"] and not options.accept else 0


def make_demo(options: argparse.Namespace) -> int:
    """Make a believable company with two years of history, where it is not there yet."""
    start()
    bring_up_to_date()
    from wasl.cli import demo

    made = demo.make(scale=options.scale, language=options.language, seed=options.seed, say=_progress)
    print(f"sign in as {made.email} with {made.password}")
    return 0


def bench(options: argparse.Namespace) -> int:
    """Measure, and print the figures as JSON."""
    start()
    from wasl.cli import bench as measures

    print(json.dumps(measures.run(quick=options.quick), indent=1))
    return 0


def _tell(answer: dict[str, object]) -> None:
    for name in ("read", "created", "updated", "unchanged"):
        print(f"{name}: {answer[name]}")
    for one in answer["rejected"]:  # type: ignore[attr-defined]
        print(f"row {one['row']}, {one['column']}: {one['error']}")
    for one in answer["questions"]:  # type: ignore[attr-defined]
        print(f"? {one['column']} '{one['value']}' -> '{one['proposal']}' ({one['rows']} rows)")


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)
