"""The story of a deal: what people, delivery and billing did, in one order, page by page."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.core import clock
from wasl.crm import queries, services
from wasl.crm.models import Deal
from wasl.ledger import queries as ledger
from wasl.sales import services as sales

TODAY = date(2026, 11, 24)


@pytest.fixture
def deal(layla: Actor) -> Deal:
    party = makers.make_customer("Nakheel")
    return services.open_deal(actor=layla, title="Site", on=TODAY, party_id=party.pk, amount_minor=100_00)


def pages_of(deal: Deal, length: int, only: str = "") -> list[list[queries.Entry]]:
    pages, before = [], ""
    while True:
        page = queries.timeline(deal_id=deal.pk, only=only, before=before, length=length)
        pages.append(page.entries)
        before = page.next_mark
        if not before:
            return pages


def test_each_line_stands_on_one_page_even_where_many_happened_at_one_moment(layla: Actor, deal: Deal) -> None:
    for n in range(10):
        services.log_activity(actor=layla, kind="note", body=f"note {n}", deal_id=deal.pk)
        services.change_deal(actor=layla, deal_id=deal.pk, version=n + 1, title=f"Site {n}")
    with clock.set_to(clock.now() + timedelta(hours=1)):
        services.log_activity(actor=layla, kind="call", body="later", deal_id=deal.pk)

    whole = queries.timeline(deal_id=deal.pk, length=100).entries
    for length in (1, 3, 7, 22):
        joined = [entry.place for page in pages_of(deal, length) for entry in page]
        assert joined == [entry.place for entry in whole], f"pages of {length}"
    assert whole[0].activity is not None and whole[0].activity.body == "later"
    assert len(whole) == 22


def test_quotes_projects_and_invoices_are_part_of_the_story(layla: Actor, deal: Deal) -> None:
    tax = ledger.taxes().get(is_default=True)
    line = sales.QuoteLineDraft("Design", Decimal(1), Decimal(100), tax.pk)
    quote = sales.issue_quote(actor=layla, given=sales.QuoteInput(deal.party_id, TODAY, [line], deal_id=deal.pk))
    sales.win_deal(
        actor=layla, deal_id=deal.pk, on=TODAY, plan=sales.WinPlan("Site", amount_minor=100_00, tax_id=tax.pk)
    )

    names = {entry.name for entry in queries.timeline(deal_id=deal.pk).entries}
    delivery = {entry.name for entry in queries.timeline(deal_id=deal.pk, only="delivery").entries}
    page = signed_in(layla, "en").get(f"/deals/{deal.pk}/").content.decode()

    assert {"quote.sent", "project.opened", "deal.won"} <= names
    assert "deal.won" not in delivery
    assert "project.opened" in delivery
    assert f'href="/quotes/{quote.pk}/"' in page


@pytest.mark.parametrize("mark", ["x", "2026-11-24T00:00:00_0_1", "_0_1", "2026-99-01T00:00:00+00:00_0_1", "a_b_c"])
def test_a_mark_that_is_none_begins_at_the_newest(layla: Actor, deal: Deal, mark: str) -> None:
    assert queries.timeline(deal_id=deal.pk, before=mark).entries == queries.timeline(deal_id=deal.pk).entries
