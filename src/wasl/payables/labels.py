"""What expenses and reimbursements are called in the journal."""

from __future__ import annotations

from collections.abc import Sequence

from wasl.core import formats
from wasl.core.room import SourceWords
from wasl.ledger.labels import numbered, source_name
from wasl.payables.models import Claim, Reimbursement


def claim_sources(ids: Sequence[int]) -> dict[int, SourceWords]:
    """Return what expenses are called: by number and employee."""
    rows, name = Claim.objects.filter(pk__in=ids).select_related("employee"), source_name("payables.claim")
    language = formats.language()
    return {row.pk: SourceWords(numbered(name, row.number), row.employee.display_name(language)) for row in rows}


def reimbursement_sources(ids: Sequence[int]) -> dict[int, SourceWords]:
    """Return what money paid back to employees is called."""
    rows = Reimbursement.objects.filter(pk__in=ids).select_related("employee")
    name, language = source_name("payables.reimbursement"), formats.language()
    return {row.pk: SourceWords(numbered(name, row.number), row.employee.display_name(language)) for row in rows}
