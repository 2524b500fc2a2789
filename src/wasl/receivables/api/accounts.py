"""Endpoints of what customers owe: the statement of one, the ageing of all and the items behind it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Query, Router
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.errors import NotFound
from wasl.core.pages import today_of
from wasl.core.rest import Amount, Code, Day, Id, OnDay, Out, amount, file_answer, gives
from wasl.core.rest.files import PDF
from wasl.core.rest.schemas import In
from wasl.parties import queries as parties
from wasl.receivables import queries
from wasl.receivables.api.shapes import Language
from wasl.receivables.pdf import statement_pdf

router = Router(tags=["Receivables"])


class Span(In):
    """The days of a statement, both in: this year up to today where none are named."""

    date_from: Day | None = None
    date_to: Day | None = None

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day."""
        last = self.date_to or today
        return self.date_from or last.replace(month=1, day=1), last


class PaperOfAccount(Span):
    """Which account is drawn, that in the company's currency where none is named, and in which language."""

    currency: Code | None = None
    language: Language = "ar"


class ItemsAsked(OnDay):
    """Which open items are listed: of one customer, of one step of lateness."""

    party_id: Id | None = None
    bucket: Annotated[str, Field(max_length=20)] = ""


class MovementOut(Out):
    """A movement of a customer's account, and the balance after it."""

    date: date
    kind: str
    id: int
    number: str
    debit: Amount
    credit: Amount
    balance: Amount


class StatementOut(Out):
    """A customer's account in one currency; `ageing` is what is open by days past due at the end."""

    currency: str
    opening: Amount
    debit: Amount
    credit: Amount
    closing: Amount
    rows: list[MovementOut]
    ageing: dict[str, Amount]


class AgedOut(Out):
    """What a customer owes by days past due, in base currency; what is not applied is negative."""

    party_id: int
    party_name: str
    buckets: dict[str, Amount]
    counts: dict[str, int]
    unapplied: Amount
    total: Amount


class AgedItemOut(Out):
    """An open item behind the ageing: what was open of it on the day, in its own and in base currency."""

    id: int
    kind: str
    number: str
    source_id: int
    party_id: int
    party_name: str
    due_date: date
    bucket: str
    open: Amount
    base_open: Amount


@router.get("/parties/{party_id}/statement", response=list[StatementOut])
def read_statement(request: Request, party_id: Id, asked: Query[Span]) -> Any:
    """Read a customer's account over a span, one for each currency."""
    actor = request.actor
    first, last = asked.days(today_of(request))
    party = parties.party(actor.lending("party.view"), party_id)
    return [_statement_out(found) for found in queries.statements_of(actor, party.pk, first=first, last=last)]


@router.get("/parties/{party_id}/statement/pdf", openapi_extra=gives(PDF))
def read_statement_pdf(request: Request, party_id: Id, asked: Query[PaperOfAccount]) -> Any:
    """Read a customer's account in one currency as a PDF."""
    actor = request.actor
    first, last = asked.days(today_of(request))
    party = parties.party(actor.lending("party.view"), party_id)
    currency = asked.currency or actor.company.base_currency
    statements = queries.statements_of(actor, party.pk, first=first, last=last)
    found = next((one for one in statements if one.currency == currency), None)
    if found is None:
        raise NotFound("currency")
    paper = statement_pdf(actor.company, party, found, asked.language, first=first, last=last)
    return file_answer(paper, f"statement-{party.pk}-{currency}-{asked.language}.pdf")


@router.get("/receivables/ageing", response=list[AgedOut])
def read_ageing(request: Request, asked: Query[OnDay]) -> Any:
    """Read what each customer owes on a day by days past due, the most first."""
    actor = request.actor
    base = actor.company.base_currency
    return [
        AgedOut(
            party_id=row.party_id,
            party_name=row.party_name,
            buckets={name: amount(minor, base) for name, minor in row.buckets.items()},
            counts=row.counts,
            unapplied=amount(row.unapplied_minor, base),
            total=amount(row.total_minor, base),
        )
        for row in queries.ageing(actor, asked.on or today_of(request))
    ]


@router.get("/receivables/ageing/items", response=list[AgedItemOut])
def list_aged_items(request: Request, asked: Query[ItemsAsked]) -> Any:
    """List the open items behind the ageing, the first due first."""
    actor = request.actor
    base = actor.company.base_currency
    rows: list[Any] = queries.aged_items(actor, asked.on or today_of(request), party_id=asked.party_id)
    return [
        AgedItemOut.of(
            row,
            number=row.label,
            party_name=row.party.name if row.party else "",
            open=amount(row.open_then, row.currency),
            base_open=amount(row.carrying_then, base),
        )
        for row in rows
        if asked.bucket in ("", row.bucket)
    ]


def _statement_out(found: queries.Statement) -> StatementOut:
    currency = found.currency
    return StatementOut(
        currency=currency,
        opening=amount(found.opening_minor, currency),
        debit=amount(found.debit_minor, currency),
        credit=amount(found.credit_minor, currency),
        closing=amount(found.closing_minor, currency),
        rows=[
            MovementOut(
                date=row.date,
                kind=row.kind,
                id=row.key,
                number=row.number,
                debit=amount(row.debit_minor, currency),
                credit=amount(row.credit_minor, currency),
                balance=amount(row.balance_minor, currency),
            )
            for row in found.rows
        ],
        ageing={name: amount(minor, currency) for name, minor in found.ageing.items()},
    )
