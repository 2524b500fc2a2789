"""Entries and lines: the rows behind every figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, QuerySet, Sum, Window

from wasl.ledger.models import Entry, Line
from wasl.ledger.queries.balances import BEGINNING


def lines_of(
    *,
    first: date = BEGINNING,
    last: date,
    account_ids: Iterable[int] = (),
    party_id: int | None = None,
    project_id: int | None = None,
    department_id: int | None = None,
    with_closing: bool = True,
) -> QuerySet[Line]:
    """Return lines dated from `first` to `last`, both in, of accounts and dimensions; id 0 means 'none'."""
    rows = Line.objects.filter(date__range=(first, last)).select_related("entry", "account", "party", "project")
    if account_ids := tuple(account_ids):
        rows = rows.filter(account_id__in=account_ids)
    for name, key in (("party_id", party_id), ("project_id", project_id), ("department_id", department_id)):
        if key is not None:
            rows = rows.filter(**({name: key} if key else {f"{name}__isnull": True}))
    return rows if with_closing else rows.filter(closing=False)


def general_ledger(*, account_id: int, first: date, last: date) -> QuerySet[Line]:
    """Return an account's lines by date, each with `moved_minor`: what they come to from `first` up to it."""
    moved = Window(Sum("base_minor"), order_by=[F("date"), F("pk")])
    rows = Line.objects.filter(account_id=account_id, date__range=(first, last)).annotate(moved_minor=moved)
    return rows.select_related("entry", "account", "party", "project").order_by("date", "pk")


def journal_entries(*, first: date = BEGINNING, last: date) -> QuerySet[Entry]:
    """Return entries of a span, newest first."""
    return Entry.objects.filter(date__range=(first, last)).order_by("-sequence")


def entries_of_source(source_kind: str, source_id: int) -> QuerySet[Entry]:
    """Return the entries that a document made."""
    return Entry.objects.filter(source_kind=source_kind, source_id=source_id).order_by("sequence")


def lines_of_entry(entry_id: int | None) -> QuerySet[Line]:
    """Return an entry's lines in their order."""
    return (
        Line.objects.filter(entry_id=entry_id)
        .select_related("account", "party", "project", "department", "employee")
        .order_by("pk")
    )
