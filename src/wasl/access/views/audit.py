"""The audit trail: who did what, when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wasl.access import queries
from wasl.access.actor import Actor
from wasl.access.forms import AuditFilterForm
from wasl.core import clock
from wasl.core.forms import offer
from wasl.core.models import Event
from wasl.core.pages import page, sheet
from wasl.core.panels import event_line, moment, subject_url


@page("audit.view")
def audit(request: HttpRequest) -> HttpResponse:
    """Show what happened in the company, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    form = AuditFilterForm(request.GET)
    offer(form, "member", [(key, name) for key, name in queries.member_names().items() if key])
    form.is_valid()
    return sheet(
        request,
        title=_("Audit trail"),
        columns=[
            {"key": "when", "label": _("When"), "phone": "d", "by": "pk"},
            {"key": "who", "label": _("Who"), "phone": "a"},
            {"key": "what", "label": _("What happened"), "phone": "b"},
            {"key": "event", "label": _("Event"), "extra": True, "phone": "x"},
            {"key": "record", "label": _("Record"), "phone": "e", "link": True},
            {"key": "facts", "label": _("Facts"), "wide": True, "phone": "x", "cls": "w-text"},
        ],
        rows=queries.audit(actor, request.GET.get("q", "").strip(), form.cleaned_data.get("member")),
        draw=lambda shown: _rows(shown, actor),
        filter_form=form,
        searched=True,
        placeholder=_("Event, for example invoice.posted"),
        empty={"icon": "history", "title": _("Nothing was found")},
    )


def _rows(events: list[Event], actor: Actor) -> list[dict[str, Any]]:
    names, now, zone = queries.member_names(), clock.now(), actor.company.time_zone
    drawn = []
    for event in events:
        words = event_line(event.name, event.facts)
        cells = [
            moment(event.at, zone, now),
            names.get(event.member_id, _("Wasl")),
            {"lines": (words[1], event.name)} if words else {"code": event.name},
            {"code": event.name},
            {"code": f"{event.subject_kind} {event.subject_id}"},
            _facts(event.facts),
        ]
        drawn.append({"cells": cells, "url": subject_url(event.subject_kind, event.subject_id)})
    return drawn


def _facts(facts: dict[str, Any]) -> SafeString:
    """Return the facts of an event as names and values, those without a value left out."""
    told = [(name, value) for name, value in facts.items() if value not in (None, "", [], {})]
    return format_html_join(" · ", '<span class="t3"><bdi>{}</bdi>:</span> <bdi>{}</bdi>', told)
