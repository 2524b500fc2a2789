"""The stages of the pipeline, and what a deal must say before it enters one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core.formats import format_list
from wasl.core.pages import act_page, page, sheet, today_of
from wasl.core.picking import offer_picks
from wasl.core.quick import quick_page
from wasl.crm import forms, pages, queries, services
from wasl.crm.errors import REQUIRED_WORDS
from wasl.crm.models import Stage


@page("pipeline.change")
def stages(request: HttpRequest) -> HttpResponse:
    """Show the stages with what is usual in them and what they ask for."""
    return sheet(
        request,
        title=_("Stages"),
        columns=[
            {"label": _("Stage"), "link": True, "phone": "b"},
            {"label": _("Usual chance"), "num": True, "phone": "e"},
            {"label": _("Usual stay in days"), "num": True, "phone": "x"},
            {"label": _("A deal must say before it enters"), "cls": "w-text", "phone": "a"},
        ],
        rows=[
            {
                "url": reverse("crm:stage", args=[row.pk]),
                "cells": [
                    pages.named(row),
                    f"{row.percent}%",
                    str(row.usual_days),
                    format_list([str(REQUIRED_WORDS[name]) for name in row.required]),
                ],
            }
            for row in queries.pipeline_stages()
        ],
    )


@page("pipeline.change")
def stage(request: HttpRequest, stage_id: int) -> HttpResponse:
    """Change a stage."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.stage(stage_id)
    names = ("name", "name_ar", "percent", "usual_days", "required")
    form = forms.StageForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    form.add_version(found.version)

    def do(said: dict[str, Any]) -> int:
        values = {name: said[name] for name in names} | {"percent": int(said["percent"])}
        version = said["version"]
        return int(services.change_stage(actor=actor, stage_id=found.pk, version=version, **values).pk)

    return act_page(
        request,
        form,
        act=f"stage.change:{found.pk}",
        title=pages.named(found),
        intro=_("What a stage asks for is asked when a deal is moved into it. Deals that are there already stay."),
        do=do,
        then=lambda _key: reverse("crm:stages"),
        done=_("Saved."),
        crumb={"url": reverse("crm:stages"), "label": _("Stages")},
    )


@page("deal.change")
def deal_enter(request: HttpRequest, deal_id: int, stage_id: int) -> HttpResponse:
    """Ask for what a stage wants to know of a deal, and move the deal there."""
    actor = request.actor  # type: ignore[attr-defined]
    found, to = queries.deal(actor, deal_id), queries.stage(stage_id)
    back = reverse("crm:deal", args=[deal_id])
    lacks = services.lacking(found, to)
    if request.method != "POST" and not lacks:
        return redirect(back)
    asked = _asked(request, to) if request.method == "POST" else lacks
    form = forms.EnterForm(request.POST or None, lacks=asked, currency=found.currency)
    offer_picks(form, actor)

    def do(_said: dict[str, Any]) -> int:
        step = form.step() if "step_subject" in form.fields else None
        moved = services.enter_stage(
            actor=actor, deal_id=deal_id, stage_id=to.pk, on=today_of(request), next_step=step, **form.changes()
        )
        return int(moved.pk)

    return quick_page(
        request,
        form,
        act=f"deal.enter:{deal_id}:{to.pk}",
        title=_("To move it to “%(stage)s”") % {"stage": pages.named(to)},
        full="",
        layout=[tuple(forms.STEP_ASKED) if each == "next_step" else (each,) for each in asked],
        do=do,
        then=lambda _key: back,
        done=_("“%(deal)s” is now in %(stage)s.") % {"deal": found.title, "stage": pages.named(to)},
        fields={"amount_minor": "amount", "party_id": "party"},
    )


def _asked(request: HttpRequest, to: Stage) -> list[str]:
    """Return what of the stage's wishes a form that was sent has fields for."""
    sent = request.POST
    return [name for name in to.required if name in sent or (name == "next_step" and "step_subject" in sent)]
