"""Projects and people are found by typing, by whoever may book on them, and by nobody else."""

from __future__ import annotations

import pytest

from tests import makers
from tests.core.test_picking import sign_in
from wasl.core.picking import Source
from wasl.people import services as people
from wasl.projects import services
from wasl.projects.models import Project

KEY = "q" * 32


@pytest.fixture
def beta(layla):
    """Return a project among others."""
    customer = makers.make_customer("Nakheel")
    for name in ("Alpha", "Gamma"):
        services.open_project(actor=layla, name=name, party_id=customer.pk)
    return services.open_project(actor=layla, name="Beta tower", party_id=customer.pk)


def found(client, kind, text=""):
    """Return the labels that a search answers."""
    return [row["label"] for row in client.get(f"/pick/{kind}/", {"q": text}).json()["rows"]]


def test_a_project_is_found_by_its_name_its_code_and_in_the_other_script(client, layla, beta):
    sign_in(client, layla)

    assert found(client, "project", "tow") == ["Beta tower"]
    assert found(client, "project", beta.code) == ["Beta tower"]
    assert found(client, "project", "بيتا") == ["Beta tower"]
    assert len(found(client, "project")) == 3


def test_a_closed_project_is_not_offered_but_keeps_its_name(client, layla, beta):
    Project.objects.filter(pk=beta.pk).update(state="closed")
    sign_in(client, layla)

    assert "Beta tower" not in found(client, "project")
    assert [each.label for each in Source("project", layla).of([beta.pk])] == ["Beta tower"]


def test_a_project_is_opened_where_it_is_needed(client, layla):
    customer = makers.make_customer("Nakheel")
    sign_in(client, layla)

    answer = client.post("/pick/project/new/", {"name": "Delta", "party": customer.pk, "form_key": KEY})

    assert answer.json()["rows"][0]["label"] == "Delta"
    assert Project.objects.get(name="Delta").party_id == customer.pk


def test_who_books_only_their_own_time_chooses_only_themselves(client, noor, layla):
    huda = makers.make_actor(noor, "Huda", "member")
    mine = people.add_employee(actor=layla, name="Huda Employee", member_id=huda.member_id)
    people.add_employee(actor=layla, name="Somebody Else")
    sign_in(client, huda)

    assert found(client, "time_employee") == [mine.name]
    assert "quick" not in client.get("/pick/project/").json()


def test_the_accounts_of_journals_are_found_by_code_and_only_by_who_posts(client, noor, layla):
    sign_in(client, layla)
    listed = client.get("/pick/account/", {"q": "10"}).json()["rows"]
    assert listed and all("10" in row["label"] for row in listed)

    sign_in(client, makers.make_actor(noor, "Sami", "sales"))
    assert client.get("/pick/account/").status_code == 403
    assert client.get("/pick/invoice_project/").status_code == 403
    assert client.get("/pick/claim_account/").status_code == 200
