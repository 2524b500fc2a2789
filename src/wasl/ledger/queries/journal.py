"""Entries and lines: the rows behind every figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from wasl.ledger.models import Entry, Line
from wasl.ledger.queries.balances import BEGINNING


@dataclass(frozen=True)
class LedgerLine:
    """A line of an account with its running balance (debit positive)."""

    line: Line
    balance_minor: int


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


def general_ledger(*, account_id: int, first: date, last: date, opening_minor: int) -> list[LedgerLine]:
    """Return an account's lines by date with the running balance."""
    balance = opening_minor
    found = []
    for line in lines_of(first=first, last=last, account_ids=[account_id]).order_by("date", "pk"):
        balance += line.base_minor
        found.append(LedgerLine(line, balance))
    return found


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
