"""What a customer's page shows of crm."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from wasl.access.actor import Actor


def timeline_of_party(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return whose story to tell on a customer's page, and where to write more."""
    return {
        "party_id": party_id,
        "log_url": reverse("crm:party_log", args=[party_id]) if actor.can("activity.log") else "",
    }
