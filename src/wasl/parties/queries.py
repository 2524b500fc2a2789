"""Find parties, and tell which may be the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core import search as search_texts
from wasl.core.errors import NotFound
from wasl.core.parsing import SIMILAR_ENOUGH, fold, similar_name
from wasl.core.room import CUSTOMERS_NEAR, FOUND_ROWS, Found
from wasl.parties import rules
from wasl.parties.models import Party

if TYPE_CHECKING:
    from collections.abc import Iterable

FOUND_MAX = 8
CANDIDATES_MAX = 200


@dataclass(frozen=True)
class Likeness:
    """A party that may be the same as what is being entered: `why` is email, phone, tax_number or name."""

    party: Party
    why: str


def parties(actor: Actor, *, text: str = "", role: str = "", owner_id: int | None = None) -> QuerySet[Party]:
    """Return the parties that the actor may see, by name; `role` is customer, supplier, or empty for all."""
    rows = actor.limit("party.view", Party.objects.filter(merged_into=None)).select_related("owner", "parent")
    if role:
        rows = rows.filter(**{f"is_{role}": True})
    if owner_id:
        rows = rows.filter(owner_id=owner_id)
    return search_texts.matching(rows, text).order_by("name", "pk")


def party(actor: Actor, party_id: int) -> Party:
    """Return a party; one that was merged leads to its survivor.

    :raises NotFound: there is none within the actor's scope.
    """
    found = Party.objects.select_related("owner", "parent", "merged_into").filter(pk=party_id).first()
    if found is not None and found.merged_into is not None:
        found = found.merged_into
    if found is None:
        raise NotFound()
    actor.require("party.view")
    actor.require_owned("party.view", found.owner_id)
    return found


def alike(*, name: str = "", email: str = "", phone: str = "", tax_number: str = "") -> list[Likeness]:
    """Return the parties that may be the same person or organisation, the surest first."""
    asked = Q()
    if email:
        asked |= Q(email__iexact=email.strip())
    digits = rules.same_phone(phone)
    if len(digits) >= 7:
        asked |= Q(search_text__contains=digits)
    if tax_number:
        asked |= Q(tax_number=tax_number.strip())
    words = [word for word in fold(name).split() if len(word) > 2]
    for word in words[:3]:
        asked |= Q(search_text__contains=word[:4])
    if not asked:
        return []
    found: list[tuple[int, Likeness]] = []
    for row in Party.objects.filter(asked, merged_into=None).order_by("pk")[:CANDIDATES_MAX]:
        if tax_number and row.tax_number == tax_number.strip():
            found.append((0, Likeness(row, "tax_number")))
        elif email and row.email.lower() == email.strip().lower():
            found.append((1, Likeness(row, "email")))
        elif len(digits) >= 7 and rules.same_phone(row.phone) == digits:
            found.append((2, Likeness(row, "phone")))
        elif name and max(similar_name(name, row.name), similar_name(name, row.name_ar)) >= SIMILAR_ENOUGH:
            found.append((3, Likeness(row, "name")))
    return [likeness for _rank, likeness in sorted(found, key=lambda pair: pair[0])[:FOUND_MAX]]


def ids_by_name() -> dict[str, int]:
    """Return the id of each party by its folded name; the oldest where two share one."""
    rows = Party.objects.filter(merged_into=None).order_by("-pk").values_list("name", "name_ar", "pk")
    names: dict[str, int] = {}
    for name, name_ar, key in rows:
        names[fold(name)] = key
        if name_ar:
            names[fold(name_ar)] = key
    return names


def names_of(party_ids: Iterable[int]) -> dict[int, str]:
    """Return names in the active language by id."""
    rows, language = Party.objects.filter(pk__in=set(party_ids)), formats.language()
    return {row.pk: row.display_name(language) for row in rows.only("pk", "name", "name_ar")}


def named(text: str) -> QuerySet[Party, dict[str, Any]]:
    """Return the keys of the parties that match a text, for the condition of another query."""
    return search_texts.matching(Party.objects.all(), text).values("pk")


def nearest(text: str) -> list[int]:
    """Return the ids of the few parties that match a text best: those whose documents a search shows too."""
    found: list[int] = search_texts.once(
        f"parties {text}", lambda: [each.pk for each in search_texts.best(Party.objects.all(), text, CUSTOMERS_NEAR)]
    )
    return found


def search(actor: Actor, text: str) -> list[Found]:
    """Return what a search finds of parties: by names in either script, e-mail, phone, tax number, city."""
    if not actor.can("party.view"):
        return []
    lang, kind = formats.language(), gettext("Customers")
    return [
        Found(
            kind,
            row.display_name(lang),
            reverse("parties:party", args=[row.pk]),
            subtitle=row.email or row.city or row.country,
            icon="user" if row.kind == "person" else "building",
        )
        for row in search_texts.best(parties(actor), text, FOUND_ROWS)
    ]
