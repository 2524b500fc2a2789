"""Who reaches only their own: what is somebody else's is not there for them, wherever its number is named."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import makers
from tests.api.conftest import Program, program_of
from tests.everywhere.conftest import BACKEND, World
from tests.everywhere.operations import operations
from tests.everywhere.routes import routes
from wasl.access.models import User
from wasl.api.throttle import WINDOWS
from wasl.core.scope import company_scope

NARROW = ("sales", "project_lead", "member")
# Records that everybody whose role includes the act reaches, each with its reason.
SHARED = {
    "party_id": "customers and suppliers are the company's, not a person's",
    "member_id": "colleagues know each other",
    "employee_id": "colleagues know each other; what they cost is a right of its own",
    "department_id": "is the company's",
    "service_id": "is what the company sells",
    "stage_id": "is the company's; its deals are limited",
}
NOT_THERE = (403, 404, 405)


@pytest.fixture(params=NARROW)
def newcomer(request: pytest.FixtureRequest, world: World) -> tuple[Client, Program]:
    """Somebody who owns nothing yet, on the pages and as a program; the newest token is somebody else's."""
    with company_scope(world.company.pk):
        actor = makers.make_actor(world.company, f"New{request.param}", request.param)
        program = program_of(actor)
        program_of(makers.owner())
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), BACKEND)
    return client, program


@pytest.mark.pages
def test_pages_of_what_others_own_are_not_there(world: World, newcomer: tuple[Client, Program]) -> None:
    client, _program = newcomer
    reached, asked = [], 0
    for route in routes():
        url = route.url(world.company.pk) if route.has_record and not SHARED.keys() & set(route.parts) else None
        for method in ("get", "post") if url else ():
            asked += 1
            status = getattr(client, method)(url).status_code
            if status not in NOT_THERE:
                reached.append((method, route.name, status))

    assert reached == []
    assert asked > 150


def test_endpoints_of_what_others_own_are_not_there(world: World, newcomer: tuple[Client, Program]) -> None:
    _client, program = newcomer
    reached, asked = [], 0
    for one in operations():
        if not one.parts or SHARED.keys() & set(one.parts):
            continue
        WINDOWS.counts.clear()
        asked += 1
        answer = program.call(one.method, one.url(world.company.pk), one.sent(world.company.pk), If_Match='"1"')
        if answer.status_code not in NOT_THERE:
            reached.append((one.name, answer.status_code))

    assert reached == []
    assert asked > 60
