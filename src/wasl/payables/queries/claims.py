"""Claims and what of them is charged on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from wasl.access.actor import Actor
from wasl.ledger.models import OpenItem
from wasl.payables.models import Claim, ClaimLine


def claims(actor: Actor) -> QuerySet[Claim]:
    """Return the claims that the actor may see, newest first."""
    rows = Claim.objects.select_related("employee", "owner").order_by("-date", "-pk")
    return actor.limit("claim.view", rows)


def billable_lines(*, project_ids: QuerySet[Any], until: date) -> QuerySet[ClaimLine]:
    """Return approved claim lines that are to be charged on, dated on or before a date, by day.

    `project_ids` gives what the ledger calls the projects.
    """
    rows = ClaimLine.objects.filter(
        project_id__in=project_ids, is_billable=True, claim__state="approved", claim__date__lte=until
    )
    return rows.select_related("claim").order_by("claim__date", "pk")


def owed_minor(employee_id: int) -> int:
    """Return what an employee is still owed for approved claims, in base minor units."""
    rows = OpenItem.objects.filter(employee_id=employee_id, kind="claim", open_minor__gt=0)
    return int(rows.aggregate(total=Sum("open_minor"))["total"] or 0)
