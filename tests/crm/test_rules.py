"""The state machines of leads and deals, chances and ages: what holds whatever comes."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wasl.crm.rules import activities, deals, imports, leads

percents = st.integers(0, 100)
amounts = st.integers(0, 10**14)


@given(st.lists(st.sampled_from(deals.STATES), max_size=12))
def test_a_won_deal_stays_won_whatever_is_tried(wanted: list[str]) -> None:
    state, seen = deals.OPEN, [deals.OPEN]
    for want in wanted:
        if deals.may_become(state, want):
            state = want
            seen.append(state)

    assert deals.WON not in seen[:-1]


@given(st.lists(st.sampled_from(leads.STATES), max_size=12))
def test_a_qualified_lead_stays_qualified_and_is_qualified_once(wanted: list[str]) -> None:
    state, seen = leads.NEW, [leads.NEW]
    for want in wanted:
        if leads.may_become(state, want):
            state = want
            seen.append(state)

    assert leads.QUALIFIED not in seen[:-1]
    assert leads.NEW not in seen[1:]


@given(st.sampled_from(deals.STATES), st.sampled_from(deals.STATES))
def test_the_table_of_ways_is_whole(state: str, wanted: str) -> None:
    assert set(deals.WAYS) == set(deals.STATES)
    assert isinstance(deals.may_become(state, wanted), bool)
    assert not deals.may_become(state, state)


@given(amounts, percents, percents)
def test_a_weighted_amount_lies_between_nothing_and_all_and_grows_with_the_chance(minor: int, a: int, b: int) -> None:
    low, high = sorted((a, b))

    assert 0 <= deals.weighted_minor(minor, low) <= deals.weighted_minor(minor, high) <= minor


@given(percents, st.none() | percents)
def test_a_person_knows_better_than_the_stage(stage: int, own: int | None) -> None:
    assert deals.chance(deals.OPEN, stage, own) == (stage if own is None else own)
    assert deals.chance(deals.WON, stage, own) == 100
    assert deals.chance(deals.LOST, stage, own) == 0


def test_a_deal_ages_beyond_its_usual_stay_and_from_twice_on() -> None:
    assert [deals.age_level(days, 10) for days in (0, 10, 11, 20, 21)] == [1, 1, 2, 2, 3]


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(-400, 400))
def test_days_in_a_stage_are_never_negative(since: date, days: int) -> None:
    assert deals.days_in_stage(since, since + timedelta(days)) == max(days, 0)


@given(st.booleans(), st.integers(0, 3), st.booleans())
def test_no_open_record_is_left_without_a_step(is_open: bool, others: int, given_next: bool) -> None:
    refused = activities.needs_next_step(record_is_open=is_open, other_open_steps=others, next_step_given=given_next)
    left = others + given_next

    assert refused == (is_open and left == 0)


def test_other_systems_words_for_states_and_stages() -> None:
    assert imports.closed_state("Closed Won") == "won"
    assert imports.closed_state("خسارة") == "lost"
    assert imports.closed_state("Engaging") is None
    assert imports.usual_place("Engaging", 5) == 1
    assert imports.usual_place("Engaging", 1) is None
    assert imports.usual_place("Something else", 5) is None
