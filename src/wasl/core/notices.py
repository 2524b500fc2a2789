"""What members are told of: written by services and jobs when something is over, or is given to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from wasl.core import clock, room
from wasl.core.models import Notice
from wasl.core.scope import current_member_id

SHOWN = 30


@dataclass(frozen=True)
class NoticeRow:
    """A notice as it is read."""

    pk: int
    icon: str
    text: str
    day: date
    clock: str
    is_read: bool


def notify(member_id: int | None, event: str, url: str, *, many_url: str = "", **facts: Any) -> None:
    """Tell a member of something; one's own doing is told only of jobs, whose caller passes the starter's id.

    With `many_url`, what is still unread of the same event becomes one notice that counts, and leads there.
    """
    if member_id is None:
        return
    if many_url:
        unread = Notice.objects.select_for_update().filter(member_id=member_id, event=event, read_at=None)
        if (found := unread.first()) is not None:
            found.count, found.facts, found.url = found.count + 1, facts, many_url
            found.save(update_fields=["count", "facts", "url"])
            return
    Notice.objects.create(member_id=member_id, event=event, facts=facts, url=url, created_at=clock.now())


def notify_other(member_id: int | None, event: str, url: str, *, many_url: str = "", **facts: Any) -> None:
    """Tell a member of what somebody else gave them; nobody is told of their own doing."""
    if member_id != current_member_id():
        notify(member_id, event, url, many_url=many_url, **facts)


def unread(member_id: int | None) -> QuerySet[Notice]:
    """Return what a member has not read."""
    return Notice.objects.filter(member_id=member_id or 0, read_at=None)


def latest(actor: Any) -> list[NoticeRow]:
    """Return the actor's last notices in the reader's language and the company's time, the newest first."""
    zone = ZoneInfo(actor.company.time_zone)
    words = {name: said for each in room.rooms() for name, said in each.notice_words.items()}
    rows = []
    for one in Notice.objects.filter(member_id=actor.member_id or 0).order_by("-pk")[:SHOWN]:
        if one.event in words:
            icon, text, many = words[one.event]
            said = str(many if one.count > 1 else text) % {**one.facts, "count": one.count}
            at = one.created_at.astimezone(zone)
            rows.append(NoticeRow(one.pk, icon, said, at.date(), f"{at:%H:%M}", one.read_at is not None))
    return rows


@transaction.atomic
def read(*, actor: Any, notice_id: int | None = None) -> str:
    """Mark one of the actor's notices as read, or all; returns where that one leads."""
    mine = Notice.objects.filter(member_id=actor.member_id or 0)
    found = mine.filter(pk=notice_id).first() if notice_id else None
    rows = mine.filter(pk=notice_id) if notice_id else mine
    rows.filter(read_at=None).update(read_at=clock.now())
    return found.url if found else ""
