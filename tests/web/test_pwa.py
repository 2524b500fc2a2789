"""The app on a phone: what describes it, and what answers without a connection."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_manifest_describes_the_app_in_the_readers_language(language: str, direction: str) -> None:
    client = Client()
    client.cookies["django_language"] = language

    said = json.loads(client.get("/app.webmanifest").content)

    assert (said["dir"], said["start_url"], said["display"]) == (direction, "/", "standalone")
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}


def test_the_worker_keeps_the_page_without_connection_and_files_but_no_page_of_a_company() -> None:
    answer = Client().get("/worker.js")
    kept = re.findall(r'"(/[^"]+)"', answer.content.decode())

    assert answer["Content-Type"].startswith("text/javascript")
    assert reverse("web:offline") in kept
    assert all(path.startswith(("/static/", "/offline/")) for path in kept), kept


def test_the_page_without_connection_says_nothing_of_anybody() -> None:
    page = Client().get("/offline/")

    assert page.status_code == 200
    assert "w-side" not in page.content.decode()
