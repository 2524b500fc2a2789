"""What the list of expenses offers to do to many rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.forms import NothingToAsk
from wasl.core.listing import searched
from wasl.core.room import BulkAct
from wasl.payables import forms, queries, services
from wasl.payables.models import Claim


def view_of(actor: Actor, query: QueryDict) -> str:
    """Return the view that the list's address asks for: first what waits for those who decide it, else one's own."""
    view = query.get("view", "waiting" if actor.can("claim.approve") else "mine")
    return view if view in queries.VIEWS else "all"


def claims_asked(actor: Actor, query: QueryDict) -> QuerySet[Claim]:
    """Return the expenses that the list's address asks for."""
    asked = forms.ClaimFilterForm(query, actor).asked()
    return queries.listed_claims(actor, view=view_of(actor, query), text=searched(query), **asked)


def _own(actor: Actor) -> QuerySet[Claim]:
    return actor.limit("claim.submit", Claim.objects.select_related("employee"))


def _own_shown(actor: Actor, query: QueryDict) -> QuerySet[Claim]:
    return actor.limit("claim.submit", claims_asked(actor, query))


def _decided(actor: Actor) -> QuerySet[Claim]:
    return actor.limit("claim.approve", Claim.objects.select_related("employee"))


def _decided_shown(actor: Actor, query: QueryDict) -> QuerySet[Claim]:
    return actor.limit("claim.approve", claims_asked(actor, query))


def _name(claim: Claim) -> str:
    lang = formats.language()
    return " · ".join(filter(None, (claim.number or f"#{claim.pk}", claim.employee.display_name(lang), claim.merchant)))


def _submit(actor: Actor, claim_id: int, _said: dict[str, Any], _on: date) -> None:
    services.submit_claim(actor=actor, claim_id=claim_id)


def _approve(actor: Actor, claim_id: int, _said: dict[str, Any], on: date) -> None:
    services.approve_claim(actor=actor, claim_id=claim_id, on=on)


def _reject(actor: Actor, claim_id: int, said: dict[str, Any], _on: date) -> None:
    services.reject_claim(actor=actor, claim_id=claim_id, reason=said["reason"])


SUBMIT = BulkAct("claim.submit", _("Submit"), "claim.submit", "send", _own, _own_shown, NothingToAsk, _submit, _name)
APPROVE = BulkAct(
    "claim.approve", _("Approve"), "claim.approve", "check", _decided, _decided_shown, NothingToAsk, _approve, _name
)
REJECT = BulkAct(
    "claim.reject", _("Reject"), "claim.approve", "x", _decided, _decided_shown, forms.BulkRejectForm, _reject, _name
)
