"""Each page of leads, deals, customers, imports, letters and the team opens in both languages, and acts."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from wasl.access.actor import Actor
from wasl.access.models import User
from wasl.core.models import Company
from wasl.crm import services
from wasl.crm.models import Activity, Deal, Lead, Stage
from wasl.messages import services as letters
from wasl.parties import services as parties

TODAY = date(2026, 11, 24)
STEP = services.NextStep("Call back", TODAY, kind="call")


def signed_in(actor: Actor, language: str = "ar") -> Client:
    """Return a browser in which an actor is signed in."""
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(pk=actor.user_id), backend="wasl.access.backends.MemberBackend")
    return client


@pytest.fixture
def world(layla: Actor) -> dict[str, int]:
    """Make one of each record."""
    party = parties.add_party(actor=layla, name="Nakheel", name_ar="نخيل")
    deal = services.open_deal(
        actor=layla, title="Booking", on=TODAY, party_id=party.pk, amount_minor=500_000, next_step=STEP
    )
    services.log_activity(actor=layla, kind="call", body="Agreed on the price.", deal_id=deal.pk)
    services.attach_file(actor=layla, data=b"%PDF-1.7 x", filename="brief.pdf", deal_id=deal.pk)
    bare = services.open_deal(actor=layla, title="No step", on=TODAY)
    lead = services.capture_lead(actor=layla, name="Ahmad", company_name="Nakheel")
    letter = letters.queue_message(actor=layla, to="a@nakheel.example", subject="Hello", body_text="Text")
    step = Activity.objects.get(done_at=None)
    return {
        "party_id": party.pk,
        "deal_id": deal.pk,
        "bare": bare.pk,
        "lead_id": lead.pk,
        "activity_id": step.pk,
        "message_id": letter.pk,
        "member_id": layla.member_id or 0,
    }


PAGES = [
    ("crm:leads", ""),
    ("crm:lead_add", ""),
    ("crm:lead", "lead_id"),
    ("crm:lead_change", "lead_id"),
    ("crm:lead_assign", "lead_id"),
    ("crm:lead_qualify", "lead_id"),
    ("crm:lead_disqualify", "lead_id"),
    ("crm:lead_step", "lead_id"),
    ("crm:board", ""),
    ("crm:deals", ""),
    ("crm:deal_add", ""),
    ("crm:bulk_step", ""),
    ("crm:deal", "deal_id"),
    ("crm:deal_change", "deal_id"),
    ("crm:deal_lose", "deal_id"),
    ("crm:deal_hand_over", "deal_id"),
    ("crm:deal_step", "deal_id"),
    ("crm:follow_ups", ""),
    ("crm:step_done", "activity_id"),
    ("crm:step_snooze", "activity_id"),
    ("crm:step_hand_over", "activity_id"),
    ("crm:imports", ""),
    ("parties:parties", ""),
    ("parties:add", ""),
    ("parties:party", "party_id"),
    ("parties:change", "party_id"),
    ("outbox:messages", ""),
    ("outbox:message", "message_id"),
    ("outbox:templates", ""),
    ("access:members", ""),
    ("access:member_add", ""),
    ("access:member", "member_id"),
    ("access:member_change", "member_id"),
    ("access:company", ""),
    ("access:companies", ""),
    ("access:company_new", ""),
]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("name", "key"), PAGES)
def test_each_page_opens(layla: Actor, world: dict[str, int], name: str, key: str, language: str) -> None:
    url = reverse(name, args=[world[key]] if key else [])

    answer = signed_in(layla, language).get(url)

    assert answer.status_code == 200
    assert f'lang="{language}"'.encode() in answer.content


@pytest.mark.parametrize(("name", "key"), [page for page in PAGES if page[1]])
def test_another_company_finds_no_such_page(salem: Actor, world: dict[str, int], name: str, key: str) -> None:
    assert signed_in(salem).get(reverse(name, args=[world[key]])).status_code == 404


def test_a_lead_goes_through_the_pages_to_a_deal_on_the_board(omar: Actor) -> None:
    browser = signed_in(omar, "en")
    browser.post(
        reverse("crm:lead_add"),
        {"name": "Ahmad", "company_name": "Nakheel", "owner": omar.member_id, "step_kind": "call"},
    )
    lead = Lead.objects.get()
    step = {"step_kind": "call", "step_subject": "Call", "step_due": "2026-11-30"}

    browser.post(reverse("crm:lead_qualify", args=[lead.pk]), {"title": "Site", "amount": "١٢٬٥٠٠", **step})

    deal = Deal.objects.get()
    assert (deal.title, deal.amount_minor, deal.party.name) == ("Site", 1_250_000, "Nakheel")
    stage = Stage.objects.order_by("position")[2]
    moved = browser.post(reverse("crm:deal_move", args=[deal.pk]), {"stage": stage.pk}).json()
    assert moved["counts"][str(stage.pk)] == "1"
    refused = browser.post(reverse("crm:deal_move", args=[deal.pk]), {"stage": 0})
    assert (refused.status_code, bool(refused.json()["message"])) == (409, True)
    refused = browser.post(
        reverse("crm:step_done", args=[Activity.objects.get().pk]), {"outcome": "ok", "step_kind": "call"}
    )
    assert refused.status_code == 422
    browser.post(reverse("crm:deal_lose", args=[deal.pk]), {"reason": ""})
    deal.refresh_from_db()
    assert deal.state == "open"


def test_one_press_from_today_moves_a_step(layla: Actor, world: dict[str, int]) -> None:
    signed_in(layla).post(reverse("crm:step_snooze", args=[world["activity_id"]]), {"until": "2026-11-25"})

    assert Activity.objects.get(pk=world["activity_id"]).due_date == date(2026, 11, 25)


def test_a_form_with_an_old_version_does_not_overwrite(layla: Actor, world: dict[str, int]) -> None:
    browser = signed_in(layla, "en")
    form = {"title": "Mine", "currency": "SAR", "party": world["party_id"], "version": 1}
    browser.post(reverse("crm:deal_change", args=[world["deal_id"]]), form)

    late = browser.post(reverse("crm:deal_change", args=[world["deal_id"]]), form | {"title": "Theirs"})

    assert late.status_code == 422
    assert Deal.objects.get(pk=world["deal_id"]).title == "Mine"


def test_an_invited_person_comes_in_once(layla: Actor, noor: Company) -> None:
    browser = signed_in(layla, "en")
    browser.post(reverse("access:member_add"), {"name": "Huda", "email": "huda@noor.example", "role": "sales"})
    from wasl.access.models import Member

    huda = Member.objects.get(name="Huda")
    shown = browser.post(reverse("access:invite", args=[huda.pk]))
    link = shown.context["link"]
    guest = Client()

    assert guest.get(link).status_code == 200
    weak = guest.post(link, {"password": "short"})
    assert weak.status_code == 422
    assert guest.post(link, {"password": "a long enough one 7"}).status_code == 302
    huda.refresh_from_db()
    assert huda.user is not None
    assert Client().post(link, {"password": "another one again 8"}).status_code == 422
