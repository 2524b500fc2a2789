"""The shell's own pages, and the headers that every answer carries."""

import re

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from tests.crm.test_pages import signed_in

FORM = "application/x-www-form-urlencoded"
pytestmark = pytest.mark.django_db


def test_the_address_of_a_button_says_so_when_it_is_only_opened(layla):
    answer = signed_in(layla, "en").get("/outbox/send/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "only when it is pressed" in answer.content.decode()


def test_the_theme_is_kept_and_the_visitor_goes_back(client):
    answer = client.post(reverse("web:theme"), {"theme": "dark", "next": "/search/?q=x"})

    assert answer.headers["Location"] == "/search/?q=x"
    assert client.cookies["theme"].value == "dark"


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_going_back_never_leaves_the_site(client, away):
    assert client.post(reverse("web:theme"), {"theme": "dark", "next": away}).headers["Location"] == "/"


def test_an_unknown_theme_is_not_kept(client):
    client.post(reverse("web:theme"), {"theme": "<x>"})

    assert "theme" not in client.cookies


def test_search_asks_a_stranger_to_sign_in(client):
    answer = client.get(reverse("web:search"), {"q": "INV-2026"})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_a_missing_page_is_explained_with_the_policy_in_force(client):
    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert 'lang="ar" dir="rtl"' in answer.text
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_language_button_changes_direction(client):
    client.post(reverse("web:language"), {"language": "en", "next": "/"})

    assert 'lang="en" dir="ltr"' in client.get("/no-such-page/").text


def test_diagnostics_say_what_an_answer_cost(layla):
    with override_settings(MIDDLEWARE=["wasl.web.middleware.Diagnostics", *settings.MIDDLEWARE]):
        answer = signed_in(layla).get("/deals/")

    assert 3 < int(answer["X-Query-Count"]) <= 15
    assert re.fullmatch(r"app;dur=[\d.]+, db;dur=[\d.]+", answer["Server-Timing"])
    assert "X-Query-Count" not in signed_in(layla).get("/deals/")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=2**20)
def test_more_than_is_read_is_refused_in_the_readers_language(layla):
    answer = signed_in(layla, "ar").post("/leads/new/", "a" * (2**20 + 1), content_type=FORM)

    assert answer.status_code == 413
    assert "1 م.ب" in answer.content.decode()
