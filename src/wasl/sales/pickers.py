"""What forms offer of services to choose from, and what choosing one fills in."""

from __future__ import annotations

from typing import Any

from wasl.access.actor import Actor
from wasl.core.picking import PICKED_ROWS, Picked, Picker
from wasl.sales import pages, queries
from wasl.sales.models import Service


def _find(actor: Actor, text: str) -> list[Picked]:
    return [_picked(row) for row in queries.services(actor, text=text, active_only=True)[:PICKED_ROWS]]


def _of(actor: Actor, ids: set[int]) -> list[Picked]:
    return [_picked(row) for row in queries.services(actor).filter(pk__in=ids)]


def _picked(row: Service) -> Picked:
    """Return a service; choosing it fills the line's text, price and tax."""
    label = pages.named(row)
    other = row.name if label != row.name else row.name_ar
    fills: dict[str, Any] = {"description": label, "tax": str(row.tax_id or "")}
    if row.price is not None:
        fills["price"] = f"{row.price.normalize():f}"
    return Picked(row.pk, label, " · ".join(filter(None, (other, row.code))), fills)


SERVICE = Picker(_find, _of)
