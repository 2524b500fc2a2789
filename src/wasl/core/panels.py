"""Pieces of a page that other rooms show, and how what happened reads to a person."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from wasl.core import formats, room


def panels(request: HttpRequest, page: str, subject_id: int) -> list[SafeString]:
    """Return what the rooms show on a page (`party`, `deal`, `project`, `deal_actions`…) for this member, in order."""
    actor = request.actor  # type: ignore[attr-defined]
    drawn = []
    for panel in sorted(room.gather("panels"), key=lambda panel: panel.order):
        if panel.page != page or (panel.act and not actor.can(panel.act)):
            continue
        context = room.resolve(panel.source)(actor, subject_id)
        if context is not None:
            drawn.append(render_to_string(panel.template, context, request))
    return drawn


def event_line(name: str, facts: dict[str, Any]) -> tuple[str, str] | None:
    """Return icon and words of an event for a timeline; None where no room has words for it."""
    for config in room.rooms():
        if name in config.event_words:
            icon, words = config.event_words[name]
            known = {key: "" if value is None else value for key, value in facts.items()}
            return icon, str(words) % defaultdict(str, known)
    return None


def moment(at: datetime, time_zone: str, now: datetime) -> str:
    """Return an instant as a timeline has it: day and hour in the company's zone."""
    zone = ZoneInfo(time_zone)
    local = at.astimezone(zone)
    day = formats.format_date(local.date(), None, now.astimezone(zone).date())
    return f"{day} {formats.LRI}{local:%H:%M}{formats.PDI}"
