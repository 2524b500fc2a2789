"""The list of imports: a file is taken in, earlier ones are seen, and what they still ask is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wasl.access import queries as access
from wasl.core import clock, formats
from wasl.core.errors import NotFound, Refusal
from wasl.core.forms import add_refusal, offer
from wasl.core.imports import importer_kinds, importer_of
from wasl.core.pages import act_page, page, paged, press
from wasl.core.panels import moment
from wasl.crm import import_forms, import_pages, queries, services
from wasl.crm.models import ImportQuestion

USUAL = "accounts"  # what most begin with


@page("crm.import")
def imports(request: HttpRequest) -> HttpResponse:
    """Take a file in, and show what earlier imports did and still ask."""
    actor = request.actor  # type: ignore[attr-defined]
    kinds = {kind: each.label for kind, each in importer_kinds().items() if actor.can(each.act)}
    chosen = {"kind": request.GET.get("kind", USUAL)}
    form = import_forms.UploadForm(request.POST or None, request.FILES or None, initial=chosen)
    offer(form, "kind", list(kinds.items()))
    if request.method == "POST" and form.is_valid():
        data, name = form.table()
        try:
            batch = services.upload_import(actor=actor, kind=form.cleaned_data["kind"], data=data, filename=name)
        except Refusal as error:
            add_refusal(form, error, {"": "file"})
        else:
            return redirect("crm:import_columns", batch.pk)
    batches = queries.batches(actor)
    shown, pager = paged(request, batches, batches.count())
    context = {
        "form": form,
        "questions": [_question_row(question) for question in queries.open_questions()],
        "columns": import_pages.BATCH_COLUMNS,
        "rows": _batch_rows(request, list(shown)),
        "pager": pager,
    }
    return render(request, "crm/imports.html", context, status=422 if form.errors else 200)


@page("crm.import")
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Put right what an import took for something else."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = queries.open_questions().filter(pk=question_id).first()
    if asked is None:
        raise NotFound()
    form = import_forms.AnswerForm(request.POST or None, initial={"answer": asked.proposal})

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


def _batch_rows(request: HttpRequest, batches: list[Any]) -> list[dict[str, Any]]:
    actor = request.actor  # type: ignore[attr-defined]
    kinds, now = importer_kinds(), clock.now()
    names = access.member_names()
    return [
        {
            "url": reverse("crm:import_batch", args=[batch.pk]),
            "cells": [
                batch.file_name or "–",
                kinds[batch.kind].label if batch.kind in kinds else batch.kind,
                names.get(batch.member_id, "Wasl"),
                moment(batch.finished_at or batch.moved_at or now, actor.company.time_zone, now),
                *(formats.format_number(n) for n in (batch.created, batch.updated, batch.unchanged)),
                formats.format_number(len(batch.rejected)),
                import_pages.state_pill(batch.state),
            ],
        }
        for batch in batches
    ]


def _question_row(asked: ImportQuestion) -> dict[str, Any]:
    return {
        "question": asked,
        "label": next((one.label for one in importer_of(asked.kind).columns if one.name == asked.column), asked.column),
        "rows": ngettext("%(n)s row", "%(n)s rows", asked.rows) % {"n": formats.format_number(asked.rows)},
        "answer_url": reverse("crm:answer", args=[asked.pk]),
        "change_url": reverse("crm:question", args=[asked.pk]),
    }
