"""Pieces of a page that other rooms show, and how what happened reads to a person."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from wasl.core import formats, room


def panels(request: HttpRequest, page: str, subject_id: int) -> list[SafeString]:
    """Return what the rooms show on a page (`party`, `deal`, `project`, `deal_actions`…) for this member, in order."""
    actor = request.actor  # type: ignore[attr-defined]
    drawn = []
    for panel in sorted(room.gather("panels"), key=lambda panel: panel.order):
        if panel.page != page or panel.module not in actor.company.modules:
            continue
        if panel.act and not actor.can(panel.act):
            continue
        context = room.resolve(panel.source)(actor, subject_id)
        if context is not None:
            drawn.append(render_to_string(panel.template, context, request))
    return drawn


def event_line(name: str, facts: dict[str, Any]) -> tuple[str, str] | None:
    """Return icon and words of an event for a timeline, with Arabic names where the page is Arabic.

    None where no room has words for it.
    """
    for config in room.rooms():
        if name in config.event_words:
            icon, words = config.event_words[name]
            known = {key: "" if value is None else value for key, value in facts.items()}
            if formats.language() == "ar":
                known |= {key.removesuffix("_ar"): said for key, said in facts.items() if key.endswith("_ar") and said}
            return icon, str(words) % defaultdict(str, known)
    return None


def belongs_to(page: str, subject_id: int) -> dict[str, list[int]]:
    """Return what the rooms hang on a record (`deal`): ids by kind of subject, whose events are part of its story."""
    found: dict[str, list[int]] = {}
    for config in room.rooms():
        if page in config.timelines:
            for kind, ids in room.resolve(config.timelines[page])(subject_id).items():
                found[kind] = [*found.get(kind, []), *ids]
    return found


def subject_url(kind: str, subject_id: int) -> str:
    """Return the page of a record by its kind, empty where it has none."""
    for config in room.rooms():
        if kind in config.source_urls:
            try:
                return reverse(config.source_urls[kind], args=[subject_id])
            except NoReverseMatch:  # shown in a list alone
                return reverse(config.source_urls[kind])
    return ""


def moment(at: datetime, time_zone: str, now: datetime) -> str:
    """Return an instant as a timeline has it: day and hour in the company's zone."""
    zone = ZoneInfo(time_zone)
    local = at.astimezone(zone)
    day = formats.format_date(local.date(), None, now.astimezone(zone).date())
    return f"{day} {formats.LRI}{formats.digits(f'{local:%H:%M}')}{formats.PDI}"
