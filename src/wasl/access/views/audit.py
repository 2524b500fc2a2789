"""The audit trail: who did what, when."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wasl.access import queries
from wasl.core import clock
from wasl.core.pages import page, paged, sheet
from wasl.core.panels import event_line, moment


@page("audit.view")
def audit(request: HttpRequest) -> HttpResponse:
    """Show what happened in the company, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()
    found = queries.audit(actor, text)
    rows, pager = paged(request, found, found.count())
    names, now = queries.member_names(), clock.now()
    columns: list[dict[str, Any]] = [
        {"label": _("When"), "phone": "d"},
        {"label": _("Who"), "phone": "a"},
        {"label": _("What happened"), "phone": "b"},
        {"label": _("Record"), "phone": "e"},
        {"label": _("Facts"), "wide": True, "phone": "x", "cls": "w-text"},
    ]
    drawn = []
    for event in rows:
        words = event_line(event.name, event.facts)
        drawn.append(
            [
                moment(event.at, actor.company.time_zone, now),
                names.get(event.member_id, _("Wasl")),
                {"lines": (words[1], event.name)} if words else {"code": event.name},
                {"code": f"{event.subject_kind} {event.subject_id}"},
                json.dumps(event.facts, ensure_ascii=False) if event.facts else "",
            ]
        )
    return sheet(
        request,
        title=_("Audit trail"),
        columns=columns,
        rows=drawn,
        pager=pager,
        query=text,
        searched=True,
        placeholder=_("Event, for example invoice.posted"),
        empty={"icon": "history", "title": _("Nothing was found")},
    )
