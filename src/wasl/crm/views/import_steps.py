"""The way of a file: its columns, its questions, what it would do, how far it is, what it did, and its undoing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import PurePath
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wasl.access import queries as access
from wasl.core import clock, listing
from wasl.core.errors import Refusal
from wasl.core.forms import new_key, text_of
from wasl.core.imports import LEFT_OUT, Answers, importer_of
from wasl.core.pages import page, press, today_of
from wasl.core.panels import moment
from wasl.crm import import_pages, queries, services
from wasl.crm.errors import QuestionsOpen
from wasl.crm.models import ImportBatch
from wasl.crm.rules import imports as rules

View = Callable[[HttpRequest, ImportBatch], HttpResponse]


def draft_step(view: View) -> Any:
    """Open a step of a file that is not brought in yet; any other is sent to the page of its import."""

    @page("crm.import")
    @wraps(view)
    def opened(request: HttpRequest, batch_id: int) -> HttpResponse:
        batch = queries.batch(request.actor, batch_id)  # type: ignore[attr-defined]
        if batch.state != rules.DRAFT:
            return redirect("crm:import_batch", batch.pk)
        return view(request, batch)

    return opened


@draft_step
def columns(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show the columns of a file with cells of each, and which field each is read as."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = queries.file_columns(actor, batch)
    chosen = {column: name for name, column in batch.mapping.items() if column != LEFT_OUT}
    refused = ""
    if request.method == "POST":
        said = [(column, request.POST.get(f"c-{place}", LEFT_OUT)) for place, column in enumerate(seen.samples)]
        chosen = {column: name for column, name in said if name != LEFT_OUT}
        try:
            services.choose_columns(actor=actor, batch_id=batch.pk, chosen=chosen)
        except Refusal as error:
            refused = text_of(error)
        else:
            return redirect("crm:import_questions", batch.pk)
    missing = [
        str(column.label)
        for column in importer_of(batch.kind).columns
        if column.required and column.name not in chosen.values()
    ]
    context = _context(request, batch, "columns") | {
        "refused": refused,
        "missing": missing,
        "table_columns": [
            {"label": _("Column of the file"), "phone": "b"},
            {"label": _("What stands in it"), "phone": "a", "cls": "w-text"},
            {"label": _("Read as"), "phone": "e"},
        ],
        "rows": import_pages.column_rows(batch, seen, chosen),
        "found": len(chosen),
    }
    return render(request, "crm/import_columns.html", context, status=422 if refused else 200)


@draft_step
def questions(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Ask what values of a file are taken for, one group for each column; all proposals are taken in one act."""
    actor, on = request.actor, today_of(request)  # type: ignore[attr-defined]
    if request.method == "POST":
        accept = "accept" in request.POST
        answers = {} if accept else _answers(request)
        services.answer_questions(actor=actor, batch_id=batch.pk, answers=answers, on=on, accept=accept)
    try:
        run = services.run_of(actor, queries.batch(actor, batch.pk), on)
    except Refusal as error:
        return _refused(request, batch, "questions", error)
    batch.refresh_from_db()
    asked = run.result.questions
    if not asked and (request.method == "POST" or not run.result.taken):
        return redirect("crm:import_preview", batch.pk)
    fields = {one.field for one in (*asked, *run.result.taken)}
    known = {name: run.importer.known(name)[: import_pages.QUESTIONS_MAX] for name in fields}
    context = _context(request, batch, "questions") | {
        "groups": import_pages.question_groups(batch, run.result, known),
        "open_count": len(asked),
        "hidden": max(len(asked) - import_pages.QUESTIONS_MAX, 0),
    }
    return render(request, "crm/import_questions.html", context)


@draft_step
def preview(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show what the import would do: counts, and the first rows of each fate; start it when it is confirmed."""
    actor, on = request.actor, today_of(request)  # type: ignore[attr-defined]
    if request.method == "POST":
        return press(
            request,
            act="import.start",
            do=lambda: services.start_import(actor=actor, batch_id=batch.pk, on=on, language=_language()),
            then=reverse("crm:import_batch", args=[batch.pk]),
            done=_("The import is under way."),
            back=reverse("crm:import_questions", args=[batch.pk]),
        )
    try:
        result = services.preview_import(actor=actor, batch_id=batch.pk, on=on)
    except QuestionsOpen:
        return redirect("crm:import_questions", batch.pk)
    except Refusal as error:
        return _refused(request, batch, "preview", error)
    rejected = [(one.row, one.column, one.error) for one in result.rejected]
    context = _context(request, batch, "preview") | {
        "key": new_key(),
        "total": result.total,
        "stats": import_pages.counts(result.created, result.updated, result.unchanged, len(rejected)),
        "samples": import_pages.sample_tables(result),
        "refusals": import_pages.refused_table(rejected),
        "ignored": result.ignored,
    }
    return render(request, "crm/import_preview.html", context)


@page("crm.import")
def import_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show how far an import is, and then what it did."""
    batch = queries.batch(request.actor, batch_id)  # type: ignore[attr-defined]
    if batch.state == rules.DRAFT:
        return redirect("crm:import_columns", batch.pk)
    context = _context(request, batch, "report") | {
        "under_way": batch.state in rules.UNDER_WAY,
        "undoing": batch.state == rules.UNDOING,
        "done_of_total": f"{batch.read:,} / {batch.total:,}",
        "stalled": queries.is_stalled(batch, clock.now()),
    }
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "crm/import_progress.html", context)
        if batch.state not in rules.UNDER_WAY:
            answer["HX-Refresh"] = "true"
        return answer
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    context |= {
        "stats": import_pages.counts(batch.created, batch.updated, batch.unchanged, len(batch.rejected)),
        "refusals": import_pages.refused_table(batch.rejected),
        "kept": import_pages.kept_table(batch.kept),
        "can_undo": batch.state in rules.UNDOABLE and batch.items.exists(),
        "by": access.member_names().get(batch.member_id, "Wasl"),
        "finished": moment(batch.finished_at, actor.company.time_zone, now) if batch.finished_at else "",
        "undone": moment(batch.undone_at, actor.company.time_zone, now) if batch.undone_at else "",
    }
    return render(request, "crm/import_batch.html", context)


@page("crm.import")
def import_refused(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Give the refused rows as a file: the cells as they came, with number and reason, to be mended and sent again."""
    actor = request.actor  # type: ignore[attr-defined]
    batch = queries.batch(actor, batch_id)
    columns, rows = queries.refused_rows(actor, batch)
    heads = [{"label": name} for name in (*columns, _("Row"), _("Why"))]
    width = len(columns)
    lines = [[*(*cells, *[""] * width)[:width], str(row), error] for row, error, cells in rows]
    name = _("Refused rows of %(file)s") % {"file": PurePath(batch.file_name).stem}
    return listing.as_file("csv", name, heads, lines)


@page("crm.import")
def import_undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show what an undo would remove, put back and keep; do it when it is confirmed."""
    actor = request.actor  # type: ignore[attr-defined]
    batch = queries.batch(actor, batch_id)
    here = reverse("crm:import_batch", args=[batch.pk])
    if request.method == "POST":
        return press(
            request,
            act="import.undo",
            do=lambda: services.start_undo(actor=actor, batch_id=batch.pk, language=_language()),
            then=here,
            done=_("The undo is under way."),
            back=here,
        )
    if batch.state not in rules.UNDOABLE:
        return redirect(here)
    undone = services.preview_undo(actor=actor, batch_id=batch.pk)
    kept = [(one.kind, one.subject_id, one.name, one.reason, one.detail) for one in undone.kept]
    context = _context(request, batch, "report") | {
        "crumb": {"url": here, "label": batch.file_name},
        "key": new_key(),
        "removed": undone.removed,
        "restored": undone.restored,
        "kept": import_pages.kept_table(kept),
    }
    return render(request, "crm/import_undo.html", context)


@require_POST
@page("crm.import")
def import_resume(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Go on with an import that was cut off."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="import.resume",
        do=lambda: services.resume_import(actor=actor, batch_id=batch_id, language=_language()),
        then=reverse("crm:import_batch", args=[batch_id]),
        done=_("It goes on."),
    )


@require_POST
@page("crm.import")
def import_discard(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Forget a file that was not brought in."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="import.discard",
        do=lambda: services.discard_import(actor=actor, batch_id=batch_id),
        then=reverse("crm:imports"),
        done=_("The file is forgotten: nothing of it was brought in."),
    )


def _answers(request: HttpRequest) -> Answers:
    lists = (request.POST.getlist(name) for name in ("q-field", "q-value", "q-answer"))
    answers: Answers = {}
    for field, value, said in zip(*lists, strict=False):
        answers.setdefault(field, {})[value] = said.strip()
    return answers


def _context(request: HttpRequest, batch: ImportBatch, step: str) -> dict[str, Any]:
    names = (("columns", _("Columns")), ("questions", _("Questions")), ("preview", _("What it will do")))
    return {
        "batch": batch,
        "kind": importer_of(batch.kind).label,
        "list_url": reverse(importer_of(batch.kind).page),
        "state": import_pages.state_pill(batch.state),
        "crumb": {"url": reverse("crm:imports"), "label": _("Import")},
        "steps": [
            {"url": reverse(f"crm:import_{name}", args=[batch.pk]), "label": label, "current": name == step}
            for name, label in names
        ],
    }


def _refused(request: HttpRequest, batch: ImportBatch, step: str, error: Refusal) -> HttpResponse:
    context = _context(request, batch, step) | {"refused": text_of(error)}
    return render(request, "crm/import_stuck.html", context, status=422)


def _language() -> str:
    return get_language() or "en"
