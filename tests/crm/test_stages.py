"""A stage says what a deal must know before it enters; it is asked for, never guessed, and nothing moves without it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.test_picking import sign_in
from wasl.core.errors import BadInput, NotAllowed
from wasl.core.models import Event
from wasl.crm import queries, services
from wasl.crm.errors import StageNeeds
from wasl.crm.models import Deal, Stage, StageChange

TODAY = date(2026, 11, 24)
DRAWER = {"HTTP_HX_TARGET": "drawer-body", "HTTP_HX_REQUEST": "true"}


def ask_for(actor, stage, *names):
    """Let a stage ask for some fields."""
    said = {"name": stage.name, "name_ar": stage.name_ar, "percent": 50, "usual_days": 14}
    return services.change_stage(actor=actor, stage_id=stage.pk, version=stage.version, required=names, **said)


@pytest.fixture
def deal(layla):
    """Return a deal that says nothing but its name."""
    return services.open_deal(actor=layla, title="Website", on=TODAY)


@pytest.fixture
def quoted(layla):
    """Return a stage that asks for an amount, a day and a next step."""
    return ask_for(layla, queries.pipeline_stages()[2], "next_step", "amount", "expected_close")


def test_what_is_missing_is_named_and_the_deal_stays(layla, deal, quoted):
    with pytest.raises(StageNeeds) as refused:
        services.move_deal(actor=layla, deal_id=deal.pk, stage_id=quoted.pk, on=TODAY)

    assert refused.value.missing == ["amount", "expected_close", "next_step"]
    assert Deal.objects.get().stage_id == deal.stage_id


def test_with_what_is_asked_for_it_moves_all_or_nothing(layla, deal, quoted):
    step = services.NextStep("Call", date(2026, 11, 30))
    said = {"actor": layla, "deal_id": deal.pk, "stage_id": quoted.pk, "on": TODAY}
    with pytest.raises(StageNeeds):
        services.enter_stage(**said, amount_minor=5_000)
    assert Deal.objects.get().amount_minor == 0

    services.enter_stage(**said, amount_minor=5_000, expected_close=date(2026, 12, 31), next_step=step)

    moved = Deal.objects.get()
    assert (moved.stage_id, moved.amount_minor, moved.next_due) == (quoted.pk, 5_000, date(2026, 11, 30))


def test_the_board_asks_in_the_drawer_for_just_these_fields(client, layla, deal, quoted):
    services.change_deal(actor=layla, deal_id=deal.pk, version=deal.version, amount_minor=5_000)
    sign_in(client, layla)

    refused = client.post(f"/deals/{deal.pk}/move/", {"stage": quoted.pk})
    assert refused.status_code == 409
    html = client.get(refused.json()["ask"], **DRAWER).content.decode()
    assert [name in html for name in ('name="amount"', 'name="expected_close"', 'name="step_due"')] == [
        False,
        True,
        True,
    ]

    said = {"expected_close": "2026-12-31", "step_subject": "Call", "step_due": "2026-11-30"}
    assert client.post(refused.json()["ask"], said, **DRAWER).status_code == 201
    assert Deal.objects.get().stage_id == quoted.pk


def test_the_bar_on_the_deal_leads_to_the_same_question(client, layla, deal, quoted):
    sign_in(client, layla)

    answer = client.post(f"/deals/{deal.pk}/stage/", {"stage": quoted.pk}, follow=True)

    assert f'hx-get="/deals/{deal.pk}/enter/{quoted.pk}/"' in answer.content.decode()
    assert client.post(f"/deals/{deal.pk}/enter/{quoted.pk}/", {"amount": "0"}).status_code == 422
    assert Deal.objects.get().stage_id == deal.stage_id


def test_many_moved_at_once_are_refused_one_by_one_with_the_reason(client, layla, deal, quoted):
    ready = services.open_deal(
        actor=layla,
        title="Ready",
        on=TODAY,
        amount_minor=100,
        expected_close=TODAY,
        next_step=services.NextStep("Call", TODAY),
    )
    sign_in(client, layla)
    said = {"pick": [deal.pk, ready.pk], "stage": quoted.pk, "do": "1"}

    page = client.post("/bulk/deal.move/", said, follow=True, headers={"Accept-Language": "en"}).content.decode()

    assert "asks for: Amount, Expected close, and Next step" in page
    assert set(Deal.objects.filter(stage=quoted)) == {ready}


def test_only_who_leads_changes_stages_and_it_is_kept_who_did(client, noor, layla, omar):
    stage = queries.pipeline_stages()[0]
    with pytest.raises(NotAllowed):
        ask_for(omar, stage, "amount")
    with pytest.raises(BadInput):
        ask_for(layla, stage, "colour")
    sign_in(client, layla)
    said = {"name": "First talk", "name_ar": "", "percent": "15", "usual_days": "5", "required": ["contact_name"]}
    said["version"] = "1"

    assert client.post(f"/stages/{stage.pk}/", said).url == "/stages/"
    assert Stage.objects.get(pk=stage.pk).required == ["contact_name"]
    assert Event.objects.filter(name="stage.changed").count() == 1


def test_a_move_is_undone_whatever_the_stage_before_asks_for(client, layla, deal):
    stages = queries.pipeline_stages()
    ask_for(layla, stages[0], "amount", "product")
    sign_in(client, layla)

    undo = client.post(f"/deals/{deal.pk}/move/", {"stage": stages[1].pk}).json()["toast"]["undo"]
    client.post(undo)

    assert Deal.objects.get().stage_id == stages[0].pk
    assert list(StageChange.objects.values_list("to_stage_id", flat=True)) == [stages[1].pk, stages[0].pk]


def test_only_the_last_move_is_undone(client, layla, deal):
    stages = queries.pipeline_stages()
    sign_in(client, layla)
    undo = client.post(f"/deals/{deal.pk}/move/", {"stage": stages[1].pk}).json()["toast"]["undo"]
    services.move_deal(actor=layla, deal_id=deal.pk, stage_id=stages[3].pk, on=TODAY)

    client.post(undo)

    assert Deal.objects.get().stage_id == stages[3].pk


def test_a_deal_opened_into_a_stage_is_asked_for_what_the_stage_asks_for_beside_the_fields(client, layla, quoted):
    sign_in(client, layla)
    said = {"title": "Site", "currency": "SAR", "stage": quoted.pk, "step_kind": "call", "step_subject": "Call"}
    said |= {"step_due": "2026-11-30"}

    refused = client.post("/deals/new/", said)

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"amount", "expected_close"}
    assert not Deal.objects.exists()

    client.post("/deals/new/", said | {"amount": "50", "expected_close": "2026-12-31"})
    assert Deal.objects.get().stage_id == quoted.pk


def test_what_the_first_stage_asks_for_is_asked_of_short_forms_and_of_leads(client, layla):
    ask_for(layla, queries.pipeline_stages()[0], "product", "amount")
    lead = services.capture_lead(actor=layla, name="Huda")
    sign_in(client, layla)
    for url, said in (
        ("/deals/quick/", {"title": "Site"}),
        (
            f"/leads/{lead.pk}/qualify/",
            {"title": "Site", "step_kind": "call", "step_subject": "Call", "step_due": "2026-11-30"},
        ),
    ):
        before = Deal.objects.count()
        refused = client.post(url, said)
        assert set(refused.context["form"].errors) == {"product", "amount"}

        client.post(url, said | {"product": "Audit", "amount": "5"})

        assert Deal.objects.count() == before + 1
        assert Deal.objects.latest("pk").product == "Audit"
