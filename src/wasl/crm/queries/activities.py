"""Read activities: what was done and what is to be done."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from wasl.access.actor import Actor
from wasl.crm.models import Activity


def activities(actor: Actor, *, is_open: bool | None = None, **about: int | None) -> QuerySet[Activity]:
    """Return activities about leads and deals in the actor's sight, and those that are the actor's own.

    `about` narrows to an owner, a deal, a lead or a party (`deal_id=`); `is_open` to steps that are due, or done.
    """
    actor.require("deal.view")
    rows = Activity.objects.filter(**{name: value for name, value in about.items() if value is not None})
    if is_open is not None:
        rows = rows.filter(done_at__isnull=is_open)
    owners = actor.owners_within("deal.view")
    if owners is None:
        return rows
    return rows.filter(Q(owner_id__in=owners) | Q(deal__owner_id__in=owners) | Q(lead__owner_id__in=owners))
