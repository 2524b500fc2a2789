"""Read leads."""

from __future__ import annotations

from typing import Literal

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from wasl.access.actor import Actor
from wasl.core import search
from wasl.core.errors import NotFound
from wasl.core.parsing import SIMILAR_ENOUGH, fold, similar_name
from wasl.core.room import FOUND_ROWS, Found, WaitingRows
from wasl.crm.models import Lead
from wasl.crm.rules import leads as rules
from wasl.parties.rules import same_phone

ALIKE_MAX = 5
CANDIDATES_MAX = 200
PHONE_DIGITS_MIN = 7
WORDS_LOOKED_AT = 3
LETTERS_LOOKED_AT = 4


def leads(
    actor: Actor, *, state: str = "open", owner_id: int | None = None, text: str = "", missing: bool = False
) -> QuerySet[Lead]:
    """Return the leads that the actor may see, newest first; `state` open is new and working, empty is all.

    `missing` leaves those that lack an owner or a next step.
    """
    rows = actor.limit("lead.view", Lead.objects.all())
    if state == "open":
        rows = rows.filter(state__in=rules.OPEN)
    elif state:
        rows = rows.filter(state=state)
    if owner_id:
        rows = rows.filter(owner_id=owner_id)
    rows = search.matching(rows, text)
    if missing:
        rows = rows.filter(Q(owner=None) | Q(next_due=None))
    return rows.select_related("owner", "party", "deal").order_by("-pk")


def lead(actor: Actor, lead_id: int) -> Lead:
    """Return a lead.

    :raises NotFound: there is none within the actor's scope.
    """
    actor.require("lead.view")
    found = Lead.objects.select_related("owner", "party", "deal").filter(pk=lead_id).first()
    if found is None:
        raise NotFound()
    actor.require_owned("lead.view", found.owner_id)
    return found


def new_leads(actor: Actor) -> WaitingRows:
    """Return the leads that are new; those without an owner are late."""
    rows = actor.limit("lead.view", Lead.objects.filter(state=rules.NEW))
    return WaitingRows(rows, late=rows.filter(owner=None))


def search_leads(actor: Actor, text: str) -> list[Found]:
    """Return what a search finds of leads: by name, company, e-mail and phone."""
    if not actor.can("lead.view"):
        return []
    kind = gettext("Leads")
    return [
        Found(kind, row.name, reverse("crm:lead", args=[row.pk]), row.company_name or row.email, "user-plus")
        for row in search.best(leads(actor, state=""), text, FOUND_ROWS)
    ]


def leads_alike(
    actor: Actor, *, name: str, company_name: str, email: str, phone: str
) -> list[tuple[Lead, Literal["email", "phone", "name"]]]:
    """Return the open leads of the actor's sight that may be the same, and what tells it, the surest first."""
    if not actor.can("lead.view"):
        return []
    called = company_name or name
    digits = same_phone(phone)
    words = [word for word in fold(called).split() if len(word) > 2][:WORDS_LOOKED_AT]
    asked = Q(*(("search_text__contains", word[:LETTERS_LOOKED_AT]) for word in words), _connector=Q.OR)
    if email:
        asked |= Q(email__iexact=email)
    if len(digits) >= PHONE_DIGITS_MIN:
        asked |= Q(search_text__contains=digits)
    if not asked:
        return []
    ranked: list[tuple[int, Lead, Literal["email", "phone", "name"]]] = []
    for row in leads(actor).filter(asked)[:CANDIDATES_MAX]:
        if email and row.email.lower() == email.lower():
            ranked.append((0, row, "email"))
        elif len(digits) >= PHONE_DIGITS_MIN and same_phone(row.phone) == digits:
            ranked.append((1, row, "phone"))
        elif called and max(similar_name(called, row.company_name), similar_name(called, row.name)) >= SIMILAR_ENOUGH:
            ranked.append((2, row, "name"))
    return [(row, why) for _rank, row, why in sorted(ranked, key=lambda one: one[0])[:ALIKE_MAX]]
