"""From a lead to a deal on the board, won or lost: one record, and nothing forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests import makers
from wasl.access.actor import Actor
from wasl.core.checks import run_checks
from wasl.core.errors import BadAmountRefused, BadInput, NotAllowed, NotFound, StaleVersion
from wasl.core.models import Company, Event
from wasl.core.scope import company_scope
from wasl.crm import errors, queries, services
from wasl.crm.models import Activity, Deal, LossReason, Stage, StageChange
from wasl.ledger import services as ledger
from wasl.parties import services as parties
from wasl.parties.models import Party

TODAY = date(2026, 11, 24)
TOMORROW = date(2026, 11, 25)
CALL = services.NextStep("Call back", TOMORROW, kind="call")


@pytest.fixture
def huda(omar: Actor) -> Actor:
    """Huda sells beside Omar."""
    return makers.make_actor(omar.company, "Huda", "sales")


def open_deal(actor: Actor, **said: object) -> Deal:
    party = parties.add_party(actor=actor, name="Nakheel Hospitality")
    return services.open_deal(
        **{
            "actor": actor,
            "title": "Booking site",
            "on": TODAY,
            "party_id": party.pk,
            "amount_minor": 18_500_000,
            **said,
        }  # type: ignore[arg-type]
    )


def test_a_lead_becomes_a_deal_by_one_act_and_is_never_copied(omar: Actor) -> None:
    lead = services.capture_lead(
        actor=omar,
        name="Ahmad",
        company_name="Nakheel",
        email="A@nakheel.example",
        owner_id=omar.member_id,
        next_step=CALL,
    )
    services.log_activity(actor=omar, kind="call", body="Wants a booking site.", lead_id=lead.pk)

    deal = services.qualify_lead(actor=omar, lead_id=lead.pk, on=TODAY, title="Booking site", amount_minor=500_000)

    lead.refresh_from_db()
    assert Party.objects.count() == 1
    assert (lead.state, lead.party, lead.deal) == ("qualified", deal.party, deal)
    assert (deal.party.name, deal.party.is_customer, deal.contact_name) == ("Nakheel", False, "Ahmad")
    assert queries.open_step(deal_id=deal.pk).subject == "Call back"
    assert any(entry.activity for entry in queries.timeline(deal_id=deal.pk).entries), (
        "the lead's call shows on the deal"
    )
    with pytest.raises(errors.LeadClosed):
        services.qualify_lead(actor=omar, lead_id=lead.pk, on=TODAY)
    assert not list(run_checks())


def test_a_lead_of_a_known_party_takes_that_party(omar: Actor) -> None:
    known = parties.add_party(actor=omar, name="Nakheel")
    lead = services.capture_lead(actor=omar, name="Ahmad", owner_id=omar.member_id)

    deal = services.qualify_lead(actor=omar, lead_id=lead.pk, on=TODAY, party_id=known.pk)

    assert deal.party == known
    assert Party.objects.count() == 1


def test_a_lead_without_an_owner_or_a_step_is_on_today_until_it_has_both(layla: Actor) -> None:
    lead = services.capture_lead(actor=layla, name="Walk-in")

    assert queries.leads(layla, missing=True).count() == 1
    services.assign_lead(actor=layla, lead_id=lead.pk, owner_id=layla.member_id)
    assert queries.leads(layla, missing=True).count() == 1
    services.plan_next_step(actor=layla, step=CALL, lead_id=lead.pk)
    assert queries.leads(layla, missing=True).count() == 0


def test_a_lead_set_aside_wakes_up_on_its_day(omar: Actor) -> None:
    lead = services.capture_lead(actor=omar, name="Ahmad", owner_id=omar.member_id, next_step=CALL)

    services.disqualify_lead(actor=omar, lead_id=lead.pk, reason="No budget this year", wake_on=date(2027, 1, 4))

    step = queries.open_step(lead_id=lead.pk)
    assert (step.due_date, Activity.objects.filter(done_at=None).count()) == (date(2027, 1, 4), 1)
    services.work_on_lead(actor=omar, lead_id=lead.pk)
    with pytest.raises(BadInput):
        services.disqualify_lead(actor=omar, lead_id=lead.pk, reason=" ")


def test_moving_keeps_history_and_days(omar: Actor) -> None:
    deal = open_deal(omar)
    stages = list(Stage.objects.order_by("position"))

    services.move_deal(actor=omar, deal_id=deal.pk, stage_id=stages[2].pk, on=date(2026, 12, 4))
    services.move_deal(actor=omar, deal_id=deal.pk, stage_id=stages[2].pk, on=date(2026, 12, 9))

    change = StageChange.objects.get()
    assert (change.from_stage, change.to_stage, change.days) == (stages[0], stages[2], 10)
    deal.refresh_from_db()
    assert deal.stage_since == date(2026, 12, 4)


def test_winning_twice_wins_once(omar: Actor) -> None:
    deal = open_deal(omar, next_step=CALL)

    services.mark_deal_won(actor=omar, deal_id=deal.pk, on=TODAY)

    with pytest.raises(errors.AlreadyWon):
        services.mark_deal_won(actor=omar, deal_id=deal.pk, on=TODAY)
    with pytest.raises(errors.DealClosed):
        services.reopen_deal(actor=omar, deal_id=deal.pk, on=TODAY)
    assert Event.objects.filter(name="deal.won").count() == 1
    assert not list(run_checks())


def test_only_a_won_deal_opens_as_one_that_was_won(omar: Actor) -> None:
    deal = open_deal(omar, next_step=CALL)
    with pytest.raises(errors.DealClosed):
        services.reopen_won(actor=omar, deal_id=deal.pk, on=TOMORROW)
    services.mark_deal_won(actor=omar, deal_id=deal.pk, on=TODAY)

    back = services.reopen_won(actor=omar, deal_id=deal.pk, on=TOMORROW)

    assert (back.state, back.closed_on, back.stage_since) == ("open", None, TOMORROW)
    assert Event.objects.get(name="deal.reopened").facts["was"] == "won"


def test_nobody_is_no_customer(omar: Actor) -> None:
    deal = open_deal(omar, party_id=None)

    with pytest.raises(errors.PartyNeeded):
        services.mark_deal_won(actor=omar, deal_id=deal.pk, on=TODAY)


def test_losing_asks_for_a_reason_and_can_be_taken_back(omar: Actor) -> None:
    deal = open_deal(omar, next_step=CALL)

    with pytest.raises(errors.ReasonNeeded):
        services.lose_deal(actor=omar, deal_id=deal.pk, on=TODAY, reason_id=None)
    services.lose_deal(actor=omar, deal_id=deal.pk, on=TODAY, reason_id=LossReason.objects.first().pk)
    assert queries.open_step(deal_id=deal.pk) is None
    back = services.reopen_deal(actor=omar, deal_id=deal.pk, on=TOMORROW, next_step=CALL)
    assert (back.state, back.closed_on, back.loss_reason) == ("open", None, None)


def test_the_last_step_is_closed_only_with_a_new_one(omar: Actor) -> None:
    deal = open_deal(omar, next_step=CALL)
    step = queries.open_step(deal_id=deal.pk)

    with pytest.raises(errors.NextStepNeeded):
        services.complete_activity(actor=omar, activity_id=step.pk)
    services.complete_activity(
        actor=omar, activity_id=step.pk, outcome="Agreed", next_step=services.NextStep("Send quote", TOMORROW)
    )

    assert queries.open_step(deal_id=deal.pk).subject == "Send quote"


def test_two_people_do_not_overwrite_each_other(omar: Actor) -> None:
    deal = open_deal(omar)
    services.change_deal(actor=omar, deal_id=deal.pk, version=deal.version, title="Booking site, phase two")

    with pytest.raises(StaleVersion):
        services.change_deal(actor=omar, deal_id=deal.pk, version=deal.version, title="Other")


@pytest.mark.parametrize("amount", [-1, 10**14 + 1])
def test_an_amount_that_money_cannot_hold_is_refused(omar: Actor, amount: int) -> None:
    with pytest.raises(BadAmountRefused):
        open_deal(omar, amount_minor=amount)


def test_a_seller_reaches_their_own_deals_only(omar: Actor, huda: Actor, layla: Actor) -> None:
    deal = open_deal(omar)

    assert not queries.deals(huda, queries.DealFilter()).exists()
    with pytest.raises(NotFound):
        services.move_deal(actor=huda, deal_id=deal.pk, stage_id=deal.stage_id, on=TODAY)
    services.hand_over(actor=layla, to_member_id=huda.member_id, deal_ids=[deal.pk])
    assert queries.deals(huda, queries.DealFilter()).get() == deal


def test_another_company_sees_nothing(omar: Actor, rival: Company, salem: Actor) -> None:
    deal = open_deal(omar)

    with company_scope(rival.pk, salem.member_id):
        assert not queries.deals(salem, queries.DealFilter(state="")).exists()
        with pytest.raises(NotFound):
            queries.deal(salem, deal.pk)
        with pytest.raises(NotFound):
            services.mark_deal_won(actor=salem, deal_id=deal.pk, on=TODAY)


def test_an_accountant_opens_no_deal(noor: Company) -> None:
    with pytest.raises(NotAllowed):
        services.open_deal(actor=makers.make_actor(noor, "Adel", "accountant"), title="X", on=TODAY)


def test_the_board_costs_the_same_for_five_deals_and_for_fifty(omar: Actor, django_assert_num_queries) -> None:
    for _ in range(5):
        open_deal(omar, next_step=CALL)
    with django_assert_num_queries(5):
        queries.board(omar, TODAY)
    for _ in range(45):
        open_deal(omar, next_step=CALL)

    with django_assert_num_queries(5):
        lanes = queries.board(omar, TODAY)

    assert (len(lanes), lanes[0].count, len(lanes[0].cards)) == (5, 50, 30)
    assert (lanes[0].sum.minor, lanes[0].sum.rest) == (50 * 18_500_000, [])
    assert lanes[0].weighted.minor == 5 * 18_500_000  # 10 %
    assert lanes[0].cards[0].step.subject == "Call back"


def test_a_deal_just_opened_comes_before_those_without_a_next_step(omar: Actor) -> None:
    for _ in range(40):
        open_deal(omar)
    late = open_deal(omar, next_step=services.NextStep("Ring", TODAY + timedelta(9)))
    soon = open_deal(omar, next_step=CALL)

    first = queries.board(omar, TODAY)[0].cards

    assert [card.deal.pk for card in first[:2]] == [soon.pk, late.pk]


def test_the_rest_of_a_lane_follows_where_the_first_cards_end(omar: Actor) -> None:
    for _ in range(70):
        open_deal(omar)
    lane = queries.board(omar, TODAY)[0]
    chosen = queries.BoardFilter()

    second, more = queries.lane_cards(omar, TODAY, lane.stage.pk, chosen, 30)
    third, rest = queries.lane_cards(omar, TODAY, lane.stage.pk, chosen, 60)

    shown = [card.deal.pk for card in (*lane.cards, *second, *third)]
    assert len(shown) == len(set(shown)) == 70
    assert (more, rest) == (True, False)


def test_a_lane_adds_up_in_base_currency_and_names_what_has_no_rate(layla: Actor) -> None:
    ledger.set_exchange_rate(actor=layla, currency="USD", on=TODAY, rate=Decimal("3.75"))
    for currency in ("SAR", "USD", "EUR"):
        services.open_deal(actor=layla, title=currency, on=TODAY, amount_minor=100_00, currency=currency)

    lane = queries.board(layla, TODAY)[0]

    assert lane.sum.minor == 475_00
    assert lane.sum.is_converted
    assert lane.sum.rest == [("EUR", 100_00)]


def test_a_deal_that_closes_leaves_its_lead_no_next_day(omar: Actor) -> None:
    lead = services.capture_lead(
        actor=omar, name="Ahmad", company_name="Nakheel", owner_id=omar.member_id, next_step=CALL
    )
    deal = services.qualify_lead(actor=omar, lead_id=lead.pk, on=TODAY)
    reason = LossReason.objects.first()

    services.lose_deal(actor=omar, deal_id=deal.pk, on=TODAY, reason_id=reason.pk)

    lead.refresh_from_db()
    assert lead.next_due is None
    assert [finding for finding in run_checks() if finding.check == "next days"] == []
