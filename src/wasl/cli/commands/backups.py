"""`wasl backup` and `wasl restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wasl.cli.commands.start import Failed, bring_up_to_date, start


def backup(options: argparse.Namespace) -> int:
    """Save everything into an archive, while Wasl is in use."""
    start()
    bring_up_to_date()
    from wasl.cli.backup import save
    from wasl.core import clock

    out = Path(options.out or f"wasl-{clock.now():%Y%m%d-%H%M%S}.backup.zip")
    try:
        manifest = save(out)
    except OSError as error:
        raise Failed(f"{out}: {error.strerror or error} ({error.filename or out})") from error
    rows = sum(member.rows for member in manifest.tables.values())
    print(f"{out}: {rows} rows, {len(manifest.files)} files")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Restore an archive into an empty database; with `--verify` prove every row and every book afterwards."""
    start()
    from wasl.cli.backup import Damaged, NotEmpty, differences
    from wasl.cli.backup import restore as bring_back

    path = Path(options.archive)
    try:
        manifest = bring_back(path)
    except Damaged as error:
        raise Failed(f"{path}: nothing was restored: {error}") from error
    except NotEmpty:
        raise Failed(
            "nothing was restored: this database is not empty; name an empty one with WASL_HOME or DATABASE_URL"
        ) from None
    rows = sum(member.rows for member in manifest.tables.values())
    print(f"{path}: {rows} rows, {len(manifest.files)} files, as of {manifest.made_at}")
    if not options.verify:
        return 0
    found = [*differences(manifest), *_findings()]
    for one in found:
        print(one)
    print("verified" if not found else f"{len(found)} differences")
    return 1 if found else 0


def _findings() -> list[str]:
    from wasl.core.checks import prove
    from wasl.core.models import Company

    return [
        f"{company.slug}: {one.check}: {one.row}: {one.detail}"
        for company in Company.objects.order_by("slug")
        for one in prove(company.pk)
    ]
