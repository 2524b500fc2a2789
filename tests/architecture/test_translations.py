"""Every room speaks Arabic: its catalogue has each of its texts, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import messages
from tests.architecture.source import SRC, plant

SIX_FORMS = ("لا صفقات", "صفقة", "صفقتان", "%(n)s صفقات", "%(n)s صفقة", "%(n)s صفقة")
DEALS = 'ngettext("%(n)s deal", "%(n)s deals", n)'


def catalogue(source: Path, *entries: str) -> None:
    plant(source, "crm/locale/ar/LC_MESSAGES/django.po", messages.HEADER + "\n" + "\n\n".join(entries) + "\n")


def room(source: Path, code: str) -> None:
    plant(source, "crm/apps.py", "")
    plant(source, "crm/views.py", code)


def plural(forms: tuple[str, ...]) -> str:
    said = "\n".join(f'msgstr[{number}] "{form}"' for number, form in enumerate(forms))
    return f'msgid "%(n)s deal"\nmsgid_plural "%(n)s deals"\n{said}'


def test_something_is_looked_at() -> None:
    assert len(messages.rooms(SRC)) > 10
    assert any(len(messages.texts_of(room)) for room in messages.rooms(SRC))


@pytest.mark.parametrize("room", messages.rooms(SRC), ids=lambda room: room.name)
def test_the_arabic_catalogue_of_a_room_is_complete(room: Path) -> None:
    assert not (found := list(messages.problems_of(room))), "\n".join(found)


def test_a_word_has_one_translation_in_all_rooms() -> None:
    assert not (found := messages.conflicts(SRC)), "\n".join(found)


def test_a_second_translation_is_caught_unless_a_context_tells_them_apart(tmp_path: Path) -> None:
    for name, entries in (
        ("access", ('msgctxt "role"\nmsgid "Owner"\nmsgstr "مالك"', 'msgid "Open"\nmsgstr "فتح"')),
        ("crm", ('msgid "Owner"\nmsgstr "المسؤول"', 'msgid "Open"\nmsgstr "مفتوحة"')),
    ):
        plant(tmp_path, f"{name}/apps.py", "")
        path = f"{name}/locale/ar/LC_MESSAGES/django.po"
        plant(tmp_path, path, messages.HEADER + "\n" + "\n\n".join(entries) + "\n")

    assert messages.conflicts(tmp_path) == ["'Open': فتح (access), مفتوحة (crm)"]


@pytest.mark.parametrize(
    ("code", "entry", "problem"),
    [
        ('_("Deal")', "", "crm: missing: 'Deal'"),
        ('_("Deal")', 'msgid "Deal"\nmsgstr ""', "crm: untranslated: 'Deal'"),
        ('_("Deal")', '#, fuzzy\nmsgid "Deal"\nmsgstr "صفقة"', "crm: fuzzy: 'Deal'"),
        ('pgettext("month", "May")', 'msgid "May"\nmsgstr "مايو"', "crm: missing: 'month|May'"),
        (
            '_("Hello %(name)s")',
            'msgid "Hello %(name)s"\nmsgstr "أهلًا"',
            "crm: other placeholders: 'Hello %(name)s'",
        ),
        (
            '_("Hello {name}")',
            'msgid "Hello {name}"\nmsgstr "أهلًا {nam}"',
            "crm: other placeholders: 'Hello {name}'",
        ),
        (DEALS, plural((*SIX_FORMS[:5], "")), "crm: untranslated: '%(n)s deal'"),
        (DEALS, plural((*SIX_FORMS[:5], "صفقة")), "crm: other placeholders: '%(n)s deal'"),
        (DEALS, plural(("%(m)s", *SIX_FORMS[1:])), "crm: other placeholders: '%(n)s deal'"),
    ],
)
def test_a_hole_in_a_catalogue_is_caught(tmp_path: Path, code: str, entry: str, problem: str) -> None:
    room(tmp_path, code)
    catalogue(tmp_path, entry)

    assert messages.problems(tmp_path) == [problem]


def test_a_text_in_a_template_counts(tmp_path: Path) -> None:
    room(tmp_path, "")
    plant(tmp_path, "crm/templates/crm/deal.html", '{% load i18n %}{% translate "Won" %}')

    assert messages.problems(tmp_path) == ["crm: missing: 'Won'"]


def test_merging_keeps_translations_adds_new_texts_and_drops_old_ones(tmp_path: Path) -> None:
    room(tmp_path, f'_("Deal"); _("Lead"); {DEALS}')
    catalogue(tmp_path, 'msgid "Deal"\nmsgstr "صفقة"', 'msgid "Gone"\nmsgstr "ذهب"', plural(SIX_FORMS))

    messages.merge(tmp_path / "crm")
    once = messages.catalogue_path(tmp_path / "crm").read_text()
    messages.merge(tmp_path / "crm")

    assert messages.problems(tmp_path) == ["crm: untranslated: 'Lead'"]
    assert "Gone" not in once
    assert str(tmp_path) not in once
    assert once.startswith(messages.HEADER)
    assert messages.catalogue_path(tmp_path / "crm").read_text() == once


def test_a_text_that_becomes_plural_is_translated_anew(tmp_path: Path) -> None:
    room(tmp_path, DEALS)
    catalogue(tmp_path, 'msgid "%(n)s deal"\nmsgstr "%(n)s صفقة"')

    messages.merge(tmp_path / "crm")

    assert messages.problems(tmp_path) == ["crm: untranslated: '%(n)s deal'"]
    assert "صفقة" not in messages.catalogue_path(tmp_path / "crm").read_text()
