"""What forms offer of customers and suppliers to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import formats, search
from wasl.core.picking import PICKED_ROWS, Picked, Picker, Quick
from wasl.parties import forms, queries, services
from wasl.parties.models import Party


def _find(actor: Actor, text: str) -> list[Picked]:
    rows = _seen(actor)
    if search.wanted(text):
        return _picked(search.best(rows, text, PICKED_ROWS))
    return _picked(rows.order_by("-is_customer", "name", "pk")[:PICKED_ROWS])


def _of(actor: Actor, ids: set[int]) -> list[Picked]:
    return _picked(_seen(actor).filter(pk__in=ids))


def _seen(actor: Actor) -> QuerySet[Party]:
    return queries.parties(actor.lending("party.view"))


def _picked(rows: Iterable[Party]) -> list[Picked]:
    """Return parties by the name in the reader's language, with the other name and the city."""
    lang = formats.language()
    found = []
    for row in rows:
        label = row.display_name(lang)
        other = row.name if label != row.name else row.name_ar
        found.append(Picked(row.pk, label, " · ".join(filter(None, (other, row.city or row.email)))))
    return found


def _add(actor: Actor, said: dict[str, Any]) -> int:
    return int(services.add_party(actor=actor, role="customer", **said).pk)


PARTY = Picker(_find, _of, Quick(_("New customer"), "party.add", forms.QuickPartyForm, _add, alike="party"))
