"""Several questions of one figure each, asked of the database in one statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import BigIntegerField, Exists, F, Field, IntegerField, QuerySet, Subquery
from django.db.models.expressions import Combinable

from wasl.core.models import Company
from wasl.core.scope import current_company_id


class Counted(Subquery):
    """How many rows a query has, as a figure inside another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk"))


class Summed(Subquery):
    """What a field of the rows of a query comes to, as a figure inside another query; None without rows."""

    template = "(SELECT SUM(summed.summand) FROM (%(subquery)s) summed)"

    def __init__(self, rows: QuerySet[Any], field: str, output_field: Field[Any, Any] | None = None) -> None:
        super().__init__(
            rows.order_by().annotate(summand=F(field)).values("summand"), output_field=output_field or BigIntegerField()
        )


class Tally:
    """Collects questions; reading the first answer asks all that were collected by then.

    Each question returns a function that gives its answer. Ask all of them before one is read.
    """

    def __init__(self) -> None:
        self._asked: list[Combinable] = []
        self._found: list[Any] = []

    def count(self, rows: QuerySet[Any]) -> Callable[[], int]:
        """Ask how many rows there are."""
        return self.value(Counted(rows), 0)

    def sum(self, rows: QuerySet[Any], field: str) -> Callable[[], int]:
        """Ask what a field of whole numbers comes to, 0 without rows."""
        answer = self.value(Summed(rows, field), 0)
        return lambda: int(answer())

    def exists(self, rows: QuerySet[Any]) -> Callable[[], bool]:
        """Ask whether there is a row."""
        return self.value(Exists(rows.order_by()), False)

    def first(self, rows: QuerySet[Any], field: str, missing: Any = None) -> Callable[[], Any]:
        """Ask for a field of the first row; `missing` stands for none."""
        return self.value(Subquery(rows.values(field)[:1]), missing)

    def value(self, expression: Combinable, missing: Any = None) -> Callable[[], Any]:
        """Ask for any expression that stands for itself; `missing` stands for no value."""
        place = len(self._asked)
        self._asked.append(expression)

        def answer() -> Any:
            if place >= len(self._found):
                self._ask()
            found = self._found[place]
            return missing if found is None else found

        return answer

    def _ask(self) -> None:
        asked = {f"tally_{place}": each for place, each in enumerate(self._asked) if place >= len(self._found)}
        row = Company.objects.filter(pk=current_company_id()).annotate(**asked).values_list(*asked)
        self._found.extend(row.get())
