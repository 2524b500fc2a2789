"""Which organisations and people may be the same as one that is being typed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.likeness import Alike
from wasl.parties import queries


def alike(actor: Actor, *, name: str, company_name: str, email: str, phone: str, tax_number: str) -> list[Alike]:
    """Return the parties that may be the same, for who may see them; a company's name counts before a person's."""
    if not actor.can("party.view"):
        return []
    lang = formats.language()
    return [
        Alike(
            one.party.pk,
            one.party.display_name(lang),
            one.why,
            reverse("parties:party", args=[one.party.pk]),
            _("Customer") if one.party.is_customer else "",
        )
        for one in queries.alike(name=company_name or name, email=email, phone=phone, tax_number=tax_number)
    ]
