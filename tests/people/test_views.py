"""Pages of people: kept by those who may, with what an hour costs only for who may see it."""

from __future__ import annotations

from decimal import Decimal

from django.test import Client

from wasl.access.actor import Actor
from wasl.access.models import User
from wasl.people import queries
from wasl.people.models import CostRate, Department, Employee


def signed_in(actor: Actor) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_people_and_departments_are_kept_on_their_pages(layla: Actor) -> None:
    client = signed_in(layla)
    client.post("/people/departments/new/", {"name": "Delivery", "name_ar": "التنفيذ"})
    department = Department.objects.get()
    client.post("/people/new/", {"name": "Sara", "department": department.pk, "member": layla.member_id})
    sara = Employee.objects.get()
    client.post(f"/people/{sara.pk}/rate/", {"valid_from": "2026-01-01", "hour_cost": "٤٥٫٥"})

    assert CostRate.objects.get().hour_cost == Decimal("45.5")
    for url in ("/people/", f"/people/{sara.pk}/", f"/people/{sara.pk}/change/", "/people/departments/"):
        assert client.get(url).status_code == 200, url
    assert "45.5" in client.get("/people/").content.decode()
    assert "45.5" in client.get("/people/?format=csv").content.decode()
    client.post(f"/people/{sara.pk}/change/", {"name": "Sara Q", "version": "1"})
    assert not queries.employees(layla, active_only=True)
    client.post(f"/people/departments/{department.pk}/", {"name": "Studio", "version": "1"})
    assert not queries.departments(active_only=True)


def test_a_name_that_is_taken_is_refused_beside_its_field(layla: Actor) -> None:
    client = signed_in(layla)
    client.post("/people/new/", {"name": "Sara"})
    answer = client.post("/people/new/", {"name": "Sara", "form_key": "again"})
    assert answer.status_code == 422
    assert "This name is taken" in answer.content.decode()


def test_sellers_do_not_open_the_page_of_people(omar: Actor) -> None:
    assert signed_in(omar).get("/people/").status_code == 403


def test_an_employee_signs_in_as_a_member_who_is_no_other_employee(layla: Actor, omar: Actor) -> None:
    client = signed_in(layla)
    client.post("/people/new/", {"name": "Layla", "member": layla.member_id})

    offered = [row["pk"] for row in client.get("/pick/free_member/").json()["rows"]]
    assert omar.member_id in offered
    assert layla.member_id not in offered
    again = client.post("/people/new/", {"name": "Another", "member": layla.member_id, "form_key": "other"})
    assert again.status_code == 422
    assert signed_in(omar).get("/pick/free_member/").status_code == 403
