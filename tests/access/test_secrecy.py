"""What sign-in gives away: nothing of who is known, no second way in, no secret in a log or a table."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse

from tests import makers
from tests.access.test_second_factor import CODE, come_in, switched_on
from tests.api.conftest import program_of
from wasl.access import services
from wasl.access.actor import Actor
from wasl.access.models import User
from wasl.core.models import Company
from wasl.core.scope import company_scope

LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"
GUESS = "wrong horse 42"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Let no test count the attempts of another."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were hashed: they take the time that a stranger could measure."""
    counted: list[str] = []
    for name in ("encode", "verify"):
        plain = getattr(Argon2PasswordHasher, name)

        def counting(self: Any, password: str, *args: Any, plain: Any = plain) -> Any:
            counted.append(password)
            return plain(self, password, *args)

        monkeypatch.setattr(Argon2PasswordHasher, name, counting)
    return counted


def told(answer: Any) -> str:
    """Return what a page says, without tokens and what was typed."""
    return re.sub(r'value="[^"]*"|[\w-]{32,}|[\w.]+@[\w.-]+', "", answer.content.decode())


def test_signing_in_takes_one_hash_whoever_is_named(layla: Actor, hashes: list[str]) -> None:
    off = makers.make_actor(layla.company, "Gone", "sales")
    User.objects.filter(pk=off.user_id).update(is_active=False)
    answers = []
    for email in (layla.email, "nobody@noor.example", off.email):
        hashes.clear()
        answers.append(Client().post(LOGIN, {"login": email, "password": GUESS}))
        assert hashes == [GUESS], email
    assert len({(answer.status_code, told(answer)) for answer in answers}) == 1


def test_asking_for_a_new_password_tells_nobody_apart(layla: Actor, hashes: list[str], mailoutbox: list[Any]) -> None:
    known, nobody = (
        Client().post(RESET, {"email": email}, follow=True) for email in (layla.email, "nobody@noor.example")
    )

    assert (known.redirect_chain, told(known)) == (nobody.redirect_chain, told(nobody))
    assert hashes == []
    assert [letter.to for letter in mailoutbox if "/key/" in letter.body] == [[layla.email]]


def test_guesses_are_counted_by_account_by_address_and_by_all_processes(
    layla: Actor, settings: Any, tmp_path: Any
) -> None:
    settings.CACHES = {"default": {"BACKEND": CACHE, "LOCATION": str(tmp_path)}}
    for guess in range(10):
        cache.get("")
        del caches["default"]  # the next process reads what this one wrote
        Client(REMOTE_ADDR=f"10.0.0.{guess}").post(LOGIN, {"login": layla.email, "password": GUESS})
    assert come_in(layla, REMOTE_ADDR="10.0.1.1")[1] == "", "ten addresses guessed at one account"

    other = makers.make_actor(layla.company, "Hind", "sales")
    for guess in range(11):
        Client(REMOTE_ADDR="10.0.2.2").post(LOGIN, {"login": f"nobody{guess}@x.example", "password": GUESS})
    assert come_in(other, REMOTE_ADDR="10.0.2.2")[1] == "", "one address guessed at eleven accounts"
    assert come_in(other, REMOTE_ADDR="10.0.3.3")[1] == "/"


CACHE = "django.core.cache.backends.filebased.FileBasedCache"


def test_a_session_is_new_at_sign_in_and_gone_at_sign_out(layla: Actor) -> None:
    client = Client()
    client.get(LOGIN)
    client.post("/language/", {"language": "en"})
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    client.post(LOGIN, {"login": layla.email, "password": makers.PASSWORD})

    assert client.cookies["sessionid"].value != planted
    kept = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = kept
    assert stolen.get("/").status_code == 302


def test_a_new_password_ends_the_other_sessions(layla: Actor) -> None:
    here, there = come_in(layla)[0], come_in(layla)[0]
    sent = {"oldpassword": makers.PASSWORD, "password1": "another horse 43"}
    assert here.post("/accounts/password/change/", sent).status_code == 302

    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_who_is_shut_out_is_out_with_their_programs_at_once(layla: Actor, omar: Actor) -> None:
    client, program = come_in(omar)[0], program_of(omar)
    assert (client.get("/").status_code, program.get("/deals").status_code) == (200, 200)
    services.shut_out_member(actor=layla, member_id=omar.member_id)

    assert client.get("/").headers["Location"].startswith("/accounts/login/")
    assert program.get("/deals").status_code == 401


def invitation_of(rival: Company, salem: Actor, email: str) -> str:
    """Return the link by which Rival LLC invites somebody; its owner sees it, for there need be no mail server."""
    with company_scope(rival.pk):
        member = services.add_member(actor=salem, name="Guest", email=email, role="sales")
        _invitation, secret = services.invite_member(actor=salem, member_id=member.pk)
    return f"/invitation/{secret}/"


def test_an_invitation_is_no_way_past_the_second_factor(layla: Actor, rival: Company, salem: Actor) -> None:
    known, _key = switched_on(layla)
    link = invitation_of(rival, salem, layla.email)
    thief = Client()
    answer = thief.post(link, {"password": makers.PASSWORD})

    assert answer.status_code == 422
    assert thief.get("/").status_code == 302, "a password alone let in"
    assert salem_cannot_guess(link)
    assert known.post(link).headers["Location"] == "/"
    assert {row.company_id for row in User.objects.get(pk=layla.user_id).memberships} == {layla.company.pk, rival.pk}


def salem_cannot_guess(link: str) -> bool:
    """Tell whether right and wrong passwords get the same answer."""
    right, wrong = (told(Client().post(link, {"password": each})) for each in (makers.PASSWORD, GUESS))
    return right == wrong


def test_an_invitation_is_for_whom_it_names(rival: Company, salem: Actor, omar: Actor) -> None:
    link = invitation_of(rival, salem, "new@guest.example")
    other = come_in(omar)[0]

    assert "password" in other.get(link).content.decode()
    assert Client().post(link, {"password": "short"}).status_code == 422
    new = Client()
    assert new.post(link, {"password": "fresh horse 44"}).headers["Location"] == "/"
    assert new.get("/").status_code == 200
    assert Client().post(link, {"password": "fresh horse 44"}).status_code == 422, "it worked twice"


def test_no_secret_is_logged_or_kept_readable(
    layla: Actor, rival: Company, salem: Actor, caplog: pytest.LogCaptureFixture, settings: Any, mailoutbox: list[Any]
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.SLOW_QUERY_MS = 0
    client, key = switched_on(layla)
    page = client.get("/accounts/security/recovery/").content.decode()
    codes = re.findall(r'<bdi class="n">(\d{8})</bdi>', page)
    program = program_of(layla)
    program.get("/parties?q=CanaryCustomer")
    client.get("/customers/?q=CanaryCustomer")
    link = invitation_of(rival, salem, "new@guest.example")
    Client().post(link, {"password": "fresh horse 44"})
    Client().post(LOGIN, {"login": layla.email, "password": GUESS})
    Client().post(RESET, {"email": layla.email})
    reset = re.search(r"/key/\S+", mailoutbox[-1].body)
    assert reset
    Client().get(f"/accounts/password/reset{reset[0]}", follow=True)
    second = come_in(layla)[0]
    second.post(CODE, {"code": codes[0]})
    second.post("/accounts/reauthenticate/", {"password": makers.PASSWORD})

    secrets = [makers.PASSWORD, GUESS, "fresh horse 44", key, codes[0], codes[1], program.secret, link.split("/")[2],
               reset[0].split("-", 1)[1].strip("/"), client.cookies["sessionid"].value]  # fmt: skip
    told_lines = "\n".join(
        f"{one.getMessage()} {getattr(one, 'facts', '')} {one.exc_text or ''}" for one in caplog.records
    )
    assert "request" in told_lines
    assert "CanaryCustomer" not in told_lines
    kept = "\n".join(
        repr(row)
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
        for company in (layla.company.pk, rival.pk)
        for row in rows_of(model, company)
    )
    assert Authenticator.objects.count() == 2
    for place, secret in enumerate(secrets):
        assert secret not in told_lines, f"secret {place} was logged"
        if secret != secrets[-1]:
            assert secret not in kept, f"secret {place} is kept as it is"


def rows_of(model: Any, company_id: int) -> list[Any]:
    """Return all rows of a table as the company sees them."""
    with company_scope(company_id):
        return list(model.objects.values_list())


def test_a_server_that_takes_no_strangers_still_takes_who_is_invited(client: Client, layla: Actor, settings) -> None:
    settings.SIGN_UP_CLOSED = True
    sent = {"email": "stranger@else.example", "password1": "a-long-password-2"}

    assert "/accounts/signup/" not in client.get(LOGIN).content.decode()
    assert 'name="password1"' not in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", sent)
    assert not User.objects.filter(email=sent["email"]).exists()
    member = services.add_member(actor=layla, name="Dana", email="dana@noor.example", role="member")
    _invitation, secret = services.invite_member(actor=layla, member_id=member.pk)
    client.post(reverse("access:accept", args=[secret]), {"password": "a-long-password-2"})
    assert User.objects.filter(email="dana@noor.example").exists()
