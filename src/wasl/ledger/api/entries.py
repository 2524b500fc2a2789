"""Endpoints of what is posted: entries with their lines, and lines by account, dimension and date."""

from __future__ import annotations

import datetime
from typing import Any

from ninja import Query, Router

from wasl.access.actor import Request
from wasl.core.pages import today_of
from wasl.core.rest import Amount, Day, Id, Listing, Out, Page, Sort, amount, give_list
from wasl.core.rest.lists import day
from wasl.ledger import queries
from wasl.ledger.models import Entry, Line
from wasl.ledger.queries.balances import BEGINNING

router = Router(tags=["Entries"])
ENTRY_SORTS = {"id": Sort(), "date": Sort("date", day)}
LINE_SORTS = {"id": Sort(), "date": Sort("date", day), "amount": Sort("base_minor")}


class EntryListing(Listing):
    """Which entries a list shows; `first` and `last` are days, both in."""

    first: Day | None = None
    last: Day | None = None


class LineListing(EntryListing):
    """Which lines a list shows."""

    account_id: Id | None = None
    party_id: Id | None = None
    project_id: Id | None = None
    department_id: Id | None = None
    employee_id: Id | None = None


class LedgerLineOut(Out):
    """A line of an entry: its amount in the company's currency (debit positive) beside that in its own."""

    id: int
    entry_id: int
    account_id: int
    date: datetime.date
    closing: bool
    base: Amount
    amount: Amount
    party_id: int | None
    project_id: int | None
    department_id: int | None
    employee_id: int | None


class EntryOut(Out):
    """An entry of the journal, never changed: what was wrong is reversed. Each is chained to the one before."""

    id: int
    sequence: int
    date: datetime.date
    booked_at: datetime.datetime
    source_kind: str
    source_id: int
    memo: str
    reverses_id: int | None
    closing: bool
    hash: str
    previous_hash: str


class EntryWithLines(EntryOut):
    """An entry with its lines, and the one that reverses it."""

    reversed_by_id: int | None
    lines: list[LedgerLineOut]


@router.get("/entries", response=Page[EntryOut])
def list_entries(request: Request, asked: Query[EntryListing]) -> Any:
    """List the entries of the journal."""
    request.actor.require("ledger.view")
    rows = queries.journal_entries(first=asked.first or BEGINNING, last=asked.last or datetime.date.max)
    return give_list(request, asked, rows, EntryOut.of, EntryOut, ENTRY_SORTS)


@router.get("/entries/{entry_id}", response=EntryWithLines)
def read_entry(request: Request, entry_id: Id) -> Any:
    """Read an entry with its lines."""
    return entry_out(queries.entry(request.actor, entry_id), request.actor.company.base_currency)


@router.get("/ledger-lines", response=Page[LedgerLineOut])
def list_ledger_lines(request: Request, asked: Query[LineListing]) -> Any:
    """List the lines of all entries, those of an account or a dimension where one is named."""
    actor = request.actor
    actor.require("ledger.view")
    names = ("account_id", "party_id", "project_id", "department_id", "employee_id")
    found = queries.LineFilter(
        first=asked.first or BEGINNING,
        last=asked.last or today_of(request),
        **{name: getattr(asked, name) for name in names},
    )
    base = actor.company.base_currency
    rows = queries.found_lines(found)
    return give_list(request, asked, rows, lambda row: _line_out(row, base), LedgerLineOut, LINE_SORTS)


def entry_out(entry: Entry, base: str) -> EntryWithLines:
    """Return an entry with its lines as programs read it."""
    turned = queries.reversal_entry(entry)
    lines = [_line_out(line, base) for line in queries.lines_of_entry(entry.pk)]
    return EntryWithLines.of(entry, reversed_by_id=turned.pk if turned else None, lines=lines)


def _line_out(line: Line, base: str) -> LedgerLineOut:
    return LedgerLineOut.of(line, base=amount(line.base_minor, base), amount=amount(line.currency_minor, line.currency))
