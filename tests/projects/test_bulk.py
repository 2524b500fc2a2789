"""Many projects or time entries at once: done through the acts of one, within what a member may reach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.core.models import Company
from wasl.people import services as people
from wasl.projects import services
from wasl.projects.models import Project, TimeEntry

MAY = date(2026, 5, 4)


@pytest.fixture
def dina(noor: Company) -> Actor:
    """Dina leads projects."""
    return makers.make_actor(noor, "Dina", "project_lead")


@pytest.fixture
def beta(layla: Actor, dina: Actor) -> list[Project]:
    """Two projects: one of Layla's, one of Dina's."""
    party = makers.make_customer()
    return [
        services.open_project(actor=layla, name=name, party_id=party.pk, owner_id=owner.member_id)
        for name, owner in (("Alpha", layla), ("Beta", dina))
    ]


def test_projects_get_another_lead(layla: Actor, omar: Actor, beta: list[Project]) -> None:
    keys = [project.pk for project in beta]

    look = signed_in(layla).post("/bulk/project.give/", {"pick": keys, "from": "/projects/", "owner": omar.member_id})
    assert len(look.context["outcomes"]) == 2
    assert not Project.objects.filter(owner_id=omar.member_id).exists()

    signed_in(layla).post("/bulk/project.give/", {"pick": keys, "owner": omar.member_id, "do": "1"})
    assert Project.objects.filter(owner_id=omar.member_id).count() == 2


def test_a_lead_closes_their_own_projects_and_no_others(dina: Actor, beta: list[Project]) -> None:
    browser = signed_in(dina)

    assert browser.post("/bulk/project.close/", {"pick": [beta[0].pk], "do": "1"}).status_code == 404
    browser.post("/bulk/project.close/", {"all": "1", "from": "/projects/", "do": "1"})
    assert list(Project.objects.filter(state="closed")) == [beta[1]]

    browser.post("/bulk/project.reopen/", {"pick": [beta[1].pk], "do": "1"})
    assert not Project.objects.filter(state="closed").exists()


def test_time_moves_to_another_project_keeps_its_hours_and_stops_being_billed(
    layla: Actor, beta: list[Project]
) -> None:
    sara = people.add_employee(actor=layla, name="Sara")
    keys = [
        services.book_time(
            actor=layla, employee_id=sara.pk, project_id=beta[0].pk, on=MAY, hours=Decimal(hours), note=hours
        ).pk
        for hours in ("1", "2")
    ]
    browser = signed_in(layla)

    browser.post("/bulk/time.move/", {"pick": keys, "from": "/time/entries/", "project": beta[1].pk, "do": "1"})
    browser.post("/bulk/time.billable/", {"pick": keys[:1], "is_billable": "0", "do": "1"})

    found = TimeEntry.objects.order_by("pk").values_list("project_id", "hours", "note", "is_billable")
    assert list(found) == [(beta[1].pk, 1, "1", False), (beta[1].pk, 2, "2", True)]


def test_a_member_deletes_their_own_time_and_no_others(noor: Company, layla: Actor, beta: list[Project]) -> None:
    mona = makers.make_actor(noor, "Mona", "member")
    own = people.add_employee(actor=layla, name="Mona", member_id=mona.member_id)
    other = people.add_employee(actor=layla, name="Sara")
    mine, theirs = (
        services.book_time(actor=layla, employee_id=row.pk, project_id=beta[0].pk, on=MAY, hours=Decimal(1)).pk
        for row in (own, other)
    )
    browser = signed_in(mona)

    assert browser.post("/bulk/time.delete/", {"pick": [mine, theirs], "do": "1"}).status_code == 404
    browser.post("/bulk/time.delete/", {"pick": [mine], "do": "1"})

    assert list(TimeEntry.objects.values_list("pk", flat=True)) == [theirs]


def test_only_time_that_can_be_changed_is_picked(noor: Company, layla: Actor, dina: Actor, beta: list[Project]) -> None:
    sara = people.add_employee(actor=layla, name="Sara")
    services.book_time(actor=layla, employee_id=sara.pk, project_id=beta[1].pk, on=MAY, hours=Decimal(1))

    rows = signed_in(dina).get("/time/entries/").context["rows"]

    assert [row["cells"][0] for row in rows] == [""], "Dina sees the time on her project, and books only her team's"
