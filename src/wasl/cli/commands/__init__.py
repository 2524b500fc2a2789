"""What each `wasl` command does."""

from wasl.cli.commands.backups import backup, restore
from wasl.cli.commands.company import create_company, create_user, forget_second_factor
from wasl.cli.commands.data import bench, check, import_files, make_demo, undo_import
from wasl.cli.commands.exports import export
from wasl.cli.commands.scenario import run_scenarios
from wasl.cli.commands.server import migrate, serve, work
from wasl.cli.commands.start import Failed

__all__ = [
    "Failed",
    "backup",
    "bench",
    "check",
    "create_company",
    "create_user",
    "export",
    "forget_second_factor",
    "import_files",
    "make_demo",
    "migrate",
    "restore",
    "run_scenarios",
    "serve",
    "undo_import",
    "work",
]
