"""Find records by what people remember of them: parts of words in either script, in an index that the database keeps.

A model with a `search_text` column is searched. The column holds the folded words, NAME before each part, then the
consonants of its words (`core.parsing.skeletons`), each after SOUND. Blanks stand around all of it, so that a word
begins with a blank or NAME and two letters, which is what the indexes of three letters can look up. Both marks are
letters that nobody writes any more: PostgreSQL indexes letters only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from wasl.core.money import AMOUNT_MAX, NO_DECIMALS, THREE_DECIMALS, exponent_of
from wasl.core.parsing import ParseError, fold, parse_amount_input, skeletons
from wasl.core.search_index import index_name

TEXT_MAX = 500
NAME, SOUND = "ƿȝ"
LETTERS_MIN = 2
INDEXED_MIN = 3  # letters that an index entry has
WORDS_MAX = 8
CANDIDATES = 48
COMMON_ROWS = 200
NEWEST_ROWS = 2_000  # which PostgreSQL looks through first, without an index
ARTICLES = ("al", "el", "ال")
_CODE = re.compile(r"[@\d]")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_PHONE = re.compile(r"[\d\s+()./-]{7,}")
PHONE_DIGITS = 9  # at the end: what is left without country code and trunk zero

_known: ContextVar[dict[str, Any] | None] = ContextVar("known", default=None)

Rows = TypeVar("Rows", bound="QuerySet[Any]")


@contextmanager
def remembering() -> Iterator[None]:
    """Let a block ask for the same thing once: one search asks many rooms, and these ask for the same customers."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once(key: str, ask: Callable[[], Any]) -> Any:
    """Return what `ask` returns; in a block that remembers, what it returned before under the same key."""
    known = _known.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    return known[key]


@lru_cache(maxsize=16_384)
def _sounds(word: str) -> tuple[str, ...]:
    return tuple(skeletons(word))


@lru_cache(maxsize=4_096)
def text_of(*parts: str) -> str:
    """Return what a record is searched by: names, titles, e-mails, numbers; the consonants of those without digits."""
    names = [part for part in parts if part and not _CODE.search(part)]
    codes = [part for part in parts if part and _CODE.search(part)]
    said = [f"{NAME}{folded}" for part in names if (folded := fold(part))]
    words = dict.fromkeys(word for part in parts for word in part.split() if not _CODE.search(word))
    spelled = dict.fromkeys(f"{SOUND}{skeleton}" for word in words for skeleton in _sounds(word))
    return f" {' '.join([*said, *spelled, *(f'{NAME}{fold(code)}' for code in codes)])}"[: TEXT_MAX - 1] + " "


def of_amount(text: str, column: str) -> Q | None:
    """Return the condition that `column`, in minor units, is the amount that a text says; None where it says none."""
    try:
        amount = parse_amount_input(text)
    except ParseError:
        return None
    if not 0 < amount < AMOUNT_MAX:
        return None
    asked = Q(**{column: int(amount.scaleb(2))}) & ~Q(currency__in=NO_DECIMALS | THREE_DECIMALS)
    for places, codes in ((0, NO_DECIMALS), (3, THREE_DECIMALS)):
        asked |= Q(**{column: int(amount.scaleb(places)), "currency__in": codes})
    return asked


def of_base_amount(text: str, column: str, currency: str) -> Q | None:
    """Return the condition that `column`, in minor units of one currency, is the amount that a text says, or None."""
    try:
        amount = parse_amount_input(text)
    except ParseError:
        return None
    return Q(**{column: int(amount.scaleb(exponent_of(currency)))}) if 0 < amount < AMOUNT_MAX else None


def close_names(names: Iterable[tuple[int, Sequence[str]]], text: str) -> list[int]:
    """Return the keys of the named things that match a text, of few enough to be looked at one by one."""
    words = wanted(text)
    if all(len(each.word) < LETTERS_MIN for each in words):
        return []
    found = [(key, said) for key, parts in names if _has(said := text_of(*parts), words)]
    folded, plain = fold(text), [each.word for each in words]
    return [key for key, said in sorted(found, key=lambda pair: _rank(pair[1], folded, plain))]


def _has(search_text: str, words: list[Wanted]) -> bool:
    return all(any(all(part in search_text for part in way) for way in each.ways) for each in words)


def _words(part: str) -> str:
    return " ".join(word for word in part.split() if not _CODE.search(word))


@dataclass(frozen=True)
class Wanted:
    """One word that is looked for: any of the `ways` will do, and each way is parts that must all be there."""

    word: str
    ways: tuple[tuple[str, ...], ...]


def wanted(text: str) -> list[Wanted]:
    """Return the words of a text and how each may stand in a search text; articles count only alone."""
    folded = fold(_CONTROL.sub(" ", text))
    digits = re.sub(r"\D", "", folded)
    if _PHONE.fullmatch(folded) and len(digits) >= PHONE_DIGITS - INDEXED_MIN + 1:
        words = [digits.lstrip("0")[-PHONE_DIGITS:]]
    else:
        words = folded.split()[:WORDS_MAX]
        words = [word for word in words if word not in ARTICLES] or words
    return [Wanted(word, _ways(word)) for word in words]


def _ways(word: str) -> tuple[tuple[str, ...], ...]:
    if len(word) < LETTERS_MIN:
        return ((word,),)
    if len(word) < INDEXED_MIN:
        return (f" {word}",), (f"{NAME}{word}",)
    spelled = tuple(_spelled(skeleton) for skeleton in skeletons(_words(word)))
    return ((word,), spelled) if spelled else ((word,),)


def _spelled(skeleton: str) -> str:
    return f"{SOUND}{skeleton}" if len(skeleton) >= INDEXED_MIN else f"{SOUND}{skeleton} "


def matching(rows: Rows, text: str) -> Rows:
    """Return the rows whose search text has every word of `text`, in either script; all where it has no word."""
    return _with(rows, wanted(text))


def _with(rows: Rows, words: Sequence[Wanted], newest: int | None = None) -> Rows:
    indexed = [each for each in words if len(each.word) >= LETTERS_MIN]
    if indexed:
        rows = rows.filter(pk__in=RawSQL(*_in_index(rows, indexed, newest)))
        words = [each for each in words if len(each.word) < LETTERS_MIN]
    for each in words:
        rows = rows.filter(reduce(or_, (Q(*(("search_text__contains", part) for part in way)) for way in each.ways)))
    return rows


def _in_index(rows: QuerySet[Any], words: Sequence[Wanted], newest: int | None = None) -> tuple[str, list[Any]]:
    """Return the statement, with its values, of the keys that the database's index has for the words."""
    table = rows.model._meta.db_table
    if connection.vendor == "postgresql":
        parts = [[[_pattern(part) for part in way] for way in each.ways] for each in words]
        return "SELECT id FROM wasl_found(%s, %s, %s) AS id", [table, json.dumps(parts), newest]
    index = index_name(table)
    asked = " AND ".join(f"({' OR '.join(_quoted(way) for way in each.ways)})" for each in words)
    return f"SELECT rowid FROM {index} WHERE {index} MATCH %s", [asked]


def _pattern(part: str) -> str:
    return "%" + re.sub(r"([%_\\])", r"\\\1", part) + "%"


def _quoted(way: tuple[str, ...]) -> str:
    return f"({' AND '.join(chr(34) + part.replace(chr(34), chr(34) * 2) + chr(34) for part in way)})"


def best(rows: Rows, text: str, limit: int) -> list[Any]:
    """Return the rows that match a text best: a name that is or begins with it, words that do, then the newest."""
    words = wanted(text)
    if all(len(each.word) < LETTERS_MIN for each in words):
        return []
    folded = fold(_CONTROL.sub(" ", text))
    found = _newest(rows, [Wanted(folded, ((f"{NAME}{folded}",),))], limit) if len(words) == 1 else []
    if len(found) < limit:
        there = {row.pk for row in found}
        found += [row for row in _newest(rows, words, max(CANDIDATES, limit)) if row.pk not in there]
    said = [each.word for each in words]
    found.sort(key=lambda row: (_rank(row.search_text, folded, said), -row.pk))
    return found[:limit]


def _newest(rows: QuerySet[Any], words: list[Wanted], limit: int) -> list[Any]:
    """Return the newest rows that have the words; of a word that is everywhere only the newest are read."""
    rows = rows.order_by("-pk")
    indexed = [each for each in words if len(each.word) >= LETTERS_MIN]
    if connection.vendor == "postgresql":
        found = list(_with(rows, words, NEWEST_ROWS)[:limit])
        if len(found) == limit:
            return found
    elif indexed:
        statement, values = _in_index(rows, indexed)
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} ORDER BY rowid DESC LIMIT {COMMON_ROWS}", values)
            keys = [key for (key,) in cursor.fetchall()]
        loose = [each for each in words if len(each.word) < LETTERS_MIN]
        found = list(_with(rows.filter(pk__in=keys), loose)[:limit]) if keys else []
        if len(found) == limit or len(keys) < COMMON_ROWS:
            return found
    return list(_with(rows, words)[:limit])


def _rank(search_text: str, folded: str, words: list[str]) -> int:
    if f"{NAME}{folded} {NAME}" in search_text or f"{NAME}{folded} {SOUND}" in search_text:
        return 0
    if f"{NAME}{folded}" in search_text:
        return 1
    if all(f" {word}" in search_text or f"{NAME}{word}" in search_text for word in words):
        return 2
    return 3 if all(word in search_text for word in words) else 4
