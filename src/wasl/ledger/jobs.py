"""What the books do by themselves."""

from __future__ import annotations

from django_tasks import task

from wasl.core.scope import company_scope, every_company
from wasl.ledger import services
from wasl.ledger.models import Book


@task()
def fold_companies() -> int:
    """Fold the lines of each company that has many not yet folded."""
    folded = 0
    with every_company():
        behind = Book.everywhere.filter(unfolded_lines__gte=services.FOLD_AFTER_LINES)
        company_ids = list(behind.values_list("company_id", flat=True))
    for company_id in company_ids:
        with company_scope(company_id):
            services.fold_lines()
            folded += 1
    return folded
