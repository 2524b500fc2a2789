"""Movements between two dates in one statement: rollup, part of a month by day, and the tail not yet folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from wasl.core.periods import month_end, month_key, month_start, next_day, third_key
from wasl.core.scope import current_company_id
from wasl.ledger.models.balances import ACCOUNT, KEY_SQL, KINDS
from wasl.ledger.models.entries import ID_SPAN
from wasl.ledger.queries.accounts import accounts_by_id
from wasl.ledger.rules.roles import PROFIT_TYPES, TYPE_OF

BEGINNING = date(1900, 1, 1)
_MONTH = {
    "sqlite": "CAST(strftime('%%Y%%m', {0}) AS INTEGER)",
    "postgresql": "CAST(to_char({0}, 'YYYYMM') AS INTEGER)",
}


@dataclass(frozen=True)
class Movement:
    """Debits and credits of an account over a span, by key of a dimension and by month where asked."""

    account_id: int
    key: int
    month: int
    currency: str
    closing: bool
    debit_minor: int
    credit_minor: int
    currency_minor: int

    @property
    def net_minor(self) -> int:
        """Return debits less credits."""
        return self.debit_minor - self.credit_minor


def movements(
    *, last: date, first: date = BEGINNING, kind: str = ACCOUNT, key: int | None = None, by_month: bool = False
) -> list[Movement]:
    """Return movements dated from `first` to `last`, both in, in base currency.

    `kind` and `key` narrow to a value of a dimension (key 0 is 'none'); `kind` without `key` tells by value.
    The cost does not grow with the company's lines: whole years, months and thirds of months come from the
    rollup, the rest of a month from days, and only what was posted since the last fold from lines.
    """
    group = "account_id, key, currency, closing" + (", month" if by_month else "")
    month = "month" if by_month else "0"
    rows = _read(
        f"SELECT account_id, key, {month}, currency, closing, SUM(debit), SUM(credit), SUM(amount)"
        f" FROM ({{parts}}) moved GROUP BY {group}",
        _Span(first, last, kind, key, by_month),
    )
    return [
        Movement(account, int(of), int(when), currency, bool(closing), int(debit), int(credit), int(amount))
        for account, of, when, currency, closing, debit, credit, amount in rows
    ]


def net_by_role(*, first: date, last: date, kind: str) -> dict[int, dict[str, int]]:
    """Return debits less credits of income and expense by role, for each value of a dimension, closings left out."""
    rows = _read(
        "SELECT moved.key, account.role, SUM(moved.debit - moved.credit)"
        " FROM (SELECT account_id, key, SUM(debit) AS debit, SUM(credit) AS credit FROM ({parts}) part"
        f" WHERE closing = {'0' if connection.vendor == 'sqlite' else 'FALSE'} GROUP BY account_id, key) moved"
        " JOIN ledger_account account ON account.id = moved.account_id"
        " GROUP BY moved.key, account.role",
        _Span(first, last, kind),
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for key, role, net in rows:
        if TYPE_OF[role] in PROFIT_TYPES:
            found[int(key)][role] = int(net)
    return dict(found)


def net_by_account(rows: Iterable[Movement], *, with_closing: bool = True) -> dict[int, int]:
    """Return debits less credits by account."""
    net: dict[int, int] = defaultdict(int)
    for row in rows:
        if with_closing or not row.closing:
            net[row.account_id] += row.net_minor
    return dict(net)


def profit_balances(*, until: date) -> dict[int, int]:
    """Return the balances of income and expense accounts not yet closed, debit positive, up to and on a date."""
    kinds = accounts_by_id()
    net = net_by_account(movements(last=until))
    return {account: minor for account, minor in net.items() if kinds[account].kind in ("income", "expense")}


@dataclass(frozen=True)
class _Span:
    """What is asked for: from `first` to `last`, both in, of one kind, of one key or of each."""

    first: date
    last: date
    kind: str
    key: int | None = None
    by_month: bool = False


def _read(statement: str, span: _Span) -> list[Any]:
    if span.first > span.last:
        return []
    company_id = current_company_id()
    values: dict[str, Any] = {
        "company": company_id,
        "kind": span.kind,
        "key": span.key,
        "floor": company_id * ID_SPAN,
        "ceiling": (company_id + 1) * ID_SPAN,
        "first": span.first,
        "last": span.last,
    }
    periods, days = _cut(span.first, span.last, with_years=not span.by_month)
    if span.kind == ACCOUNT and not span.by_month:
        periods, days = _take_thirds(periods, days)
    parts = [_tail(span)]
    for index, (start, end) in enumerate(periods):
        parts.append(_rollup(span, index))
        values |= {f"from{index}": start, f"to{index}": end}
    for index, (day_first, day_last) in enumerate(days):
        parts.append(_part_of_month(span, index))
        values |= {f"start{index}": day_first, f"end{index}": day_last}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(parts=" UNION ALL ".join(parts)), values)
        return list(cursor.fetchall())


def _cut(first: date, last: date, *, with_years: bool) -> tuple[list[tuple[int, int]], list[tuple[date, date]]]:
    """Return a span as periods of the rollup (years, then months) and parts of months as days."""
    month_from = first if first == month_start(first) else next_day(month_end(first))
    month_to = last if last == month_end(last) else month_start(last) - timedelta(days=1)
    if month_from > month_to:
        if month_start(first) == month_start(last):
            return [], [(first, last)]
        return [], [(first, month_end(first)), (month_start(last), last)]
    days = []
    if first < month_from:
        days.append((first, month_from - timedelta(days=1)))
    if month_to < last:
        days.append((next_day(month_to), last))
    if not with_years:
        return [(month_key(month_from), month_key(month_to))], days
    year_from = month_from.year if month_from.month == 1 else month_from.year + 1
    year_to = month_to.year if month_to.month == 12 else month_to.year - 1
    if year_from > year_to:
        return [(month_key(month_from), month_key(month_to))], days
    periods = [(year_from, year_to)]
    if month_from.year < year_from:
        periods.append((month_key(month_from), month_from.year * 100 + 12))
    if month_to.year > year_to:
        periods.append((month_to.year * 100 + 1, month_key(month_to)))
    return periods, days


def _take_thirds(
    periods: list[tuple[int, int]], days: list[tuple[date, date]]
) -> tuple[list[tuple[int, int]], list[tuple[date, date]]]:
    """Return the same span with the first days of a month read as thirds: 24 days are two thirds and four days."""
    left = []
    for start, end in days:
        whole = min((end.day // 10), 2) if start.day == 1 and end != month_end(end) else 0
        if whole:
            periods = [*periods, (third_key(start), third_key(start.replace(day=whole * 10)))]
            start = start.replace(day=whole * 10 + 1)
        if start <= end:
            left.append((start, end))
    return periods, left


def _rollup(span: _Span, index: int) -> str:
    only = "" if span.key is None else " AND key = %(key)s"
    return (
        "SELECT account_id, key, period AS month, currency, closing, debit_minor AS debit, credit_minor AS credit,"
        " currency_minor AS amount FROM ledger_rollup"
        f" WHERE company_id = %(company)s AND kind = %(kind)s{only}"
        f" AND period BETWEEN %(from{index})s AND %(to{index})s"
    )


def _part_of_month(span: _Span, index: int) -> str:
    if span.kind == ACCOUNT:
        return (
            f"SELECT account_id, 0 AS key, {_month(span, 'date')} AS month, currency, closing, debit_minor AS debit,"
            " credit_minor AS credit, currency_minor AS amount FROM ledger_dayrollup"
            f" WHERE company_id = %(company)s AND date BETWEEN %(start{index})s AND %(end{index})s"
        )
    return _lines(span, f"<= {_FOLDED}", f"line.date BETWEEN %(start{index})s AND %(end{index})s", indexed=True)


def _tail(span: _Span) -> str:
    return _lines(span, f"> {_FOLDED}", "line.date BETWEEN %(first)s AND %(last)s", indexed=False)


def _month(span: _Span, column: str) -> str:
    return _MONTH[connection.vendor].format(column) if span.by_month else "0"


_FOLDED = "%(floor)s + (SELECT sequence FROM ledger_rollupmark WHERE company_id = %(company)s)"


def _lines(span: _Span, folded: str, dated: str, *, indexed: bool) -> str:
    """Return a part that reads lines: by sequence for the tail, by the dimension's index for part of a month."""
    column = KEY_SQL[span.kind]
    if span.key is None:
        only = ""
    elif indexed:
        only = f" AND line.{KINDS[span.kind]} " + ("IS NULL" if span.key == 0 else "= %(key)s")
    else:
        only = f" AND {column} = %(key)s"
    scope = "line.company_id = %(company)s AND " if indexed else ""
    bound = "+line.entry_id" if indexed and connection.vendor == "sqlite" else "line.entry_id"
    return (
        f"SELECT line.account_id, {column} AS key, {_month(span, 'line.date')} AS month, line.currency, line.closing,"
        " CASE WHEN line.base_minor > 0 THEN line.base_minor ELSE 0 END AS debit,"
        " CASE WHEN line.base_minor < 0 THEN -line.base_minor ELSE 0 END AS credit, line.currency_minor AS amount"
        f" FROM ledger_line line WHERE {scope}{bound} {folded}"
        + ("" if indexed else " AND line.entry_id < %(ceiling)s")
        + f" AND {dated}{only}"
    )
