"""Every role on every page: what it may not see is refused, and no salary is given away anywhere."""

import pytest

from tests.everywhere.conftest import SECRET_RATE
from tests.everywhere.routes import routes

pytestmark = pytest.mark.pages

ROLES = ("owner", "manager", "sales", "finance", "project_lead", "member", "accountant")
SEE_RATES = ("owner", "manager", "finance")


def text_of(answer):
    return (
        b"".join(answer.streaming_content).decode(errors="replace")
        if answer.streaming
        else answer.content.decode(errors="replace")
    )


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_every_role(world, role):
    client, opened = world.clients[role], 0
    for route in routes():
        url = route.url(world.company.pk)
        if url is None:
            continue
        status = client.get(url).status_code
        assert status in (200, 204, 302, 403, 404, 405), f"{route.name}: {status}"
        opened += status == 200
    assert opened > 5


@pytest.mark.parametrize("role", ROLES)
def test_a_cost_rate_is_seen_by_those_who_may_only(world, role):
    found = []
    for route in routes():
        url = route.url(world.company.pk)
        if url is None:
            continue
        for address in (url, f"{url}?format=csv", f"{url}?q=Secret"):
            answer = world.clients[role].get(address)
            if answer.status_code == 200 and str(SECRET_RATE) in text_of(answer):
                found.append(address)
    assert bool(found) == (role in SEE_RATES), found


def test_a_visitor_is_sent_to_sign_in(world, client):
    for route in routes():
        url = route.url(world.company.pk)
        if url is None:
            continue
        answer = client.get(url)
        assert answer.status_code in (302, 405), f"{route.name}: {answer.status_code}"
        if answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/login/"), route.name
