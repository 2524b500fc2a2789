"""`wasl check`, `import`, `import-undo`, `demo` and `bench`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wasl.cli.commands.server import serve_pages
from wasl.cli.commands.start import Failed, bring_up_to_date, start, the_company


def check(options: argparse.Namespace) -> int:
    """Prove the books and the invariants of one or all companies; 1 and a list where one fails."""
    start()
    bring_up_to_date()
    from wasl.core.checks import prove
    from wasl.core.models import Company

    companies = [the_company(options.company)] if options.company else list(Company.objects.order_by("slug"))
    found = []
    for company in companies:
        found += [{"company": company.slug, **asdict(finding)} for finding in prove(company.pk)]
    if options.json:
        print(json.dumps({"companies": [company.slug for company in companies], "findings": found}))
    else:
        for one in found:
            print(f"{one['company']}: {one['check']}: {one['row']}: {one['detail']}")
        print(f"{len(companies)} companies checked, {len(found)} findings")
    return 1 if found else 0


def import_files(options: argparse.Namespace) -> int:
    """Import files; open questions stop the import before it writes, unless every proposal is accepted.

    The mapping file is JSON: {"columns": {field: column}, "date_order": {field: "dmy"},
    "values": {field: {value: taken for}}}.
    """
    start()
    bring_up_to_date()
    from django.utils import translation

    from wasl.access.actor import Actor
    from wasl.core import clock
    from wasl.core.errors import Refusal
    from wasl.core.scope import company_scope
    from wasl.crm import services as crm

    company = the_company(options.company)
    mapping = _mapping(options.mapping)
    answer: dict[str, Any] = {"read": 0, "created": 0, "updated": 0, "unchanged": 0, "rejected": [], "questions": []}
    batches = []
    with company_scope(company.pk), translation.override(company.language):
        for name in options.files:
            try:
                result = crm.import_file(
                    actor=Actor.system(company),
                    kind=options.kind,
                    source=Path(name),
                    on=clock.today(company.time_zone),
                    mapping=mapping.get("columns"),
                    answers=_answers(mapping),
                    accept=options.accept,
                    dry_run=options.dry_run,
                )
            except Refusal as error:
                raise Failed(f"{name}: {error.message} {error.remedy}".strip()) from error
            except FileNotFoundError as error:
                raise Failed(f"there is no file {name}") from error
            _add(answer, result.as_dict())
            batches += [result.batch_id] if result.batch_id else []
    print(json.dumps(answer, ensure_ascii=False, default=str)) if options.json else _tell(answer)
    for batch in batches:
        print(f"to undo it: wasl import-undo {batch}", file=sys.stderr)
    return 1 if answer["questions"] and not options.accept else 0


def undo_import(options: argparse.Namespace) -> int:
    """Undo an import, but for what somebody changed or built on since: that is kept and named."""
    start()
    bring_up_to_date()
    from django.utils import translation

    from wasl.access.actor import Actor
    from wasl.core.errors import Refusal
    from wasl.core.scope import company_scope
    from wasl.crm import services as crm

    company = the_company(options.company)
    act = crm.preview_undo if options.dry_run else crm.undo_import
    with company_scope(company.pk), translation.override(company.language):
        try:
            undone = act(actor=Actor.system(company), batch_id=options.batch)
        except Refusal as error:
            raise Failed(f"import {options.batch}: {error.message} {error.remedy}".strip()) from error
    if options.json:
        print(json.dumps(asdict(undone), ensure_ascii=False))
    else:
        print(f"removed: {undone.removed}\nput back: {undone.restored}\nkept: {len(undone.kept)}")
        for one in undone.kept:
            print(f"{one.kind} {one.subject_id} '{one.name}': {one.reason} {one.detail}".rstrip())
    return 0


def _answers(mapping: dict[str, Any]) -> dict[str, dict[str, str]]:
    from wasl.core import imports

    answers = {field: dict(values) for field, values in mapping.get("values", {}).items()}
    for field, order in mapping.get("date_order", {}).items():
        answers.setdefault(field, {})[imports.ANY_VALUE] = order
    return answers


def _add(answer: dict[str, Any], found: dict[str, Any]) -> None:
    for key in ("read", "created", "updated", "unchanged", "rejected"):
        answer[key] += found[key]
    kept = ("column", "value", "proposal", "rows")
    answer["questions"] += [{key: question[key] for key in kept} for question in found["questions"]]


def _mapping(path: str | None) -> dict[str, Any]:
    if not path:
        return {}
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Failed(f"the mapping {path} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise Failed(f"the mapping {path} is no JSON object")
    return found


def make_demo(options: argparse.Namespace) -> int:
    """Make a believable company with two years of history, where it is not there yet."""
    start()
    bring_up_to_date()
    from wasl.cli import demo

    made = demo.make(scale=options.scale, language=options.language, seed=options.seed, say=_progress)
    print(f"sign in as {made.email} with {made.password}", flush=True)
    return serve_pages(options.host, options.port) if options.serve else 0


def bench(options: argparse.Namespace) -> int:
    """Measure, and print the figures as JSON."""
    start()
    from wasl.cli import bench as measures

    print(json.dumps(measures.run(quick=options.quick), indent=1))
    return 0


def _tell(answer: dict[str, Any]) -> None:
    for name in ("read", "created", "updated", "unchanged"):
        print(f"{name}: {answer[name]}")
    for one in answer["rejected"]:
        print(f"row {one['row']}, {one['column']}: {one['error']}")
    for one in answer["questions"]:
        print(f"? {one['column']} '{one['value']}' -> '{one['proposal']}' ({one['rows']} rows)")


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)
