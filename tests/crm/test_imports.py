"""A made look-alike of a seller's files: asked, taken, rejected, and the same the second time."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.core.errors import NotAllowed
from wasl.core.imports import ImportResult, MissingColumn, UnknownKind
from wasl.crm import queries, services
from wasl.crm.models import Deal, ImportBatch, Lead
from wasl.parties.models import Party

TODAY = date(2026, 11, 24)
HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"


def bring_in(actor: Actor, kind: str, text: str, **said: object) -> ImportResult:
    """Import a file that is written here."""
    return services.import_file(
        actor=actor, kind=kind, source=BytesIO(text.encode()), filename="f.csv", on=TODAY, **said
    )  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def offered(layla: Actor) -> None:
    """Offer two services."""
    bring_in(layla, "products", "product,sales_price\nAudit Plus,5000\nAudit Basic,900\n")


def test_rows_that_cannot_be_read_are_listed_and_the_others_go_in(layla: Actor) -> None:
    access.add_member(actor=layla, name="Omar Ali", role="sales")
    text = HEAD + (
        "A1,Omar Ali,Audit Plus,Acme,Won,20-10-25,01-03-26,1054\n"
        "A2,Omar Ali,Audit Plus,Acme,Won,20-10-25,31-02-26,10\n"
        "A3,Omar Ali,Audit Plus,Acme,Won,20-10-25,,10\n"
        "A4,Omar Ali,Audit Plus,Acme,Lost,21-10-25,02-03-26,abc\n"
        "A5,Omar Ali,Audit Plus,Acme,Won,22-10-25,03-03-26,1.005\n"
        ",Omar Ali,Audit Plus,Acme,Won,22-10-25,03-03-26,1\n"
        "A7,Omar Ali,Audit Plus,Acme,Engaging,22-10-25,,\n"
        "A8,Omar Ali,Audit Plus\n"
    )

    result = bring_in(layla, "opportunities", text, accept=True)

    assert (result.read, result.created) == (8, 2)
    assert [(row.row, row.column) for row in result.rejected] == [
        (3, "close_date"),
        (4, "close_date"),
        (5, "close_value"),
        (6, "close_value"),
        (7, "opportunity_id"),
        (9, ""),
    ]
    assert set(Deal.objects.values_list("external_key", flat=True)) == {"A1", "A7"}


def test_dates_that_no_cell_settles_are_asked_about(layla: Actor) -> None:
    text = HEAD + "A1,,Audit Plus,,Won,01-02-26,03-04-26,5\n"

    asked = bring_in(layla, "opportunities", text)

    assert {(q.column, q.about, q.value, q.proposal) for q in asked.questions} >= {
        ("engage_date", "date_order", "01-02-26", "dmy"),
        ("close_date", "date_order", "03-04-26", "dmy"),
    }
    answers = {"engaged_on": {"01-02-26": "mdy"}, "closed_on": {"03-04-26": "mdy"}, "account": {"": ""}}
    assert bring_in(layla, "opportunities", text, answers=answers).written
    assert Deal.objects.get().closed_on == date(2026, 3, 4)


def test_near_names_are_proposed_and_answers_are_obeyed(layla: Actor) -> None:
    text = HEAD + "A1,,AuditPlus,,Engaging,20-10-25,,\nA2,,Audt Basic,,Engaging,20-10-25,,\n"

    asked = bring_in(layla, "opportunities", text)

    assert {(q.value, q.proposal) for q in asked.questions if q.column == "product"} == {
        ("AuditPlus", "Audit Plus"),
        ("Audt Basic", "Audit Basic"),
    }
    result = bring_in(
        layla, "opportunities", text, answers={"product": {"AuditPlus": "AuditPlus"}, "account": {"": ""}}, accept=True
    )
    assert {deal.external_key: deal.product for deal in Deal.objects.all()} == {"A1": "AuditPlus", "A2": "Audit Basic"}
    assert [(q.value, q.proposal) for q in queries.open_questions()] == [("Audt Basic", "Audit Basic")]
    assert result.written


def test_an_answer_given_later_puts_the_rows_right(layla: Actor) -> None:
    bring_in(layla, "opportunities", HEAD + "A1,,AuditPlus,,Engaging,20-10-25,,\n", accept=True)
    question = queries.open_questions().get()

    services.answer_import_question(actor=layla, question_id=question.pk, answer="Other audit")

    assert Deal.objects.get().product == "Other audit"
    assert not queries.open_questions().exists()
    again = bring_in(layla, "opportunities", HEAD + "A1,,AuditPlus,,Engaging,20-10-25,,\n", accept=True)
    assert (again.unchanged, Deal.objects.get().product) == (1, "Other audit")
    assert not queries.open_questions().exists()


def test_a_sector_put_right_later(layla: Actor) -> None:
    bring_in(layla, "accounts", "account,sector\nAcme,technolgy\n", accept=True)

    services.answer_import_question(actor=layla, question_id=queries.open_questions().get().pk, answer="machinery")

    assert Party.objects.get().sector == "machinery"


def test_a_file_without_a_needed_column_is_refused_whole(layla: Actor) -> None:
    with pytest.raises(MissingColumn) as refused:
        bring_in(layla, "opportunities", "opportunity_id,account\nA1,Acme\n", accept=True)

    assert refused.value.field == "stage"
    assert not Party.objects.exists()
    assert not ImportBatch.objects.exclude(kind="products").exists()


def test_columns_are_found_in_arabic_and_by_mapping(layla: Actor) -> None:
    result = bring_in(
        layla, "leads", "الاسم,الشركة,الجوال,من أين\nأحمد,نخيل,٠٥٠١٢٣٤٥٦٧,معرض\n", mapping={"source": "من أين"}
    )

    lead = Lead.objects.get()
    assert (lead.name, lead.company_name, lead.source, lead.state, lead.owner) == ("أحمد", "نخيل", "معرض", "new", None)
    assert result.columns["phone"] == "الجوال"
    assert bring_in(layla, "leads", "الاسم,الجوال\nأحمد,٠٥٠١٢٣٤٥٦٧\n").created == 0


def test_the_same_row_twice_in_a_file_comes_in_once(layla: Actor) -> None:
    row = "A1,,Audit Plus,Acme,Engaging,20-10-25,,\n"

    result = bring_in(layla, "opportunities", HEAD + row + row, accept=True)

    assert (result.created, result.unchanged, Deal.objects.count()) == (1, 1, 1)


def test_a_change_in_the_file_updates_and_a_change_by_a_person_stays(layla: Actor) -> None:
    bring_in(layla, "opportunities", HEAD + "A1,,Audit Plus,Acme,Engaging,20-10-25,,\n", accept=True)
    won = HEAD + "A1,,Audit Plus,Acme,Won,20-10-25,01-12-25,700\n"

    assert bring_in(layla, "opportunities", won, accept=True).updated == 1
    deal = Deal.objects.get()
    assert (deal.state, deal.amount_minor, deal.party.is_customer) == ("won", 70_000, True)
    services.change_deal(actor=layla, deal_id=deal.pk, version=deal.version, title="Ours")
    assert bring_in(layla, "opportunities", won, accept=True).unchanged == 1
    assert Deal.objects.get().title == "Ours"


def test_contacts_hang_on_their_organisation(layla: Actor) -> None:
    text = "name,company,email\nSara,Acme,S@acme.example\nSara,Acme,S@acme.example\nNo,Acme,nonsense\n"

    result = bring_in(layla, "contacts", text, accept=True)

    assert (result.created, result.unchanged, len(result.rejected)) == (1, 1, 1)
    assert Party.objects.get(kind="person").parent.name == "Acme"


def test_who_may_not_import_and_what_nobody_imports(omar: Actor, layla: Actor) -> None:
    with pytest.raises(NotAllowed):
        bring_in(omar, "opportunities", HEAD)
    with pytest.raises(UnknownKind) as refused:
        bring_in(layla, "cats", HEAD)
    assert "opportunities" in str(refused.value.remedy)
