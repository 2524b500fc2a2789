"""Endpoints of manual journals: list, read, post, reverse."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.pages import today_of
from wasl.core.rest import AmountIn, Day, Id, In, Line, Listing, Out, Page, Ref, Sort, Text, base_minor, give_list
from wasl.core.rest.lists import day
from wasl.ledger import queries, services
from wasl.ledger.api.entries import EntryWithLines, entry_out
from wasl.ledger.models import Journal
from wasl.ledger.rules.entries import LineValues

router = Router(tags=["Journals"])
LINES_MAX = 1000
SORTS = {"id": Sort(), "date": Sort("date", day)}


class JournalListing(Listing):
    """Which journals a list shows; `first` and `last` are days, both in."""

    first: Day | None = None
    last: Day | None = None
    q: Annotated[Line, Field(max_length=100)] = ""


class JournalOut(Out):
    """A manual journal."""

    id: int
    number: str
    date: datetime.date
    memo: str
    entry_id: int | None
    reverse_on: datetime.date | None
    reversed_on: datetime.date | None


class JournalWithEntry(JournalOut):
    """A manual journal with the entry that it posted."""

    entry: EntryWithLines | None


class JournalLineIn(In):
    """One side of a journal: a debit where the amount is above 0, a credit where it is below."""

    account_id: Ref
    amount: AmountIn
    party_id: Ref | None = None
    project_id: Ref | None = None
    department_id: Ref | None = None
    employee_id: Ref | None = None

    def values(self, base: str) -> LineValues:
        """Return it as services take it."""
        minor = base_minor(self.amount, base, "lines.amount") or 0
        return LineValues(
            self.account_id,
            minor,
            base,
            minor,
            self.party_id,
            self.project_id,
            self.department_id,
            self.employee_id,
        )


class JournalIn(In):
    """A journal in the company's currency; with `reverse_on` its mirror is posted on that day too."""

    date: Day | None = None
    memo: Text = ""
    reverse_on: Day | None = None
    lines: Annotated[list[JournalLineIn], Field(min_length=1, max_length=LINES_MAX)]


class JournalReversalIn(In):
    """The day of a reversal; today where none is named."""

    on: Day | None = None


@router.get("/journals", response=Page[JournalOut])
def list_journals(request: Request, asked: Query[JournalListing]) -> Any:
    """List the manual journals."""
    rows = queries.journals(request.actor, text=asked.q, first=asked.first, last=asked.last)
    return give_list(request, asked, rows, JournalOut.of, JournalOut, SORTS)


@router.post("/journals", response={201: JournalWithEntry})
def post_journal(request: Request, sent: JournalIn) -> Any:
    """Post a manual journal."""
    actor = request.actor
    base = actor.company.base_currency
    journal = services.post_journal(
        actor=actor,
        on=sent.date or today_of(request),
        lines=[line.values(base) for line in sent.lines],
        memo=sent.memo,
        reverse_on=sent.reverse_on,
    )
    return Status(201, _journal_out(journal, base))


@router.get("/journals/{journal_id}", response=JournalWithEntry)
def read_journal(request: Request, journal_id: Id) -> Any:
    """Read a manual journal with its entry."""
    return _journal_out(queries.manual_journal(request.actor, journal_id), request.actor.company.base_currency)


@router.post("/journals/{journal_id}/reverse", response=JournalWithEntry)
def reverse_journal(request: Request, journal_id: Id, sent: JournalReversalIn) -> Any:
    """Post the mirror of a manual journal."""
    on = sent.on or today_of(request)
    services.reverse_journal(actor=request.actor, journal_id=journal_id, on=on)
    return read_journal(request, journal_id)


def _journal_out(journal: Journal, base: str) -> JournalWithEntry:
    return JournalWithEntry.of(journal, entry=entry_out(journal.entry, base) if journal.entry else None)
