"""Which leads and customers may be the same as somebody who is being typed."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core.likeness import Alike
from wasl.crm import queries
from wasl.parties import likeness as parties

FOUND_MAX = 5


def alike(actor: Actor, *, name: str, company_name: str, email: str, phone: str, tax_number: str) -> list[Alike]:
    """Return the open leads of the actor's sight and the parties that may be the same.

    A name alone does not stop: many people share one.
    """
    leads = [
        Alike(row.pk, row.company_name or row.name, why, reverse("crm:lead", args=[row.pk]), _("Lead"))
        for row, why in queries.leads_alike(actor, name=name, company_name=company_name, email=email, phone=phone)
    ]
    said = {"name": name, "company_name": company_name, "email": email, "phone": phone, "tax_number": tax_number}
    found = [*leads, *parties.alike(actor, **said)][:FOUND_MAX]
    return [replace(one, stops=one.why != "name") for one in found]
