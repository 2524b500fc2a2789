"""Requests that no page of Wasl sends: forged, framed, misled, with more than was asked for. On every address."""

from __future__ import annotations

import re
from itertools import cycle
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from tests import makers
from tests.api.conftest import program_of
from tests.everywhere.asking import asked_for, names_read
from tests.everywhere.conftest import BACKEND, World
from tests.everywhere.operations import operations
from tests.everywhere.routes import PUBLIC, routes, sign_in_addresses
from tests.everywhere.test_isolation import digest
from tests.everywhere.test_typed_text import filled, form_of
from wasl.access.models import Member, User
from wasl.core.scope import company_scope
from wasl.web.middleware import HEADERS

pytestmark = pytest.mark.pages

EVIL = ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)//evil.example")
SALEM = "salem@rival-llc.example"
SMUGGLED = 918273645
# What a page might take for a field of the record, were it to fill records by name.
FIELDS = (
    *(
        "company",
        "company_id",
        "id",
        "pk",
        "owner",
        "owner_id",
        "role",
        "state",
        "user",
        "user_id",
        "member_id",
        "actor",
    ),
    *("is_active", "is_sample", "number", "total_minor", "base_minor", "session_epoch", "created_at", "token_hash"),
)


def addresses(world: World) -> list[tuple[str, str]]:
    """Return every address of the pages with its name, those of nobody's and of sign-in too."""
    own = [(route.name, url) for route in routes() if (url := route.url(world.company.pk))]
    others = [(name, reverse(name)) for name in PUBLIC if name not in ("access:accept", "web:components", NOWHERE)]
    return own + others + [(address, address) for address in sign_in_addresses()]


NOWHERE = "api:nothing_here"
OWN = ("Content-Security-Policy", "Cache-Control")  # looked at by themselves


def owner_of(world: World, **kwargs: Any) -> Client:
    client = Client(**kwargs)
    with company_scope(world.company.pk):
        client.force_login(Member.objects.filter(role="owner").order_by("pk").first().user, BACKEND)
    return client


def test_a_write_that_another_site_sends_is_refused_on_every_address(world: World) -> None:
    client, taken = owner_of(world, enforce_csrf_checks=True), []
    before = digest(world.company.pk)
    for name, url in addresses(world):
        if client.post(url, {"action": "x"}).status_code != 403:
            taken.append(name)
    for operation in operations():
        if operation.writes:
            url, body = f"/api/v1{operation.url(world.company.pk)}", operation.sent(world.company.pk)
            answer = getattr(client, operation.method)(url, body or {}, content_type="application/json")
            if answer.status_code != 403:
                taken.append(operation.name)

    assert not taken
    assert client.get("/").status_code == 200, "another site signed the owner out"
    assert digest(world.company.pk) == before


def test_every_answer_carries_the_headers_and_is_not_kept(world: World) -> None:
    wrong = []
    for client in (owner_of(world), Client()):
        for name, url in addresses(world) if client.cookies else [(url, url) for url in sign_in_addresses()]:
            answer = client.get(url)
            policy = answer.headers.get("Content-Security-Policy", "")
            own = name == "core:attachment" and answer.status_code == 200
            if any(answer.headers.get(header) != value for header, value in HEADERS.items() if header not in OWN):
                wrong.append((name, "headers"))
            if "unsafe" in policy or not (own or policy == HEADERS["Content-Security-Policy"]):
                wrong.append((name, policy))
            kept = answer.headers.get("Cache-Control", "")
            if "no-store" not in kept and name not in KEPT:
                wrong.append((name, kept))
    assert not wrong


# What a browser may keep, each with its reason.
KEPT = {
    "core:attachment": "private, for an hour: a picture in a story is not fetched anew on every page",
    "web:worker": "is the same for everybody",
}


def test_nothing_leads_off_to_another_site(world: World) -> None:
    client, led = owner_of(world, headers={"referer": EVIL[0]}), []
    for (name, url), evil in zip(addresses(world), cycle(EVIL), strict=False):
        if name in ("/accounts/logout/", "access:erase_sample"):
            continue
        with transaction.atomic():
            read = client.get(url, dict.fromkeys(names_read(client, "get", url) | {"next"}, evil))
            form = form_of(read)
            with company_scope(world.company.pk):
                data = filled(form, "x") if form else {}
            sent = client.post(url, dict.fromkeys(names_read(client, "post", url) | {"next"}, evil) | data)
            transaction.set_rollback(True)
        for answer in (read, sent):
            body = "" if answer.streaming else answer.content.decode(errors="replace")
            if "evil.example" in answer.headers.get("Location", "").split("?")[0] or LEADING.search(body):
                led.append(name)
    for evil in EVIL:
        for place, sent in (
            ("/accounts/login/", {"login": SALEM, "password": makers.PASSWORD}),
            ("/accounts/logout/", {}),
        ):
            cache.clear()
            answer = Client().post(f"{place}?{urlencode({'next': evil})}", sent | {"next": evil})
            assert answer.headers["Location"] == "/", (place, evil)
    assert not led


LEADING = re.compile(r"""(?:href|action|src|hx-\w+|content)=["']?(?:https?:)?(?://|/?\\)?[^"'?]*evil\.example""")


def test_what_a_form_does_not_ask_for_changes_nothing(world: World) -> None:
    client, smuggled, taken = owner_of(world), [], 0
    for route in routes():
        url = route.url(world.company.pk)
        form = form_of(client.get(url)) if url else None
        if form is None or url is None:
            continue
        more = {form.add_prefix(name): SMUGGLED for name in FIELDS if name not in form.fields}
        with transaction.atomic(), company_scope(world.company.pk), CaptureQueriesContext(connection) as said:
            taken += client.post(url, more | filled(form, "x")).status_code == 302
            transaction.set_rollback(True)
        smuggled += [(route.name, one["sql"]) for one in said if str(SMUGGLED) in one["sql"]]
    assert taken > 15
    assert not smuggled


def test_the_api_refuses_what_its_description_does_not_name(world: World) -> None:
    with company_scope(world.company.pk):
        program = program_of(makers.owner())
    taken = 0
    for operation in operations():
        body = operation.sent(world.company.pk)
        if not operation.writes or not isinstance(body, dict):
            continue
        more = {name: SMUGGLED for name in FIELDS if name not in body}
        with transaction.atomic(), CaptureQueriesContext(connection) as said:
            answer = program.call(operation.method, operation.url(world.company.pk), body | more, If_Match='"1"')
            transaction.set_rollback(True)
        taken += answer.status_code < 300
        assert answer.status_code == 422, (operation.name, answer.content)
        assert not [one for one in said if str(SMUGGLED) in one["sql"]], operation.name


def test_a_foreign_record_and_a_missing_one_are_told_alike(world: World) -> None:
    told_apart = []
    for route in routes():
        if not route.has_record:
            continue
        url = route.url(world.company.pk)
        missing = re.sub(r"\d{1,}(?=/|$)", "987654321", url)
        for method in ("get", "post"):
            theirs, nobodys = (getattr(world.salem, method)(each) for each in (url, missing))
            if (theirs.status_code, said(theirs)) != (nobodys.status_code, said(nobodys)):
                told_apart.append((route.name, method, theirs.status_code, nobodys.status_code))
    assert not told_apart


def said(answer: Any) -> str:
    """Return what an answer says, without what is new in each and the address that it was asked by."""
    text = answer.content.decode()
    return re.sub(r"[\w-]{32,}|\d+", "", text)


@pytest.mark.parametrize("text", ("\0", "9" * 30, "0001-01-01"), ids=("nul", "digits", "long ago"))
def test_no_address_fails_whatever_its_query_says(world: World, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    owner, failed = world.clients["owner"], []
    monkeypatch.setattr(owner, "raise_request_exception", False)
    for url in filter(None, (route.url(world.company.pk) for route in routes())):
        with transaction.atomic(), asked_for(text):
            if owner.get(url).status_code >= 500:
                failed.append(url)
            transaction.set_rollback(True)
    assert not failed


def test_an_unknown_host_is_answered_nothing(world: World) -> None:
    for host in ("evil.example", "testserver.evil.example", "testserver@evil.example", "[evil"):
        for url in ("/", "/accounts/password/reset/", "/api/v1/openapi.json"):
            for client in (Client(raise_request_exception=False), owner_of(world, raise_request_exception=False)):
                answer = client.get(url, headers={"host": host})
                assert answer.status_code == 400, (host, url)
                assert "evil" not in answer.content.decode()


def test_a_letter_leads_to_the_name_that_wasl_is_reached_by(world: World, mailoutbox: Any) -> None:
    user = User.objects.filter(email__startswith="salem").get()
    Client().post("/accounts/password/reset/", {"email": user.email}, headers={"x-forwarded-host": "evil.example"})

    (letter,) = mailoutbox
    assert "http://testserver/accounts/password/reset/key/" in letter.body
    assert "evil.example" not in letter.body


def test_what_goes_wrong_says_nothing_of_why(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = owner_of(world, raise_request_exception=False)

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("secret-of-the-house")

    monkeypatch.setattr("wasl.web.palette.records", fail)
    monkeypatch.setattr("wasl.parties.queries.parties", fail)
    with company_scope(world.company.pk):
        program = program_of(makers.owner())
    program.client.raise_request_exception = False
    for answer in (client.get("/search/?q=x"), program.get("/parties")):
        assert answer.status_code == 500
        for trace in ("secret-of-the-house", "Traceback", "RuntimeError", "site-packages", "/wasl/"):
            assert trace not in answer.content.decode()
