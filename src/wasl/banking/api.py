"""The REST endpoints of bank and cash accounts, and of what the bank charges."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.banking import queries, services
from wasl.banking.models import BankFee
from wasl.core.pages import today_of
from wasl.core.rest import Amount, Code, Day, Digits, Id, In, Line, OnDay, Out, Ref, amount, minor_in

router = Router(tags=["Banking"])


class BankAccountOut(Out):
    """A bank or cash account with its balance in its own and in base currency."""

    id: int
    code: str
    name: str
    name_ar: str
    role: str
    currency: str
    bank_name: str
    iban: str
    balance: Amount
    base_balance: Amount


class BankAccountIn(In):
    """A new bank or cash account."""

    name: Annotated[Line, Field(min_length=1, max_length=120)]
    name_ar: Annotated[Line, Field(max_length=120)] = ""
    currency: Code
    role: Literal["bank", "cash"] = "bank"
    bank_name: Annotated[Line, Field(max_length=100)] = ""
    iban: Annotated[Line, Field(max_length=42)] = ""


class BankFeeIn(In):
    """A charge of the bank without tax, in base currency."""

    account_id: Ref
    date: Day
    net: Digits
    tax_id: Ref | None = None
    department_id: Ref | None = None
    memo: Line = ""


class BankFeeOut(Out):
    """A charge of the bank, with its tax."""

    id: int
    account_id: int
    date: date
    net: Amount
    tax: Amount
    tax_id: int | None
    department_id: int | None
    memo: str
    entry_id: int | None


def bank_account_out(row: queries.MoneyRow, base: str) -> BankAccountOut:
    """Return an account with its balance as programs read it."""
    account = row.account
    currency = account.currency or base
    return BankAccountOut.of(
        account,
        currency=currency,
        bank_name=row.bank_name,
        iban=row.iban,
        balance=amount(row.own_minor, currency),
        base_balance=amount(row.base_minor, base),
    )


def bank_fee_out(row: BankFee, base: str) -> BankFeeOut:
    """Return a charge of the bank as programs read it."""
    return BankFeeOut.of(row, net=amount(row.net_minor, base), tax=amount(row.tax_minor, base))


@router.get("/bank-accounts", response=list[BankAccountOut])
def list_bank_accounts(request: Request, asked: Query[OnDay]) -> Any:
    """List the bank and cash accounts with their balances at the end of a day."""
    actor = request.actor
    base = actor.company.base_currency
    return [bank_account_out(row, base) for row in queries.money_accounts(actor, asked.on or today_of(request))]


@router.post("/bank-accounts", response={201: BankAccountOut})
def add_bank_account(request: Request, sent: BankAccountIn) -> Any:
    """Open a bank or cash account, with its place in the chart."""
    actor = request.actor
    account = services.add_bank_account(actor=actor, **dict(sent))
    said = queries.MoneyRow(account, sent.bank_name, sent.iban.replace(" ", ""), 0, 0)
    return Status(201, bank_account_out(said, actor.company.base_currency))


@router.post("/bank-fees", response={201: BankFeeOut})
def record_bank_fee(request: Request, sent: BankFeeIn) -> Any:
    """Record a charge of the bank, with its recoverable tax."""
    actor = request.actor
    base = actor.company.base_currency
    said = {name: value for name, value in dict(sent).items() if name not in ("date", "net")}
    fee = services.record_bank_fee(actor=actor, on=sent.date, net_minor=minor_in(sent.net, base, "net"), **said)
    return Status(201, bank_fee_out(fee, base))


@router.get("/bank-fees/{fee_id}", response=BankFeeOut)
def read_bank_fee(request: Request, fee_id: Id) -> Any:
    """Read a charge of the bank."""
    actor = request.actor
    return bank_fee_out(queries.bank_fee(actor, fee_id), actor.company.base_currency)
