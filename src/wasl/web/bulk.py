"""Pages of acts on many records: what it will do, then how far it is, then what was left and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wasl.core.errors import BadInput, NotFound
from wasl.core.forms import KEY, once, text_of
from wasl.core.models import BulkRun
from wasl.core.pages import nothing_to_do, ours, page
from wasl.core.picking import key_of, offer_picks
from wasl.core.room import BulkAct, bulk_act
from wasl.web import jobs, services

AT_ONCE = 25
ASKED = frozenset({"pick", "all", "from", "csrfmiddlewaretoken", KEY, "do"})


@page()
def bulk(request: HttpRequest, act: str) -> HttpResponse:
    """Show what an act will do to the rows that were picked, and do it when it is confirmed."""
    actor = request.actor  # type: ignore[attr-defined]
    found = bulk_act(act)
    if found is None:
        raise NotFound()
    actor.require(found.act)
    given = request.POST if request.method == "POST" else request.GET
    back = ours(request, given.get("from", ""))
    ids = _ids(actor, found, given, back)
    if not ids and (answer := _nothing_picked(request, found, back)):
        return answer
    form = found.form(request.POST if request.method == "POST" else None)
    offer_picks(form, actor)
    sound, error = request.method == "POST" and form.is_valid(), ""
    said = {name: values for name, values in request.POST.lists() if name not in ASKED} if sound else None
    if sound and said is not None and "do" in request.POST:
        try:
            return redirect("web:run", _start(request, found, ids, said, back))
        except BadInput as refusal:
            error = text_of(refusal)
    context = {
        "act": found,
        "form": form,
        "error": error,
        "count": len(ids),
        "outcomes": services.preview(actor=actor, act=found, ids=ids, said=said),
        "asked": said is not None,
        "more": max(len(ids) - services.TRIED_FIRST, 0),
        "ids": [] if given.get("all") else ids,
        "everything": bool(given.get("all")),
        "back": back,
    }
    return render(request, "web/bulk.html", context, status=422 if form.errors or error else 200)


@page()
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show how far a run is, and at its end what was refused."""
    actor = request.actor  # type: ignore[attr-defined]
    found = BulkRun.objects.filter(pk=run_id, member_id=actor.member_id).first()
    act = bulk_act(found.act) if found else None
    if found is None or act is None:
        raise NotFound()
    total = len(found.ids)
    context = {
        "act": act,
        "run": found,
        "total": total,
        "finished": found.done >= total,
        "did": found.done - len(found.refused),
        "refused": found.refused[:200],
        "back": found.back or "/",
        "file": reverse(act.file, args=[run_id]) if act.file else "",
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "web/bulk_progress.html" if part else "web/bulk_run.html", context)


def _nothing_picked(request: HttpRequest, act: BulkAct, back: str) -> HttpResponse | None:
    empty = {
        "icon": act.icon,
        "title": _("Nothing is picked"),
        "text": _("Tick the rows in the list first, then choose what is done with them."),
        "more_url": back,
        "more": _("Back to the list"),
    }
    crumb = {"url": back, "label": _("Back to the list")}
    return nothing_to_do(request, title=str(act.label), crumb=crumb, empty=empty)


def _start(request: HttpRequest, act: BulkAct, ids: list[int], said: dict[str, Any], back: str) -> int:
    actor = request.actor  # type: ignore[attr-defined]

    def start() -> int:
        key = int(services.start_run(actor=actor, act=act, ids=ids, said=said, back=back).pk)
        if len(ids) > AT_ONCE:
            jobs.carry_on.enqueue(
                company_id=actor.company.pk, member_id=actor.member_id, run_id=key, language=get_language() or "en"
            )
        return key

    key = once(request, f"bulk.{act.name}", start)
    if len(ids) <= AT_ONCE:
        services.carry_on(actor=actor, act=act, run_id=key)
    return key


def _ids(actor: Any, act: BulkAct, given: QueryDict, back: str) -> list[int]:
    """Return the records that were picked, or all that the list's query matches; none outside the actor's sight."""
    if given.get("all"):
        rows = act.matching(actor, QueryDict(urlsplit(back).query))
        return list(rows.values_list("pk", flat=True)[: services.ROWS_MAX + 1])
    picked = [key for each in given.getlist("pick") if (key := key_of(each))][: services.ROWS_MAX + 1]
    seen = set(act.rows(actor).filter(pk__in=picked).values_list("pk", flat=True))
    if any(each not in seen for each in picked):
        raise NotFound()
    return list(dict.fromkeys(picked))
