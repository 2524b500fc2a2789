"""One timeline: what people did and what the system did, newest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from wasl.access import queries as access
from wasl.core.attachments import attachments_of
from wasl.core.models import Attachment, Event
from wasl.crm.models import Activity, Lead

LENGTH = 50
# Events that an activity's own row tells already.
TOLD = ("activity.logged", "activity.planned", "activity.completed")


@dataclass(frozen=True)
class Entry:
    """A line of the timeline: an activity, or an event by its name and facts. `who` is empty for the system."""

    at: datetime
    who: str
    activity: Activity | None = None
    name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    attachment: Attachment | None = None


def timeline(
    *,
    deal_id: int | None = None,
    lead_id: int | None = None,
    party_id: int | None = None,
    only: str = "",
    length: int = LENGTH,
) -> list[Entry]:
    """Return what happened on a deal (with the lead it came from), a lead or a party, newest first.

    `only` is `talks` (activities) or `changes` (events); empty is both.
    """
    lead_ids = _lead_ids(deal_id, lead_id)
    entries = [] if only == "changes" else _activities(deal_id, lead_ids, party_id, length)
    if only != "talks":
        entries += _events(deal_id, lead_ids, party_id, length)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:length]


def _lead_ids(deal_id: int | None, lead_id: int | None) -> list[int]:
    if deal_id is None:
        return [] if lead_id is None else [lead_id]
    return list(Lead.objects.filter(deal_id=deal_id).values_list("pk", flat=True))


def _activities(deal_id: int | None, lead_ids: list[int], party_id: int | None, length: int) -> list[Entry]:
    wanted = Q(lead_id__in=lead_ids)
    if deal_id is not None:
        wanted |= Q(deal_id=deal_id)
    if party_id is not None:
        wanted |= Q(party_id=party_id)
    rows = list(Activity.objects.filter(wanted).exclude(done_at=None).order_by("-done_at", "-pk")[:length])
    names = _names({row.member_id for row in rows})
    return [Entry(row.done_at, names.get(row.member_id, ""), activity=row) for row in rows]


def _events(deal_id: int | None, lead_ids: list[int], party_id: int | None, length: int) -> list[Entry]:
    wanted = Q(subject_kind="crm.lead", subject_id__in=lead_ids)
    if deal_id is not None:
        wanted |= Q(subject_kind="crm.deal", subject_id=deal_id)
    if party_id is not None:
        wanted |= Q(party_id=party_id)
    rows = list(Event.objects.filter(wanted).exclude(name__in=TOLD).order_by("-pk")[:length])
    names = _names({row.member_id for row in rows})
    files = {
        file.pk: file
        for kind, ids in (("crm.deal", [deal_id]), ("crm.lead", lead_ids), ("parties.party", [party_id]))
        if any(ids) and any(row.name == "file.attached" for row in rows)
        for file in attachments_of(kind, [key for key in ids if key])
    }
    return [
        Entry(
            row.at,
            names.get(row.member_id, ""),
            name=row.name,
            facts=row.facts,
            attachment=files.get(row.facts.get("attachment_id", 0)),
        )
        for row in rows
    ]


def _names(member_ids: set[int | None]) -> dict[int | None, str]:
    return access.member_names() if any(member_ids) else {}
