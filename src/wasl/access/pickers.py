"""What forms offer of the members of the company: who may be put in charge."""

from __future__ import annotations

from typing import Any

from wasl.access import queries
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.picking import Picked, Picker, nearest


def _find(actor: Actor, text: str) -> list[Picked]:
    rows = Member.objects.filter(is_active=True).order_by("name", "pk")
    return [_picked(row) for row in nearest(rows, text, "name", "name_ar")]


def _of(actor: Actor, ids: set[int]) -> list[Picked]:
    return [_picked(row) for row in Member.objects.filter(pk__in=ids)]


def _picked(row: Any) -> Picked:
    label = queries.named(row)
    return Picked(row.pk, label, row.name if row.name != label else "")


MEMBER = Picker(_find, _of)
