"""Where the built front-end files are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

DIST = Path(__file__).parent / "static" / "dist"


class AssetsNotBuilt(RuntimeError):
    """The front-end has not been built; `python hatch_build.py` builds it."""


def asset_url(name: str) -> str:
    """Return the address of a built file by its plain name, such as `app.css`.

    :raises AssetsNotBuilt: there is no build, or the build has no such file.
    """
    manifest = read_manifest() if settings.DEBUG else built()
    if name not in manifest:
        raise AssetsNotBuilt(f"{name} is not in the front-end build: run `python hatch_build.py`")
    return _address(manifest[name])


@cache
def _address(file: str) -> str:
    return static(f"dist/{file}")


def read_manifest() -> dict[str, str]:
    """Return plain names to hashed names, as the last build wrote them.

    :raises AssetsNotBuilt: there is no build.
    """
    try:
        found: dict[str, str] = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AssetsNotBuilt("run `python hatch_build.py` to build the front-end") from error
    return found


@cache
def built() -> dict[str, str]:
    """Return the manifest, read once for the life of the process."""
    return read_manifest()
