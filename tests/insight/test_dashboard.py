"""The owner's dashboard: each figure opens its rows, and they add up to it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.banking import services as banking
from wasl.crm import services as crm
from wasl.insight import charts, queries
from wasl.ledger import services as ledger
from wasl.receivables import queries as receivables
from wasl.receivables import services as money
from wasl.sales import services as sales

TODAY = date(2026, 11, 24)


@pytest.fixture
def trade(layla: Actor) -> Actor:
    """Win two deals, one in dollars, bill two customers, credit a part, and be paid in part."""
    ledger.set_exchange_rate(actor=layla, currency="USD", on=date(2026, 1, 1), rate=Decimal("3.75"))
    nakheel = makers.make_customer("Nakheel")
    for currency, on in (("SAR", date(2026, 11, 2)), ("USD", date(2026, 11, 9)), ("SAR", date(2026, 10, 9))):
        deal = crm.open_deal(
            actor=layla, title=f"Site {on}", on=on, party_id=nakheel.pk, amount_minor=1000_00, currency=currency
        )
        sales.win_deal(actor=layla, deal_id=deal.pk, on=on, plan=sales.WinPlan("", opens_project=False, kind=""))
    first = makers.make_invoice(layla, nakheel, "400", on=date(2026, 11, 3))
    makers.make_invoice(layla, nakheel, "100", on=date(2026, 9, 3))
    money.receive_payment(
        actor=layla, party_id=nakheel.pk, on=date(2026, 11, 20), amount_minor=200_00, account_id=makers.bank().pk,
        apply=[money.Apply(first.pk, 200_00)],
    )  # fmt: skip
    return layla


def test_the_months_say_what_was_won_billed_and_paid(trade: Actor) -> None:
    november = queries.flow_of_months(trade, last=TODAY)[-1]

    assert november.booked_minor == 1000_00 + 3750_00
    assert november.billed_minor == 460_00
    assert november.paid_minor == 200_00


def test_each_figure_opens_rows_that_add_up_to_it(trade: Actor) -> None:
    browser = signed_in(trade, "en")
    page = browser.get("/profit/").content.decode()
    stats = re.findall(r'<a href="([^"]+)" class="w-stat">.*?<bdi class="n">([^<]+)</bdi>', page, re.S)
    flow = {url.replace("&amp;", "&").split("?")[0]: (url.replace("&amp;", "&"), text) for url, text in stats}

    for path in ("/deals/", "/finance/invoices/", "/finance/payments/"):
        url, text = flow[path]
        foot = re.search(r"<tfoot>(.*?)</tfoot>", browser.get(url).content.decode(), re.S)
        assert foot is not None, url
        whole = re.sub(r"\.00\b|≈ ", "", foot.group(1))
        assert f">{text}<" in whole, (path, text, whole)


def test_what_is_late_stands_by_its_age(trade: Actor) -> None:
    ages = receivables.ageing_sums(trade, TODAY)

    assert ages["not_due"] == 260_00
    assert ages["d31_60"] == 115_00
    assert sum(ages.values()) == 375_00
    assert list(ages)[: len(receivables.BUCKETS)] == list(receivables.BUCKETS)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_company_without_anything_has_charts_without_bars(layla: Actor, language: str) -> None:
    assert signed_in(layla, language).get("/profit/").status_code == 200


@pytest.mark.parametrize(
    ("spent", "said"), [("400", "stayed as profit"), ("1000", "took all of it"), ("1200", "exceeded it by")]
)
def test_a_year_without_profit_is_not_called_one(layla: Actor, spent: str, said: str) -> None:
    makers.make_invoice(layla, makers.make_customer("Nakheel"), "1000", on=TODAY)
    banking.record_bank_fee(
        actor=layla, account_id=makers.bank().pk, on=TODAY, net_minor=int(spent) * 100, tax_id=None, memo="Loan"
    )

    assert said in signed_in(layla, "en").get("/profit/").content.decode()


@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=8))
def test_the_bars_of_a_waterfall_meet_where_one_ends_and_the_next_begins(expenses: list[int]) -> None:
    moves = [10**12, *expenses]
    moves.append(sum(moves))

    hidden, above, below = charts._bridge(moves)

    level = 0
    for place, move in enumerate(moves):
        start = 0 if place in (0, len(moves) - 1) else level
        level = start + move
        low, high = sorted((start, level))
        assert above[place] >= 0 >= below[place]
        assert above[place] - below[place] == high - low, "the bar is as long as its move"
        if low >= 0:
            assert hidden[place] == low
        elif high <= 0:
            assert hidden[place] == high
        else:
            assert (hidden[place], above[place], below[place]) == (0, high, low)
