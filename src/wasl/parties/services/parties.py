"""Add parties, change what they say of themselves, give them roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core import attachments, clock, events, search
from wasl.core.errors import BadInput, NotFound
from wasl.core.models import Attachment
from wasl.core.money import CURRENCIES
from wasl.parties import rules
from wasl.parties.errors import PartyTwice
from wasl.parties.models import Party

KINDS = ("organisation", "person")
CHANGEABLE = frozenset(
    {
        "kind",
        "name",
        "name_ar",
        "parent_id",
        "owner_id",
        "email",
        "phone",
        "website",
        "address",
        "city",
        "country",
        "tax_number",
        "registration_number",
        "currency",
        "language",
        "payment_terms_days",
        "sector",
        "is_customer",
        "is_supplier",
    }
)
ROLE_NAMES = {"customer": "is_customer", "supplier": "is_supplier"}


@transaction.atomic
def add_party(*, actor: Actor, name: str, role: str = "", **said: Any) -> Party:
    """Add an organisation or a person; `role` is customer, supplier or none yet, the rest as in `CHANGEABLE`.

    :raises BadInput: an empty name, an unknown field or value.
    :raises PartyTwice: the tax number is another party's.
    """
    actor.require("party.add")
    values = _checked({"name": name, **said})
    if role:
        values[ROLE_NAMES[role]] = True
    _refuse_twice(values.get("tax_number", ""), None)
    party = Party(**{"owner_id": actor.member_id, **values}, created_at=clock.now())
    party.search_text = text_of(party)
    party.save()
    events.record("party.added", party, party_id=party.pk, name=party.name)
    return party


def add_parties(*, actor: Actor, parties: Sequence[Party]) -> list[Party]:
    """Insert parties that an import read, in one statement, without an event each."""
    actor.require("party.add")
    for party in parties:
        party.search_text = text_of(party)
        party.created_at = clock.now()
    created: list[Party] = Party.objects.bulk_create(parties)
    return created


@transaction.atomic
def change_party(*, actor: Actor, party_id: int, version: int, **changes: Any) -> Party:
    """Change what a party says of itself; `version` is the one that was read.

    :raises StaleVersion: somebody else changed it since.
    """
    actor.require("party.change")
    party = _lock(party_id)
    actor.require_owned("party.change", party.owner_id)
    party.expect(version)
    values = _checked(changes)
    _refuse_twice(values.get("tax_number", ""), party.pk)
    _refuse_loop(party.pk, values.get("parent_id"))
    changed = {field: value for field, value in values.items() if getattr(party, field) != value}
    if not changed:
        return party
    for field, value in changed.items():
        setattr(party, field, value)
    party.search_text = text_of(party)
    party.version += 1
    party.save()
    events.record("party.changed", party, party_id=party.pk, fields=sorted(changed))
    return party


def mark_customers(*, actor: Actor, party_ids: Iterable[int]) -> int:
    """Give parties the role of customer, in one statement; returns how many were none before."""
    actor.require("party.mark")
    return _mark("is_customer", party_ids)


def mark_suppliers(*, actor: Actor, party_ids: Iterable[int]) -> int:
    """Give parties the role of supplier, in one statement; returns how many were none before."""
    actor.require("party.mark")
    return _mark("is_supplier", party_ids)


@transaction.atomic
def put_right(*, actor: Actor, field: str, imported: str, value: str) -> int:
    """Set a field of the parties whose imported value was `imported`; returns how many that are."""
    actor.require("party.change")
    if field not in ("sector", "country"):
        raise BadInput(field, reason=_("This cannot be changed."))
    rows = Party.objects.filter(**{f"facts__imported__{field}": imported})
    count = rows.update(**{field: value, "version": F("version") + 1})
    events.record("party.put_right", actor.company, field=field, imported=imported, value=value, rows=count)  # type: ignore[arg-type]
    return count


@transaction.atomic
def attach_file(*, actor: Actor, party_id: int, data: bytes, filename: str) -> Attachment:
    """Keep a file with a party.

    :raises UploadError: the file is of a kind that is not accepted.
    """
    actor.require("party.change")
    party = _lock(party_id)
    return attachments.attach(actor=actor, subject=party, data=data, filename=filename, party_id=party.pk)


def text_of(party: Party) -> str:
    """Return what a party is searched by."""
    return search.text_of(
        party.name, party.name_ar, party.email, party.tax_number, rules.same_phone(party.phone), party.city
    )


def _mark(field: str, party_ids: Iterable[int]) -> int:
    return Party.objects.filter(pk__in=set(party_ids), **{field: False}).update(**{field: True})


def _lock(party_id: int) -> Party:
    party: Party | None = Party.objects.select_for_update().filter(pk=party_id).first()
    if party is None:
        raise NotFound()
    return party


def _checked(said: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(said) - CHANGEABLE:
        raise BadInput(min(unknown), reason=_("This cannot be changed."))
    values = {field: value.strip() if isinstance(value, str) else value for field, value in said.items()}
    if not values.get("name", "-"):
        raise BadInput("name", reason=_("Enter a name."))
    if values.get("kind", KINDS[0]) not in KINDS:
        raise BadInput("kind", reason=_("Choose an organisation or a person."))
    if values.get("currency") and values["currency"] not in CURRENCIES:
        raise BadInput("currency", reason=_("This currency is not known: use its three-letter ISO code."))
    if values.get("parent_id") and not Party.objects.filter(pk=values["parent_id"]).exists():
        raise BadInput("parent", reason=_("There is no such party."))
    if values.get("owner_id") and not Member.objects.filter(pk=values["owner_id"]).exists():
        raise BadInput("owner", reason=_("There is no such member."))
    if "email" in values:
        values["email"] = values["email"].lower()
    return values


def _refuse_loop(own_id: int, parent_id: int | None) -> None:
    above: set[int] = set()
    while parent_id and parent_id not in above:
        above.add(parent_id)
        parent_id = Party.objects.filter(pk=parent_id).values_list("parent_id", flat=True).first()
    if own_id in above:
        raise BadInput("parent", reason=_("A party cannot belong to itself."))


def _refuse_twice(tax_number: str, own_id: int | None) -> None:
    if not tax_number:
        return
    other = Party.objects.filter(tax_number=tax_number, merged_into=None).exclude(pk=own_id).first()
    if other is not None:
        raise PartyTwice("tax_number", name=other.name, what=_("tax number"))
