"""Copies of everything: made while Wasl is in use, the same for both databases, proven before they are trusted."""

from wasl.cli.backup.archive import Damaged, Manifest, read_manifest
from wasl.cli.backup.restore import NotEmpty, restore
from wasl.cli.backup.save import save
from wasl.cli.backup.verify import differences

__all__ = ["Damaged", "Manifest", "NotEmpty", "differences", "read_manifest", "restore", "save"]
