"""How parties are found again, and what names are known."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from wasl.core.parsing import to_western_digits

_PACK = Path(__file__).parent / "packs" / "known.toml"


def same_phone(phone: str) -> str:
    """Return the digits that tell one phone from another: the last nine, without country code and trunk zero."""
    return "".join(c for c in to_western_digits(phone) if c.isdigit())[-9:]


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    """Return the sectors and countries that files may misspell."""
    said = tomllib.loads(_PACK.read_text(encoding="utf-8"))
    return {key: tuple(names) for key, names in said.items()}
