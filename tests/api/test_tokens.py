"""Tokens: shown once, kept as a hash, as far as their scopes, until their day, until they are ended."""

from datetime import date, timedelta

import pytest

from tests.api.conftest import Program, program_of
from wasl.access import services as access
from wasl.access.models import ApiToken, User
from wasl.core import clock
from wasl.core.errors import BadInput, NotFound

BACKEND = "wasl.access.backends.MemberBackend"


def test_without_a_token_nobody_is_known(noor, client):
    answer = client.get("/api/v1/deals")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "not_signed_in"


def test_only_a_hash_is_kept(layla):
    _token, secret = access.make_token(actor=layla, name="Site")
    kept = ApiToken.objects.get()

    assert secret not in str(vars(kept))
    assert secret.startswith(kept.start)


def test_a_token_that_reads_does_not_write(layla):
    reader = program_of(layla, "*:read")

    assert reader.get("/deals").status_code == 200
    answer = reader.post("/deals", {"title": "X"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_token_of_another_area_sees_nothing_of_this_one(layla):
    assert program_of(layla, "ledger:write").get("/deals").status_code == 403


def test_a_token_reaches_no_further_than_its_member(omar, layla):
    deal = program_of(layla).post("/deals", {"title": "Hers"}).json()
    seller = program_of(omar)

    assert seller.get(f"/deals/{deal['id']}").status_code == 404
    assert seller.get("/deals").json()["items"] == []


def test_a_token_that_is_ended_or_past_is_refused(layla):
    token, secret = access.make_token(actor=layla, name="Site", scopes=("*:read",), expires_on=date(2026, 11, 24))
    program = Program(secret)
    assert program.get("/deals").status_code == 200

    with clock.set_to(clock.now() + timedelta(days=1)):
        assert program.get("/deals").status_code == 401
    access.revoke_token(actor=layla, token_id=token.pk)
    assert program.get("/deals").status_code == 401


def test_a_member_who_is_shut_out_has_no_token_left(layla, omar):
    program = program_of(omar)
    access.shut_out_member(actor=layla, member_id=omar.member_id)

    assert program.get("/deals").status_code == 401


def test_a_token_of_another_company_is_not_there(layla, salem, rival):
    token, _secret = access.make_token(actor=layla, name="Site")
    from wasl.core.scope import company_scope

    with company_scope(rival.pk), pytest.raises(NotFound):
        access.revoke_token(actor=salem, token_id=token.pk)


def test_a_seller_ends_only_their_own(layla, omar):
    token, _secret = access.make_token(actor=layla, name="Hers")

    with pytest.raises(NotFound):
        access.revoke_token(actor=omar, token_id=token.pk)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "A", "scopes": ()}, "scopes"),
        ({"name": "A", "scopes": ("moon:read",)}, "scopes"),
        ({"name": "A", "scopes": ("crm:own",)}, "scopes"),
        ({"name": "A", "expires_on": date(2026, 11, 23)}, "expires_on"),
    ],
)
def test_what_cannot_be_a_token_is_refused(layla, said, field):
    with pytest.raises(BadInput) as refused:
        access.make_token(actor=layla, **said)
    assert refused.value.field == field


def test_the_page_shows_a_token_once_and_ends_it(layla, client):
    client.force_login(User.objects.get(pk=layla.user_id), BACKEND)
    made = client.post("/tokens/new/", {"name": "Our site", "reach": "write", "areas": ["crm"], "expires_on": ""})
    token = ApiToken.objects.get()
    secret = next(word for word in made.content.decode().split('"') if word.startswith("wasl_") and len(word) > 40)

    assert token.scopes == ["crm:write"]
    assert Program(secret).post("/deals", {"title": "By the site"}).status_code == 201
    assert secret not in client.get(f"/tokens/{token.pk}/").content.decode()
    client.post(f"/tokens/{token.pk}/end/")
    assert Program(secret).get("/deals").status_code == 401


def test_a_session_reads_and_writes_with_the_pages_csrf_token(layla):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(pk=layla.user_id), BACKEND)
    browser.get("/board/")
    sent = {"data": {"title": "From a page"}, "content_type": "application/json"}
    without = browser.post("/api/v1/deals", **sent)
    carried = browser.post("/api/v1/deals", headers={"X-CSRFToken": browser.cookies["csrftoken"].value}, **sent)

    assert without.status_code == 403
    assert carried.status_code == 201


def test_calls_beyond_the_limit_are_refused_until_the_next_minute(layla, settings):
    settings.API_CALLS_A_MINUTE = 2
    program = program_of(layla)
    answers = [program.get("/stages") for _call in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit"].startswith('"minute";r=1;')
    assert 0 < int(answers[2]["Retry-After"]) <= 60


def test_what_there_is_not_is_a_problem_too(program):
    answer = program.get("/unicorns")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_says_when_it_was_last_used_once_an_hour(layla):
    program = program_of(layla)
    program.get("/stages")
    first = ApiToken.objects.get().last_used_at
    with clock.set_to(clock.now() + timedelta(minutes=30)):
        program.get("/stages")
    assert ApiToken.objects.get().last_used_at == first == clock.now()
    with clock.set_to(clock.now() + timedelta(hours=2)):
        program.get("/stages")
        assert ApiToken.objects.get().last_used_at == clock.now()
