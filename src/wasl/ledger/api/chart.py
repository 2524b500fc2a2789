"""Endpoints of the chart of accounts, taxes and exchange rates."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.pages import today_of
from wasl.core.rest import Code, Day, Id, In, Line, Listing, Number, Out, Page, Rate, Sort, give_list
from wasl.core.rest.lists import day
from wasl.ledger import queries, services
from wasl.ledger.models import Tax, TaxRate
from wasl.ledger.rules.roles import ROLES

router = Router(tags=["Accounts, taxes and rates"])
Role = Literal[ROLES]  # type: ignore[valid-type]
Percent = Annotated[Number, Field(ge=0, le=100)]
ACCOUNT_SORTS = {"id": Sort(), "code": Sort("code", str)}
RATE_SORTS = {"id": Sort(), "date": Sort("date", day)}


class AccountListing(Listing):
    """Which accounts a list shows."""

    role: Role | None = None
    is_active: bool | None = None


class AccountOut(Out):
    """A ledger account; its role says what is posted to it, and one account of a role is the default."""

    id: int
    code: str
    name: str
    name_ar: str
    role: str
    kind: str
    currency: str
    is_default: bool
    is_active: bool


class AccountIn(In):
    """A new account."""

    code: Annotated[Line, Field(min_length=1, max_length=20)]
    name: Annotated[Line, Field(min_length=1, max_length=120)]
    name_ar: Annotated[Line, Field(max_length=120)] = ""
    role: Role
    currency: Code | None = None


class TaxRateOut(Out):
    """The percent of a tax from a day on, with the source it comes from."""

    id: int
    tax_id: int
    valid_from: datetime.date
    percent: Number
    source: str


class TaxCodeOut(Out):
    """A tax code, how much of it comes back on purchases, and its rates, the latest first."""

    id: int
    code: str
    name: str
    name_ar: str
    treatment: str
    recoverable_percent: Number
    exemption_reason: str
    is_default: bool
    is_active: bool
    rates: list[TaxRateOut]


class TaxRateIn(In):
    """The percent of a tax from a day on."""

    valid_from: Day
    percent: Percent
    source: Line = ""


class TaxIn(In):
    """A new tax code with its first rate."""

    code: Annotated[Line, Field(min_length=1, max_length=20)]
    name: Annotated[Line, Field(min_length=1, max_length=100)]
    percent: Percent
    treatment: Literal["standard", "zero", "exempt", "out_of_scope", "reverse_charge", "withholding"] = "standard"
    recoverable_percent: Percent = Decimal(100)
    valid_from: Day = datetime.date(1900, 1, 1)
    source: Line = ""


class ExchangeRateOut(Out):
    """Base units per foreign unit from a day on, until a later rate."""

    id: int
    currency: str
    date: datetime.date
    rate: Rate


class ExchangeRateIn(In):
    """Base units per foreign unit from a day on; from today where no day is named."""

    currency: Code
    date: Day | None = None
    rate: Annotated[Rate, Field(gt=0)]


@router.get("/accounts", response=Page[AccountOut])
def list_accounts(request: Request, asked: Query[AccountListing]) -> Any:
    """List the chart of accounts."""
    request.actor.require("ledger.view")
    rows = queries.accounts(roles=[asked.role] if asked.role else [])
    if asked.is_active is not None:
        rows = rows.filter(is_active=asked.is_active)
    return give_list(request, asked, rows, AccountOut.of, AccountOut, ACCOUNT_SORTS)


@router.post("/accounts", response={201: AccountOut})
def add_account(request: Request, sent: AccountIn) -> Any:
    """Add an account; the first of a role is its default."""
    said = sent.model_dump() | {"currency": sent.currency or ""}
    return Status(201, AccountOut.of(services.add_account(actor=request.actor, **said)))


@router.get("/accounts/{account_id}", response=AccountOut)
def read_account(request: Request, account_id: Id) -> Any:
    """Read an account."""
    return AccountOut.of(queries.account(request.actor, account_id))


@router.post("/accounts/{account_id}/default", response=AccountOut)
def choose_default_account(request: Request, account_id: Id) -> Any:
    """Make an account the one that its role is posted to from now on."""
    return AccountOut.of(services.choose_default_account(actor=request.actor, account_id=account_id))


@router.get("/taxes", response=list[TaxCodeOut])
def list_taxes(request: Request) -> Any:
    """List the taxes with their rates, the default first."""
    return [_tax_out(row.tax, row.rates) for row in queries.tax_rows(request.actor)]


@router.post("/taxes", response={201: TaxCodeOut})
def add_tax(request: Request, sent: TaxIn) -> Any:
    """Add a tax code with its rate from a day on."""
    said = {name: getattr(sent, name) for name in TaxIn.model_fields}
    return Status(201, _tax_out(services.add_tax(actor=request.actor, **said)))


@router.get("/taxes/{tax_id}", response=TaxCodeOut)
def read_tax(request: Request, tax_id: Id) -> Any:
    """Read a tax with its rates."""
    return _tax_out(queries.tax(request.actor, tax_id))


@router.post("/taxes/{tax_id}/rates", response=TaxRateOut)
def set_tax_rate(request: Request, tax_id: Id, sent: TaxRateIn) -> Any:
    """Set the percent of a tax from a day on; documents keep the percent of their date."""
    said = {name: getattr(sent, name) for name in TaxRateIn.model_fields}
    return TaxRateOut.of(services.set_tax_rate(actor=request.actor, tax_id=tax_id, **said))


@router.get("/exchange-rates", response=Page[ExchangeRateOut])
def list_exchange_rates(request: Request, asked: Query[Listing]) -> Any:
    """List the exchange rates."""
    return give_list(request, asked, queries.rates(request.actor), ExchangeRateOut.of, ExchangeRateOut, RATE_SORTS)


@router.post("/exchange-rates", response=ExchangeRateOut)
def set_exchange_rate(request: Request, sent: ExchangeRateIn) -> Any:
    """Set an exchange rate from a day on; what is posted keeps the rate it had."""
    on = sent.date or today_of(request)
    row = services.set_exchange_rate(actor=request.actor, currency=sent.currency, on=on, rate=sent.rate)
    return ExchangeRateOut.of(row)


def _tax_out(tax: Tax, rates: list[TaxRate] | None = None) -> TaxCodeOut:
    found = tax.rates.order_by("-valid_from") if rates is None else rates
    return TaxCodeOut.of(tax, rates=[TaxRateOut.of(rate) for rate in found])
