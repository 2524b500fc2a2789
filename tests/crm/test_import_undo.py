"""An import that is undone leaves every table as it was; what somebody touched since is kept and named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests import makers
from tests.everywhere.routes import company_models
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.errors import NotAllowed, NotFound
from wasl.core.imports import Undone
from wasl.core.models import Event
from wasl.core.scope import company_scope
from wasl.crm import services
from wasl.crm.errors import ImportElsewhere
from wasl.crm.models import Deal, ImportBatch, ImportItem, ImportQuestion, Lead
from wasl.messages import services as messages
from wasl.parties import services as parties
from wasl.parties.models import Party
from wasl.sales import services as sales
from wasl.sales.models import Service

TODAY = date(2026, 11, 24)
# What an undone import leaves behind, each with its reason.
LEFT = {
    "core.Event": "what happened, happened",
    "core.IdempotencyKey": "guards the act, not its result",
    "core.Notice": "told who imported that it was done",
    "crm.ImportBatch": "tells that it was imported and undone",
}
KINDS = {
    "accounts": "account,sector,office_location,subsidiary_of,email,revenue",
    "contacts": "name,company,email,phone,title",
    "leads": "id,name,company,email,phone,sales_agent,notes",
    "opportunities": "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
    "products": "product,series,code,sales_price",
    "team": "sales_agent,manager,regional_office,email",
}
ACCOUNTS, AGENTS = ("Acme", "Bluth", "Cancity", "acme", "شركة النخيل", ""), ("Moses", "Darcel", "Layla", "Nobody", "")
CELLS = {
    "account": ACCOUNTS,
    "company": ACCOUNTS,
    "subsidiary_of": ("", "", "Acme", "Globex"),
    "sector": ("technology", "technolgy", "retail", ""),
    "office_location": ("Philippines", "Philipines", ""),
    "name": ("Sara", "Huda", "محمد", ""),
    "email": ("", "sara@acme.example", "huda@acme.example", "nonsense"),
    "phone": ("", "0501234567"),
    "title": ("", "Buyer"),
    "notes": ("", "Call me", "=1+1"),
    "id": ("L1", "L2", "L3", ""),
    "opportunity_id": ("A1", "A2", "A3", "A4", ""),
    "sales_agent": AGENTS,
    "manager": AGENTS,
    "regional_office": ("", "Central", "West"),
    "product": ("Audit", "Audit Plus", "AuditPlus", ""),
    "series": ("", "A", "B"),
    "code": ("", "C-1"),
    "sales_price": ("550", "1,250.50", "", "much"),
    "deal_stage": ("Won", "Lost", "Engaging", "Prospecting", "Odd"),
    "engage_date": ("20-10-25", "31-10-25", ""),
    "close_date": ("28-02-26", "31-02-26", ""),
    "close_value": ("700", "0", "", "-5", "1.005"),
    "revenue": ("1100.04", "", "2"),
}


def bring_in(actor: Actor, kind: str, text: str) -> ImportBatch:
    """Import a file that is written here, as it is proposed, and return its batch."""
    source = BytesIO(text.encode())
    result = services.import_file(actor=actor, kind=kind, source=source, filename="f.csv", on=TODAY, accept=True)
    batch: ImportBatch = ImportBatch.objects.get(pk=result.batch_id)
    return batch


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of the company, but for those that an undo leaves."""
    found = {}
    for model in company_models():
        if model._meta.label not in LEFT:
            names = [field.attname for field in model._meta.concrete_fields]
            found[model._meta.label] = list(model.objects.order_by("pk").values_list(*names))
    return {label: rows for label, rows in found.items() if rows}


def why_kept(undone: Undone) -> set[tuple[str, str, str]]:
    """Return name, reason and detail of each record that an undo kept."""
    return {(kept.name, kept.reason, kept.detail) for kept in undone.kept}


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a kind of file and a file of it, as odd as they come."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    names = KINDS[kind].split(",")
    rows = draw(st.lists(st.tuples(*(st.sampled_from(CELLS[name]) for name in names)), max_size=6))
    lines = [";".join(names), *(";".join(row) for row in rows)]
    return kind, "\n".join(lines) + "\n"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(there=[], then=[("products", f"product;sales_price\nAudit;{price}\n") for price in ("550", "1,250.50")])
@given(there=st.lists(files(), max_size=3), then=st.lists(files(), min_size=1, max_size=3))
def test_imports_undone_in_turn_leave_every_table_as_before(
    layla: Actor, there: list[tuple[str, str]], then: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        for kind, text in there:
            bring_in(layla, kind, text)
        before = tables()
        batches = [bring_in(layla, kind, text) for kind, text in then]

        for batch in reversed(batches):
            undone = services.undo_import(actor=layla, batch_id=batch.pk)
            assert undone.kept == []

        assert tables() == before
        transaction.set_rollback(True)


@pytest.fixture
def brought(layla: Actor) -> Iterator[ImportBatch]:
    """Three deals of two new customers, one of them won."""
    head = KINDS["opportunities"] + "\n"
    rows = "A1,,,Acme,Won,20-10-25,28-02-26,700\nA2,,,Acme,Engaging,20-10-25,,\nA3,,,Bluth,Engaging,20-10-25,,\n"
    return bring_in(layla, "opportunities", head + rows)


def test_what_was_made_goes_and_the_event_tells_it(layla: Actor, brought: ImportBatch) -> None:
    with company_scope(layla.company.pk, layla.member_id):
        undone = services.undo_import(actor=layla, batch_id=brought.pk)

    assert (undone.removed, undone.restored, undone.kept) == (5, 0, [])
    assert not Deal.objects.exists() and not Party.objects.exists() and not ImportItem.objects.exists()
    brought.refresh_from_db()
    assert (brought.state, brought.removed) == ("undone", 5)
    event = Event.objects.get(name="import.undone")
    assert (event.subject_id, event.member_id, event.facts["removed"]) == (brought.pk, layla.member_id, 5)


def test_a_deal_that_a_person_changed_stays_with_its_customer(layla: Actor, brought: ImportBatch) -> None:
    deal = Deal.objects.get(external_key="A2")
    services.change_deal(actor=layla, deal_id=deal.pk, version=deal.version, title="Ours")

    shown = services.preview_undo(actor=layla, batch_id=brought.pk)
    undone = services.undo_import(actor=layla, batch_id=brought.pk)

    assert shown == undone
    assert why_kept(undone) == {("Ours", "changed", ""), ("Acme", "used", "crm.deal")}
    assert (undone.removed, set(Deal.objects.values_list("title", flat=True))) == (3, {"Ours"})
    assert list(Party.objects.values_list("name", flat=True)) == ["Acme"]
    assert ImportBatch.objects.get(pk=brought.pk).state == "partly"


def test_a_deal_with_a_next_step_a_file_or_a_quote_stays(layla: Actor, brought: ImportBatch) -> None:
    filed, stepped, quoted = Deal.objects.order_by("external_key")
    services.plan_next_step(actor=layla, deal_id=stepped.pk, step=services.NextStep("Call", TODAY))
    services.attach_file(actor=layla, data=b"plain text", filename="scope.txt", deal_id=filed.pk)
    line = sales.QuoteLineDraft("Work", Decimal(1), Decimal(100))
    sales.draft_quote(actor=layla, given=sales.QuoteInput(quoted.party_id, TODAY, [line], deal_id=quoted.pk))

    undone = services.undo_import(actor=layla, batch_id=brought.pk)

    assert undone.removed == 0
    assert {(kept.subject_id, kept.reason, kept.detail) for kept in undone.kept if kept.kind == "crm.deal"} == {
        (filed.pk, "happened", "file.attached"),
        (stepped.pk, "changed", ""),
        (quoted.pk, "used", "sales.quote"),
    }


def test_an_undo_asks_as_often_for_many_records_that_something_happened_to(layla: Actor, brought: ImportBatch) -> None:
    asked = []
    for deal in Deal.objects.order_by("external_key"):
        services.attach_file(actor=layla, data=b"plain text", filename="scope.txt", deal_id=deal.pk)
        with CaptureQueriesContext(connection) as captured:
            undone = services.preview_undo(actor=layla, batch_id=brought.pk)
        asked.append(sum('FROM "core_event"' in query["sql"] for query in captured))

    assert [kept.detail for kept in undone.kept if kept.kind == "crm.deal"] == ["file.attached"] * 3
    assert asked[0] == asked[2]


def test_a_deal_that_a_letter_is_about_stays(layla: Actor, brought: ImportBatch) -> None:
    deal = Deal.objects.get(external_key="A3")
    messages.queue_message(actor=layla, to="a@b.example", subject="Offer", body_text="Dear Sara", about=deal)

    undone = services.undo_import(actor=layla, batch_id=brought.pk)

    assert why_kept(undone) == {(deal.title, "used", "outbox.outboxmessage"), ("Bluth", "used", "crm.deal")}


def test_a_customer_who_was_invoiced_stays_and_the_deals_go(layla: Actor, brought: ImportBatch) -> None:
    makers.make_invoice(layla, Party.objects.get(name="Acme"), "100", on=TODAY)

    undone = services.undo_import(actor=layla, batch_id=brought.pk)

    assert [name for name, _reason, _detail in why_kept(undone)] == ["Acme"]
    assert not Deal.objects.exists()
    assert makers.findings() == []


def test_what_is_kept_goes_once_nothing_holds_it(layla: Actor, brought: ImportBatch) -> None:
    other = services.open_deal(
        actor=layla, title="Other", on=TODAY, party_id=Party.objects.get(name="Bluth").pk, owner_id=layla.member_id
    )
    services.undo_import(actor=layla, batch_id=brought.pk)
    elsewhere = parties.add_party(actor=layla, name="Elsewhere")
    services.change_deal(actor=layla, deal_id=other.pk, version=other.version, party_id=elsewhere.pk)

    undone = services.undo_import(actor=layla, batch_id=brought.pk)

    assert (undone.removed, undone.kept) == (1, [])
    assert ImportBatch.objects.get(pk=brought.pk).state == "undone"


def test_a_changed_record_is_put_back_as_it_was(layla: Actor) -> None:
    first = bring_in(layla, "products", "product,sales_price\nAudit,5000\n")
    service = Service.objects.get()
    second = bring_in(layla, "products", "product,sales_price,code\nAudit,6000,AU\n")

    kept = services.preview_undo(actor=layla, batch_id=first.pk).kept
    undone = services.undo_import(actor=layla, batch_id=second.pk)

    assert [(one.name, one.reason) for one in kept] == [("Audit", "changed")]
    assert (undone.removed, undone.restored) == (0, 1)
    assert (Service.objects.get().price, Service.objects.get().code) == (service.price, service.code)


def test_a_question_of_an_undone_import_is_asked_no_more(layla: Actor) -> None:
    batch = bring_in(layla, "accounts", "account,sector\nAcme,technolgy\n")
    assert ImportQuestion.objects.count() == 1

    services.undo_import(actor=layla, batch_id=batch.pk)

    assert not ImportQuestion.objects.exists()


def test_a_person_who_has_a_record_of_their_own_stays(layla: Actor) -> None:
    batch = bring_in(layla, "team", "sales_agent,manager\nMoses,Dustin\nDarcel,Dustin\n")
    services.capture_lead(
        actor=layla, name="Sara", owner_id=Member.objects.get(name="Moses").pk,
        next_step=services.NextStep("Call", TODAY),
    )  # fmt: skip

    undone = services.undo_import(actor=layla, batch_id=batch.pk)

    assert {name for name, _reason, _detail in why_kept(undone)} == {"Moses", "Dustin"}
    assert not Member.objects.filter(name="Darcel").exists()
    assert Lead.objects.get().owner.name == "Moses"


def test_an_import_is_undone_once(layla: Actor, brought: ImportBatch) -> None:
    services.undo_import(actor=layla, batch_id=brought.pk)

    with pytest.raises(ImportElsewhere):
        services.undo_import(actor=layla, batch_id=brought.pk)


def test_who_may_not_undo(layla: Actor, omar: Actor, salem: Actor, brought: ImportBatch) -> None:
    with pytest.raises(NotAllowed):
        services.undo_import(actor=omar, batch_id=brought.pk)
    with company_scope(salem.company.pk), pytest.raises(NotFound):
        services.undo_import(actor=salem, batch_id=brought.pk)
    assert Deal.objects.count() == 3
