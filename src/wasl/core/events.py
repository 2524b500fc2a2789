"""The one event log: what happened is recorded in the transaction that did it, and tells who hangs on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from wasl.core import clock
from wasl.core.bulk import insert_rows, reserve_ids
from wasl.core.models import Event
from wasl.core.scope import current_company_id, current_member_id

COLUMNS = ("id", "company_id", "name", "at", "member_id", "subject_kind", "subject_id", "party_id", "facts")


def record(name: str, subject: Model, /, *, party_id: int | None = None, **facts: Any) -> Event:
    """Record that something happened to a subject, and tell the functions that hang on the name.

    `name` is `noun.past_tense`; facts are ids and plain values. Subscribers named in `config.subscribers` are
    called at once, in this transaction; a subscriber that is a task is enqueued in it.
    """
    return record_many(name, [(subject, party_id, facts)])[0]


def record_many(name: str, rows: list[tuple[Model, int | None, dict[str, Any]]]) -> list[Event]:
    """Record one kind of event for many subjects in one statement."""
    at, member_id, company_id = clock.now(), current_member_id(), current_company_id()
    keys = reserve_ids(Event, len(rows))
    events = [
        Event(
            id=key,
            company_id=company_id,
            name=name,
            at=at,
            member_id=member_id,
            subject_kind=subject._meta.label_lower,
            subject_id=subject.pk,
            party_id=party_id,
            facts=facts,
        )
        for key, (subject, party_id, facts) in zip(keys, rows, strict=True)
    ]
    insert_rows(Event, COLUMNS, [[getattr(event, column) for column in COLUMNS] for event in events])
    for path in settings.SUBSCRIBERS.get(name, ()):
        subscriber = import_string(path)
        for event in events:
            if hasattr(subscriber, "enqueue"):
                subscriber.enqueue(company_id=company_id, event_id=event.pk)
            else:
                subscriber(event)
    return events


def latest() -> int:
    """Return the number of the last event of the company in force, 0 without one: the version of all its data."""
    return newest().values_list("pk", flat=True).first() or 0


def newest() -> QuerySet[Event]:
    """Return the events of the company in force, the last one first."""
    return Event.objects.order_by("-pk")
