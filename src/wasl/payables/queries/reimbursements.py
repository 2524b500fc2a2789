"""Money paid back to employees, and the claims it was for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from wasl.access.actor import Actor
from wasl.core.errors import NotFound
from wasl.ledger.models import Application
from wasl.payables.models import Reimbursement
from wasl.people.models import Employee

SOURCE = "payables.reimbursement"


@dataclass(frozen=True)
class PaidClaim:
    """What of a claim a reimbursement paid, in base minor units."""

    claim_id: int
    label: str
    date: date
    amount_minor: int


def reimbursements(
    actor: Actor, *, employee_id: int | None = None, first: date | None = None, last: date | None = None
) -> QuerySet[Reimbursement]:
    """Return what was paid back, to one employee and in a span where asked, newest first."""
    actor.require("claim.reimburse")
    rows = Reimbursement.objects.select_related("employee", "account", "entry")
    for name, value in (("employee_id", employee_id), ("date__gte", first), ("date__lte", last)):
        if value is not None:
            rows = rows.filter(**{name: value})
    return rows.order_by("-date", "-pk")


def reimbursement(actor: Actor, reimbursement_id: int) -> Reimbursement:
    """Return a reimbursement.

    :raises NotFound: there is none in this company.
    """
    found = reimbursements(actor).filter(pk=reimbursement_id).first()
    if found is None:
        raise NotFound()
    return found


def paid_claims(reimbursement_ids: Iterable[int]) -> dict[int, list[PaidClaim]]:
    """Return what reimbursements paid, the oldest claim first; the parts sum to the reimbursement."""
    rows = Application.objects.filter(source_kind=SOURCE, source_id__in=list(reimbursement_ids))
    found: dict[int, list[PaidClaim]] = defaultdict(list)
    for row in rows.select_related("item").order_by("item__date", "pk"):
        found[row.source_id].append(PaidClaim(row.item.source_id, row.item.label, row.item.date, row.amount_minor))
    return dict(found)


def reimbursed_employees(actor: Actor) -> QuerySet[Employee]:
    """Return the employees who were paid back, by name."""
    actor.require("claim.reimburse")
    return Employee.objects.filter(pk__in=Reimbursement.objects.values("employee_id")).order_by("name", "pk")
