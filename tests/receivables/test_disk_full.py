"""A disk that is full while posting: nothing half-done, nothing lost, a clear word."""

from datetime import date

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests import makers
from wasl.access.models import User
from wasl.core.models import Event
from wasl.ledger.models import Line
from wasl.receivables.models import Document

BACKEND = "wasl.access.backends.MemberBackend"


@pytest.fixture
def full(layla):
    """Let the database grow no further (SQLite's `max_page_count`)."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no limit on its size that a test may set without mounting a disk")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_leaves_no_half_invoice(layla, full):
    party = makers.make_customer()
    posted = 0
    with pytest.raises(OperationalError, match="full"):
        while posted < 400:
            with transaction.atomic():
                makers.make_invoice(layla, party, *["100"] * 20, on=date(2026, 1, 15))
            posted += 1

    assert Document.objects.count() == Event.objects.filter(name="invoice.posted").count() == posted
    assert Line.objects.count() == posted * 22
    assert makers.findings() == []


def test_a_page_says_that_nothing_was_saved(layla, full):
    client = Client()
    client.force_login(User.objects.get(pk=layla.user_id), BACKEND)
    party = makers.make_customer()
    with pytest.raises(OperationalError):
        for _ in range(400):
            with transaction.atomic():
                makers.make_invoice(layla, party, *["100"] * 20, on=date(2026, 1, 15))

    answer = client.post(
        reverse("crm:party_log", args=[party.pk]), {"kind": "note", "body": "y" * 200_000, "key": "k1"}
    )

    assert answer.status_code == 503
