"""Two people change one record: the second is told what the first wrote, field by field, and loses nothing."""

from __future__ import annotations

from datetime import date

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.crm import services
from wasl.crm.models import Deal

TODAY = date(2026, 11, 24)


def test_the_second_sees_both_values_and_may_put_theirs_in_place(layla: Actor) -> None:
    party = makers.make_customer("Nakheel")
    deal = services.open_deal(actor=layla, title="Site", on=TODAY, party_id=party.pk, amount_minor=100_00)
    browser, address = signed_in(layla, "en"), f"/deals/{deal.pk}/change/"
    said = {
        "title": "Mine", "party": party.pk, "amount": "100", "currency": "SAR", "owner": layla.member_id, "version": 1,
    }  # fmt: skip
    services.change_deal(actor=layla, deal_id=deal.pk, version=1, title="Theirs")

    told = browser.post(address, said)
    page = told.content.decode()

    assert told.status_code == 422
    assert "It says now: Theirs." in page
    assert 'value="Mine"' in page
    assert page.count("It says now") == 1, "only what differs is told"
    assert 'name="version" value="2"' in page
    assert browser.post(address, said | {"version": 2})["Location"] == f"/deals/{deal.pk}/"
    assert Deal.objects.get(pk=deal.pk).title == "Mine"
