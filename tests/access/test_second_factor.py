"""Signing in with a second factor, what is left of a lost phone, devices, and those who guess."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings

from tests import makers
from wasl.access.actor import Actor
from wasl.access.rules import device_of
from wasl.cli.main import main
from wasl.core import secrets

SECURITY, APP, CODE = "/accounts/security/", "/accounts/security/app/", "/accounts/security/code/"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Let no test count the attempts of another."""
    cache.clear()
    yield
    cache.clear()


def come_in(actor: Actor, password: str = makers.PASSWORD, **more: str) -> tuple[Client, str]:
    """Sign in by the form; returns the client and where it is led."""
    client = Client(**more)
    answer = client.post("/accounts/login/", {"login": actor.email, "password": password})
    return client, answer.headers.get("Location", "")


def code_of(secret: str, step: int = 0) -> str:
    """Return the code that an authenticator app shows (RFC 6238: SHA-1, six digits, thirty seconds)."""
    counter = int(time.time() // 30) + step
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def switched_on(actor: Actor) -> tuple[Client, str]:
    """Switch the second factor of somebody on; returns their client and the key."""
    client, _place = come_in(actor)
    asked = client.get(APP).headers["Location"]
    assert asked.startswith("/accounts/reauthenticate/"), "it is not asked who this is"
    client.post(asked, {"password": makers.PASSWORD})
    secret = re.search(r'<bdi class="n" id="key">([A-Z2-7]{16,})</bdi>', client.get(APP).content.decode())
    assert secret, "the page shows no key"
    answer = client.post(APP, {"code": code_of(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return client, secret[1]


def test_signing_in_asks_for_the_code_too(layla: Actor) -> None:
    _client, secret = switched_on(layla)
    client, place = come_in(layla)

    assert place.startswith(CODE)
    assert client.get("/").headers["Location"].startswith("/accounts/")
    wrong = client.post(CODE, {"code": "000000"})
    assert wrong.status_code == 200
    assert "aria-invalid" in wrong.content.decode()
    code = code_of(secret, step=1)  # a code works once, and the one of now was used
    arabic = f"{code[:3]} {code[3:]}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post(CODE, {"code": arabic}).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_the_key_is_sealed_in_the_database(layla: Actor) -> None:
    _client, secret = switched_on(layla)
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]

    assert secret not in kept
    assert secrets.unseal(kept) == secret
    with override_settings(SECRET_KEY="another"), pytest.raises(secrets.Unreadable):
        secrets.unseal(kept)


def test_a_recovery_code_lets_in_once(layla: Actor) -> None:
    client, _secret = switched_on(layla)
    codes = re.findall(r'<bdi class="n">(\d{8})</bdi>', client.get("/accounts/security/recovery/").content.decode())
    assert len(codes) == 10

    first, second = come_in(layla)[0], come_in(layla)[0]
    assert first.post(CODE, {"code": codes[0]}).status_code == 302
    assert second.post(CODE, {"code": codes[0]}).status_code == 200


def test_switching_it_off_asks_who_it_is(layla: Actor, settings: Any) -> None:
    client, secret = switched_on(layla)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    asked = client.get("/accounts/security/app/off/")

    assert asked.status_code == 302
    place = asked.headers["Location"]
    assert place.startswith(("/accounts/security/code/again/", "/accounts/reauthenticate/"))
    del settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    client.post("/accounts/security/code/again/?next=/", {"code": code_of(secret, step=1)})
    client.post("/accounts/security/app/off/")
    assert not Authenticator.objects.exists()


def test_other_devices_are_signed_out(layla: Actor) -> None:
    here = come_in(layla, HTTP_USER_AGENT="Here")[0]
    there = come_in(layla, HTTP_USER_AGENT="There")[0]
    page = here.get("/accounts/sessions/").content.decode()
    assert "Here" in page
    assert "There" in page

    here.post("/accounts/sessions/")
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_who_guesses_is_slowed_and_learns_nothing(layla: Actor) -> None:
    wrong = Client().post("/accounts/login/", {"login": layla.email, "password": "guess"}).content.decode()
    nobody = Client().post("/accounts/login/", {"login": "nobody@noor.example", "password": "guess"}).content.decode()
    plain = re.compile(r'value="[^"]*"|csrf[^>]*>|layla@[^"<]*|nobody@[^"<]*|X-CSRFToken[^}]*')
    assert plain.sub("", wrong) == plain.sub("", nobody)

    for _guess in range(10):
        Client().post("/accounts/login/", {"login": layla.email, "password": "guess"})
    _client, place = come_in(layla)
    assert place == "", "the right password came in after ten guesses"


def test_codes_cannot_be_guessed_either(layla: Actor) -> None:
    _client, secret = switched_on(layla)
    client, _place = come_in(layla)
    for _guess in range(11):
        client.post(CODE, {"code": "000000"})

    assert client.post(CODE, {"code": code_of(secret, step=1)}).status_code != 302


@pytest.mark.parametrize("place", [SECURITY, APP, "/accounts/sessions/", "/accounts/security/recovery/"])
def test_these_pages_are_for_those_who_are_signed_in(db: None, client: Client, place: str) -> None:
    assert client.get(place).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "–"),
    ],
)
def test_a_device_has_a_name(said: str, device: str) -> None:
    assert device_of(said) == device


def test_who_lost_everything_is_let_in_by_the_command(layla: Actor) -> None:
    client, _secret = switched_on(layla)

    assert main(["user", "forget-second-factor", layla.email]) == 0
    assert client.get("/").status_code == 302
    assert come_in(layla)[1] == "/"
    assert main(["user", "forget-second-factor", "nobody@noor.example"]) == 1
