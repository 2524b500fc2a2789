"""One timeline: what people did and what the system did, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from wasl.access import queries as access
from wasl.core.models import Attachment, Event
from wasl.core.panels import belongs_to
from wasl.crm.models import Activity, Lead

LENGTH = 50
# Events that an activity's own row tells already.
TOLD = ("activity.logged", "activity.planned", "activity.completed")
TALKS, CHANGES, DELIVERY, BILLING = "talks", "changes", "delivery", "billing"
KINDS = {
    CHANGES: ("crm.", "parties."),
    DELIVERY: ("projects.", "sales."),
    BILLING: ("receivables.", "payables."),
}
_EVENT, _ACTIVITY = 0, 1


@dataclass(frozen=True)
class Entry:
    """A line of the timeline: an activity, or an event by its name and facts. `who` is empty for the system.

    `subject` is the kind and id of what an event is about. `place` orders all lines and says where a page ends.
    """

    at: datetime
    who: str
    place: tuple[datetime, int, int]
    activity: Activity | None = None
    name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    subject: tuple[str, int] = ("", 0)
    attachment: Attachment | None = None

    @property
    def mark(self) -> str:
        """Return the place as text that an address carries."""
        at, rank, key = self.place
        return f"{at.isoformat()}_{rank}_{key}"


@dataclass(frozen=True)
class Page:
    """Some lines of a timeline, and where the next ones begin (empty at its end)."""

    entries: list[Entry]
    next_mark: str


def timeline(
    *,
    deal_id: int | None = None,
    lead_id: int | None = None,
    party_id: int | None = None,
    only: str = "",
    before: str = "",
    length: int = LENGTH,
) -> Page:
    """Return what happened on a deal (with its lead, quotes, project and invoices), a lead or a party, newest first.

    `only` is `talks` (activities), `changes`, `delivery` or `billing` (events); empty is all. `before` is the mark
    of the last line of the page before.
    """
    lead_ids = _lead_ids(deal_id, lead_id)
    place = _place(before)
    names: dict[int | None, str] = access.member_names()
    entries: list[Entry] = []
    if only in ("", TALKS):
        entries += _activities(deal_id, lead_ids, party_id, place, length, names)
    if only != TALKS:
        entries += _events(_about(deal_id, lead_ids, party_id), only, place, length, names)
    entries.sort(key=lambda entry: entry.place, reverse=True)
    page = entries[:length]
    return Page(page, page[-1].mark if len(entries) > length else "")


def _place(mark: str) -> tuple[datetime, int, int] | None:
    at, _sep, rest = mark.partition("_")
    rank, _sep, key = rest.partition("_")
    if not (rank.isdecimal() and key.isdecimal()):
        return None
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (when, int(rank), int(key)) if when.tzinfo else None


def _after(field_name: str, rank: int, place: tuple[datetime, int, int] | None) -> Q:
    """Return the condition that a row stands after a place of the timeline."""
    if place is None:
        return Q()
    at, last_rank, key = place
    older = Q(**{f"{field_name}__lt": at})
    if rank < last_rank:
        return older | Q(**{field_name: at})
    return older | Q(**{field_name: at, "pk__lt": key}) if rank == last_rank else older


def _lead_ids(deal_id: int | None, lead_id: int | None) -> list[int]:
    if deal_id is None:
        return [] if lead_id is None else [lead_id]
    return list(Lead.objects.filter(deal_id=deal_id).values_list("pk", flat=True))


def _activities(
    deal_id: int | None,
    lead_ids: list[int],
    party_id: int | None,
    place: tuple[datetime, int, int] | None,
    length: int,
    names: dict[int | None, str],
) -> list[Entry]:
    wanted = Q(lead_id__in=lead_ids) if lead_ids else Q(pk__in=[])
    if deal_id is not None:
        wanted |= Q(deal_id=deal_id)
    if party_id is not None:
        wanted |= Q(party_id=party_id)
    rows = Activity.objects.filter(wanted, _after("done_at", _ACTIVITY, place)).exclude(done_at=None)
    found = list(rows.order_by("-done_at", "-pk")[: length + 1])
    return [
        Entry(row.done_at, names.get(row.member_id, ""), (row.done_at, _ACTIVITY, row.pk), activity=row)
        for row in found
    ]


def _about(deal_id: int | None, lead_ids: list[int], party_id: int | None) -> Q:
    """Return the condition that an event is about a deal and what hangs on it, a lead, or a party."""
    wanted = Q(subject_kind="crm.lead", subject_id__in=lead_ids) if lead_ids else Q(pk__in=[])
    if deal_id is not None:
        wanted |= Q(subject_kind="crm.deal", subject_id=deal_id)
        for kind, ids in belongs_to("deal", deal_id).items():
            if ids:
                wanted |= Q(subject_kind=kind, subject_id__in=ids)
    if party_id is not None:
        wanted |= Q(party_id=party_id)
    return wanted


def _events(
    wanted: Q, only: str, place: tuple[datetime, int, int] | None, length: int, names: dict[int | None, str]
) -> list[Entry]:
    kinds = Q()
    for prefix in KINDS.get(only, ()):
        kinds |= Q(subject_kind__startswith=prefix)
    rows = Event.objects.filter(wanted, kinds, _after("at", _EVENT, place)).exclude(name__in=TOLD)
    found = list(rows.order_by("-at", "-pk")[: length + 1])
    ids = [row.facts.get("attachment_id", 0) for row in found if row.name == "file.attached"]
    files = {file.pk: file for file in Attachment.objects.filter(pk__in=ids)} if ids else {}
    return [
        Entry(
            row.at,
            names.get(row.member_id, ""),
            (row.at, _EVENT, row.pk),
            name=row.name,
            facts=row.facts,
            subject=(row.subject_kind, row.subject_id),
            attachment=files.get(row.facts.get("attachment_id", 0)),
        )
        for row in found
    ]
