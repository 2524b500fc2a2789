"""What forms offer of deals: found by typing, in the member's sight."""

from __future__ import annotations

from datetime import date

from django.test import Client

from wasl.access.actor import Actor
from wasl.access.models import User
from wasl.crm import services as crm
from wasl.parties import services as parties

MAY = date(2026, 5, 4)


def signed_in(actor: Actor) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_a_deal_is_found_by_its_title_and_told_apart_by_its_customer(omar: Actor) -> None:
    party = parties.add_party(actor=omar, name="Nakheel Hospitality")
    deal = crm.open_deal(actor=omar, title="Website", on=MAY, party_id=party.pk)
    crm.open_deal(actor=omar, title="Audit", on=MAY)

    found = signed_in(omar).get("/pick/deal/", {"q": "web"}).json()["rows"]

    assert [(row["pk"], row["label"], row["note"]) for row in found] == [(deal.pk, "Website", "Nakheel Hospitality")]


def test_lists_are_narrowed_to_an_owner_that_is_picked(layla: Actor, omar: Actor) -> None:
    crm.open_deal(actor=omar, title="Website", on=MAY)
    client = signed_in(layla)

    for url in ("/deals/", "/board/", "/leads/"):
        page = client.get(url, {"owner": omar.member_id}).content.decode()
        assert 'data-pick-from="/pick/member/?there=1"' in page, url
        assert f'value="{omar.member_id}" selected' in page, url


def test_a_customers_page_offers_what_the_role_may_begin(layla: Actor, omar: Actor) -> None:
    party = parties.add_party(actor=omar, name="Nakheel Hospitality")
    begun = f"/deals/new/?party={party.pk}"

    assert begun in signed_in(omar).get(f"/customers/{party.pk}/").content.decode()
    assert "/finance/invoices/new/" not in signed_in(omar).get(f"/customers/{party.pk}/").content.decode()
