"""Import files: upload, see how they are understood, answer what is asked, run, read the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wasl.core import formats
from wasl.core.attachments import open_attachment
from wasl.core.errors import NotFound, Refusal
from wasl.core.forms import add_refusal, offer, text_of
from wasl.core.imports import LEFT_OUT, ImportResult, importer_kinds, run_import
from wasl.core.pages import act_page, page, press, today_of
from wasl.core.tabular import TableError, open_table
from wasl.crm import forms, pages, queries, services
from wasl.crm.models import ImportQuestion

BATCHES_MAX = 20
REJECTED_MAX = 200


@page("crm.import")
def imports(request: HttpRequest) -> HttpResponse:
    """Take a file in, and show what earlier imports did and still ask."""
    actor = request.actor  # type: ignore[attr-defined]
    kinds = {kind: each.label for kind, each in importer_kinds().items() if actor.can(each.act)}
    form = forms.UploadForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind")})
    offer(form, "kind", list(kinds.items()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = services.keep_upload(actor=actor, data=file.read(), filename=file.name)
        except Refusal as error:
            add_refusal(form, error, {"": "file"})
        else:
            return redirect("crm:import_review", kept.pk, form.cleaned_data["kind"])
    today = today_of(request)
    return render(
        request,
        "crm/imports.html",
        {
            "form": form,
            "questions": [_question_row(question) for question in queries.open_questions()],
            "columns": [
                {"label": _("File"), "phone": "b"},
                {"label": _("What it holds"), "phone": "a"},
                {"label": _("Finished"), "phone": "x"},
                {"label": _("Read"), "num": True, "phone": "x"},
                {"label": _("New"), "num": True, "phone": "e"},
                {"label": _("Changed"), "num": True, "phone": "x"},
                {"label": _("As before"), "num": True, "phone": "x"},
                {"label": _("Rows rejected"), "num": True, "phone": "d"},
            ],
            "rows": [
                [
                    batch.file_name,
                    kinds.get(batch.kind, batch.kind),
                    pages.day(batch.finished_at.date(), today),
                    *(f"{n:,}" for n in (batch.read, batch.created, batch.updated, batch.unchanged)),
                    f"{len(batch.rejected):,}",
                ]
                for batch in queries.batches(actor)[:BATCHES_MAX]
            ],
        },
        status=422 if form.errors else 200,
    )


@page("crm.import")
def review(request: HttpRequest, attachment_id: int, kind: str) -> HttpResponse:
    """Show how a file is understood and what it would do; run it once every question is answered."""
    actor = request.actor  # type: ignore[attr-defined]
    kept, path = open_attachment(actor=actor, attachment_id=attachment_id)
    if kept.subject_kind != "access.member" or kind not in importer_kinds():
        raise NotFound()
    mapping, answers = _mapping(request), _answers(request)
    is_run = request.method == "POST" and "run" in request.POST
    said: dict[str, Any] = {
        "actor": actor,
        "kind": kind,
        "source": path,
        "filename": kept.file_name,
        "on": today_of(request),
        "mapping": mapping,
        "answers": answers,
    }
    context: dict[str, Any] = {
        "file": kept,
        "kind": importer_kinds()[kind].label,
        "crumb": {"url": reverse("crm:imports"), "label": _("Import")},
    }
    try:
        if is_run:
            result = run_import(**said)
            if result.written:
                messages.success(request, _report(result))
                return render(request, "crm/import_report.html", context | _shown(result))
        result = run_import(**said, accept=True, dry_run=True)
    except Refusal as error:
        context |= {"refused": text_of(error), "mapping": _mapping_rows(kind, path, kept.file_name, mapping)}
        return render(request, "crm/import_review.html", context, status=422)
    context["mapping"] = _mapping_rows(kind, path, kept.file_name, mapping, result)
    return render(request, "crm/import_review.html", context | _shown(result))


@page("crm.import")
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Put right what an import took for something else."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = queries.open_questions().filter(pk=question_id).first()
    if asked is None:
        raise NotFound()
    form = forms.AnswerForm(request.POST or None, initial={"answer": asked.proposal})

    def do(said: dict[str, Any]) -> int:
        return int(services.answer_import_question(actor=actor, question_id=question_id, answer=said["answer"]).pk)

    return act_page(
        request,
        form,
        act="import_question.answer",
        title=_("What does “%(value)s” mean?") % {"value": asked.value},
        do=do,
        then=lambda _key: reverse("crm:imports"),
        done=_("The rows are put right."),
        crumb={"url": reverse("crm:imports"), "label": _("Import")},
        intro=ngettext("%(n)s row says so.", "%(n)s rows say so.", asked.rows) % {"n": asked.rows},
    )


@require_POST
@page("crm.import")
def answer(request: HttpRequest, question_id: int) -> HttpResponse:
    """Say that what an import took was right."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="import_question.confirm",
        do=lambda: services.answer_import_question(actor=actor, question_id=question_id),
        then=reverse("crm:imports"),
        done=_("Thank you: that is settled."),
    )


def _mapping(request: HttpRequest) -> dict[str, str]:
    names = [name for name in request.POST if name.startswith("m-") and request.POST[name]]
    return {name[2:]: request.POST[name] for name in names}


def _answers(request: HttpRequest) -> dict[str, dict[str, str]]:
    lists = (request.POST.getlist(name) for name in ("q-field", "q-value", "q-answer"))
    answers: dict[str, dict[str, str]] = {}
    for field, value, said in zip(*lists, strict=False):
        answers.setdefault(field, {})[value] = said.strip()
    return answers


def _mapping_rows(
    kind: str, path: Any, filename: str, mapping: dict[str, str], result: ImportResult | None = None
) -> list[dict[str, Any]]:
    """Return the fields of an importer, each with the file's columns to choose from."""
    try:
        with open_table(path, filename) as table:
            names = table.columns
    except TableError:
        return []
    found = result.columns if result else mapping
    return [
        {
            "name": f"m-{column.name}",
            "label": column.label,
            "required": column.required,
            "options": [(name, name, found.get(column.name) == name) for name in names],
            "left_out": LEFT_OUT,
            "order": (result.orders.get(result.columns.get(column.name, "")) if result else "") or "",
        }
        for column in importer_kinds()[kind].columns
    ]


def _shown(result: ImportResult) -> dict[str, Any]:
    asked = [*result.questions, *(one for one in result.taken if one.about == "value")]
    return {
        "result": result,
        "questions": [
            {
                "question": one,
                "about": one.about,
                "rows": formats.format_number(one.rows),
                "open": one in result.questions,
            }
            for one in asked
        ],
        "open_count": len(result.questions),
        "stats": [
            {"label": _("Rows read"), "value": formats.format_number(result.read)},
            {"label": _("New"), "value": formats.format_number(result.created), "tone": "ok"},
            {
                "label": _("Changed"),
                "value": formats.format_number(result.updated),
                "note": _("%(n)s as before") % {"n": formats.format_number(result.unchanged)},
            },
            {
                "label": _("Rows rejected"),
                "value": formats.format_number(len(result.rejected)),
                "tone": "bad" if result.rejected else "",
            },
        ],
        "rejected_columns": [
            {"label": _("Row"), "num": True, "phone": "k"},
            {"label": _("Column"), "phone": "a"},
            {"label": _("Why"), "phone": "b"},
        ],
        "rejected_rows": [[str(one.row), one.column, one.error] for one in result.rejected[:REJECTED_MAX]],
    }


def _report(result: ImportResult) -> str:
    return _("%(created)s new, %(updated)s changed, %(rejected)s rejected.") % {
        "created": formats.format_number(result.created),
        "updated": formats.format_number(result.updated),
        "rejected": formats.format_number(len(result.rejected)),
    }


def _question_row(asked: ImportQuestion) -> dict[str, Any]:
    return {
        "question": asked,
        "rows": ngettext("%(n)s row", "%(n)s rows", asked.rows) % {"n": formats.format_number(asked.rows)},
        "answer_url": reverse("crm:answer", args=[asked.pk]),
        "change_url": reverse("crm:question", args=[asked.pk]),
    }
