"""The real data set comes in whole: each fact its makers state must hold, and a second run changes nothing."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Sum

from tests import makers
from tests.conftest import SHARED
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.imports import ImportResult
from wasl.core.models import Event
from wasl.crm import queries, services
from wasl.crm.models import Activity, Deal, ImportQuestion
from wasl.crm.queries.today import NOBODYS, STEPLESS
from wasl.parties.models import Party

DATA = SHARED / "data" / "crm-sales"
TODAY = date(2026, 11, 24)
OPEN_DEALS = 1_589 + 500


def bring_in(actor: Actor, kind: str, name: str, *, accept: bool = True, dry_run: bool = False) -> ImportResult:
    """Import one file of the set."""
    path = Path(DATA / name)
    return services.import_file(
        actor=actor, kind=kind, source=path, filename=name, on=TODAY, accept=accept, dry_run=dry_run
    )


@pytest.fixture
def offered(layla: Actor) -> None:
    """Offer the data set's own list of products."""
    result = bring_in(layla, "products", "products.csv")
    assert (result.read, result.created) == (7, 7)


@pytest.fixture
def whole(layla: Actor, offered: None) -> ImportResult:
    """Bring in team, accounts and pipeline."""
    bring_in(layla, "team", "sales_teams.csv")
    bring_in(layla, "accounts", "accounts.csv")
    started = time.process_time()
    result = bring_in(layla, "opportunities", "sales_pipeline.csv")
    assert time.process_time() - started < 10
    return result


pytestmark = pytest.mark.realdata


def test_the_accounts_come_in_with_sectors_and_countries_put_right_only_as_asked(layla: Actor) -> None:
    asked = bring_in(layla, "accounts", "accounts.csv", accept=False)

    assert not asked.written
    assert {(q.column, q.value, q.proposal) for q in asked.questions} == {
        ("sector", "technolgy", "technology"),
        ("office_location", "Philipines", "Philippines"),
    }
    assert Party.objects.count() == 0

    bring_in(layla, "accounts", "accounts.csv")

    assert Party.objects.count() == 85
    assert Party.objects.get(name="Bluth Company").parent.name == "Acme Corporation"
    assert Party.objects.get(name="Bioholding").country == "Philippines"
    assert Party.objects.filter(sector="technology").count() == 12
    assert Party.objects.get(name="Acme Corporation").facts["revenue"] == "1100.04"


def test_agents_become_members_without_sign_in(layla: Actor) -> None:
    result = bring_in(layla, "team", "sales_teams.csv")

    assert (result.read, result.created) == (35, 35)
    moses = Member.objects.get(name="Moses Frase")
    assert (moses.manager.name, moses.region, moses.user) == ("Dustin Brinkmann", "Central", None)
    assert Member.objects.filter(role="sales").count() == 35


def test_the_pipeline_asks_before_it_writes(layla: Actor, offered: None) -> None:
    bring_in(layla, "team", "sales_teams.csv")
    bring_in(layla, "accounts", "accounts.csv")

    result = bring_in(layla, "opportunities", "sales_pipeline.csv", accept=False)

    assert {(q.column, q.value, q.proposal, q.rows) for q in result.questions} == {
        ("product", "GTXPro", "GTX Pro", 1_480),
        ("account", "", "", 1_425),
    }
    assert {(t.value, t.proposal, t.rows) for t in result.taken} == {
        ("Prospecting", "Qualify", 500),
        ("Engaging", "Discovery", 1_589),
    }
    assert not Deal.objects.exists()


def test_the_whole_pipeline_comes_in_as_it_was(layla: Actor, whole: ImportResult) -> None:
    assert (whole.read, whole.created, whole.rejected) == (8_800, 8_800, [])
    assert whole.orders["engage_date"] == whole.orders["close_date"] == "dmy"
    assert Deal.objects.filter(state="won").count() == 4_238
    assert Deal.objects.filter(state="lost").count() == 2_473
    assert Deal.objects.filter(stage__name="Discovery").count() == 1_589
    assert Deal.objects.filter(stage__name="Qualify").count() == 500
    won = Deal.objects.filter(state="won").aggregate(sum=Sum("amount_minor"))["sum"]
    assert won == 1_000_553_400  # 10,005,534 exactly
    assert Deal.objects.filter(party=None).count() == 1_425
    assert Deal.objects.filter(product="GTX Pro").count() == 1_480
    first = Deal.objects.get(external_key="1C1I7A6R")
    assert (first.party.name, first.owner.name, first.engaged_on, first.closed_on, first.amount_minor) == (
        "Cancity",
        "Moses Frase",
        date(2016, 10, 20),
        date(2017, 3, 1),
        105_400,
    )
    assert Party.objects.filter(is_customer=True).count() == 85


def test_past_deals_start_nothing(layla: Actor, whole: ImportResult) -> None:
    assert not Activity.objects.exists()
    assert not Event.objects.filter(name__in=["deal.won", "deal.opened", "message.queued"]).exists()


def test_a_second_run_changes_nothing(layla: Actor, whole: ImportResult) -> None:
    for kind, name, rows in (
        ("team", "sales_teams.csv", 35),
        ("accounts", "accounts.csv", 85),
        ("opportunities", "sales_pipeline.csv", 8_800),
    ):
        again = bring_in(layla, kind, name)
        assert (again.created, again.updated, again.unchanged) == (0, 0, rows)
    assert Deal.objects.count() == 8_800
    assert ImportQuestion.objects.count() == 3  # technolgy, Philipines, GTXPro: asked once


def test_what_waits_stands_on_today_as_groups(layla: Actor, whole: ImportResult) -> None:
    without_step = makers.on_today(queries.today_deals, layla, TODAY, kind=STEPLESS)
    without_party = makers.on_today(queries.today_deals, layla, TODAY, kind=NOBODYS)

    assert (without_step.count, len(without_step.rows), len(without_step.bulk)) == (OPEN_DEALS, 0, 1)
    chosen = makers.on_today(queries.today_deals, layla, TODAY, kind=STEPLESS, chosen=STEPLESS)
    assert len(chosen.rows) == 12
    assert without_party.count == 1_425


def test_one_act_plans_the_next_step_of_all(layla: Actor, whole: ImportResult) -> None:
    step = services.NextStep("Call and find out where it stands", TODAY)

    assert services.bulk_plan_next_step(actor=layla, step=step) == OPEN_DEALS
    assert not makers.on_today(queries.today_deals, layla, TODAY, kind=STEPLESS).count
    assert services.bulk_plan_next_step(actor=layla, step=step) == 0


def test_a_dry_run_counts_and_leaves_nothing(layla: Actor, offered: None) -> None:
    result = bring_in(layla, "opportunities", "sales_pipeline.csv", dry_run=True)

    assert (result.created, result.written) == (8_800, False)
    assert not Deal.objects.exists()
    assert not Party.objects.exists()


def test_the_whole_set_is_undone_in_turn(layla: Actor, whole: ImportResult) -> None:
    batches = list(queries.batches(layla))

    undone = {batch.kind: services.undo_import(actor=layla, batch_id=batch.pk) for batch in batches}

    assert {kind: (one.removed, one.kept) for kind, one in undone.items()} == {
        "opportunities": (8_800, []),
        "accounts": (85, []),
        "team": (41, []),  # 35 agents and the 6 managers they name
        "products": (7, []),
    }
    assert undone["opportunities"].restored == 85  # no customers any more
    assert not (Deal.objects.exists() or Party.objects.exists() or ImportQuestion.objects.exists())
    assert [member.name for member in Member.objects.all()] == ["Layla"]
