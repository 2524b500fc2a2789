"""What the list of customers offers to do to many rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core.listing import searched
from wasl.core.room import BulkAct
from wasl.parties import forms, queries, services
from wasl.parties.models import Party


def _parties(actor: Actor) -> QuerySet[Party]:
    return actor.limit("party.change", Party.objects.filter(merged_into=None))


def role_of(query: QueryDict) -> str:
    """Return which parties a list's address asks for: customers, suppliers, or all."""
    role = query.get("role", "")
    return role if role in ("customer", "supplier") else ""


def parties_asked(actor: Actor, query: QueryDict) -> QuerySet[Party]:
    """Return the parties that a list's address asks for."""
    form = forms.PartyFilterForm(query)
    owner_id = form.cleaned_data["owner"] if form.is_valid() else None
    return queries.parties(actor, text=searched(query), role=role_of(query), owner_id=owner_id)


def _shown(actor: Actor, query: QueryDict) -> QuerySet[Party]:
    return actor.limit("party.change", parties_asked(actor, query))


def _give(actor: Actor, party_id: int, said: dict[str, Any], _on: date) -> None:
    party = queries.party(actor, party_id)
    services.change_party(actor=actor, party_id=party_id, version=party.version, owner_id=said["owner"])


HAND_OVER = BulkAct(
    "party.hand_over", _("Hand over"), "party.change", "user-check", _parties, _shown, forms.OwnerForm, _give, str
)
