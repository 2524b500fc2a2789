"""Fold lines into the rollups."""

from __future__ import annotations

from django.db import connection, transaction

from wasl.core.scope import current_company_id
from wasl.ledger.models import Book, RollupMark
from wasl.ledger.models.balances import ACCOUNT, KEY_SQL
from wasl.ledger.models.entries import ID_SPAN

FOLD_AFTER_LINES = 2_000
_PARTS_OF_DATE = {
    "sqlite": "CAST(strftime('%%{code}', line.date) AS INTEGER)",
    "postgresql": "CAST(EXTRACT({name} FROM line.date) AS INTEGER)",
}
_SUMS = """
  SUM(CASE WHEN line.base_minor > 0 THEN line.base_minor ELSE 0 END),
  SUM(CASE WHEN line.base_minor < 0 THEN -line.base_minor ELSE 0 END),
  SUM(line.currency_minor)
FROM ledger_line line WHERE line.entry_id > %(after)s AND line.entry_id <= %(until)s
"""
_ADD = """
  debit_minor = {table}.debit_minor + excluded.debit_minor,
  credit_minor = {table}.credit_minor + excluded.credit_minor,
  currency_minor = {table}.currency_minor + excluded.currency_minor
"""


@transaction.atomic
def fold_lines() -> int:
    """Add the lines posted since the last fold to the rollups; returns the sequence folded up to.

    Movements are added, never closing balances, so a back-dated entry lands in its own month.
    """
    company_id = current_company_id()
    mark = RollupMark.objects.select_for_update().get()
    book = Book.objects.select_for_update().get()
    if book.sequence == mark.sequence:
        return int(mark.sequence)
    span = {
        "company": company_id,
        "after": company_id * ID_SPAN + mark.sequence,
        "until": company_id * ID_SPAN + book.sequence,
    }
    with connection.cursor() as cursor:
        for kind, column in KEY_SQL.items():
            by_key = "" if kind == ACCOUNT else f"{column}, "
            for period in _periods(kind):
                cursor.execute(
                    "INSERT INTO ledger_rollup (company_id, kind, key, account_id, period, currency, closing,"
                    " debit_minor, credit_minor, currency_minor)"
                    f" SELECT %(company)s, '{kind}', {column}, line.account_id, {period}, line.currency, line.closing,"
                    f"{_SUMS} GROUP BY {by_key}line.account_id, {period}, line.currency, line.closing"
                    " ON CONFLICT (company_id, kind, key, period, account_id, currency, closing) DO UPDATE SET"
                    + _ADD.format(table="ledger_rollup"),
                    span,
                )
        cursor.execute(
            "INSERT INTO ledger_dayrollup (company_id, account_id, date, currency, closing,"
            " debit_minor, credit_minor, currency_minor)"
            f" SELECT %(company)s, line.account_id, line.date, line.currency, line.closing,"
            f"{_SUMS} GROUP BY line.account_id, line.date, line.currency, line.closing"
            " ON CONFLICT (company_id, date, account_id, currency, closing) DO UPDATE SET"
            + _ADD.format(table="ledger_dayrollup"),
            span,
        )
    RollupMark.objects.update(sequence=book.sequence)
    Book.objects.update(unfolded_lines=0)
    return int(book.sequence)


def _periods(kind: str) -> list[str]:
    """Return the SQL of the periods that a line counts in: its month, its year, its third of the month."""
    part = _PARTS_OF_DATE[connection.vendor]
    year, month, day = (
        part.format(code=code, name=name) for code, name in (("Y", "YEAR"), ("m", "MONTH"), ("d", "DAY"))
    )
    of_month = f"({year} * 100 + {month})"
    third = f"({of_month} * 10 + CASE WHEN {day} <= 10 THEN 1 WHEN {day} <= 20 THEN 2 ELSE 3 END)"
    return [of_month, year, third] if kind == ACCOUNT else [of_month, year]
