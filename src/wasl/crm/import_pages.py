"""Finished values for the pages of imports: states, columns, questions, rows of a file, what an undo keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wasl.core import formats, room
from wasl.core.imports import LEFT_OUT, ImportResult, Peek, Question, importer_of
from wasl.core.panels import event_line, subject_url
from wasl.crm.models import ImportBatch
from wasl.crm.rules import imports as rules

REFUSED_MAX = 50
KEPT_MAX = 200
SHOWN_COLUMNS = 6
QUESTIONS_MAX = 200
SAMPLES = (
    ("created", gettext_lazy("Rows that are new")),
    ("updated", gettext_lazy("Rows that change what is there")),
    ("unchanged", gettext_lazy("Rows that change nothing")),
)
STATES = {
    rules.DRAFT: (gettext_lazy("Not imported yet"), "info"),
    rules.RUNNING: (gettext_lazy("Under way"), "info"),
    rules.DONE: (pgettext_lazy("an import", "Imported"), "ok"),
    rules.STOPPED: (pgettext_lazy("an import", "Stopped"), "bad"),
    rules.UNDOING: (gettext_lazy("Being undone"), "info"),
    rules.UNDONE: (pgettext_lazy("an import", "Undone"), ""),
    rules.PARTLY: (gettext_lazy("Undone in part"), "warn"),
}
BATCH_COLUMNS = [
    {"label": gettext_lazy("File"), "phone": "b", "link": True},
    {"label": gettext_lazy("What it holds"), "phone": "a"},
    {"label": gettext_lazy("Imported by"), "phone": "x"},
    {"label": pgettext_lazy("time of an import", "When"), "phone": "x"},
    {"label": gettext_lazy("New"), "num": True, "phone": "e"},
    {"label": gettext_lazy("Changed"), "num": True, "phone": "x"},
    {"label": gettext_lazy("As before"), "num": True, "phone": "x"},
    {"label": gettext_lazy("Refused"), "num": True, "phone": "x"},
    {"label": gettext_lazy("State"), "phone": "d"},
]


def state_pill(state: str) -> dict[str, Any]:
    """Return the cell that says how an import stands."""
    text, tone = STATES[state]
    return {"pill": text, "tone": tone}


def column_rows(batch: ImportBatch, seen: Peek, chosen: dict[str, str]) -> list[list[Any]]:
    """Return the columns of a file: name, up to five cells, and a choice of the field it is read as.

    `chosen` has the field of each column.
    """
    fields = [(column.name, column.label, column.required) for column in importer_of(batch.kind).columns]
    return [
        [
            format_html("<bdi>{}</bdi>", name),
            format_html_join(" · ", "<bdi>{}</bdi>", ((cell,) for cell in cells)),
            _choice(f"c-{place}", _("What “%(column)s” is read as") % {"column": name}, fields, chosen.get(name, "")),
        ]
        for place, (name, cells) in enumerate(seen.samples.items())
    ]


def _choice(name: str, label: str, fields: Sequence[tuple[str, Any, bool]], chosen: str) -> SafeString:
    options = format_html_join(
        "",
        '<option value="{}"{}>{}{}</option>',
        (
            (field, SafeString(" selected" if field == chosen else ""), text, " *" if needed else "")
            for field, text, needed in fields
        ),
    )
    return format_html(
        '<select class="w-input" name="{}" aria-label="{}"><option value="{}">{}</option>{}</select>',
        name,
        label,
        LEFT_OUT,
        pgettext("a column of a file", "not read"),
        options,
    )


def question_groups(batch: ImportBatch, result: ImportResult, known: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return what is asked, then what is taken as it is known, one group for each column of the file.

    `known` has the names that a field may be answered with.
    """
    labels = {column.name: column.label for column in importer_of(batch.kind).columns}
    asked = [(one, True) for one in result.questions] + [(one, False) for one in result.taken]
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for one, is_open in asked[:QUESTIONS_MAX]:
        group = groups.setdefault(
            (one.field, one.about),
            {
                "field": one.field,
                "label": labels[one.field],
                "column": one.column,
                "about": one.about,
                "known": known.get(one.field, []),
                "open": 0,
                "rows": [],
            },
        )
        group["open"] += is_open
        group["rows"].append(_question(batch, one, is_open=is_open))
    return list(groups.values())


def _question(batch: ImportBatch, one: Question, *, is_open: bool) -> dict[str, Any]:
    said = batch.answers.get(one.field, {})
    answer = said.get(one.value, one.proposal) if one.about == "value" else said.get("*", one.proposal)
    return {"question": one, "answer": answer, "open": is_open, "count": formats.format_number(one.rows)}


def counts(created: int, updated: int, unchanged: int, refused: int) -> list[dict[str, Any]]:
    """Return the strip of figures of an import."""
    return [
        {"label": _("New"), "value": formats.format_number(created), "url": "#created" if created else ""},
        {"label": _("Changed"), "value": formats.format_number(updated), "url": "#updated" if updated else ""},
        {"label": _("As before"), "value": formats.format_number(unchanged), "url": "#unchanged" if unchanged else ""},
        {
            "label": _("Refused"),
            "value": formats.format_number(refused),
            "url": "#refused" if refused else "",
            "note": _("listed with their reasons") if refused else "",
            "tone": "bad" if refused else "",
        },
    ]


def sample_tables(result: ImportResult) -> list[dict[str, Any]]:
    """Return the first rows of each fate, with the columns of the file that are read."""
    names = list(result.columns.values())[:SHOWN_COLUMNS]
    return [
        {
            "id": fate,
            "title": title,
            "count": getattr(result, fate),
            "shown": formats.format_number(getattr(result, fate)),
            "columns": _file_columns(names),
            "rows": [[str(n), *(result.cells[n][name] for name in names)] for n in result.samples[fate]],
        }
        for fate, title in SAMPLES
        if result.samples.get(fate)
    ]


def _file_columns(names: Iterable[str]) -> list[dict[str, Any]]:
    phone = ("b", "a", "e")
    found = [{"label": _("Row"), "num": True, "phone": "k"}]
    return found + [{"label": name, "phone": phone[i] if i < len(phone) else "x"} for i, name in enumerate(names)]


def refused_table(rejected: Sequence[tuple[int, str, str]]) -> dict[str, Any]:
    """Return the first rows that are refused, each with its column and the reason."""
    return {
        "columns": [
            {"label": _("Row"), "num": True, "phone": "k"},
            {"label": _("Column"), "phone": "a"},
            {"label": _("Why"), "phone": "b", "cls": "w-text"},
        ],
        "rows": [[str(row), column, error] for row, column, error in rejected[:REFUSED_MAX]],
        "count": len(rejected),
        "more": max(len(rejected) - REFUSED_MAX, 0),
    }


def kept_table(kept: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Return the records that an undo keeps, each with the reason."""
    return {
        "columns": [
            {"label": _("Record"), "phone": "b", "link": True},
            {"label": _("Kind"), "phone": "a"},
            {"label": _("Why it is kept"), "phone": "a", "cls": "w-text"},
        ],
        "rows": [
            {
                "url": subject_url(kind, key) if reason != "gone" else "",
                "cells": [name, subject_name(kind), _reason(reason, detail)],
            }
            for kind, key, name, reason, detail in kept[:KEPT_MAX]
        ],
        "count": len(kept),
        "more": max(len(kept) - KEPT_MAX, 0),
    }


def subject_name(kind: str) -> str:
    """Return what people call a kind of record."""
    for config in room.rooms():
        if kind in config.source_names:
            return str(config.source_names[kind])
    return _("another record")


def _reason(reason: str, detail: str) -> str:
    if reason == "changed":
        return _("It was changed since.")
    if reason == "gone":
        return _("It is not there any more.")
    if reason == "used":
        return _("It is used by: %(what)s.") % {"what": subject_name(detail)}
    line = event_line(detail, {})
    return _("Since then: %(what)s.") % {"what": line[1] if line else detail}
