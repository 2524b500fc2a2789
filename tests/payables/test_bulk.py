"""Many expenses at once: handed in, approved and sent back through the acts of one."""

from __future__ import annotations

from datetime import date

import pytest

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.models import Company
from wasl.ledger import queries as ledger
from wasl.payables import services
from wasl.payables.models import Claim
from wasl.people.models import Employee


@pytest.fixture
def claims(layla: Actor, omar: Actor) -> list[Claim]:
    """Make three claims of Omar's, the first still a draft."""
    employee = Employee.objects.create(name="Omar", member_id=omar.member_id)
    line = services.ClaimLineDraft(price=115, description="Taxi", tax_id=ledger.default_tax_id())
    made = [
        services.draft_claim(actor=omar, given=services.ClaimInput(employee.pk, date(2026, 11, day), [line]))
        for day in (1, 2, 3)
    ]
    for claim in made[1:]:
        services.submit_claim(actor=omar, claim_id=claim.pk)
    return made


def states() -> list[str]:
    return list(Claim.objects.order_by("pk").values_list("state", flat=True))


def test_claims_are_approved_after_a_look_and_the_draft_is_named(layla: Actor, claims: list[Claim]) -> None:
    said = {"pick": [claim.pk for claim in claims], "from": "/finance/expenses/"}

    look = signed_in(layla, "en").post("/bulk/claim.approve/", said)
    assert [bool(one.refusal) for one in look.context["outcomes"]] == [True, False, False]
    assert states() == ["draft", "submitted", "submitted"]

    signed_in(layla, "en").post("/bulk/claim.approve/", said | {"do": "1"})
    assert states() == ["draft", "approved", "approved"]
    assert not makers.findings()


def test_one_reason_goes_back_with_each(layla: Actor, claims: list[Claim]) -> None:
    said = {"pick": [claim.pk for claim in claims[1:]], "from": "/"}

    assert signed_in(layla).post("/bulk/claim.reject/", said | {"do": "1"}).status_code == 422
    signed_in(layla).post("/bulk/claim.reject/", said | {"reason": "No receipt", "do": "1"})

    assert states() == ["draft", "rejected", "rejected"]
    assert set(Claim.objects.exclude(reason="").values_list("reason", flat=True)) == {"No receipt"}


def test_an_employee_hands_their_own_in_and_approves_none(omar: Actor, claims: list[Claim]) -> None:
    browser = signed_in(omar)

    browser.post("/bulk/claim.submit/", {"all": "1", "from": "/finance/expenses/?view=mine&last=2026-11-01", "do": "1"})

    assert states() == ["submitted"] * 3
    assert browser.post("/bulk/claim.approve/", {"pick": [claims[0].pk], "do": "1"}).status_code == 403


def test_a_manager_decides_on_their_team_only(noor: Company, omar: Actor, claims: list[Claim]) -> None:
    mona = makers.make_actor(noor, "Mona", "manager")
    said = {"pick": [claims[1].pk], "from": "/", "do": "1"}

    assert signed_in(mona).post("/bulk/claim.approve/", said).status_code == 404
    Member.objects.filter(pk=omar.member_id).update(manager_id=mona.member_id)
    signed_in(mona).post("/bulk/claim.approve/", said)

    assert states() == ["draft", "approved", "submitted"]
