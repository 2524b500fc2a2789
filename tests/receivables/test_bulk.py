"""Many invoices at once: reminded of, recorded as paid, and their papers taken in one file."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.core.models import BulkRun, Event
from wasl.messages.models import OutboxMessage
from wasl.receivables import queries, services
from wasl.receivables.models import Document, Payment

LIST = "/finance/invoices/"


@pytest.fixture
def invoices(layla: Actor) -> list[Document]:
    """Make two late invoices, one that is not due for years, and a draft."""
    party = makers.make_customer(email="books@alpha.example")
    made = [makers.make_invoice(layla, party, "100", on=date(2026, 1, day)) for day in (1, 2)]
    made.append(makers.make_invoice(layla, party, "300", on=date(2027, 1, 1)))
    line = services.LineDraft("Work", price=Decimal(400))
    given = services.DocumentInput(party.pk, date(2026, 1, 3), [line])
    return [*made, services.draft_invoice(actor=layla, given=given)]


def picked(rows: list[Document]) -> dict[str, object]:
    return {"pick": [row.pk for row in rows], "from": LIST}


def test_reminders_are_read_before_they_go_and_go_once_a_day(layla: Actor, invoices: list[Document]) -> None:
    client = signed_in(layla, "en")

    look = client.post("/bulk/invoice.remind/", picked(invoices))
    outcomes = look.context["outcomes"]
    words = {one.name.split(" ")[0]: (one.words, one.refusal) for one in outcomes}
    assert [bool(words[str(row)][1]) for row in invoices] == [False, False, True, True]
    assert "books@alpha.example" in words[str(invoices[0])][0]
    assert "nothing to remind of yet" in words[str(invoices[2])][1]
    assert not OutboxMessage.objects.exists()

    for _time in range(2):
        client.post("/bulk/invoice.remind/", picked(invoices) | {"do": "1"})

    letters = OutboxMessage.objects.order_by("pk")
    assert [invoice.number in letter.subject for invoice, letter in zip(invoices, letters, strict=False)] == [True] * 2
    assert all(len(letter.attachment_ids) == 1 for letter in letters)
    assert Event.objects.filter(name="invoice.reminded").count() == 2
    again = BulkRun.objects.order_by("-pk")[0]
    assert len(again.refused) == 4


def test_a_document_is_sent_once_whatever_is_said_again(layla: Actor, invoices: list[Document]) -> None:
    for _time in range(2):
        services.mark_sent(actor=layla, document_id=invoices[0].pk)

    assert Event.objects.filter(name="invoice.sent").count() == 1


def test_what_is_open_is_recorded_as_paid_in_full_and_once(layla: Actor, invoices: list[Document]) -> None:
    client, bank = signed_in(layla, "en"), makers.bank()
    said = picked(invoices[:2]) | {"date": "2026-01-05", "account": bank.pk, "reference": "Batch 7", "do": "1"}

    for _time in range(2):
        client.post("/bulk/invoice.pay/", said)

    assert [payment.reference for payment in Payment.objects.all()] == ["Batch 7"] * 2
    assert all(not item.open_minor for item in queries.invoice_items([row.pk for row in invoices[:2]]).values())
    assert len(BulkRun.objects.order_by("-pk")[0].refused) == 2
    assert not makers.findings()


def test_the_papers_of_a_run_come_in_one_file_to_who_asked(layla: Actor, omar: Actor, invoices: list[Document]) -> None:
    client = signed_in(layla, "en")
    client.post("/bulk/invoice.papers/", picked(invoices) | {"language": "en", "do": "1"})
    run = BulkRun.objects.order_by("-pk")[0]
    url = f"{LIST}papers/{run.pk}/"

    assert url in client.get(reverse("web:run", args=[run.pk])).content.decode()
    archive = zipfile.ZipFile(io.BytesIO(client.get(url).getvalue()))

    assert sorted(archive.namelist()) == sorted(f"{row.number}.pdf" for row in invoices[:3])
    assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
    assert len(run.refused) == 1
    assert signed_in(omar).get(url).status_code in (403, 404)
