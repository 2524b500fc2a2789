"""Endpoints of the statements: trial balance, profit and loss, balance sheet, cash flow, boxes of the tax return."""

from __future__ import annotations

import datetime
from typing import Any

from ninja import Query, Router

from wasl.access.actor import Request
from wasl.core.pages import today_of
from wasl.core.periods import fiscal_year_start
from wasl.core.rest import Amount, Day, Id, In, Out, amount
from wasl.ledger import queries
from wasl.ledger.models import Account
from wasl.ledger.models.balances import ACCOUNT, DEPARTMENT, PROJECT

router = Router(tags=["Statements"])


class SpanAsked(In):
    """The days of a report, both in: the fiscal year so far where nothing is named."""

    first: Day | None = None
    last: Day | None = None


class ProfitAsked(SpanAsked):
    """The days of a profit and loss, and whose it is: the company's, one dimension's or one department's."""

    dimension_id: Id | None = None
    department_id: Id | None = None


class DayAsked(In):
    """The day of a report: today where none is named."""

    at: Day | None = None


class AccountAmount(Out):
    """What an account comes to, positive on its own side."""

    account_id: int
    code: str
    name: str
    role: str
    amount: Amount


class TrialBalanceLine(Out):
    """An account over a span: opening and closing are positive where it is a debit."""

    account_id: int
    code: str
    name: str
    opening: Amount
    debit: Amount
    credit: Amount
    closing: Amount


class TrialBalanceOut(Out):
    """Every account that has moved, by code; the closings sum to zero."""

    first: datetime.date
    last: datetime.date
    rows: list[TrialBalanceLine]


class ProfitOut(Out):
    """Income and expenses of a span by account, without closing entries."""

    first: datetime.date
    last: datetime.date
    income: list[AccountAmount]
    expenses: list[AccountAmount]
    income_total: Amount
    expenses_total: Amount
    profit: Amount


class BalanceSheetOut(Out):
    """Assets, liabilities and equity at the end of a day; profit that is not closed yet is part of equity."""

    at: datetime.date
    assets: list[AccountAmount]
    liabilities: list[AccountAmount]
    equity: list[AccountAmount]
    profit_not_closed: Amount
    assets_total: Amount
    liabilities_total: Amount
    equity_total: Amount


class CashFlowOut(Out):
    """Cash at the beginning, what moved it, and cash at the end."""

    first: datetime.date
    last: datetime.date
    opening: Amount
    operating: Amount
    investing: Amount
    financing: Amount
    fx_effect: Amount
    closing: Amount


class TaxBox(Out):
    """A box of the tax return."""

    name: str
    amount: Amount


class TaxReturnOut(Out):
    """The boxes of the tax return of a span, by the dates of documents; `net_tax` is what is owed."""

    first: datetime.date
    last: datetime.date
    boxes: list[TaxBox]
    net_tax: Amount


@router.get("/trial-balance", response=TrialBalanceOut)
def read_trial_balance(request: Request, asked: Query[SpanAsked]) -> Any:
    """Read the trial balance of a span."""
    span, base = span_of(request, asked), _opened(request)
    rows = [
        TrialBalanceLine(
            account_id=row.account.pk,
            code=row.account.code,
            name=row.account.name,
            opening=amount(row.opening_minor, base),
            debit=amount(row.debit_minor, base),
            credit=amount(row.credit_minor, base),
            closing=amount(row.closing_minor, base),
        )
        for row in queries.trial_balance(**span)
    ]
    return TrialBalanceOut(**span, rows=rows)


@router.get("/profit-and-loss", response=ProfitOut)
def read_profit_and_loss(request: Request, asked: Query[ProfitAsked]) -> Any:
    """Read the profit and loss of a span, of the company or of one dimension or department."""
    span, base = span_of(request, asked), _opened(request)
    kind, key = ACCOUNT, None
    if asked.dimension_id is not None:
        kind, key = PROJECT, asked.dimension_id
    elif asked.department_id is not None:
        kind, key = DEPARTMENT, asked.department_id
    found = queries.profit_and_loss(**span, kind=kind, key=key)
    return ProfitOut(
        **span,
        income=_accounts(found.income, base),
        expenses=_accounts(found.expenses, base),
        income_total=amount(found.income_minor, base),
        expenses_total=amount(found.expenses_minor, base),
        profit=amount(found.profit_minor, base),
    )


@router.get("/balance-sheet", response=BalanceSheetOut)
def read_balance_sheet(request: Request, asked: Query[DayAsked]) -> Any:
    """Read the balance sheet at the end of a day."""
    at, base = asked.at or today_of(request), _opened(request)
    found = queries.balance_sheet(at=at)
    return BalanceSheetOut(
        at=at,
        assets=_accounts(found.assets, base),
        liabilities=_accounts(found.liabilities, base),
        equity=_accounts(found.equity, base),
        profit_not_closed=amount(found.profit_minor, base),
        assets_total=amount(found.totals["asset"], base),
        liabilities_total=amount(found.totals["liability"], base),
        equity_total=amount(found.totals["equity"], base),
    )


@router.get("/cash-flow", response=CashFlowOut)
def read_cash_flow(request: Request, asked: Query[SpanAsked]) -> Any:
    """Read the cash flow of a span."""
    span, base = span_of(request, asked), _opened(request)
    flows: dict[str, Any] = {name: amount(minor, base) for name, minor in queries.cash_flow(**span).items()}
    return CashFlowOut(first=span["first"], last=span["last"], **flows)


@router.get("/tax-return", response=TaxReturnOut)
def read_tax_return(request: Request, asked: Query[SpanAsked]) -> Any:
    """Read the boxes of the tax return of a span."""
    span, base = span_of(request, asked), _opened(request)
    boxes = queries.tax_boxes(**span)
    net = amount(boxes.pop("net_tax"), base)
    rows = [TaxBox(name=name, amount=amount(minor, base)) for name, minor in sorted(boxes.items())]
    return TaxReturnOut(**span, boxes=rows, net_tax=net)


def span_of(request: Request, asked: SpanAsked) -> dict[str, datetime.date]:
    """Return the first and the last day that a report is asked for."""
    today = today_of(request)
    begins = fiscal_year_start(today, request.actor.company.fiscal_year_start_month)
    return {"first": asked.first or begins, "last": asked.last or today}


def _opened(request: Request) -> str:
    """Return the currency of the books to who may read them."""
    request.actor.require("ledger.view")
    return str(request.actor.company.base_currency)


def _accounts(rows: list[tuple[Account, int]], base: str) -> list[AccountAmount]:
    return [
        AccountAmount(
            account_id=account.pk,
            code=account.code,
            name=account.name,
            role=account.role,
            amount=amount(minor, base),
        )
        for account, minor in rows
    ]
