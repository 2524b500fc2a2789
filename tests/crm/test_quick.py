"""A lead, a deal or a customer is created by a few fields; nothing typed is lost on the way to the full page."""

from __future__ import annotations

import pytest

from tests import makers
from tests.core.test_picking import sign_in
from wasl.crm import services
from wasl.crm.models import Activity, Deal, Lead
from wasl.parties.models import Party

DRAWER = {"HTTP_HX_TARGET": "drawer-body", "HTTP_HX_REQUEST": "true"}


def test_a_lead_is_captured_in_the_drawer_and_belongs_to_who_captured_it(client, layla):
    sign_in(client, layla)

    answer = client.post("/leads/quick/", {"name": "Huda", "phone": "0501234567", "again": "1"}, **DRAWER)

    lead = Lead.objects.get()
    assert (lead.name, lead.owner_id) == ("Huda", layla.member_id)
    assert answer.status_code == 201
    assert (answer.json()["again"], answer.json()["toast"]["url"]) == (True, f"/leads/{lead.pk}/")


def test_without_script_one_goes_on_to_the_record_or_to_another(client, layla):
    sign_in(client, layla)

    assert client.post("/leads/quick/", {"name": "Huda"}).url == f"/leads/{Lead.objects.get().pk}/"
    assert client.post("/leads/quick/", {"name": "Sami", "again": "1"}).url == "/leads/quick/"


def test_a_lead_that_is_here_already_is_shown_before_it_is_captured_twice(client, layla):
    there = services.capture_lead(actor=layla, name="Huda", company_name="Sahab Trading", phone="+966 50 123 4567")
    sign_in(client, layla)

    typing = client.get("/alike/lead/", {"phone": "0501234567"}).content.decode()
    warned = client.post("/leads/quick/", {"name": "H.", "phone": "0501234567"}, **DRAWER)

    assert f"/leads/{there.pk}/" in typing
    assert warned.status_code == 422
    assert f"/leads/{there.pk}/" in warned.content.decode()
    assert Lead.objects.count() == 1
    assert client.post("/leads/quick/", {"name": "H.", "phone": "0501234567", "sure": "1"}, **DRAWER).status_code == 201


def test_the_leads_of_others_are_not_shown_to_who_sees_only_their_own(client, noor, layla, omar):
    services.capture_lead(actor=layla, name="Huda", phone="0501234567", owner_id=layla.member_id)
    sign_in(client, omar)

    assert "/leads/" not in client.get("/alike/lead/", {"phone": "0501234567"}).content.decode()


def test_a_deal_is_opened_with_amount_day_and_next_step(client, layla):
    customer = makers.make_customer()
    sign_in(client, layla)
    said = {"party": customer.pk, "title": "Website", "amount": "48k", "expected_close": "2026-12-31"}

    answer = client.post("/deals/quick/", said | {"step_subject": "Call", "step_due": "2026-11-30"}, **DRAWER)

    assert answer.status_code == 201, answer.content.decode()
    deal = Deal.objects.get()
    assert (deal.amount_minor, str(deal.expected_close), deal.party_id) == (4_800_000, "2026-12-31", customer.pk)
    assert Activity.objects.get(deal=deal).subject == "Call"


@pytest.mark.parametrize("amount", ["1.234", "many"])
def test_an_amount_that_cannot_be_opens_no_deal(client, layla, amount):
    sign_in(client, layla)

    assert client.post("/deals/quick/", {"title": "Website", "amount": amount}, **DRAWER).status_code == 422
    assert not Deal.objects.exists()


@pytest.mark.parametrize("kind", ["leads", "deals", "customers"])
def test_the_full_page_goes_on_with_what_was_typed(client, layla, kind):
    sign_in(client, layla)
    name = "title" if kind == "deals" else "name"

    answer = client.post(f"/{kind}/new/", {name: "Typed before", "more": "1", "form_key": "k" * 32})

    assert answer.status_code == 200
    assert 'value="Typed before"' in answer.content.decode()
    assert not (Lead.objects.exists() or Deal.objects.exists() or Party.objects.exists())


def test_the_full_page_of_a_customer_warns_too_and_the_button_says_so(client, layla):
    makers.make_customer("Sahab Trading", email="info@sahab.example")
    sign_in(client, layla)
    said = {"name": "Other", "kind": "organisation", "email": "info@sahab.example", "payment_terms_days": "30"}

    page = client.post("/customers/new/", said, headers={"Accept-Language": "en"}).content.decode()

    assert "Add all the same" in page
    assert Party.objects.count() == 1


def test_lists_open_the_short_form_in_the_drawer(client, layla):
    sign_in(client, layla)

    for path in ("/leads/", "/deals/", "/customers/"):
        assert f'hx-get="{path}quick/"' in client.get(path).content.decode()


def test_a_name_alone_is_shown_but_does_not_stop(client, layla):
    services.capture_lead(actor=layla, name="Huda Trading")
    sign_in(client, layla)

    assert "Huda Trading" in client.get("/alike/lead/", {"name": "Huda Tradings"}).content.decode()
    assert client.post("/leads/quick/", {"name": "Huda Tradings"}, **DRAWER).status_code == 201
