"""Acts on many records: seen before, done once each, named where refused; and what lists keep and give."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core import saved_views
from wasl.core.errors import BadInput, NotAllowed, NotFound
from wasl.core.models import BulkRun, SavedView
from wasl.core.room import BulkAct, bulk_act
from wasl.crm import services as crm
from wasl.crm.models import Activity, Deal, Stage
from wasl.web import services

TODAY = date(2026, 11, 24)


@pytest.fixture
def deals(layla: Actor) -> list[Deal]:
    """Make thirty open deals of growing amounts, the last one lost."""
    made = [crm.open_deal(actor=layla, title=f"Deal {n:02}", on=TODAY, amount_minor=n * 1000_00) for n in range(1, 31)]
    reason = crm_reason()
    crm.lose_deal(actor=layla, deal_id=made[-1].pk, on=TODAY, reason_id=reason, note="")
    return made


def crm_reason() -> int:
    from wasl.crm.queries import loss_reasons

    return int(loss_reasons()[0].pk)


def act(name: str) -> BulkAct:
    found = bulk_act(name)
    assert found is not None
    return found


@pytest.fixture
def browser(layla: Actor) -> Client:
    return signed_in(layla, "en")


def titles(answer: object) -> list[str]:
    return re.findall(r"<bdi>(Deal \d\d)</bdi>", answer.content.decode())  # type: ignore[attr-defined]


def test_a_list_is_sorted_by_the_column_asked_for(browser: Client, deals: list[Deal]) -> None:
    assert titles(browser.get("/deals/?sort=amount"))[:2] == ["Deal 01", "Deal 02"]
    assert titles(browser.get("/deals/?sort=-amount"))[:2] == ["Deal 29", "Deal 28"]
    assert titles(browser.get("/deals/?sort=company_id"))[0] == "Deal 29", "an unknown column changes nothing"


def test_a_file_has_the_columns_rows_and_order_that_are_shown(browser: Client, deals: list[Deal]) -> None:
    address = "/deals/?sort=-amount&columns=amount,title&format="

    lines = list(csv.reader(io.StringIO(browser.get(address + "csv").content.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(browser.get(address + "xlsx").content)).active
    cells = [[cell.value for cell in row] for row in book.iter_rows()]

    assert lines[0] == ["Amount SAR", "Deal"]
    assert lines[1] == ["29000", "Deal 29"]
    assert len(lines) == 1 + 29 + 1
    assert cells[0] == lines[0]
    assert cells[1] == [29000, "Deal 29"], "an amount is a number in a workbook"
    assert [str(row[0]) for row in cells[1:]] == [row[0] for row in lines[1:]]


def test_a_formula_in_a_name_does_not_run_in_a_workbook(browser: Client, layla: Actor) -> None:
    crm.open_deal(actor=layla, title="=HYPERLINK(1)", on=TODAY)

    book = load_workbook(io.BytesIO(browser.get("/deals/?format=xlsx&columns=title").content)).active

    assert book["A2"].value == "'=HYPERLINK(1)"
    assert book["A2"].data_type == "s"


def test_a_view_is_kept_shown_to_others_if_shared_and_forgotten_by_its_owner(
    browser: Client, layla: Actor, omar: Actor
) -> None:
    said = {"page": "/deals/", "name": "Big", "query": "sort=-amount&page=3&format=csv", "is_shared": "1"}
    answer = browser.post("/views/save/", said)
    view = SavedView.objects.get()

    assert answer["Location"] == "/deals/?sort=-amount", "neither page nor format is kept"
    assert "Big" in signed_in(omar).get("/deals/").content.decode()
    assert signed_in(omar).post(f"/views/{view.pk}/delete/").status_code == 404
    assert browser.post(f"/views/{view.pk}/delete/")["Location"] == "/deals/"
    assert not SavedView.objects.exists()


def test_a_view_of_ones_own_is_not_shown_to_others(layla: Actor, omar: Actor) -> None:
    saved_views.save_view(actor=layla, page="/deals/", name="Mine", query="state=won")

    assert saved_views.views_of(omar, "/deals/") == []
    assert "Mine" not in signed_in(omar).get("/deals/").content.decode()


@pytest.mark.parametrize(
    ("page", "name"), [("/deals/", " "), ("/deals/", "x" * 61), ("//evil.example", "a"), ("deals", "a"), ("/d?x", "a")]
)
def test_a_view_needs_a_name_and_a_list(layla: Actor, page: str, name: str) -> None:
    with pytest.raises(BadInput):
        saved_views.save_view(actor=layla, page=page, name=name, query="")


def test_many_deals_are_moved_after_a_look_and_the_closed_one_is_named(
    browser: Client, layla: Actor, deals: list[Deal]
) -> None:
    stage = Stage.objects.order_by("position")[2]
    picked = [deals[0].pk, deals[-1].pk]
    page = browser.get("/bulk/deal.move/", {"pick": picked, "from": "/deals/"}).content.decode()
    look = browser.post("/bulk/deal.move/", {"pick": picked, "from": "/deals/", "stage": stage.pk}).content.decode()

    assert "Deal 01" in page
    assert "closed" in look, "the refusal is shown before it is done"
    assert Deal.objects.filter(stage=stage).count() == 0, "a look changes nothing"

    done = browser.post(
        "/bulk/deal.move/", {"pick": picked, "from": "/deals/", "stage": stage.pk, "do": "1"}, follow=True
    )

    assert list(Deal.objects.filter(stage=stage).values_list("title", flat=True)) == ["Deal 01"]
    assert "Deal 30" in done.content.decode()


def test_all_that_match_are_taken_and_no_others(browser: Client, layla: Actor, deals: list[Deal]) -> None:
    said = {"all": "1", "from": "/deals/?q=Deal+01", "step_kind": "call", "step_subject": "Ring", "do": "1"}

    browser.post("/bulk/deal.plan/", said | {"step_due": "2026-11-30"})

    assert list(Activity.objects.values_list("deal__title", flat=True)) == ["Deal 01"]


def test_a_run_that_was_cut_off_goes_on_and_does_nothing_twice(
    layla: Actor, omar: Actor, deals: list[Deal], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over = act("deal.hand_over")
    run = services.start_run(
        actor=layla, act=hand_over, ids=[deal.pk for deal in deals], said={"owner": [omar.member_id]}, back="/"
    )
    real, calls = crm.hand_over, []

    def dies_at_the_fourth(**said: object) -> int:
        calls.append(said)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(**said)  # type: ignore[arg-type]

    monkeypatch.setattr(crm, "hand_over", dies_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        services.carry_on(actor=layla, act=hand_over, run_id=run.pk)
    assert BulkRun.objects.get().done == 3

    finished = services.carry_on(actor=layla, act=hand_over, run_id=run.pk)

    assert finished.done == 30
    assert len(calls) == 31, "each once, and the one that died once more"
    assert Deal.objects.filter(owner_id=omar.member_id).count() == 30


def test_a_run_keeps_to_what_its_member_may_reach(layla: Actor, omar: Actor, deals: list[Deal]) -> None:
    said = {"owner": [omar.member_id]}
    run = services.start_run(actor=omar, act=act("deal.hand_over"), ids=[deals[0].pk], said=said, back="/")

    finished = services.carry_on(actor=omar, act=act("deal.hand_over"), run_id=run.pk)

    assert len(finished.refused) == 1
    assert Deal.objects.get(pk=deals[0].pk).owner_id == layla.member_id
    assert signed_in(omar).get("/bulk/deal.hand_over/", {"pick": [deals[0].pk]}).status_code == 404


def test_who_may_not_do_an_act_may_not_start_a_run(noor: object, deals: list[Deal]) -> None:
    from tests import makers

    member = makers.make_actor(noor, "Mona", "member")  # type: ignore[arg-type]

    with pytest.raises(NotAllowed):
        services.start_run(actor=member, act=act("deal.move"), ids=[deals[0].pk], said={}, back="/")
    assert signed_in(member).get("/bulk/deal.move/").status_code == 403


def test_a_run_of_somebody_else_is_not_shown(layla: Actor, omar: Actor, deals: list[Deal]) -> None:
    run = services.start_run(actor=layla, act=act("deal.move"), ids=[deals[0].pk], said={}, back="/")

    assert signed_in(omar).get(f"/bulk/runs/{run.pk}/").status_code == 404
    assert signed_in(layla).get(f"/bulk/runs/{run.pk}/").status_code == 200


def test_a_row_is_shown_in_the_drawer_without_the_shell(browser: Client, deals: list[Deal]) -> None:
    part = browser.get(f"/deals/{deals[0].pk}/", headers={"hx-request": "true", "hx-target": "drawer-body"})

    text = part.content.decode()
    assert "Deal 01" in text
    assert "<html" not in text
    assert "w-side" not in text
    assert Member.objects.exists()


def test_nothing_picked_starts_nothing(layla: Actor) -> None:
    with pytest.raises(BadInput):
        services.start_run(actor=layla, act=act("deal.move"), ids=[], said={}, back="/")
    with pytest.raises(NotFound):
        saved_views.delete_view(actor=layla, view_id=10**9)
