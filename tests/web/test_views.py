"""The shell's own pages, and the headers that every answer carries."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


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
