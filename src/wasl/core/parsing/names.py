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
# What a letter sounds like, in either script; a letter that is not here is a vowel, or silent.
_SOUNDS = {
    letter: sound
    for letters, sound in (
        ("بپbp", "b"),
        ("تطثt", "t"),
        ("جغگgj", "g"),
        ("حهh", "h"),
        ("خقكckq", "k"),
        ("دذزضظdz", "d"),
        ("رr", "r"),
        ("سشصs", "s"),
        ("فڤfv", "f"),
        ("لl", "l"),
        ("مm", "m"),
        ("نn", "n"),
        ("x", "ks"),
    )
    for letter in letters
}
_WORD = re.compile(r"[^\W\d_]+")
_SERVANT = re.compile(r"(?:عبد(?:ال)?|abd(?:[aeiou]l)?)(?=$|\w{2})")
_ARTICLE = re.compile(r"(?:ال(?=\w{3})|al(?=[^\Waeiou]\w{3}))")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiouاع")


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


def skeletons(text: str) -> list[str]:
    """Return the consonants of each word of `text`, the same for a name in Arabic and in Latin letters.

    محمد, Mohammed and Muhammad are mhmd; نخيل, النخيل and Al-Nakheel are nkl. Sounds that are written in several ways
    share a letter (ج غ j g; ذ ز ض ظ d z), a vowel counts at the beginning only, and so do و and ي. عبد is a word of its
    own in whatever it is joined to. Words that leave one consonant or none, articles, and words with other letters or
    digits give nothing.
    """
    found = [_skeleton(part) for word in _WORD.findall(fold(text)) for part in _parts(word)]
    return [skeleton for skeleton in found if len(skeleton) > 1]


def _parts(word: str) -> list[str]:
    if servant := _SERVANT.match(word):
        rest = word[servant.end() :]
        return ["abd", *([_TWICE.sub(r"\1", rest)] if rest else [])]
    if word in ("al", "el", "ال", "الله", "allah"):
        return []
    return [_TWICE.sub(r"\1", _ARTICLE.sub("", word, count=1) if _ARTICLE.match(word) else word)]


def _skeleton(word: str) -> str:
    said = word.replace("ph", "f").replace("ch", "sh")
    first = "a" if said[0] in _VOWELS else {"و": "w", "ي": "y", "w": "w", "y": "y"}.get(said[0], "")
    consonants = first + "".join(_SOUNDS.get(letter, "") for letter in said)
    plain = re.sub("([dgkst])h+", r"\1", consonants)
    return plain.removesuffix("h")
