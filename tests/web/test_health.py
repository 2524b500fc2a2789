"""Liveness and readiness: known without signing in, and true."""

from __future__ import annotations

from django.db import connection
from django.test import Client

from wasl.ledger import guards


def test_a_process_that_can_serve_says_so(db: None, client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": ""})


def test_books_without_their_guards_are_not_served(db: None, client: Client) -> None:
    guards.remove()
    answer = client.get("/health/ready")
    guards.install()

    assert answer.status_code == 503
    assert "guards" in answer.json()["missing"]


def test_a_database_that_is_behind_is_not_served(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'insight' OR (app = 'crm' AND name LIKE '0006%')")
    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert "migrations" in answer.json()["missing"]
