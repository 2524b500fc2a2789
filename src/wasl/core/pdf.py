"""Make PDFs from Typst templates. Words come as data and stay words: no template code is read from them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_ibm_plex_sans_arabic as plex
import typst

SHARED = Path(__file__).parent / "typst"
_MAIN = "main.typ"
LONG = 60_000  # characters of data: a paper of some 300 lines
_own = threading.local()


class PdfFailed(RuntimeError):
    """The template could not be set: it is at fault, or `data` or `files` lack what it asks for."""


def render_pdf(
    template: Path,
    data: Mapping[str, Any],
    *,
    pdf_standards: Sequence[str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the PDF of `template` with `data`, which holds ready-made strings in the reader's language.

    The template sees the shared parts (`wasl.typ`) and `files` by their names, and nothing else on the disk.
    A character that the font lacks (the riyal sign U+20C1 is one) leaves a gap without any warning.

    :raises PdfFailed: with the template's own message.
    """
    with tempfile.TemporaryDirectory(prefix="wasl-pdf-") as folder:
        root = Path(folder)
        sources = {path.name: path.read_bytes() for path in SHARED.glob("*.typ")}
        for name, content in {**sources, **(files or {}), _MAIN: template.read_bytes()}.items():
            if Path(name).name != name:
                raise PdfFailed(f"a file name, not a path, is needed: {name!r}")
            (root / name).write_bytes(content)
        text = json.dumps(data, ensure_ascii=False)
        make = _compile if len(text) <= LONG else _compile_apart
        return make(root, text, list(pdf_standards or []))


def _compile(root: Path, data: str, pdf_standards: list[Any]) -> bytes:
    try:
        pdf = _compiler().compile(input=root / _MAIN, root=root, sys_inputs={"data": data}, pdf_standards=pdf_standards)
    except typst.TypstError as error:
        raise PdfFailed(error.diagnostic or error.message) from error
    assert isinstance(pdf, bytes)
    return pdf


def _compile_apart(root: Path, data: str, pdf_standards: list[Any]) -> bytes:
    """Compile in a process of its own, which gives back all it took: Typst keeps what its last ten papers needed."""
    command = [sys.executable, "-m", "wasl.core.pdf", str(root), *pdf_standards]
    done = subprocess.run(command, input=data.encode(), capture_output=True, check=False)
    if done.returncode:
        raise PdfFailed(done.stderr.decode(errors="replace"))
    return done.stdout


def _compiler() -> typst.Compiler:
    """Return this thread's compiler: one cannot serve two threads at once."""
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    compiler: typst.Compiler = _own.compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    """Load the fonts once; system fonts are left out so that papers look the same everywhere."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(plex.__file__).parent / "files")],
    )


def main(root: str, *pdf_standards: str) -> int:
    """Write the PDF of a folder to standard output; its data comes by standard input."""
    try:
        pdf = _compile(Path(root), sys.stdin.buffer.read().decode(), list(pdf_standards))
    except PdfFailed as error:
        sys.stderr.write(str(error))
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
