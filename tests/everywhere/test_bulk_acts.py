"""Every act on many rows: tried without a trace, done as it was shown, and never beyond what a member reaches."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict

from tests import makers
from tests.everywhere.conftest import World
from tests.everywhere.test_lists import fill
from tests.everywhere.test_typed_text import filled
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.models import BulkRun, Event
from wasl.core.picking import offer_picks
from wasl.core.room import BulkAct, bulk_act, rooms
from wasl.core.scope import company_scope

ACTS = sorted(name for room in rooms() for name in room.bulk_acts)


@pytest.fixture(scope="module", autouse=True)
def rows(world: World) -> None:
    """Make rows of what the demo has none of."""
    with company_scope(world.company.pk):
        fill(world.company)


def owner_of(world: World) -> Actor:
    return makers.owner()


def known(name: str) -> BulkAct:
    found = bulk_act(name)
    assert found is not None
    return found


def asked(world: World, name: str, count: int = 3) -> tuple[list[int], dict[str, Any]]:
    """Return some rows of an act, and what its form takes."""
    with company_scope(world.company.pk):
        act = known(name)
        picked = list(act.rows(owner_of(world)).values_list("pk", flat=True)[:count])
        form = act.form(None)
        offer_picks(form, owner_of(world))
        return picked, filled(form, "Why not")


@pytest.mark.parametrize("name", ACTS)
def test_a_look_at_what_an_act_will_do_changes_nothing(world: World, name: str) -> None:
    picked, said = asked(world, name)
    with company_scope(world.company.pk):
        model = known(name).rows(owner_of(world)).model
        before = list(model.objects.order_by("pk").values()), Event.objects.count()
        answer = world.clients["owner"].post(f"/bulk/{name}/", {"pick": picked, "from": "/", **said})

        assert answer.status_code == 200
        assert len(answer.context["outcomes"]) == len(picked)
        assert answer.context["asked"]
        assert (list(model.objects.order_by("pk").values()), Event.objects.count()) == before


@pytest.mark.parametrize("name", ACTS)
def test_an_act_does_what_was_shown(world: World, name: str) -> None:
    picked, said = asked(world, name)
    assert picked
    with transaction.atomic(), company_scope(world.company.pk):
        look = world.clients["owner"].post(f"/bulk/{name}/", {"pick": picked, "from": "/", **said})
        refused = sum(bool(outcome.refusal) for outcome in look.context["outcomes"])
        world.clients["owner"].post(f"/bulk/{name}/", {"pick": picked, "from": "/", "do": "1", **said})
        run = BulkRun.objects.order_by("-pk").first()
        transaction.set_rollback(True)

    assert run is not None
    assert (run.act, run.done, len(run.refused)) == (name, len(picked), refused)


@pytest.mark.parametrize("name", ACTS)
def test_another_companys_rows_are_refused(world: World, name: str) -> None:
    picked, said = asked(world, name, 1)

    answer = world.salem.post(f"/bulk/{name}/", {"pick": picked, "from": "/", "do": "1", **said})

    assert answer.status_code == 404
    assert world.salem.get(f"/bulk/{name}/", {"pick": picked}).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_a_member_reaches_no_more_rows_by_an_act_than_it_lets_them(world: World, name: str) -> None:
    with company_scope(world.company.pk):
        act = known(name)
        everything = set(act.rows(owner_of(world)).values_list("pk", flat=True))
        for role, client in world.clients.items():
            actor = Actor.of(Member.objects.select_related("company").get(user_id=client.session["_auth_user_id"]))
            if not actor.can(act.act):
                assert client.get(f"/bulk/{name}/").status_code == 403, role
                continue
            reached = set(act.rows(actor).values_list("pk", flat=True))
            assert set(act.matching(actor, QueryDict("state=all&view=all")).values_list("pk", flat=True)) <= reached
            if act.rows(actor).model.__name__ != "Activity":
                assert reached <= everything
            for key in sorted(everything - reached)[:1]:
                assert client.get(f"/bulk/{name}/", {"pick": [key]}).status_code == 404, role
