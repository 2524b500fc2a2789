"""What forms offer to choose from: found by typing, within one company, and never all at once."""

from __future__ import annotations

import pytest

from tests import makers
from wasl.access.models import User
from wasl.core.forms import KeyedForm
from wasl.core.picking import PICKED_ROWS, PickField, Source, offer_picks
from wasl.core.scope import company_scope
from wasl.parties.models import Party

BACKEND = "wasl.access.backends.MemberBackend"


class Asked(KeyedForm):
    """A form that picks a customer."""

    party = PickField("party", label="Customer")


def sign_in(client, actor):
    """Sign the client in as an actor."""
    client.force_login(User.objects.get(pk=actor.user_id), BACKEND)


def asked(actor, value):
    """Return the form with a value sent."""
    form = Asked({"party": value})
    offer_picks(form, actor)
    return form


def test_a_form_draws_only_what_is_chosen(layla):
    chosen = [makers.make_customer(f"Customer {number}") for number in range(30)][7]
    form = Asked(initial={"party": chosen.pk})
    offer_picks(form, layla)

    html = str(form["party"])

    assert html.count("<option") == 2
    assert f'value="{chosen.pk}" selected' in html
    assert 'data-pick-from="/pick/party/"' in html


@pytest.mark.parametrize("value", ["0", "-1", "x", "1 OR 1", "٣", "9" * 40, "1.0"])
def test_what_is_no_record_is_refused(layla, value):
    assert asked(layla, value).errors["party"]


def test_another_companys_record_can_be_neither_found_nor_chosen(client, layla):
    other = makers.make_company(name="Rival LLC")
    with company_scope(other.pk):
        secret = makers.make_customer("Secret of the rival")

    assert asked(layla, str(secret.pk)).errors["party"]
    assert Source("party", layla).of([secret.pk]) == []


def test_a_search_answers_few_rows_and_offers_to_create(client, layla):
    for number in range(20):
        makers.make_customer(f"Nakheel {number}", name_ar=f"نخيل {number}")
    sign_in(client, layla)

    answer = client.get("/pick/party/", {"q": "نخيل"}).json()

    assert len(answer["rows"]) == PICKED_ROWS
    both = [row["label"] + row["note"] for row in answer["rows"]]
    assert all("Nakheel" in text and "نخيل" in text for text in both), both
    assert "نخيل" in answer["quick"]["label"]


def test_what_narrows_a_list_offers_only_what_is_there(client, layla):
    sign_in(client, layla)

    page = client.get("/finance/payments/").content.decode()

    assert 'data-pick-from="/pick/party/?there=1"' in page
    assert "quick" not in client.get("/pick/party/?there=1").json()
    assert "quick" in client.get("/pick/party/").json()


def test_what_is_created_in_place_is_created_once(client, layla):
    sign_in(client, layla)
    said = {"name": "Sahab Trading", "kind": "organisation", "form_key": "k" * 32}

    first, again = (client.post("/pick/party/new/", said) for _time in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["rows"] == again.json()["rows"]
    assert Party.objects.filter(name="Sahab Trading", is_customer=True).count() == 1


def test_who_may_not_create_is_not_offered_it(client, noor):
    member = makers.make_actor(noor, "Huda", "member")
    sign_in(client, member)

    assert "quick" not in client.get("/pick/party/").json()
    assert client.get("/pick/party/new/").status_code == 403
    assert client.get("/pick/nothing/").status_code == 404


def test_who_may_be_the_same_is_shown_before_it_is_created_twice(client, layla):
    there = makers.make_customer("Sahab Trading", email="info@sahab.example")
    sign_in(client, layla)
    said = {"name": "Another name", "kind": "organisation", "email": "info@sahab.example", "form_key": "k" * 32}

    warned = client.post("/pick/party/new/", said)

    assert warned.status_code == 422
    assert f'data-take="{there.pk}"' in warned.content.decode()
    assert Party.objects.count() == 1
    assert client.post("/pick/party/new/", {**said, "email": "", "sure": "1"}).status_code == 201


def test_who_may_be_the_same_is_found_while_typing_only_by_who_sees_it(client, noor, layla, rival, salem):
    there = makers.make_customer("Sahab Trading", phone="+966501234567")
    sign_in(client, layla)

    assert f"/customers/{there.pk}/" in client.get("/alike/party/", {"phone": "050 123 4567"}).content.decode()
    assert client.get("/alike/party/", {"name": "Quite different"}).content.strip() == b""
    assert client.get("/alike/nothing/").status_code == 404
    sign_in(client, salem)
    assert client.get("/alike/party/", {"phone": "050 123 4567"}).content.strip() == b""
