"""Set up the books: accounts, taxes, dimensions, rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.errors import BadInput
from wasl.core.models import Company, Event
from wasl.core.money import CURRENCIES
from wasl.ledger.models import Account, Book, Dimension, ExchangeRate, RollupMark, Tax, TaxRate
from wasl.ledger.rules import packs
from wasl.ledger.rules.entries import GENESIS
from wasl.ledger.rules.roles import TYPE_OF


def set_up_company(event: Event) -> None:
    """Open a new company's books: an empty journal, and the chart of accounts and taxes of its country."""
    company = Company.objects.get(pk=event.subject_id)
    Book.objects.create(head_hash=GENESIS)
    RollupMark.objects.create()
    _install_pack(packs.pack_for(company.country), company.base_currency)


def _install_pack(pack: packs.Pack, currency: str) -> None:
    Account.objects.bulk_create(
        Account(
            code=account.code,
            name=account.name,
            name_ar=account.name_ar,
            role=account.role,
            is_default=account.default,
            currency=currency if account.role in ("bank", "cash") else "",
        )
        for account in pack.accounts
    )
    for position, tax in enumerate(pack.taxes):
        row = Tax.objects.create(
            code=tax.code,
            name=tax.name,
            name_ar=tax.name_ar,
            treatment=tax.treatment,
            recoverable_percent=tax.recoverable,
            exemption_reason=tax.exemption_reason,
            is_default=position == 0,
        )
        TaxRate.objects.bulk_create(
            TaxRate(tax=row, valid_from=valid_from, percent=percent, source=source)
            for valid_from, percent, source in tax.rates
        )


@transaction.atomic
def add_account(*, actor: Actor, code: str, name: str, role: str, name_ar: str = "", currency: str = "") -> Account:
    """Add an account; the first of a role is its default.

    :raises BadInput: an unknown role, or a code that is taken.
    """
    actor.require("ledger.setup")
    if role not in TYPE_OF:
        raise BadInput("role", reason=_("This role does not exist."))
    if Account.objects.filter(code=code).exists():
        raise BadInput("code", reason=_("There is already an account with this code."))
    first = not Account.objects.filter(role=role, is_default=True).exists()
    account = Account.objects.create(
        code=code, name=name, name_ar=name_ar, role=role, currency=currency, is_default=first
    )
    events.record("account.added", account, code=code, role=role)
    return account


def add_bank_account(*, actor: Actor, name: str, currency: str, role: str = "bank", name_ar: str = "") -> Account:
    """Add an account of role bank or cash in a currency, under the next free code."""
    actor.require("ledger.setup")
    _known_currency(currency)
    taken = set(Account.objects.values_list("code", flat=True))
    code = next(str(number) for number in range(1001 if role == "bank" else 1060, 9999) if str(number) not in taken)
    return add_account(actor=actor, code=code, name=name, role=role, name_ar=name_ar, currency=currency)


@transaction.atomic
def add_tax(
    *,
    actor: Actor,
    code: str,
    name: str,
    percent: Decimal,
    treatment: str = "standard",
    recoverable_percent: Decimal = Decimal(100),
    valid_from: date = date(1900, 1, 1),
    source: str = "",
) -> Tax:
    """Add a tax code with its rate from a day on.

    :raises BadInput: a percent that is not between 0 and 100, or a code that is taken.
    """
    actor.require("ledger.setup")
    if not 0 <= percent <= 100 or not 0 <= recoverable_percent <= 100:
        raise BadInput("percent", reason=_("A percent lies between 0 and 100."))
    if Tax.objects.filter(code=code).exists():
        raise BadInput("code", reason=_("There is already a tax with this code."))
    tax = Tax.objects.create(
        code=code,
        name=name,
        treatment=treatment,
        recoverable_percent=recoverable_percent,
        is_default=not Tax.objects.filter(is_default=True).exists(),
    )
    TaxRate.objects.create(tax=tax, valid_from=valid_from, percent=percent, source=source)
    events.record("tax.added", tax, code=code, percent=str(percent))
    return tax


@transaction.atomic
def add_dimension(*, kind: str, key: int, label: str) -> Dimension:
    """Add what another room tells lines apart by."""
    return Dimension.objects.create(kind=kind, key=key, label=label)


@transaction.atomic
def set_exchange_rate(*, actor: Actor, currency: str, on: date, rate: Decimal) -> ExchangeRate:
    """Set base units per foreign unit from a day on; what is posted keeps the rate it had.

    :raises BadInput: the base currency itself, an unknown currency, a rate that is not above 0 or has over 10 places.
    """
    actor.require("rate.edit")
    _known_currency(currency)
    if currency == actor.company.base_currency:
        raise BadInput("currency", reason=_("The base currency has no exchange rate."))
    if rate <= 0 or rate > 10**8 or rate.scaleb(10) != int(rate.scaleb(10)):
        raise BadInput("rate", reason=_("A rate is above 0 and has at most 10 decimals."))
    row, _created = ExchangeRate.objects.update_or_create(currency=currency, date=on, defaults={"rate": rate})
    events.record("rate.set", row, currency=currency, date=str(on), rate=str(rate))
    return row


def _known_currency(currency: str) -> None:
    if currency not in CURRENCIES:
        raise BadInput("currency", reason=_("This currency is not known: use its three-letter ISO code."))
