"""Keep each room's Arabic catalogue in step with its texts.

`python scripts/messages.py` merges what the code and the templates say into
`src/wasl/ROOM/locale/ar/LC_MESSAGES/django.po`: translations stay, new texts come with an empty one,
texts that are gone go. `python scripts/messages.py --check` lists what is not translated, or in two ways, and exits 1.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "src" / "wasl"
LOCALE = "ar"
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg"}
PLURAL_FORMS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
)
# Forms 0, 1 and 2 say none, one and two in words; the others need the number.
FORMS_WITH_NUMBER = (3, 4, 5)
HEADER = f"""\
msgid ""
msgstr ""
"Language: {LOCALE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {PLURAL_FORMS}\\n"
"""
_SINGLE, _PLURAL = None, (1, 2)
_CONTEXT, _CONTEXT_PLURAL = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": _SINGLE,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), _SINGLE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), _PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), _CONTEXT_PLURAL),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def main(arguments: list[str]) -> int:
    """Merge, or with `--check` list what is wrong; return the exit code."""
    if arguments == ["--check"]:
        found = [*problems(SOURCE), *conflicts(SOURCE)]
        print("\n".join(found) or "All texts are translated.")
        return 1 if found else 0
    if arguments:
        print(__doc__)
        return 2
    for room in rooms(SOURCE):
        merge(room)
    return 0


def rooms(source: Path) -> list[Path]:
    """Return the folders of the rooms in `source`, in order: the apps, whose catalogues Django loads."""
    return sorted(path.parent for path in source.glob("*/apps.py"))


def merge(room: Path) -> None:
    """Write a room's catalogue anew from its texts and the translations it has."""
    texts, kept, target = texts_of(room), read(room), catalogue_path(room)
    if not len(texts):
        target.unlink(missing_ok=True)
        return
    for message in texts:
        known = kept.get(message.id, message.context) if message.id else None
        if known and known.string and known.pluralizable == message.pluralizable:
            message.string = known.string
            message.user_comments = known.user_comments
            if known.fuzzy:
                message.flags.add("fuzzy")
    written = BytesIO()
    write_po(written, texts, width=110, omit_header=True, no_location=True, sort_output=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"{HEADER}\n{written.getvalue().decode().strip()}\n", encoding="utf-8")


def problems(source: Path) -> list[str]:
    """Return a line for each text without a complete Arabic translation, in the order of rooms."""
    return [f"{room.name}: {problem}" for room in rooms(source) for problem in problems_of(room)]


def conflicts(source: Path) -> list[str]:
    """Return a line for each text that rooms translate differently: Django merges their catalogues into one."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for room in rooms(source):
        for message in read(room):
            if message.id:
                said[_shown(message)][" / ".join(_listed(message.string))].append(room.name)
    return [
        f"{text}: " + ", ".join(f"{arabic} ({' '.join(names)})" for arabic, names in translations.items())
        for text, translations in sorted(said.items())
        if len(translations) > 1
    ]


def problems_of(room: Path) -> Iterator[str]:
    """Yield what is missing, fuzzy, empty or has other placeholders in a room's catalogue."""
    kept = read(room)
    for message in sorted(texts_of(room), key=lambda message: str(message.id)):
        if not message.id:
            continue
        known = kept.get(message.id, message.context)
        if known is None:
            yield f"missing: {_shown(message)}"
        elif known.fuzzy:
            yield f"fuzzy: {_shown(message)}"
        elif not _is_filled(message, known):
            yield f"untranslated: {_shown(message)}"
        elif not _has_the_same_placeholders(message, known):
            yield f"other placeholders: {_shown(message)}"


def read(room: Path) -> Catalog:
    """Return a room's Arabic catalogue, empty where there is none yet."""
    path = catalogue_path(room)
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, charset="utf-8", abort_invalid=True)


def catalogue_path(room: Path) -> Path:
    """Return where a room keeps its Arabic catalogue."""
    return room / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def texts_of(room: Path) -> Catalog:
    """Return the texts that a room's code and templates ask to translate."""
    texts = Catalog(locale=LOCALE)
    for code in _sources(room):
        for _, ids, comments, context in extract(
            "python", BytesIO(code.encode()), keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            texts.add(ids, context=context, auto_comments=comments)
    return texts


def _sources(room: Path) -> Iterator[str]:
    """Yield the room's Python, and its templates turned into Python."""
    for path in sorted(room.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.read_text(encoding="utf-8")
    for path in sorted((room / "templates").rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES:
            yield templatize(path.read_text(encoding="utf-8"), origin=str(path))


def _is_filled(message: Message, known: Message) -> bool:
    forms = _listed(known.string)
    return len(forms) == (6 if message.pluralizable else 1) and all(forms)


def _has_the_same_placeholders(message: Message, known: Message) -> bool:
    """Compare placeholders; the small plural forms may leave some out, and no form may have others."""
    ids = [_placeholders(text) for text in _listed(message.id)]
    forms = [_placeholders(text) for text in _listed(known.string)]
    if not message.pluralizable:
        return forms == ids
    single, plural = ids
    return all(forms[number] == plural for number in FORMS_WITH_NUMBER) and all(
        form <= single | plural for form in forms
    )


def _listed(text: str | Sequence[str] | None) -> list[str]:
    """Return a message's one text or its forms as a list."""
    return [text] if isinstance(text, str) else list(text or ())


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text.replace("%%", "")))


def _shown(message: Message) -> str:
    text = _listed(message.id)[0]
    return repr(f"{message.context}|{text}" if message.context else text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
