"""Gapless numbers per series and year, given inside the posting transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import connection

from wasl.core.models import NumberSeries
from wasl.core.parsing import to_western_digits
from wasl.core.scope import current_company_id

_NEXT = """
INSERT INTO core_numberseries (company_id, name, year, last_number) VALUES (%s, %s, %s, %s)
ON CONFLICT (company_id, name, year) DO UPDATE SET last_number = core_numberseries.last_number + excluded.last_number
RETURNING last_number
"""


_TYPED = re.compile(r"(?:([A-Za-z]+)[\s/-]*)?(?:(\d{4})[\s/-]+)?0*(\d{1,9})")


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


def numbers_meant(text: str, prefixes: Mapping[str, str]) -> list[str]:
    """Return the numbers that a text may mean: `INV-2026-0042`, `inv 42`, `2026-42` or `42`; the latest year first.

    `prefixes` are those of the series that are looked in. Only numbers that were given are returned.
    """
    typed = _TYPED.fullmatch(to_western_digits(text.strip()))
    if typed is None:
        return []
    prefix, year, number = (typed[1] or "").upper(), typed[2], int(typed[3])
    series = NumberSeries.objects.filter(name__in=prefixes, last_number__gte=number)
    return [
        format_number(prefixes[name], of_year, number)
        for name, of_year in series.order_by("-year", "name").values_list("name", "year")
        if number and prefix in ("", prefixes[name]) and (not year or of_year == int(year))
    ]
