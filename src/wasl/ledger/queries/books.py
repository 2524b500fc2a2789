"""Single records of the books, and the lists that their pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from wasl.access import queries as access
from wasl.access.actor import Actor
from wasl.core.errors import NotFound
from wasl.ledger.models import (
    Account,
    Book,
    Dimension,
    Entry,
    ExchangeRate,
    Journal,
    PeriodLock,
    Tax,
    TaxRate,
    YearClose,
)

VIEW = "ledger.view"


@dataclass(frozen=True)
class TaxRow:
    """A tax with its rates, the latest first."""

    tax: Tax
    rates: list[TaxRate]


def account(actor: Actor, account_id: int) -> Account:
    """Return an account.

    :raises NotFound: there is none in this company.
    """
    actor.require(VIEW)
    return _one(Account.objects.filter(pk=account_id))


def entry(actor: Actor, entry_id: int) -> Entry:
    """Return an entry with the one that it reverses.

    :raises NotFound: there is none in this company.
    """
    actor.require(VIEW)
    return _one(Entry.objects.select_related("reverses").filter(pk=entry_id))


def reversal_entry(of: Entry) -> Entry | None:
    """Return the entry that reverses one, if any."""
    found: Entry | None = Entry.objects.filter(reverses=of).first()
    return found


def journals(actor: Actor, *, text: str = "", first: date | None = None, last: date | None = None) -> QuerySet[Journal]:
    """Return the manual journals, of a span and with `text` in number or description where asked, newest first."""
    actor.require(VIEW)
    rows = Journal.objects.select_related("entry")
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(memo__icontains=text))
    for name, value in (("date__gte", first), ("date__lte", last)):
        if value is not None:
            rows = rows.filter(**{name: value})
    return rows.order_by("-date", "-pk")


def manual_journal(actor: Actor, journal_id: int) -> Journal:
    """Return a manual journal.

    :raises NotFound: there is none in this company.
    """
    return _one(journals(actor).filter(pk=journal_id))


def tax_rows(actor: Actor) -> list[TaxRow]:
    """Return every tax with its dated rates."""
    actor.require(VIEW)
    rates: dict[int, list[TaxRate]] = {}
    for rate in TaxRate.objects.order_by("tax_id", "-valid_from"):
        rates.setdefault(rate.tax_id, []).append(rate)
    return [TaxRow(tax, rates.get(tax.pk, [])) for tax in Tax.objects.order_by("-is_default", "code", "pk")]


def tax(actor: Actor, tax_id: int) -> Tax:
    """Return a tax.

    :raises NotFound: there is none in this company.
    """
    actor.require(VIEW)
    return _one(Tax.objects.filter(pk=tax_id))


def rates(actor: Actor) -> QuerySet[ExchangeRate]:
    """Return the exchange rates, the latest first."""
    actor.require(VIEW)
    return ExchangeRate.objects.order_by("-date", "currency", "pk")


def rate_currencies() -> list[str]:
    """Return the currencies that have a rate."""
    return sorted(ExchangeRate.objects.values_list("currency", flat=True).distinct())


def book() -> Book:
    """Return the company's book: its lock, its last closed day."""
    found: Book = Book.objects.get()
    return found


def period_locks() -> QuerySet[PeriodLock]:
    """Return every lock and unlock, the latest first."""
    return PeriodLock.objects.order_by("-pk")


def year_closes() -> QuerySet[YearClose]:
    """Return the closed years, the latest first."""
    return YearClose.objects.select_related("entry").order_by("-year_end")


def dimensions(kind: str = "") -> QuerySet[Dimension]:
    """Return what lines can be told apart by, by label."""
    rows = Dimension.objects.order_by("label", "pk")
    return rows.filter(kind=kind) if kind else rows


def dimension_labels(keys: Iterable[int]) -> dict[int, str]:
    """Return the labels of dimensions by id."""
    return dict(Dimension.objects.filter(pk__in=set(keys)).values_list("pk", "label"))


def tax_percents(on: date) -> dict[int, Decimal]:
    """Return the percent of each tax as it holds on a date."""
    rows = TaxRate.objects.filter(valid_from__lte=on).order_by("tax_id", "valid_from")
    return dict(rows.values_list("tax_id", "percent"))


def default_tax_id() -> int | None:
    """Return the tax that new lines take."""
    found: int | None = Tax.objects.filter(is_default=True, is_active=True).values_list("pk", flat=True).first()
    return found


def first_day() -> date | None:
    """Return the date of the earliest entry."""
    found: date | None = Entry.objects.order_by("date").values_list("date", flat=True).first()
    return found


def member_names(member_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of members by id, those who left included."""
    names = access.member_names()
    return {key: names[key] for key in member_ids if key in names}


def _one(rows: QuerySet[Any]) -> Any:
    found = rows.first()
    if found is None:
        raise NotFound()
    return found
