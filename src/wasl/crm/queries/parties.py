"""What a customer's page shows of crm."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from wasl.access.actor import Actor
from wasl.crm.queries.timeline import timeline

LENGTH = 60


def timeline_of_party(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return what happened with a customer, in all rooms, and where to write more."""
    return {
        "found": timeline(party_id=party_id, length=LENGTH),
        "log_url": reverse("crm:party_log", args=[party_id]) if actor.can("activity.log") else "",
    }
