"""Gapless numbers per series and year, given inside the posting transaction."""

from __future__ import annotations

from django.db import connection

from wasl.core.scope import current_company_id

_NEXT = """
INSERT INTO core_numberseries (company_id, name, year, last_number) VALUES (%s, %s, %s, %s)
ON CONFLICT (company_id, name, year) DO UPDATE SET last_number = core_numberseries.last_number + excluded.last_number
RETURNING last_number
"""


def take_numbers(series: str, year: int, count: int = 1) -> range:
    """Take the next `count` numbers of a series; the row stays locked until the transaction ends.

    A rolled-back transaction gives its numbers back, so that the series has no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [current_company_id(), series, year, count])
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)


def format_number(prefix: str, year: int, number: int) -> str:
    """Return a document number such as INV-2026-0042."""
    return f"{prefix}-{year}-{number:04d}"
