"""People and what an hour of theirs costs: dated, and not for everybody's eyes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests import makers
from wasl.access.actor import Actor
from wasl.core.errors import BadInput, NotAllowed, NotFound
from wasl.core.models import Company, Event
from wasl.core.scope import company_scope
from wasl.people import queries, services
from wasl.people.models import CostRate

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def test_the_latest_rate_on_or_before_a_day_holds(layla: Actor) -> None:
    sara = services.add_employee(actor=layla, name="Sara")
    services.set_cost_rate(actor=layla, employee_id=sara.pk, valid_from=JANUARY, hour_cost=Decimal(40))
    services.set_cost_rate(actor=layla, employee_id=sara.pk, valid_from=FEBRUARY, hour_cost=Decimal("45.5"))

    assert queries.cost_rate_on(sara.pk, date(2025, 12, 31)) is None
    assert queries.cost_rate_on(sara.pk, date(2026, 1, 31)) == 40
    assert queries.cost_rate_on(sara.pk, FEBRUARY) == Decimal("45.5")


def test_a_rate_of_the_same_day_replaces_the_one_before(layla: Actor) -> None:
    sara = services.add_employee(actor=layla, name="Sara")
    for hour_cost in (Decimal(40), Decimal(41)):
        services.set_cost_rate(actor=layla, employee_id=sara.pk, valid_from=JANUARY, hour_cost=hour_cost)

    assert CostRate.objects.get().hour_cost == 41


@pytest.mark.parametrize("hour_cost", ["-1", "1.0000001", "NaN"])
def test_a_rate_that_money_cannot_hold_is_refused(layla: Actor, hour_cost: str) -> None:
    sara = services.add_employee(actor=layla, name="Sara")
    with pytest.raises(BadInput):
        services.set_cost_rate(actor=layla, employee_id=sara.pk, valid_from=JANUARY, hour_cost=Decimal(hour_cost))


@pytest.mark.parametrize("role", ["sales", "project_lead", "member", "accountant"])
def test_cost_rates_are_hidden_from_those_who_do_not_pay(layla: Actor, role: str) -> None:
    sara = services.add_employee(actor=layla, name="Sara")
    services.set_cost_rate(actor=layla, employee_id=sara.pk, valid_from=JANUARY, hour_cost=Decimal("123.45"))
    curious = makers.make_actor(layla.company, "Curious", role)

    with pytest.raises(NotAllowed):
        queries.cost_rate_rows(curious, sara.pk)
    with pytest.raises(NotAllowed):
        queries.rates_in_force(curious, FEBRUARY)
    assert "123" not in str(queries.search(curious, "Sara"))


def test_the_event_of_a_rate_does_not_tell_it(layla: Actor) -> None:
    sara = services.add_employee(actor=layla, name="Sara")
    services.set_cost_rate(actor=layla, employee_id=sara.pk, valid_from=JANUARY, hour_cost=Decimal("123.45"))

    assert Event.objects.filter(name="cost_rate.set").exists()
    assert not [event for event in Event.objects.all() if "123" in str(event.facts)]


def test_names_are_taken_once_and_people_of_another_company_are_not_there(
    layla: Actor, rival: Company, salem: Actor
) -> None:
    sara = services.add_employee(actor=layla, name="Sara")
    with pytest.raises(BadInput):
        services.add_employee(actor=layla, name=" Sara ")
    with company_scope(rival.pk), pytest.raises(NotFound):
        services.set_cost_rate(actor=salem, employee_id=sara.pk, valid_from=JANUARY, hour_cost=Decimal(1))


def test_a_seller_cannot_add_people(omar: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.add_department(actor=omar, name="Delivery")


def test_what_is_said_of_people_and_departments_is_replaced(layla: Actor) -> None:
    delivery = services.add_department(actor=layla, name="Delivery")
    services.change_department(actor=layla, department_id=delivery.pk, version=1, name="Studio", name_ar="الاستوديو")
    sara = services.add_employee(actor=layla, name="Sara", member_id=layla.member_id)
    services.change_employee(
        actor=layla, employee_id=sara.pk, version=1, name="Sara Q", department_id=delivery.pk, is_active=False
    )

    (row,) = queries.employees(layla)
    assert (row.name, row.department.display_name("ar"), row.member_id) == ("Sara Q", "الاستوديو", None)
    assert not queries.employees(layla, active_only=True)
