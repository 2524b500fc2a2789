"""Today: one ranked list of what waits, acted on without leaving it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.core.room import TODAY_ROWS
from wasl.core.tally import Tally
from wasl.crm import services as crm
from wasl.crm.models import Activity
from wasl.insight import queries, rules
from wasl.parties.models import Party

TODAY = date(2026, 11, 24)


def deal_due(actor: Actor, title: str, days_late: int, amount_minor: int) -> Activity:
    step = crm.NextStep(f"Ring about {title}", TODAY - timedelta(days_late), kind="call")
    party = makers.make_customer(f"Customer of {title}")
    deal = crm.open_deal(
        actor=actor, title=title, on=TODAY, party_id=party.pk, amount_minor=amount_minor, next_step=step
    )
    return Activity.objects.get(deal=deal)


def titles(actor: Actor, kind: str = "") -> list[str]:
    return [row.item.title for row in queries.ranked(queries.today_groups(actor, TODAY, Tally(), kind)(), kind)]


def test_what_is_late_comes_first_then_the_most_money_at_stake(layla: Actor) -> None:
    deal_due(layla, "small today", 0, 1_000_00)
    deal_due(layla, "large today", 0, 90_000_00)
    deal_due(layla, "small late", 1, 2_000_00)
    deal_due(layla, "large late", 9, 50_000_00)
    nakheel = makers.make_customer("Nakheel")
    makers.make_invoice(layla, nakheel, "20000", on=date(2026, 9, 1))

    assert titles(layla) == [
        "Ring about large late",
        "Nakheel",
        "Ring about small late",
        "Ring about large today",
        "Ring about small today",
    ]


def test_a_kind_of_many_can_be_seen_beside_one_of_few(layla: Actor) -> None:
    for number in range(TODAY_ROWS + 1):
        crm.open_deal(actor=layla, title=f"Nobody's {number}", on=TODAY, next_step=crm.NextStep("Ring", TODAY))
    party = makers.make_customer("Nakheel")
    crm.open_deal(actor=layla, title="Without a step", on=TODAY, party_id=party.pk)

    assert "Without a step" in titles(layla)
    assert titles(layla, "deals-without-step") == ["Without a step"]
    assert len(titles(layla, "deals-without-customer")) == TODAY_ROWS


def test_each_kind_can_be_seen_by_itself(layla: Actor) -> None:
    deal_due(layla, "call", 0, 100)
    party: Party = makers.make_customer("Nakheel")
    makers.make_invoice(layla, party, "20", on=date(2026, 9, 1))

    assert titles(layla, "overdue") == ["Nakheel"]
    assert titles(layla, "nothing of the sort") == []


def test_many_of_a_kind_are_one_line_with_one_act(layla: Actor) -> None:
    for n in range(20):
        party = makers.make_customer(f"Customer {n}")
        crm.open_deal(actor=layla, title=f"bare {n}", on=TODAY, party_id=party.pk)
    deal_due(layla, "the one", 0, 100)

    page = signed_in(layla, "en").get("/").content.decode()

    assert titles(layla) == ["Ring about the one"]
    assert "/deals/plan/" in page, "one act for all of them"


def test_a_company_without_finance_has_no_money_on_today(layla: Actor) -> None:
    makers.make_invoice(layla, makers.make_customer("Nakheel"), "20", on=date(2026, 9, 1))
    layla.company.modules = ["crm"]
    layla.company.save()

    assert titles(layla) == []


def test_a_step_is_done_from_the_drawer_and_leads_back_to_today(layla: Actor) -> None:
    step = deal_due(layla, "call", 0, 100)
    browser = signed_in(layla, "en")
    form = browser.get(f"/steps/{step.pk}/done/", headers={"hx-request": "true", "hx-target": "drawer-body"})
    said = {"outcome": "Agreed", "step_kind": "task", "step_subject": "Send it", "step_due": "2026-11-30"}

    answer = browser.post(f"/steps/{step.pk}/done/?back=/", said)

    assert "<html" not in form.content.decode()
    assert answer["Location"] == "/"
    assert Activity.objects.get(pk=step.pk).outcome == "Agreed"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_coming_back_leads_to_no_foreign_page(layla: Actor, back: str) -> None:
    step = deal_due(layla, "call", 0, 100)
    said = {"outcome": "x", "step_kind": "task", "step_subject": "Send it", "step_due": "2026-11-30"}

    answer = signed_in(layla, "en").post(f"/steps/{step.pk}/done/?back={back}", said)

    assert answer["Location"].startswith("/deals/")


@given(st.lists(st.tuples(st.none() | st.integers(-5, 50), st.integers(0, 10**9)), max_size=30))
def test_the_rank_is_by_lateness_then_stake_then_age(rows: list[tuple[int | None, int]]) -> None:
    ranked = sorted(rows, key=lambda row: rules.rank(days_late=row[0], stake_minor=row[1]))

    late = [days is not None and days > 0 for days, _stake in ranked]
    assert late == sorted(late, reverse=True)
    stakes = [stake for days, stake in ranked if days is not None and days > 0]
    assert stakes == sorted(stakes, reverse=True)


def test_the_version_of_the_data_is_told_only_when_it_is_another(layla: Actor) -> None:
    browser = signed_in(layla)
    version = browser.get("/live/").json()["version"]

    assert browser.get(f"/live/?v={version}").status_code == 204
    crm.capture_lead(actor=layla, name="Dana")
    assert browser.get(f"/live/?v={version}").json()["version"] > version
