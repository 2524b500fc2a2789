"""What forms offer of deals."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from wasl.access.actor import Actor
from wasl.core import formats, search
from wasl.core.picking import PICKED_ROWS, Picked, Picker
from wasl.crm.models import Deal


def _find(actor: Actor, text: str) -> list[Picked]:
    rows = _seen(actor).exclude(state="lost")
    if search.wanted(text):
        return _picked(search.best(rows, text, PICKED_ROWS))
    return _picked(rows.order_by("-pk")[:PICKED_ROWS])


def _of(actor: Actor, ids: set[int]) -> list[Picked]:
    """Return deals, lost ones too: what names one can still be changed."""
    return _picked(_seen(actor).filter(pk__in=ids))


def _seen(actor: Actor) -> QuerySet[Deal]:
    return actor.limit("deal.view", Deal.objects.select_related("party"))


def _picked(rows: Iterable[Deal]) -> list[Picked]:
    """Return deals by their titles, with their customers."""
    lang = formats.language()
    return [Picked(row.pk, row.title, row.party.display_name(lang) if row.party else "") for row in rows]


DEAL = Picker(_find, _of)
