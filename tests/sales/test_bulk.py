"""Many quotes or services at once: done through the acts of one, within what a member may reach."""

from __future__ import annotations

import pytest

from tests import makers
from tests.crm.test_pages import signed_in
from tests.sales.test_quotes import offer
from wasl.access.actor import Actor
from wasl.core.models import Company
from wasl.parties.models import Party
from wasl.sales import services
from wasl.sales.models import Quote, Service


@pytest.fixture
def nakheel(layla: Actor) -> Party:
    """A customer."""
    return makers.make_customer()


def states() -> list[str]:
    return list(Quote.objects.order_by("pk").values_list("state", flat=True))


def test_drafts_are_sent_and_one_that_was_sent_is_named(layla: Actor, nakheel: Party) -> None:
    draft = services.draft_quote(actor=layla, given=offer(nakheel, "100"))
    sent = services.issue_quote(actor=layla, given=offer(nakheel, "200"))
    said = {"pick": [draft.pk, sent.pk], "from": "/quotes/"}

    look = signed_in(layla, "en").post("/bulk/quote.send/", said)
    assert [bool(one.refusal) for one in look.context["outcomes"]] == [False, True]
    assert states() == ["draft", "sent"]

    signed_in(layla, "en").post("/bulk/quote.send/", said | {"do": "1"})
    assert states() == ["sent", "sent"]
    assert Quote.objects.exclude(number="").count() == 2


def test_a_reason_is_kept_with_each_quote_that_was_declined(layla: Actor, nakheel: Party) -> None:
    made = [services.issue_quote(actor=layla, given=offer(nakheel, price)) for price in ("100", "200")]
    said = {"pick": [quote.pk for quote in made], "from": "/quotes/", "reason": "Too dear", "do": "1"}

    signed_in(layla).post("/bulk/quote.decline/", said)

    assert states() == ["declined", "declined"]


def test_a_seller_cancels_their_own_quotes_and_no_others(layla: Actor, omar: Actor, nakheel: Party) -> None:
    theirs = services.issue_quote(actor=layla, given=offer(nakheel, "100"))
    own = services.issue_quote(actor=omar, given=offer(nakheel, "200"))
    browser = signed_in(omar)

    assert browser.post("/bulk/quote.cancel/", {"pick": [theirs.pk, own.pk], "do": "1"}).status_code == 404
    assert states() == ["sent", "sent"]

    browser.post("/bulk/quote.cancel/", {"all": "1", "from": "/quotes/?state=sent", "do": "1"})
    assert states() == ["sent", "cancelled"]


def test_all_that_match_are_those_of_the_filter(layla: Actor, nakheel: Party) -> None:
    other = makers.make_customer("Other")
    services.draft_quote(actor=layla, given=offer(nakheel, "100"))
    services.draft_quote(actor=layla, given=offer(other, "200"))

    signed_in(layla).post("/bulk/quote.send/", {"all": "1", "from": f"/quotes/?party={other.pk}", "do": "1"})

    assert states() == ["draft", "sent"]


def test_services_go_off_sale_and_back(layla: Actor, noor: Company) -> None:
    keys = [services.add_service(actor=layla, name=name).pk for name in ("Design", "Print")]
    browser = signed_in(layla)

    browser.post("/bulk/service.stop/", {"pick": keys, "from": "/services/", "do": "1"})
    assert Service.objects.filter(is_active=True).count() == 0
    assert len(browser.get("/services/?state=stopped").context["rows"]) == 2

    browser.post("/bulk/service.sell/", {"pick": keys[:1], "from": "/services/", "do": "1"})
    assert Service.objects.get(is_active=True).name == "Design"
