"""Pages of projects and time: they open for those who may, and never tell what an hour of somebody costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from tests import makers
from wasl.access.actor import Actor
from wasl.access.models import User
from wasl.core.models import Event
from wasl.ledger import queries as ledger
from wasl.people import services as people
from wasl.people.models import Employee
from wasl.projects import services
from wasl.projects.models import BillingRule, Milestone, Project, ProjectRole, TimeEntry
from wasl.receivables.models import Document

TODAY = date(2026, 11, 24)
SALARY = "173.57"


def signed_in(actor: Actor) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def sara(layla: Actor) -> Employee:
    """Sara costs an odd amount that is easy to find again."""
    employee = people.add_employee(actor=layla, name="Sara")
    people.set_cost_rate(actor=layla, employee_id=employee.pk, valid_from=date(2026, 1, 1), hour_cost=Decimal(SALARY))
    return employee


@pytest.fixture
def beta(layla: Actor, sara: Employee) -> Project:
    """A project billed by the hour, with an hour of Sara's on it."""
    project = services.open_project(
        actor=layla, name="Beta", party_id=makers.make_customer().pk, budget_minutes=600, owner_id=layla.member_id
    )
    services.set_roles(
        actor=layla,
        project_id=project.pk,
        version=1,
        roles=[services.RoleInput("Designer", 600, Decimal(120), Decimal(SALARY))],
    )
    services.set_billing_rule(
        actor=layla,
        project_id=project.pk,
        kind="time_materials",
        default_hour_price=Decimal(120),
        hour_prices={sara.pk: Decimal(150)},
    )
    services.book_time(actor=layla, employee_id=sara.pk, project_id=project.pk, on=TODAY, hours=Decimal(1))
    return project


def pages_of(project: Project) -> list[str]:
    one = f"/projects/{project.pk}/"
    return [
        "/projects/",
        "/projects/?unbilled=1",
        "/projects/?format=csv&state=all",
        "/projects/new/",
        one,
        f"{one}change/",
        f"{one}roles/",
        f"{one}bill/",
        f"{one}billing/fixed/",
        f"{one}billing/milestone/",
        f"{one}billing/time_materials/",
        "/time/",
        "/time/new/",
        "/search/?q=Sara",
        "/search/?q=Beta",
    ]


def test_all_pages_open_for_the_owner(layla: Actor, beta: Project) -> None:
    client = signed_in(layla)
    for url in pages_of(beta):
        assert client.get(url).status_code == 200, url
    assert SALARY in client.get(f"/projects/{beta.pk}/").content.decode()


@pytest.mark.parametrize("role", ["project_lead", "sales", "member", "accountant"])
def test_no_page_export_or_search_tells_a_salary(layla: Actor, sara: Employee, beta: Project, role: str) -> None:
    actor = makers.make_actor(layla.company, "Curious", role)
    services.change_project(actor=layla, project_id=beta.pk, version=2, owner_id=actor.member_id)
    client = signed_in(actor)
    urls = [*pages_of(beta), "/people/", "/people/?format=csv", f"/people/{sara.pk}/", f"/people/{sara.pk}/rate/"]
    opened = 0
    for url in urls:
        answer = client.get(url)
        opened += answer.status_code == 200
        assert answer.status_code in (200, 403, 404), url
        assert SALARY not in answer.content.decode(), url
    assert opened, "no page was looked at"


def test_a_lead_who_plans_roles_keeps_the_costs_that_they_cannot_see(layla: Actor, beta: Project) -> None:
    lead = makers.make_actor(layla.company, "Lina", "project_lead")
    services.change_project(actor=layla, project_id=beta.pk, version=2, owner_id=lead.member_id)
    said = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-0-name": "Designer", "lines-0-hours": "12"}

    signed_in(lead).post(f"/projects/{beta.pk}/roles/", {**said, "lines-0-hour_cost": "1", "version": "3"})

    role = ProjectRole.objects.get()
    assert (role.planned_minutes, role.hour_cost) == (720, Decimal(SALARY))


def test_a_project_is_opened_billed_and_closed_on_its_pages(layla: Actor, sara: Employee) -> None:
    client, party = signed_in(layla), makers.make_customer()
    client.post("/projects/new/", {"name": "Gamma", "party": party.pk, "budget": "1,000", "budget_hours": "10"})
    project = Project.objects.get()
    assert (project.budget_minor, project.budget_minutes) == (100_000, 600)
    one = f"/projects/{project.pk}/"

    client.post(f"{one}billing/fixed/", {"amount": "1,000"})
    client.post(
        f"{one}billing/milestone/",
        {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-name": "Launch", "lines-0-amount": "500"},
    )
    client.post(f"{one}milestones/{Milestone.objects.get().pk}/")
    client.post(f"{one}bill/", {"what": "part", "until": "2026-11-24", "percent": "40"})
    client.post(f"{one}bill/", {"what": "milestone:Launch", "until": "2026-11-24"})
    client.post(f"{one}close/")

    assert BillingRule.objects.count() == 2
    assert sorted(Document.objects.values_list("net_minor", "state")) == [(40_000, "draft"), (50_000, "draft")]
    project.refresh_from_db()
    assert project.state == "closed"
    assert client.get(one).status_code == 200


def test_a_refusal_is_shown_on_the_form(layla: Actor, beta: Project) -> None:
    client = signed_in(layla)
    client.post(f"/projects/{beta.pk}/bill/", {"what": "all", "until": "2026-11-24"})
    answer = client.post(f"/projects/{beta.pk}/bill/", {"what": "all", "until": "2026-11-24", "form_key": "again"})
    assert answer.status_code == 422
    assert "nothing left to bill" in answer.content.decode()


def test_time_is_booked_changed_and_deleted_on_its_pages(layla: Actor, sara: Employee, beta: Project) -> None:
    client = signed_in(layla)
    said = {"employee": sara.pk, "project": beta.pk, "date": "2026-11-23", "hours": "1:30", "is_billable": "on"}
    client.post("/time/new/", said)
    entry = TimeEntry.objects.get(date=date(2026, 11, 23))
    assert entry.hours == Decimal("1.5")
    client.post(f"/time/{entry.pk}/", {**said, "hours": "٢", "version": "1"})
    entry.refresh_from_db()
    assert entry.hours == 2
    week = client.get(f"/time/?employee={sara.pk}&day=2026-11-23").content.decode()
    assert "Beta" in week
    client.post(f"/time/{entry.pk}/delete/")
    assert not TimeEntry.objects.filter(pk=entry.pk).exists()


def test_who_is_no_employee_is_told_so(layla: Actor) -> None:
    member = makers.make_actor(layla.company, "Mona", "member")
    assert "not among the employees" in signed_in(member).get("/time/").content.decode()


def test_a_fixed_price_with_two_taxes_is_changed_by_an_amount_for_each(layla: Actor, beta: Project) -> None:
    tax = ledger.taxes().get(is_default=True)
    shares = [services.FixedShare(tax.pk, 60_000), services.FixedShare(None, 40_000)]
    services.set_billing_rule(actor=layla, project_id=beta.pk, kind="fixed", shares=shares)
    client, url = signed_in(layla), f"/projects/{beta.pk}/billing/fixed/"

    page = client.get(url).text
    client.post(url, {"form_key": "s", f"amount_{tax.pk}": "500", "amount_0": "450.50"})

    assert "600.00" in page
    assert "400.00" in page
    agreed = BillingRule.objects.filter(kind="fixed").order_by("pk").values_list("tax_id", "amount_minor")
    assert list(agreed) == [(tax.pk, 50_000), (None, 45_050)]
    client.post(url, {"form_key": "t", f"amount_{tax.pk}": "500", "amount_0": ""})
    assert BillingRule.objects.get(kind="fixed").amount_minor == 50_000


def test_closing_a_closed_project_neither_opens_it_nor_is_noted_again(layla: Actor, beta: Project) -> None:
    client = signed_in(layla)
    for _press in range(2):
        client.post(f"/projects/{beta.pk}/close/", {"to": "closed"})

    assert Project.objects.get(pk=beta.pk).state == "closed"
    assert Event.objects.filter(name="project.closed").count() == 1

    client.post(f"/projects/{beta.pk}/close/", {"to": "active"})
    assert Project.objects.get(pk=beta.pk).state == "active"
