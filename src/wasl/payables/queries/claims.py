"""Claims and what of them is charged on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from wasl.access.actor import Actor
from wasl.ledger.models import OpenItem
from wasl.payables.models import Claim, ClaimLine


@dataclass(frozen=True)
class BillableLine:
    """A claim line that a customer is to be charged, at its net cost in base currency."""

    line_id: int
    project_id: int
    date: date
    description: str
    net_minor: int


def claims(actor: Actor) -> QuerySet[Claim]:
    """Return the claims that the actor may see, newest first."""
    rows = Claim.objects.select_related("employee", "owner").order_by("-date", "-pk")
    return actor.limit("claim.view", rows)


def billable_lines(*, project_ids: Collection[int], until: date) -> list[BillableLine]:
    """Return approved claim lines of projects that are to be charged on, dated on or before a date."""
    rows = ClaimLine.objects.filter(
        project_id__in=project_ids, is_billable=True, claim__state="approved", claim__date__lte=until
    )
    return [
        BillableLine(*values)
        for values in rows.order_by("claim__date", "pk").values_list(
            "pk", "project_id", "claim__date", "description", "net_minor"
        )
    ]


def owed_minor(employee_id: int) -> int:
    """Return what an employee is still owed for approved claims, in base minor units."""
    rows = OpenItem.objects.filter(employee_id=employee_id, kind="claim", open_minor__gt=0)
    return int(rows.aggregate(total=Sum("open_minor"))["total"] or 0)
