"""The audit trail: who did what, when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from wasl.access import audit_words, queries
from wasl.access.actor import Actor
from wasl.access.forms import AuditFilterForm
from wasl.core import clock
from wasl.core.forms import offer
from wasl.core.listing import searched
from wasl.core.models import Event
from wasl.core.pages import page, sheet
from wasl.core.panels import moment, subject_url


@page("audit.view")
def audit(request: HttpRequest) -> HttpResponse:
    """Show what happened in the company, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    form = AuditFilterForm(request.GET)
    offer(form, "member", [(key, name) for key, name in queries.member_names().items() if key])
    form.is_valid()
    asked = searched(request.GET)
    return sheet(
        request,
        title=_("Audit trail"),
        columns=[
            {"key": "when", "label": _("When"), "phone": "d", "by": "pk"},
            {"key": "who", "label": _("Who"), "phone": "a"},
            {"key": "what", "label": _("What happened"), "phone": "b", "cls": "w-text"},
            {"key": "event", "label": _("Event"), "extra": True, "phone": "x"},
            {"key": "record", "label": _("Record"), "phone": "e", "link": True},
            {"key": "facts", "label": _("Details"), "wide": True, "phone": "x", "cls": "w-text"},
        ],
        rows=queries.audit(actor, asked, form.cleaned_data.get("member"), audit_words.names_like(asked)),
        draw=lambda shown: _rows(shown, actor),
        filter_form=form,
        searched=True,
        placeholder=_("What happened, for example an invoice"),
        empty={"icon": "history", "title": _("Nothing was found")},
    )


def _rows(events: list[Event], actor: Actor) -> list[dict[str, Any]]:
    members, now, zone = queries.member_names(), clock.now(), actor.company.time_zone
    names = audit_words.record_names(events)
    drawn = []
    for event in events:
        told = audit_words.facts_told(event, names, members, actor.company.base_currency)
        cells = [
            moment(event.at, zone, now),
            members.get(event.member_id, _("Wasl")),
            audit_words.what(event.name, event.facts),
            {"code": event.name},
            names.get((event.subject_kind, event.subject_id), audit_words.kind_of(event)),
            format_html_join(" · ", '<span class="t3">{}:</span> <bdi>{}</bdi>', told),
        ]
        drawn.append({"cells": cells, "url": subject_url(event.subject_kind, event.subject_id)})
    return drawn
