"""Small drawn marks: isolated numbers, states, and the letters that stand for people and organisations."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wasl.core import formats

TONES = ("", "ok", "warn", "bad", "info")
COLOURS = 5
# What says the kind of a body, not which one: skipped when a name is cut to its letter.
KINDS = frozenset({"شركة", "مؤسسة", "مستشفى", "مصنع", "عيادات", "مكتب", "مجموعة"})


def n(value: Any) -> SafeString:
    """Isolate a number, code, e-mail address or ISO date, so that it reads left to right in any text."""
    shown = formats.digits(str(value)) if isinstance(value, int) else value
    return format_html('<bdi class="n">{}</bdi>', shown)


def pill(text: Any, tone: str = "") -> SafeString:
    """Write the state of a document as a pill; the tone is one of ok, warn, bad, info or none.

    :raises TemplateSyntaxError: there is no such tone.
    """
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"{tone!r} is no tone: {', '.join(TONES)}")
    return format_html('<span class="w-pill {}"><span>{}</span></span>', tone, text)


def avatar(name: str, square: bool = False, size: str = "") -> SafeString:
    """Draw the letters of a person (round) or an organisation (`square=True`) in a colour of its own."""
    classes = ["w-av", f"a{crc32(name.encode()) % COLOURS + 1}", "sq" if square else "", size]
    letters = letter_of(name) if square else initials_of(name)
    return format_html('<span class="{}" aria-hidden="true">{}</span>', " ".join(filter(None, classes)), letters)


def letter_of(name: str) -> str:
    """Return the letter that stands for an organisation: of its name, not of `شركة` or the article."""
    words = [word for word in name.split() if word not in KINDS] or name.split()
    return bare(words[0])[:1].upper() if words else "?"


def initials_of(name: str) -> str:
    """Return the letters that stand for a person: of the first name and of the last."""
    words = name.split()
    if not words:
        return "?"
    return "".join(bare(word)[:1] for word in (words if len(words) == 1 else (words[0], words[-1]))).upper()


def bare(word: str) -> str:
    """Return a word without the Arabic article."""
    return word.removeprefix("ال") if len(word) > 3 else word
