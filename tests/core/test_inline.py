"""One field of a record, changed where its page shows it: nothing of what others wrote is lost."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests import makers
from wasl.access.models import User
from wasl.parties import services

BACKEND = "wasl.access.backends.MemberBackend"


@pytest.fixture
def nakheel(layla):
    """A customer with a phone."""
    return makers.make_customer("Nakheel Hospitality", phone="+966 50 123 4567")


@pytest.fixture
def browser(client, layla):
    """Layla's browser."""
    client.force_login(User.objects.get(pk=layla.user_id), BACKEND)
    return client


def sent(browser, party, value, *, was, version, key="k" * 32):
    """Send a new phone from a form that was opened when it said `was`."""
    said = {"phone": value, "was": was, "version": version, "form_key": key}
    return browser.post(f"/customers/{party.pk}/edit/phone/", said)


def test_a_value_is_saved_once_and_its_undo_brings_back_what_was(browser, nakheel):
    answers = [sent(browser, nakheel, "055", was=nakheel.phone, version=nakheel.version) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200] or answers[1].status_code == 409
    undo = answers[0].json()["toast"]["undo"]
    nakheel.refresh_from_db()
    assert nakheel.phone == "055"

    browser.post(undo)

    nakheel.refresh_from_db()
    assert nakheel.phone == "+966 50 123 4567"
    assert parse_qs(urlsplit(undo).query)["undo"] == ["+966 50 123 4567"]


def test_a_value_that_others_changed_meanwhile_is_shown_beside_mine(browser, nakheel, layla):
    services.change_party(actor=layla, party_id=nakheel.pk, version=nakheel.version, phone="011")

    answer = sent(browser, nakheel, "055", was=nakheel.phone, version=nakheel.version)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<bdi>011</bdi>" in page and "<bdi>055</bdi>" in page
    nakheel.refresh_from_db()
    assert nakheel.phone == "011"


def test_a_change_of_another_field_does_not_stand_in_the_way(browser, nakheel, layla):
    services.change_party(actor=layla, party_id=nakheel.pk, version=nakheel.version, city="Jeddah")

    assert sent(browser, nakheel, "055", was=nakheel.phone, version=nakheel.version).status_code == 200

    nakheel.refresh_from_db()
    assert (nakheel.phone, nakheel.city) == ("055", "Jeddah")


def test_an_undo_after_somebody_elses_change_is_refused(browser, nakheel, layla):
    undo = sent(browser, nakheel, "055", was=nakheel.phone, version=nakheel.version).json()["toast"]["undo"]
    nakheel.refresh_from_db()
    services.change_party(actor=layla, party_id=nakheel.pk, version=nakheel.version, phone="011")

    browser.post(undo)

    nakheel.refresh_from_db()
    assert nakheel.phone == "011"


@pytest.mark.parametrize("field", ["tax_number", "form_key", "version", "nothing"])
def test_other_fields_have_no_form_of_their_own(browser, nakheel, field):
    assert browser.get(f"/customers/{nakheel.pk}/edit/{field}/").status_code == 404


def test_a_value_is_shown_as_text(browser, nakheel):
    answer = sent(browser, nakheel, "<script>1</script>" * 9, was=nakheel.phone, version=nakheel.version)

    assert answer.status_code == 422
    assert "<script>1" not in answer.content.decode()
