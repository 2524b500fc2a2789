"""Movements between two dates in one statement: rollup, part of a month by day, and the tail not yet folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from wasl.core.periods import month_end, month_key, month_start, next_day, third_key
from wasl.core.scope import current_company_id
from wasl.ledger.models.balances import ACCOUNT, KEY_SQL, KINDS
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
        _Asked(first, last, kind, None if key is None else (key,), by_month),
    )
    return [
        Movement(account, int(of), int(when), currency, bool(closing), int(debit), int(credit), int(amount))
        for account, of, when, currency, closing, debit, credit, amount in rows
    ]


@dataclass(frozen=True)
class Span:
    """From `first` to `last`, both in, of values of a dimension (0 is 'none'): of some, or of each.

    Of the kind ACCOUNT the company as a whole, with the key 0.
    """

    first: date
    last: date
    kind: str = ACCOUNT
    keys: Collection[int] | None = None


def net_by_role(*spans: Span) -> list[dict[int, dict[str, int]]]:
    """Return for each span debits less credits by role of the account, by key, without closings: in one statement."""
    rows = _read(
        "SELECT moved.place, moved.key, account.role, SUM(moved.debit - moved.credit)"
        " FROM (SELECT place, account_id, key, SUM(debit) AS debit, SUM(credit) AS credit FROM ({parts}) part"
        f" WHERE closing = {'0' if connection.vendor == 'sqlite' else 'FALSE'} GROUP BY place, account_id, key) moved"
        " JOIN ledger_account account ON account.id = moved.account_id"
        " GROUP BY moved.place, moved.key, account.role",
        *(
            _Asked(each.first, each.last, each.kind, None if each.keys is None else tuple(each.keys), place=place)
            for place, each in enumerate(spans)
        ),
    )
    found: list[dict[int, dict[str, int]]] = [defaultdict(dict) for _span in spans]
    for place, key, role, net in rows:
        found[place][int(key)][role] = int(net)
    return found


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
class _Asked:
    """What is asked for: from `first` to `last`, both in, of one kind, of some keys or of each.

    `place` tells it from what else is asked in one statement.
    """

    first: date
    last: date
    kind: str
    keys: tuple[int, ...] | None = None
    by_month: bool = False
    place: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing can lie in it."""
        return self.first > self.last or self.keys == ()

    @property
    def values(self) -> dict[str, Any]:
        """Return the values of its statement that do not depend on how it is cut."""
        values = {"kind": self.kind, "first": self.first, "last": self.last}
        values |= {f"key{place}": key for place, key in enumerate(self.keys or ())}
        return {f"s{self.place}_{name}": value for name, value in values.items()}

    def value(self, name: str) -> str:
        """Return the placeholder of one of its values."""
        return f"%(s{self.place}_{name})s"

    def between(self, start: str, end: str) -> str:
        """Return the part of a condition that lies between two of its values."""
        return f"BETWEEN {self.value(start)} AND {self.value(end)}"

    def narrowed(self, column: str) -> str:
        """Return the condition that a column holds one of the keys; empty where each is asked for."""
        if self.keys is None:
            return ""
        return f" AND {column} IN (" + ", ".join(self.value(f"key{place}") for place in range(len(self.keys))) + ")"


def _read(statement: str, *spans: _Asked) -> list[Any]:
    company_id = current_company_id()
    values: dict[str, Any] = {
        "company": company_id,
        "floor": company_id * ID_SPAN,
        "ceiling": (company_id + 1) * ID_SPAN,
    }
    parts: list[str] = []
    for span in spans:
        if not span.is_empty:
            values |= span.values
            parts += _parts(span, values)
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement.format(parts=" UNION ALL ".join(parts)), values)
        return list(cursor.fetchall())


def _parts(span: _Asked, values: dict[str, Any]) -> list[str]:
    """Return the reads that make up a span, and add what they need to `values`."""
    periods, days = _cut(span.first, span.last, with_years=not span.by_month)
    if span.kind == ACCOUNT and not span.by_month:
        periods, days = _take_thirds(periods, days)
    parts = [_tail(span)]
    for index, (start, end) in enumerate(periods):
        parts.append(_rollup(span, index))
        values |= {f"s{span.place}_from{index}": start, f"s{span.place}_to{index}": end}
    for index, (day_first, day_last) in enumerate(days):
        parts.append(_part_of_month(span, index))
        values |= {f"s{span.place}_start{index}": day_first, f"s{span.place}_end{index}": day_last}
    return parts


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


def _rollup(span: _Asked, index: int) -> str:
    return (
        f"SELECT {span.place} AS place, account_id, key, period AS month, currency, closing,"
        " debit_minor AS debit, credit_minor AS credit, currency_minor AS amount FROM ledger_rollup"
        f" WHERE company_id = %(company)s AND kind = {span.value('kind')}{span.narrowed('key')}"
        f" AND period {span.between(f'from{index}', f'to{index}')}"
    )


def _part_of_month(span: _Asked, index: int) -> str:
    if span.kind == ACCOUNT:
        return (
            f"SELECT {span.place} AS place, account_id, 0 AS key, {_month(span, 'date')} AS month, currency,"
            " closing, debit_minor AS debit, credit_minor AS credit, currency_minor AS amount FROM ledger_dayrollup"
            f" WHERE company_id = %(company)s AND date {span.between(f'start{index}', f'end{index}')}"
        )
    return _lines(span, f"<= {_FOLDED}", f"line.date {span.between(f'start{index}', f'end{index}')}", indexed=True)


def _tail(span: _Asked) -> str:
    return _lines(span, f"> {_FOLDED}", f"line.date {span.between('first', 'last')}", indexed=False)


def _month(span: _Asked, column: str) -> str:
    return _MONTH[connection.vendor].format(column) if span.by_month else "0"


_FOLDED = "%(floor)s + (SELECT sequence FROM ledger_rollupmark WHERE company_id = %(company)s)"


def _lines(span: _Asked, folded: str, dated: str, *, indexed: bool) -> str:
    """Return a part that reads lines: by sequence for the tail, by the dimension's index for part of a month."""
    column = KEY_SQL[span.kind]
    keys = span.keys or ()
    if indexed and keys == (0,):
        only = f" AND line.{KINDS[span.kind]} IS NULL"
    else:
        only = span.narrowed(f"line.{KINDS[span.kind]}" if indexed and keys and 0 not in keys else column)
    scope = "line.company_id = %(company)s AND " if indexed else ""
    bound = "+line.entry_id" if indexed and connection.vendor == "sqlite" else "line.entry_id"
    return (
        f"SELECT {span.place} AS place, line.account_id, {column} AS key, {_month(span, 'line.date')} AS month,"
        " line.currency, line.closing,"
        " CASE WHEN line.base_minor > 0 THEN line.base_minor ELSE 0 END AS debit,"
        " CASE WHEN line.base_minor < 0 THEN -line.base_minor ELSE 0 END AS credit, line.currency_minor AS amount"
        f" FROM ledger_line line WHERE {scope}{bound} {folded}"
        + ("" if indexed else " AND line.entry_id < %(ceiling)s")
        + f" AND {dated}{only}"
    )
