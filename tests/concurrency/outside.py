"""What a served Wasl is given by tests that stand outside it: a company, somebody who acts in it, work for a worker."""

from __future__ import annotations

import json
import os
from datetime import date

from tests import makers
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.crm import services as crm

ON = date(2026, 11, 20)
ROWS = 3_000


def make() -> None:
    """Make a company, and print what its callers need."""
    company = makers.make_company(name="Noor Studio")
    with company_scope(company.pk):
        actor = makers.make_actor(company, "Layla", "owner")
    with company_scope(company.pk, actor.member_id):
        party = makers.make_customer()
        deal = crm.open_deal(actor=actor, title="Site", on=ON, party_id=party.pk, amount_minor=100_000)
        _token, secret = access.make_token(actor=actor, name="Tests", scopes=("*:write",))
    print(json.dumps({"token": secret, "email": actor.email, "party": party.pk, "deal": deal.pk}))


def start_import() -> None:
    """Let a worker bring many leads in, and print the number of the import."""
    company = Company.objects.get()
    with company_scope(company.pk):
        member = Member.objects.select_related("company").get()
    with company_scope(company.pk, member.pk):
        rows = "\n".join(f"{os.getpid()}-{number},Person {number}" for number in range(ROWS))
        actor = Actor.of(member)
        batch = crm.upload_import(actor=actor, kind="leads", data=f"id,name\n{rows}".encode(), filename="leads.csv")
        crm.start_import(actor=actor, batch_id=batch.pk, on=ON, language="en")
        print(batch.pk)
