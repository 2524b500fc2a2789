"""Compare Arabic and Latin text as a person does: spelling habits, marks and case do not count."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

SIMILAR_ENOUGH = 0.85  # from here on a name is worth proposing

_LETTERS = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None}
    | {c: str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
)
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_HIDDEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def fold(text: str) -> str:
    """Return `text` for searching and matching: letters without hamza, marks, tatweel, accents or case.

    أإآٱ become ا, ى ي, ة ه, ؤ و, ئ ي; digits are western; blanks are single. Folding twice changes nothing.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = _HIDDEN.sub("", _MARKS.sub("", plain)).translate(_LETTERS)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def similar_name(a: str, b: str) -> float:
    """Return how alike two names are, 0 to 1, the same from both sides.

    1 where they differ only in blanks, punctuation and spelling habits.
    `SIMILAR_ENOUGH` is the measure from which one is proposed for the other, never taken.
    """
    first, second = sorted(re.sub(r"[\W_]+", "", fold(name)) for name in (a, b))
    if not first or not second:
        return 0.0
    return 1.0 if first == second else SequenceMatcher(None, first, second, autojunk=False).ratio()
