"""The texts that letters start from, and how their places are filled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_PACK = Path(__file__).parent / "packs" / "templates.toml"
_PLACE = re.compile(r"\{(\w+)\}")


@cache
def shipped_templates() -> dict[tuple[str, str], tuple[str, str]]:
    """Return (subject, body) by kind of letter and language."""
    said = tomllib.loads(_PACK.read_text(encoding="utf-8"))
    return {
        (kind, language): (text["subject"], text["body"].strip() + "\n")
        for kind, languages in said.items()
        for language, text in languages.items()
    }


def fill(text: str, facts: dict[str, str]) -> str:
    """Fill the `{places}` of a text; a place that no fact fills stays as it is, for a person to see."""
    return _PLACE.sub(lambda match: facts.get(match[1], match[0]), text)
