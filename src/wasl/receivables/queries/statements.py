"""What customers owe: statement of account, ageing, balance of one customer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, Sum

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.ledger import queries as ledger
from wasl.ledger.models import OpenItem
from wasl.ledger.queries.items import bucket_of
from wasl.parties.models import Party
from wasl.receivables.models import Document, Payment, Refund, WriteOff

ROLES = ("receivable", "customer_advances")
UNAPPLIED = ("credit_note", "advance")
BUCKETS = ("not_due", "d1_30", "d31_60", "d61_90", "d90_plus")


@dataclass(frozen=True)
class StatementRow:
    """One movement of a customer's account: what was asked (debit) or given (credit), and the balance after it."""

    date: date
    kind: str
    key: int
    number: str
    debit_minor: int
    credit_minor: int
    balance_minor: int


@dataclass(frozen=True)
class Statement:
    """A customer's account in one currency over a span."""

    currency: str
    opening_minor: int
    rows: list[StatementRow]
    closing_minor: int
    ageing: dict[str, int]

    @property
    def debit_minor(self) -> int:
        """Return what was asked in the span."""
        return sum(row.debit_minor for row in self.rows)

    @property
    def credit_minor(self) -> int:
        """Return what was paid or credited in the span."""
        return sum(row.credit_minor for row in self.rows)


@dataclass(frozen=True)
class Movement:
    """A movement before it has its place: positive raises what the customer owes."""

    date: date
    kind: str
    key: int
    number: str
    currency: str
    minor: int


def statements_of(actor: Actor, party_id: int, *, first: date, last: date) -> list[Statement]:
    """Return a customer's account over a span, one statement for each currency."""
    actor.require("payment.view")
    moved = sorted(_movements(party_id, last), key=lambda one: (one.date, one.kind != "invoice", one.key))
    found = []
    for currency in sorted({one.currency for one in moved}):
        mine = [one for one in moved if one.currency == currency]
        balance = opening = sum(one.minor for one in mine if one.date < first)
        rows = []
        for one in mine:
            if one.date >= first:
                balance += one.minor
                debit, credit = max(one.minor, 0), max(-one.minor, 0)
                rows.append(StatementRow(one.date, one.kind, one.key, one.number, debit, credit, balance))
        found.append(Statement(currency, opening, rows, balance, _ages(party_id, currency, last)))
    return found


def _movements(party_id: int, last: date) -> list[Movement]:
    moved: list[Movement] = []
    documents = Document.objects.filter(party_id=party_id, date__lte=last).exclude(state="draft").order_by("pk")
    for row in documents:
        minor = (row.total_minor - row.prepaid_minor) * (-1 if row.is_credit else 1)
        moved.append(Movement(row.date, row.kind, row.pk, row.number, row.currency, minor))
        if row.reversed_on and row.reversed_on <= last:
            moved.append(Movement(row.reversed_on, "reversal", row.pk, row.number, row.currency, -minor))
    for paid in Payment.objects.filter(party_id=party_id, date__lte=last).exclude(number="").order_by("pk"):
        moved.append(Movement(paid.date, "payment", paid.pk, paid.number, paid.currency, -paid.amount_minor))
        if paid.reversed_on and paid.reversed_on <= last:
            moved.append(
                Movement(paid.reversed_on, "payment_reversal", paid.pk, paid.number, paid.currency, paid.amount_minor)
            )
    moved += [
        Movement(back.date, "refund", back.pk, back.number, back.currency, back.amount_minor)
        for back in Refund.objects.filter(party_id=party_id, date__lte=last).order_by("pk")
    ]
    lost = WriteOff.objects.filter(document__party_id=party_id, date__lte=last).select_related("document")
    moved += [
        Movement(row.date, "write_off", row.pk, row.document.number, row.document.currency, -row.amount_minor)
        for row in lost.order_by("pk")
    ]
    return moved


def _ages(party_id: int, currency: str, at: date) -> dict[str, int]:
    """Return what is open in a currency by days past due; credits and advances under `unapplied`, negative."""
    ages = dict.fromkeys((*BUCKETS, "unapplied"), 0)
    rows = ledger.items_as_of(at, roles=ROLES).filter(party_id=party_id, currency=currency).exclude(kind="deposit")
    for kind, due, open_then in rows.values_list("kind", "due_date", "open_then"):
        if kind in UNAPPLIED:
            ages["unapplied"] -= open_then
        else:
            ages[bucket_of((at - due).days)] += open_then
    return ages


def ageing(actor: Actor, at: date) -> list[ledger.AgedRow]:
    """Return what each customer owes on a date by days past due, in base currency, the most first."""
    actor.require("payment.view")
    rows = ledger.aged_items(at, roles=ROLES, unapplied_kinds=UNAPPLIED)
    lang, named = formats.language(), Party.objects.in_bulk([row.party_id for row in rows])
    rows = [replace(row, party_name=named[row.party_id].display_name(lang)) for row in rows]
    return sorted(rows, key=lambda row: (-row.total_minor, row.party_id))


def ageing_sums(actor: Actor, at: date) -> dict[str, int]:
    """Return what all customers owe on a date by how late it is, base minor units, in the order of the ageing."""
    actor.require("payment.view")
    found = dict.fromkeys(BUCKETS, 0)
    for row in ledger.aged_items(at, roles=ROLES, unapplied_kinds=UNAPPLIED):
        for bucket, minor in row.buckets.items():
            found[bucket] += minor
    return found


def aged_items(actor: Actor, at: date, *, party_id: int | None = None) -> list[OpenItem]:
    """Return the items behind the ageing, each with its `bucket`, `open_then` and `carrying_then` (signed)."""
    actor.require("payment.view")
    rows = ledger.items_as_of(at, roles=ROLES).exclude(kind="deposit").select_related("party")
    if party_id:
        rows = rows.filter(party_id=party_id)
    found = []
    for item in rows.order_by("due_date", "pk"):
        if not item.open_then:
            continue
        item.bucket = "unapplied" if item.kind in UNAPPLIED else bucket_of((at - item.due_date).days)
        if item.kind in UNAPPLIED:
            item.open_then, item.carrying_then = -item.open_then, -item.carrying_then
        found.append(item)
    return found


def balance_of(party_id: int, today: date) -> tuple[int, int]:
    """Return what a customer owes, less what is not applied, and what of it is overdue, in base minor units."""
    rows, asked = OpenItem.objects.filter(party_id=party_id, open_minor__gt=0), Q(kind="invoice")
    sums = rows.aggregate(
        asked=Sum("carrying_minor", filter=asked),
        unapplied=Sum("carrying_minor", filter=Q(kind__in=UNAPPLIED)),
        overdue=Sum("carrying_minor", filter=asked & Q(due_date__lt=today)),
    )
    return int(sums["asked"] or 0) - int(sums["unapplied"] or 0), int(sums["overdue"] or 0)
