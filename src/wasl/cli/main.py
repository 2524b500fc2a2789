"""The `wasl` command. Exit codes: 0 done, 1 it failed, 2 used wrongly."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from wasl.cli import commands


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the `wasl` command and return its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.config.settings")
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except commands.Failed as error:
        print(f"wasl: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasl", description="One system for a service company, on one ledger.")
    of = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _server_commands(of)
    _company_commands(of)
    _data_commands(of)
    scenario = of.add_parser("scenario", help="play accounting scenarios")
    run = scenario.add_subparsers(dest="act", required=True).add_parser("run", help="play files and compare")
    run.add_argument("files", nargs="+", metavar="FILE")
    run.set_defaults(run=commands.run_scenarios)
    return parser


def _server_commands(of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = of.add_parser("serve", help="serve the pages, with one worker inside")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=commands.serve)
    of.add_parser("worker", help="run jobs and schedules").set_defaults(run=commands.work)
    of.add_parser("migrate", help="bring the database up to date").set_defaults(run=commands.migrate)


def _company_commands(of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    company = of.add_parser("company", help="companies").add_subparsers(dest="act", required=True)
    create = company.add_parser("create", help="create a company and print its slug")
    create.add_argument("name")
    create.add_argument("--country", required=True)
    create.add_argument("--currency", required=True)
    create.add_argument("--language", choices=("ar", "en"), default="ar")
    create.set_defaults(run=commands.create_company)
    user = of.add_parser("user", help="people who sign in").add_subparsers(dest="act", required=True)
    add = user.add_parser("create", help="create a user, as owner of a company where one is named")
    add.add_argument("email")
    add.add_argument("--name", default="")
    add.add_argument("--password", help="asked for, or read from WASL_PASSWORD, where left out")
    add.add_argument("--company", help="the slug of the company that they own")
    add.set_defaults(run=commands.create_user)
    forget = user.add_parser("forget-second-factor", help="for somebody who lost phone and recovery codes")
    forget.add_argument("email")
    forget.set_defaults(run=commands.forget_second_factor)


def _data_commands(of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = of.add_parser("check", help="prove the books and the invariants")
    check.add_argument("--company")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=commands.check)
    keep = of.add_parser("backup", help="save everything into one archive, while Wasl is in use")
    keep.add_argument("--out", metavar="PATH")
    keep.set_defaults(run=commands.backup)
    bring = of.add_parser("restore", help="bring an archive back into an empty database")
    bring.add_argument("archive")
    bring.add_argument("--verify", action="store_true", help="prove every row and every book afterwards")
    bring.set_defaults(run=commands.restore)
    save = of.add_parser("export", help="write everything of a company: tables, or its books in plain text")
    save.add_argument("format", choices=("csv", "xlsx", "beancount", "hledger"))
    save.add_argument("--company")
    save.add_argument("--out", metavar="PATH", help="the last two go to standard output without it")
    save.set_defaults(run=commands.export)
    load = of.add_parser("import", help="import files")
    load.add_argument("kind", choices=("accounts", "contacts", "products", "team", "leads", "opportunities"))
    load.add_argument("files", nargs="+", metavar="FILE")
    load.add_argument("--company")
    load.add_argument("--mapping", metavar="FILE", help="JSON: columns, date order, values")
    load.add_argument("--accept", action="store_true", help="take every proposal")
    load.add_argument("--dry-run", action="store_true", help="write nothing")
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=commands.import_files)
    undo = of.add_parser("import-undo", help="undo an import, but for what was changed or built on since")
    undo.add_argument("batch", type=int, metavar="BATCH", help="the number that the import printed")
    undo.add_argument("--company")
    undo.add_argument("--dry-run", action="store_true", help="write nothing")
    undo.add_argument("--json", action="store_true")
    undo.set_defaults(run=commands.undo_import)
    demo = of.add_parser("demo", help="make a believable company with two years of history")
    demo.add_argument("--scale", type=float, default=1)
    demo.add_argument("--language", choices=("ar", "en"), default="ar")
    demo.add_argument("--seed", type=int, default=7)
    demo.add_argument("--serve", action="store_true", help="serve it afterwards")
    demo.add_argument("--port", type=int, default=8000)
    demo.set_defaults(run=commands.make_demo, host="127.0.0.1")
    bench = of.add_parser("bench", help="measure, and print the figures as JSON")
    bench.add_argument("--quick", action="store_true", help="a tenth of the data")
    bench.set_defaults(run=commands.bench)


if __name__ == "__main__":
    sys.exit(main())
