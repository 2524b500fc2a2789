"""Many follow-ups at once: postponed, handed over, done, each by its own rules."""

from __future__ import annotations

from datetime import date

from tests.crm.test_pages import TODAY, signed_in
from wasl.access.actor import Actor
from wasl.crm import services
from wasl.crm.models import Activity
from wasl.parties import services as parties


def test_follow_ups_are_postponed_handed_over_and_done(layla: Actor, omar: Actor) -> None:
    party = parties.add_party(actor=layla, name="Nakheel", is_customer=True)
    deal = services.open_deal(
        actor=layla, title="Site", on=TODAY, owner_id=layla.member_id, next_step=services.NextStep("Call", TODAY)
    )
    step = services.plan_next_step(actor=layla, step=services.NextStep("Visit", TODAY), party_id=party.pk)
    last = Activity.objects.get(deal=deal)
    browser, said = signed_in(layla, "en"), {"from": "/follow-ups/"}

    look = browser.post("/bulk/step.done/", said | {"pick": [step.pk, last.pk]})
    assert sorted(bool(one.refusal) for one in look.context["outcomes"]) == [False, True], "an open deal needs a step"
    assert Activity.objects.filter(done_at=None).count() == 2

    browser.post("/bulk/step.done/", said | {"pick": [step.pk, last.pk], "outcome": "Went well", "do": "1"})
    assert list(Activity.objects.exclude(done_at=None).values_list("subject", "outcome")) == [("Visit", "Went well")]

    browser.post("/bulk/step.snooze/", said | {"all": "1", "until": "2026-12-01", "do": "1"})
    last.refresh_from_db()
    assert last.due_date == date(2026, 12, 1)


def test_a_follow_up_of_somebody_else_is_out_of_reach(layla: Actor, omar: Actor) -> None:
    party = parties.add_party(actor=layla, name="Nakheel", is_customer=True)
    step = services.plan_next_step(actor=layla, step=services.NextStep("Visit", TODAY), party_id=party.pk)

    assert signed_in(omar).post("/bulk/step.done/", {"pick": [step.pk], "do": "1"}).status_code == 404

    signed_in(layla).post("/bulk/step.hand_over/", {"pick": [step.pk], "owner": omar.member_id, "do": "1"})
    step.refresh_from_db()
    assert step.owner_id == omar.member_id
