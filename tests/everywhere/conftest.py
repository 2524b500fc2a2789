"""A small demo company and a rival, made once for the tests that go everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client

from tests import makers
from wasl.access.actor import Actor
from wasl.access.models import Member, User
from wasl.cli import demo
from wasl.core import clock
from wasl.core.models import Company
from wasl.core.room import bulk_act
from wasl.core.scope import company_scope
from wasl.crm.models import Deal
from wasl.payables import services as payables
from wasl.people import services as people
from wasl.people.models import Employee
from wasl.receivables import services as receivables
from wasl.web import services as bulk

SECRET_RATE = Decimal("987.65")


@dataclass
class World:
    """Two companies; in the first everything has happened, in the second nearly nothing."""

    company: Company
    rival: Company
    clients: dict[str, Client] = field(default_factory=dict)
    salem: Client = field(default_factory=Client)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of the shared world use the database, after all others: it is made once and stays to the end."""
    shared = [item for item in items if "world" in getattr(item, "fixturenames", ())]
    for item in shared:
        item.add_marker(pytest.mark.django_db)
    items.sort(key=set(shared).__contains__)


@pytest.fixture(scope="session")
def companies(django_db_setup: None, django_db_blocker) -> Iterator[tuple[Company, Company]]:
    """Make the demo company small, a member of each role in it, and a rival with an owner of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = demo.make(scale=0.3, language="en", seed=3, say=lambda _text: None).company
        rival = makers.make_company(name="Rival LLC")
        with company_scope(rival.pk):
            makers.make_actor(rival, "Salem", "owner")
        with company_scope(made.pk):
            _hide_a_salary(made)
            _give_a_debt_up(made)
            _hand_deals_over(made)
            _owe_an_employee(made)
            makers.make_actor(made, "Adel", "accountant")
        yield made, rival
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(companies: tuple[Company, Company], django_db_blocker) -> Iterator[World]:
    """Two companies as they were made, and somebody of each role signed in."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World(*(Company.objects.get(pk=company.pk) for company in companies))
        world.salem.force_login(User.objects.get(email__startswith="salem"), BACKEND)
        with company_scope(world.company.pk):
            for member in Member.objects.select_related("user").order_by("pk"):
                if member.role not in world.clients and member.user is not None:
                    world.clients[member.role] = Client()
                    world.clients[member.role].force_login(member.user, BACKEND)
        yield world
        transaction.set_rollback(True)


BACKEND = "wasl.access.backends.MemberBackend"


def _give_a_debt_up(company: Company) -> None:
    actor, today = Actor.system(company), clock.today(company.time_zone)
    document = makers.make_invoice(actor, makers.make_customer("Lost Trading"), "10", on=today)
    receivables.write_off(actor=actor, document_id=document.pk, on=today, reason="Gone")


def _hand_deals_over(company: Company) -> None:
    owner = makers.owner()
    deals = list(Deal.objects.order_by("pk").values_list("pk", flat=True)[:2])
    act = bulk_act("deal.hand_over")
    bulk.start_run(actor=owner, act=act, ids=deals, said={"owner": [owner.member_id]}, back="/deals/")


def _owe_an_employee(company: Company) -> None:
    sami = Employee.objects.get(name="Secret Sami")
    spent = payables.ClaimInput(sami.pk, clock.today(company.time_zone), [payables.ClaimLineDraft(Decimal(30), "Taxi")])
    payables.record_expense(actor=Actor.system(company), given=spent)


def _hide_a_salary(company: Company) -> None:
    actor = Actor.system(company)
    employee = people.add_employee(actor=actor, name="Secret Sami")
    people.set_cost_rate(
        actor=actor, employee_id=employee.pk, valid_from=company.created_at.date(), hour_cost=SECRET_RATE
    )
