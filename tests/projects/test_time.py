"""Time: at most a day a day, at the cost of its day, visible and changeable within reach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import makers
from wasl.access.actor import Actor
from wasl.core.errors import BadInput, NotAllowed, NotFound
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.ledger import services as ledger
from wasl.people import services as people
from wasl.people.models import Employee
from wasl.projects import errors, queries, rules, services
from wasl.projects.models import Project, TimeEntry

MAY = date(2026, 5, 4)


@pytest.fixture
def sara(layla: Actor) -> Employee:
    """Sara costs 45.50 an hour."""
    employee = people.add_employee(actor=layla, name="Sara")
    people.set_cost_rate(actor=layla, employee_id=employee.pk, valid_from=date(2026, 1, 1), hour_cost=Decimal("45.5"))
    return employee


@pytest.fixture
def beta(layla: Actor) -> Project:
    """A project."""
    return services.open_project(actor=layla, name="Beta", party_id=makers.make_customer().pk)


def test_cost_is_rounded_for_each_entry(layla: Actor, sara: Employee, beta: Project) -> None:
    for _ in range(2):
        services.book_time(actor=layla, employee_id=sara.pk, project_id=beta.pk, on=MAY, hours=Decimal("3.25"))

    assert queries.time_cost_by_project(first=date(2026, 1, 1), last=date(2026, 12, 31)) == {beta.pk: 2 * 14_788}
    assert not makers.findings()


def test_a_day_has_24_hours(layla: Actor, sara: Employee, beta: Project) -> None:
    def book(hours: str) -> TimeEntry:
        return services.book_time(actor=layla, employee_id=sara.pk, project_id=beta.pk, on=MAY, hours=Decimal(hours))

    entry = book("20")
    book("4")
    with pytest.raises(errors.DayFull):
        book("0.01")
    with pytest.raises(errors.DayFull) as refused:
        services.change_time(actor=layla, entry_id=entry.pk, version=1, project_id=beta.pk, on=MAY, hours=Decimal(21))
    with override("en"):
        assert "25 hours on Monday 4 May 2026" in refused.value.message
    for hours in ("0", "-1", "25", "1.0000001"):
        with pytest.raises(BadInput):
            book(hours)


def test_somebody_without_a_rate_costs_nothing_and_is_named(layla: Actor, beta: Project) -> None:
    yara = people.add_employee(actor=layla, name="Yara")
    services.book_time(actor=layla, employee_id=yara.pk, project_id=beta.pk, on=MAY, hours=Decimal(8))

    assert queries.time_cost_by_project(first=date(2026, 1, 1), last=date(2026, 12, 31)) == {beta.pk: 0}
    assert [row.name for row in queries.employees_without_cost()] == ["Yara"]

    people.set_cost_rate(actor=layla, employee_id=yara.pk, valid_from=MAY, hour_cost=Decimal(10))
    assert queries.time_cost_by_project(first=date(2026, 1, 1), last=date(2026, 12, 31)) == {beta.pk: 8_000}
    assert not queries.employees_without_cost()


def test_a_later_rate_costs_open_days_again_and_leaves_locked_ones(layla: Actor, sara: Employee, beta: Project) -> None:
    for on in (date(2026, 4, 30), MAY):
        services.book_time(actor=layla, employee_id=sara.pk, project_id=beta.pk, on=on, hours=Decimal(1))
    ledger.lock_period(actor=layla, until=date(2026, 4, 30))

    people.set_cost_rate(actor=layla, employee_id=sara.pk, valid_from=date(2026, 2, 1), hour_cost=Decimal(50))

    costs = dict(TimeEntry.objects.values_list("date", "cost_minor"))
    assert costs == {date(2026, 4, 30): 4_550, MAY: 5_000}
    assert not makers.findings()


def test_no_time_goes_on_a_closed_project(layla: Actor, sara: Employee, beta: Project) -> None:
    services.close_project(actor=layla, project_id=beta.pk)
    with pytest.raises(errors.ProjectNotActive):
        services.book_time(actor=layla, employee_id=sara.pk, project_id=beta.pk, on=MAY, hours=Decimal(1))


def test_members_book_and_see_their_own_time(layla: Actor, sara: Employee, beta: Project) -> None:
    member = makers.make_actor(layla.company, "Mona", "member")
    mona = people.add_employee(actor=layla, name="Mona", member_id=member.member_id)
    services.book_time(actor=layla, employee_id=sara.pk, project_id=beta.pk, on=MAY, hours=Decimal(1))
    own = services.book_time(actor=member, employee_id=mona.pk, project_id=beta.pk, on=MAY, hours=Decimal(2))

    with pytest.raises(NotFound):
        services.book_time(actor=member, employee_id=sara.pk, project_id=beta.pk, on=MAY, hours=Decimal(1))
    assert list(queries.time_entries(member)) == [own]
    assert list(queries.bookable_projects(member)) == [beta]
    services.delete_time(actor=member, entry_id=own.pk)
    assert not queries.time_entries(member)


def test_an_accountant_books_no_time(layla: Actor, sara: Employee, beta: Project) -> None:
    accountant = makers.make_actor(layla.company, "Adel", "accountant")
    with pytest.raises(NotAllowed):
        services.book_time(actor=accountant, employee_id=sara.pk, project_id=beta.pk, on=MAY, hours=Decimal(1))


@pytest.mark.parametrize(("role", "sees"), [("finance", True), ("project_lead", False)])
def test_the_cost_of_time_is_money_that_a_lead_does_not_see(
    layla: Actor, sara: Employee, beta: Project, role: str, sees: bool
) -> None:
    actor = makers.make_actor(layla.company, "Lina", role)
    services.change_project(actor=layla, project_id=beta.pk, version=1, owner_id=actor.member_id)
    services.set_roles(
        actor=layla,
        project_id=beta.pk,
        version=2,
        roles=[services.RoleInput("Design", 600, Decimal(120), Decimal("45.5"))],
    )
    services.book_time(actor=layla, employee_id=sara.pk, project_id=beta.pk, on=MAY, hours=Decimal(2))

    page = queries.project_page(actor, beta.pk, MAY)

    assert page.minutes == 120
    assert (page.cost_minor == 9_100) is sees
    assert (page.roles[0].hour_cost is not None) is sees


def test_another_company_has_no_part_in_it(layla: Actor, beta: Project, rival: Company, salem: Actor) -> None:
    with company_scope(rival.pk):
        with pytest.raises(NotFound):
            queries.project(salem, beta.pk)
        with pytest.raises(NotFound):
            services.close_project(actor=salem, project_id=beta.pk)
        assert not queries.projects(salem)
        assert not queries.unbilled_work(salem, MAY)


@settings(max_examples=50)
@given(
    hours=st.decimals("0.000001", "24", places=6),
    price=st.decimals("0", "100000", places=6),
    currency=st.sampled_from(["JPY", "SAR", "KWD"]),
)
def test_worth_is_within_half_a_unit_of_the_exact_product(hours: Decimal, price: Decimal, currency: str) -> None:
    scale = {"JPY": 1, "SAR": 100, "KWD": 1000}[currency]
    assert abs(rules.worth_minor(hours, price, currency, "half_up") - hours * price * scale) <= Decimal("0.5")
