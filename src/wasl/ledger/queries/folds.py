"""What proves the books however many lines there are: rollups that are not the sum of theirs, rows of the chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from wasl.core.scope import current_company_id
from wasl.ledger.models import RollupMark
from wasl.ledger.models.balances import ACCOUNT, KEY_SQL
from wasl.ledger.models.entries import ID_SPAN
from wasl.ledger.rules.entries import ChainRow

SHOWN_MAX = 5
DAY = "day"
_OF = "account_id, currency, closing"
_FOLDED = "ledger_line line WHERE line.company_id = %(company)s AND line.entry_id <= %(until)s"
_KEPT = "ledger_rollup line WHERE line.company_id = %(company)s AND line.kind = %(kind)s"
_SUMS_OF_LINES = """
  SUM(CASE WHEN line.base_minor > 0 THEN line.base_minor ELSE 0 END) AS debit,
  SUM(CASE WHEN line.base_minor < 0 THEN -line.base_minor ELSE 0 END) AS credit,
  SUM(line.currency_minor) AS amount
"""
_SUMS_OF_KEPT = "SUM(line.debit_minor) AS debit, SUM(line.credit_minor) AS credit, SUM(line.currency_minor) AS amount"
# Days as text (2026-11-23), the same from both databases, and not by the functions that fold.
_DATE = "CAST(line.date AS TEXT)"
_MONTH = f"CAST(substr({_DATE}, 1, 4) || substr({_DATE}, 6, 2) AS INTEGER)"
_OF_MONTH = f"substr({_DATE}, 9, 2)"
_THIRD = f"({_MONTH} * 10 + CASE WHEN {_OF_MONTH} < '11' THEN 1 WHEN {_OF_MONTH} < '21' THEN 2 ELSE 3 END)"
_YEARS, _MONTHS, _THIRDS = (0, 9_999), (10_000, 999_999), (1_000_000, 9_999_999)
_IS_OTHER = (
    "kept.debit_minor <> moved.debit OR kept.credit_minor <> moved.credit OR kept.currency_minor <> moved.amount"
)


@dataclass(frozen=True)
class WrongFold:
    """A rollup that is not the sum of what it folds: its kind, key, account and period, and debits less credits."""

    kind: str
    key: int
    account_id: int
    period: str
    kept_minor: int
    scanned_minor: int


@dataclass(frozen=True)
class _Level:
    """Rollups of one size of period beside what they are the sums of."""

    kind: str
    moved: str
    kept: str
    on: str

    def wrong(self) -> list[WrongFold]:
        """Return the first that differ, are missing or are of nothing."""
        groups, matched = self._ask(
            f"SELECT COUNT(*), SUM(CASE WHEN kept.id IS NULL OR {_IS_OTHER} THEN 0 ELSE 1 END)"
            f" FROM moved LEFT JOIN {self._table} kept ON {self.on}"
        )[0]
        there = self._ask(f"SELECT COUNT(*) FROM {self.kept}", with_moved=False)[0][0]
        if groups == (matched or 0) == there:
            return []
        found = self._ask(
            "SELECT moved.key, moved.account_id, moved.period, COALESCE(kept.debit_minor - kept.credit_minor, 0),"
            f" moved.debit - moved.credit FROM moved LEFT JOIN {self._table} kept ON {self.on}"
            f" WHERE kept.id IS NULL OR {_IS_OTHER} LIMIT {SHOWN_MAX}"
        ) or self._ask(
            f"SELECT {'0' if self.kind == DAY else 'line.key'}, line.account_id,"
            f" {'line.date' if self.kind == DAY else 'line.period'}, line.debit_minor - line.credit_minor, 0"
            f" FROM {self.kept} AND NOT EXISTS (SELECT 1 FROM moved WHERE {self.on.replace('kept.', 'line.')})"
            f" LIMIT {SHOWN_MAX}"
        )
        return [
            WrongFold(self.kind, int(key), int(account), str(period), int(had), int(wanted))
            for key, account, period, had, wanted in found
        ]

    @property
    def _table(self) -> str:
        return "ledger_dayrollup" if self.kind == DAY else "ledger_rollup"

    def _ask(self, sql: str, *, with_moved: bool = True) -> list[tuple[int, ...]]:
        company = current_company_id()
        until = company * ID_SPAN + RollupMark.objects.values_list("sequence", flat=True).get()
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH moved AS MATERIALIZED ({self.moved}) {sql}" if with_moved else sql,
                {"company": company, "until": until, "kind": self.kind},
            )
            return list(cursor.fetchall())


def wrong_folds(kind: str) -> Iterator[WrongFold]:
    """Yield the first rollups of a kind that are not the sums of the folded lines, by each size of period.

    Of the whole company thirds of months are compared with lines, months with thirds and years with months; of a
    dimension months with lines and years with months.
    """
    yield from _level(
        kind, KEY_SQL[kind], _THIRD if kind == ACCOUNT else _MONTH, _THIRDS if kind == ACCOUNT else _MONTHS
    )
    if kind == ACCOUNT:
        yield from _level(kind, "line.key", "line.period / 10", _MONTHS, _THIRDS)
    yield from _level(kind, "line.key", "line.period / 100", _YEARS, _MONTHS)


def wrong_days() -> list[WrongFold]:
    """Return the first days whose rollup is not the sum of the folded lines."""
    moved = f"SELECT 0 AS key, {_OF}, date AS period, {_SUMS_OF_LINES} FROM {_FOLDED} GROUP BY {_OF}, date"
    return _Level(
        DAY, moved, "ledger_dayrollup line WHERE line.company_id = %(company)s", _same("kept.date = moved.period")
    ).wrong()


def chain_rows(first_entry: int, last_entry: int) -> dict[int, list[ChainRow]]:
    """Return the lines of a span of entries by their entry, as the chain vouches for them."""
    dimensions = ", ".join(
        f"COALESCE({name}, 0)" for name in ("party_id", "project_id", "department_id", "employee_id")
    )
    found: dict[int, list[ChainRow]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT entry_id, account_id, base_minor, currency, currency_minor, {dimensions} FROM ledger_line"
            " WHERE company_id = %s AND entry_id BETWEEN %s AND %s ORDER BY id",
            [current_company_id(), first_entry, last_entry],
        )
        for row in cursor.fetchall():
            found[row[0]].append(row[1:])
    return found


def _level(
    kind: str, key: str, period: str, size: tuple[int, int], of: tuple[int, int] | None = None
) -> list[WrongFold]:
    source = f"{_KEPT} AND line.period BETWEEN {of[0]} AND {of[1]}" if of else _FOLDED
    by_key = "" if kind == ACCOUNT else f"{key}, "
    moved = (
        f"SELECT {'0' if kind == ACCOUNT else key} AS key, {_OF}, {period} AS period,"
        f" {_SUMS_OF_KEPT if of else _SUMS_OF_LINES} FROM {source} GROUP BY {by_key}{_OF}, {period}"
    )
    same = _same("kept.kind = %(kind)s AND kept.key = moved.key AND kept.period = moved.period")
    return _Level(kind, moved, f"{_KEPT} AND line.period BETWEEN {size[0]} AND {size[1]}", same).wrong()


def _same(more: str) -> str:
    return (
        f"kept.company_id = %(company)s AND {more} AND kept.account_id = moved.account_id"
        " AND kept.currency = moved.currency AND kept.closing = moved.closing"
    )
