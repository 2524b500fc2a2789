"""Movements between two dates in one statement: rollup, part of a month by day, and the tail not yet folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from wasl.core.periods import month_end, month_key, month_start
from wasl.core.scope import current_company_id
from wasl.ledger.models.balances import ACCOUNT, KINDS
from wasl.ledger.models.entries import ID_SPAN
from wasl.ledger.queries.accounts import accounts_by_id

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
    *,
    last: date,
    first: date = BEGINNING,
    kind: str = ACCOUNT,
    key: int | None = None,
    by_month: bool = False,
) -> list[Movement]:
    """Return movements dated from `first` to `last`, both in, in base currency.

    `kind` and `key` narrow to a value of a dimension (key 0 is 'none'); `kind` without `key` tells by value.
    The cost does not grow with the company's lines: the rollup holds whole months, days the rest of a month, and
    the tail only what was posted since the last fold.
    """
    if first > last:
        return []
    company_id = current_company_id()
    months, spans = _cut(first, last)
    parts = [_rollup(kind, key)] if months else []
    parts += [_part_of_month(kind, key, index) for index in range(len(spans))]
    parts.append(_tail(kind, key))
    values: dict[str, Any] = {
        "company": company_id,
        "kind": kind,
        "key": key,
        "floor": company_id * ID_SPAN,
        "ceiling": (company_id + 1) * ID_SPAN,
        "first": first,
        "last": last,
    }
    if months:
        values |= {"month_first": months[0], "month_last": months[1]}
    for index, (start, end) in enumerate(spans):
        values |= {f"start{index}": start, f"end{index}": end}
    month = "month" if by_month else "0"
    group = "account_id, key, currency, closing" + (", month" if by_month else "")
    statement = (
        f"SELECT account_id, key, {month}, currency, closing, SUM(debit), SUM(credit), SUM(amount) FROM ("
        + " UNION ALL ".join(parts)
        + f") moved GROUP BY {group}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [
        Movement(account, int(of), int(when), currency, bool(closing), int(debit), int(credit), int(amount))
        for account, of, when, currency, closing, debit, credit, amount in rows
    ]


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


def _cut(first: date, last: date) -> tuple[tuple[int, int] | None, list[tuple[date, date]]]:
    """Return the whole months inside a span and the parts of months at its ends."""
    whole_from = first if first == month_start(first) else month_end(first) + timedelta(days=1)
    whole_to = last if last == month_end(last) else month_start(last) - timedelta(days=1)
    if whole_from > whole_to:
        if whole_from > last or whole_to < first:
            return None, [(first, last)]
        return None, [(first, whole_to), (whole_from, last)]
    spans = []
    if first < whole_from:
        spans.append((first, whole_from - timedelta(days=1)))
    if whole_to < last:
        spans.append((whole_to + timedelta(days=1), last))
    return (month_key(whole_from), month_key(whole_to)), spans


def _rollup(kind: str, key: int | None) -> str:
    only = "" if key is None else " AND key = %(key)s"
    return (
        "SELECT account_id, key, month, currency, closing, debit_minor AS debit, credit_minor AS credit,"
        " currency_minor AS amount FROM ledger_rollup"
        f" WHERE company_id = %(company)s AND kind = %(kind)s{only}"
        " AND month BETWEEN %(month_first)s AND %(month_last)s"
    )


def _part_of_month(kind: str, key: int | None, index: int) -> str:
    if kind == ACCOUNT:
        month = _MONTH[connection.vendor].format("date")
        return (
            f"SELECT account_id, 0 AS key, {month} AS month, currency, closing, debit_minor AS debit,"
            " credit_minor AS credit, currency_minor AS amount"
            f" FROM ledger_dayrollup"
            f" WHERE company_id = %(company)s AND date BETWEEN %(start{index})s AND %(end{index})s"
        )
    return _lines(kind, key, f"<= {_FOLDED}", f"line.date BETWEEN %(start{index})s AND %(end{index})s", indexed=True)


def _tail(kind: str, key: int | None) -> str:
    return _lines(kind, key, f"> {_FOLDED}", "line.date BETWEEN %(first)s AND %(last)s", indexed=False)


_FOLDED = "%(floor)s + (SELECT sequence FROM ledger_rollupmark WHERE company_id = %(company)s)"


def _lines(kind: str, key: int | None, folded: str, dated: str, *, indexed: bool) -> str:
    """Return a part that reads lines: by sequence for the tail, by the dimension's index for part of a month."""
    column = "0" if kind == ACCOUNT else f"COALESCE(line.{KINDS[kind]}, 0)"
    if key is None:
        only = ""
    elif indexed:
        only = f" AND line.{KINDS[kind]} " + ("IS NULL" if key == 0 else "= %(key)s")
    else:
        only = f" AND {column} = %(key)s"
    scope = "line.company_id = %(company)s AND " if indexed else ""
    month = _MONTH[connection.vendor].format("line.date")
    bound = "+line.entry_id" if indexed and connection.vendor == "sqlite" else "line.entry_id"
    return (
        f"SELECT line.account_id, {column} AS key, {month} AS month, line.currency, line.closing,"
        " CASE WHEN line.base_minor > 0 THEN line.base_minor ELSE 0 END AS debit,"
        " CASE WHEN line.base_minor < 0 THEN -line.base_minor ELSE 0 END AS credit, line.currency_minor AS amount"
        f" FROM ledger_line line WHERE {scope}{bound} {folded}"
        + ("" if indexed else " AND line.entry_id < %(ceiling)s")
        + f" AND {dated}{only}"
    )
