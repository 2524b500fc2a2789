"""A full disk under SQLite while people write: nothing half-done, nothing lost, a clear word, and then it works again.

`test_server.py` does the same to PostgreSQL, which takes a server of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import OperationalError, connection, transaction

from tests import makers
from tests.api.conftest import program_of
from tests.crm.test_pages import signed_in
from wasl.core.models import Event
from wasl.crm.models import Activity
from wasl.ledger.models import Line
from wasl.receivables.models import Document

NOT_SAVED = {"ar": "لم يُحفظ شيء: تعذرت الكتابة على الخادم الآن", "en": "Nothing was saved: the server cannot write"}
NOTE, TRIES_MAX = "y" * 20_000, 400


@contextmanager
def full() -> Iterator[None]:
    """Let the database grow no further (SQLite's `max_page_count`)."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_leaves_no_half_invoice(layla):
    party = makers.make_customer()
    posted = 0
    with full(), pytest.raises(OperationalError, match="full"):
        while posted < TRIES_MAX:
            with transaction.atomic():
                makers.make_invoice(layla, party, *["100"] * 20, on=date(2026, 1, 15))
            posted += 1

    assert Document.objects.count() == Event.objects.filter(name="invoice.posted").count() == posted
    assert Line.objects.count() == posted * 22
    assert makers.findings() == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_and_programs_are_told_that_nothing_was_saved(layla, language):
    party = makers.make_customer()
    browser, program = signed_in(layla, language), program_of(layla)
    log = f"/customers/{party.pk}/log/"
    sent = {"kind": "note", "body": NOTE, "party_id": party.pk}
    saved = 0
    with full():
        while (page := browser.post(log, {"kind": "note", "body": NOTE, "key": f"k{saved}"})).status_code == 302:
            saved += 1
        problem = program.post("/activities", sent, Accept_Language=language, Idempotency_Key="k")
        assert browser.get("/deals/").status_code == 200

    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert NOT_SAVED[language] in page.content.decode()
    assert (problem.status_code, problem["Retry-After"]) == (503, "10")
    assert (problem.json()["code"], NOT_SAVED[language] in problem.json()["detail"]) == ("cannot_write", True)
    assert Activity.objects.count() == Event.objects.filter(name="activity.logged").count() == saved

    assert browser.post(log, {"kind": "note", "body": NOTE, "key": f"k{saved}"}).status_code == 302
    assert program.post("/activities", sent, Idempotency_Key="k").status_code == 201
    assert Activity.objects.count() == saved + 2
    assert makers.findings() == []
