"""The command palette and the search page: what a text finds among records, pages and acts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from wasl.core import room, search
from wasl.core.parsing import fold, other_layout, skeletons
from wasl.core.room import Found
from wasl.web import navigation

TEXT_MIN = 2
_WORD = re.compile(r"[^\W\d_]+")
OF_A_KIND = 5  # how many records of a kind the palette shows
ACTS_MAX = 4  # acts and pages beside records


@dataclass(frozen=True)
class Line:
    """A line to choose: a link, or with `fields` a form that posts them to `url`, or with `opens` a dialog's id."""

    title: SafeString | str
    url: str
    icon: str
    subtitle: SafeString | str = ""
    key: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    opens: str = ""


@dataclass(frozen=True)
class Group:
    """Lines of a kind under a heading."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Answer:
    """What was found, and the text that found it: the other keyboard layout's where the text itself finds nothing."""

    text: str
    groups: list[Group]
    is_other_layout: bool = False


def records(actor: Any, text: str, of_a_kind: int) -> Answer:
    """Return the records that a text finds, so many of a kind."""
    for said in (text, other_layout(text)):
        if len(said) >= TEXT_MIN and (found := _found(actor, said)):
            return Answer(said, _by_kind(found, said, of_a_kind), said != text)
    return Answer(text, [])


def palette(request: HttpRequest, asked: str) -> Answer:
    """Return what the palette shows for a text: acts and pages whose names have its words, then records."""
    actor = request.actor  # type: ignore[attr-defined]
    found = records(actor, asked, OF_A_KIND)
    texts = {fold(text) for text in (asked, other_layout(asked), found.text) if text.strip()} or {""}
    limit = ACTS_MAX if asked.strip() else None
    acts = _named(_acts(request), texts)[:limit]
    pages = _named(_pages(actor) + (_ready(actor) if asked.strip() else []), texts)[:limit]
    groups = [
        Group(title, [line for line, _name in lines])
        for title, lines in ((_("Commands"), acts), (_("Go to"), pages))
        if lines
    ]
    return Answer(found.text, groups + found.groups, found.is_other_layout)


def _found(actor: Any, text: str) -> list[Found]:
    with search.remembering():
        return [each for source in room.gather("search") for each in room.resolve(source)(actor, text)]


def _by_kind(found: list[Found], text: str, of_a_kind: int) -> list[Group]:
    words = fold(text).split()
    return [
        Group(
            kind,
            [
                Line(marked(each.title, words), each.url, each.icon or "file-text", marked(each.subtitle, words))
                for each in list(rows)[:of_a_kind]
            ],
        )
        for kind, rows in groupby(found, key=lambda each: each.kind)
    ]


def _acts(request: HttpRequest) -> list[tuple[Line, Any]]:
    actor = request.actor  # type: ignore[attr-defined]
    dark = request.COOKIES.get("theme") == "dark"
    other, name = ("en", "English") if get_language() == "ar" else ("ar", "العربية")
    theme = ("light", _("Light colours"), "sun") if dark else ("dark", _("Dark colours"), "moon")
    return [
        *(
            (Line(_("New %(what)s") % {"what": str(entry.label).lower()}, entry.url, entry.icon), entry.label)
            for entry in navigation.creations(actor)
        ),
        (Line(name, reverse("web:language"), "language", fields={"language": other}), f"{name} language اللغة"),
        (Line(theme[1], reverse("web:theme"), theme[2], fields={"theme": theme[0]}), theme[1]),
        (Line(_("Keyboard shortcuts"), "", "keyboard", key="?", opens="keys"), _("Keyboard shortcuts")),
    ]


def _pages(actor: Any) -> list[tuple[Line, Any]]:
    return [
        (Line(str(item.label), item.url, item.icon, str(group.title)), item.label)
        for group in navigation.menu(actor, "")
        for item in group.items
    ]


def _ready(actor: Any) -> list[tuple[Line, Any]]:
    """Return the pages of parts that are not switched on, each leading to where they are, for who may do that."""
    if not actor.can("company.settings"):
        return []
    parts = reverse("access:company") + "#parts"
    said = _("in a part that is ready to switch on")
    return [
        (Line(str(entry.label), parts, entry.icon, said), entry.label)
        for entry in room.gather("menu")
        if entry.module not in actor.company.modules
    ]


def _named(lines: list[tuple[Line, Any]], texts: set[str]) -> list[tuple[Line, Any]]:
    """Return the lines whose name in any language has the words of any of the texts."""
    return [pair for pair in lines if any(_has_words(_names(*pair), text.split()) for text in texts)]


def _names(line: Line, name: Any) -> list[str]:
    said = [str(line.title)]
    for code, _language in settings.LANGUAGES:
        with override(code):
            said.append(str(name))
    return fold(" ".join(said)).split()


def _has_words(names: list[str], words: list[str]) -> bool:
    begins = [*names, *(name.removeprefix("ال") for name in names)]
    return all(any(name.startswith(word) for name in begins) for word in words)


def marked(text: str, words: list[str]) -> SafeString:
    """Return a text with the parts that were looked for marked, and its numbers isolated from the text around."""
    spans = sorted(span for word in words for span in _spans(text, word))
    parts, at = [], 0
    for start, end in spans:
        if end <= at:
            continue
        start = max(start, at)
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    parts.append((text[at:], False))
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if is_found else part,) for part, is_found in parts if part)
    )


def _spans(text: str, word: str) -> list[tuple[int, int]]:
    """Return where a folded word stands in a text, else where words that sound the same do."""
    folded, places = "", []
    for place, char in enumerate(text):
        plain = " " if char.isspace() else fold(char)
        folded += plain
        places += [place] * len(plain)
    found, start = [], folded.find(word)
    while start >= 0:
        end = places[start + len(word) - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        found.append((places[start], end))
        start = folded.find(word, start + len(word))
    if found:
        return found
    sounds = set(skeletons(word))
    return [part.span() for part in _WORD.finditer(text) if sounds & set(skeletons(part[0]))]
