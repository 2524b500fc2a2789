"""Every endpoint of the API: who may call it, what it shows of others, what a trial leaves, what a list costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import makers
from tests.api.conftest import Program, program_of
from tests.everywhere.operations import operations
from tests.everywhere.routes import company_models
from tests.everywhere.test_query_counts import grow
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.api.throttle import WINDOWS
from wasl.core.scope import company_scope

OPERATIONS = pytest.mark.parametrize("operation", operations(), ids=lambda one: one.name)
LISTS = [one for one in operations() if not one.writes and not one.parts]
READS = [one for one in operations() if not one.writes]
WRITES = [one for one in operations() if one.writes]
ROLES = ("owner", "manager", "sales", "finance", "project_lead", "member", "accountant")
MOST = 10
MOST_OVER_ROOMS = {"read_today": 14, "read_figures": 12}  # each asks many rooms, whatever they hold


@pytest.fixture(autouse=True)
def a_new_minute():
    """Let no test count the calls of another."""
    WINDOWS.counts.clear()


@pytest.fixture(scope="module")
def programs(world):
    """A program for each role of the demo company, and one of a rival's owner."""
    with company_scope(world.company.pk):
        members = {member.role: member for member in Member.objects.exclude(user=None).order_by("-pk")}
        found = {role: program_of(Actor.of(members[role])) for role in ROLES}
    with company_scope(world.rival.pk):
        found["rival"] = program_of(Actor.of(Member.objects.get()))
    return found


def test_there_are_endpoints():
    assert len(operations()) >= 25
    assert len({one.name for one in operations()}) == len(operations()), "two endpoints have one name"


@OPERATIONS
def test_nobody_unknown_calls(world, operation):
    answer = Program("wasl_nothing").call(
        operation.method, operation.url(world.company.pk), operation.sent(world.company.pk)
    )

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


@OPERATIONS
def test_another_companys_records_are_not_there(world, programs, operation):
    theirs = world.company.pk
    before = rows(theirs), rows(world.rival.pk)
    answer = programs["rival"].call(operation.method, operation.url(theirs), operation.sent(theirs), If_Match='"1"')

    if operation.parts:
        assert answer.status_code in (404, 422), answer.content
    elif not operation.writes:
        assert answer.status_code == 200, answer.content
        for name in ("Nakheel", "Noura", "madar.example", "INV-2026"):
            assert name not in answer.content.decode()
    elif "_id" in str(operation.sent(theirs)):
        assert answer.status_code in (404, 409, 422), answer.content
        assert (rows(theirs), rows(world.rival.pk)) == before
    assert rows(theirs) == before[0]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_answered(world, programs, role):
    for operation in READS:
        answer = programs[role].get(operation.url(world.company.pk))
        assert answer.status_code in (200, 403, 404), (operation.name, answer.content)


@pytest.mark.parametrize("operation", WRITES, ids=lambda one: one.name)
def test_a_trial_leaves_nothing(world, programs, operation):
    own = world.company.pk
    before = rows(own)
    answer = programs["owner"].call(
        operation.method, operation.url(own, dry_run="true"), operation.sent(own), If_Match='"1"'
    )

    assert answer.status_code < 500, answer.content
    assert rows(own) == before


@pytest.mark.parametrize("operation", WRITES, ids=lambda one: one.name)
def test_a_token_that_reads_writes_nothing(world, operation):
    own = world.company.pk
    with company_scope(own):
        reader = program_of(makers.owner(), "*:read")
    answer = reader.call(operation.method, operation.url(own), operation.sent(own), If_Match='"1"')

    assert answer.status_code == 403, answer.content


def test_every_change_is_of_a_version():
    unversioned = {one.name for one in WRITES if one.method in ("patch", "put") and not one.is_versioned}

    assert unversioned == set()


@pytest.mark.parametrize("operation", [one for one in WRITES if one.is_versioned], ids=lambda one: one.name)
def test_a_change_asks_for_the_version(world, programs, operation):
    own = world.company.pk
    answer = programs["owner"].call(operation.method, operation.url(own), operation.sent(own))
    stale = programs["owner"].call(operation.method, operation.url(own), operation.sent(own), If_Match='"999999"')

    assert answer.status_code == 428, answer.content
    assert stale.status_code == 412, stale.content
    assert stale.json()["conflicts"] or operation.sent(own) == {}


@pytest.fixture(scope="module")
def costs(world, programs):
    """Count the queries of every list before and after there are many more rows of everything."""
    found = []
    for more in (2, 25):
        with company_scope(world.company.pk):
            grow(world.company, more)
        found.append({one.name: cost(programs["owner"], one.url(world.company.pk)) for one in LISTS})
    return found


@pytest.mark.parametrize("operation", LISTS, ids=lambda one: one.name)
def test_a_list_costs_the_same_few_queries(costs, operation):
    few, many = costs

    assert many[operation.name] <= few[operation.name]
    assert many[operation.name] <= MOST_OVER_ROOMS.get(operation.name, MOST)


def cost(program, url):
    program.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert program.get(url).status_code == 200
    return len(asked)


def rows(company_id):
    """Return how many rows of each kind a company has."""
    with company_scope(company_id):
        return {model._meta.label: model.objects.count() for model in company_models()}
