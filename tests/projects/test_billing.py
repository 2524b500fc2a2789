"""Work is billed once: time, milestones, parts of a price, and expenses; what is freed can be billed again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import makers
from wasl.access.actor import Actor
from wasl.core.errors import BadInput, NotAllowed, NotFound
from wasl.ledger import queries as ledger
from wasl.ledger.errors import Immutable
from wasl.parties.models import Party
from wasl.payables import services as payables
from wasl.people import services as people
from wasl.people.models import Employee
from wasl.projects import errors, queries, services
from wasl.projects.models import BilledPart, Project, TimeEntry
from wasl.receivables import services as receivables
from wasl.receivables.models import Document, DocumentLine

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)


@pytest.fixture
def sara(layla: Actor) -> Employee:
    """Sara costs 40 an hour, 45.50 from June."""
    employee = people.add_employee(actor=layla, name="Sara")
    for day, cost in ((date(2026, 1, 1), "40"), (JUNE, "45.5")):
        people.set_cost_rate(actor=layla, employee_id=employee.pk, valid_from=day, hour_cost=Decimal(cost))
    return employee


@pytest.fixture
def beta(layla: Actor) -> Project:
    """A project of a customer who pays in 15 days."""
    party = makers.make_customer(payment_terms_days=15)
    department = people.add_department(actor=layla, name="Delivery")
    return services.open_project(actor=layla, name="Beta", party_id=party.pk, department_id=department.pk)


@pytest.fixture
def hourly(layla: Actor, beta: Project, sara: Employee) -> Project:
    """Beta, billed by the hour at 120."""
    services.set_billing_rule(
        actor=layla, project_id=beta.pk, kind="time_materials", default_hour_price=Decimal(120),
        markup_percent=Decimal(10),
    )  # fmt: skip
    return beta


def book(actor: Actor, employee: Employee, project: Project, hours: str, on: date = MAY, **said: object) -> TimeEntry:
    return services.book_time(
        actor=actor, employee_id=employee.pk, project_id=project.pk, on=on, hours=Decimal(hours), **said
    )


def test_time_is_billed_per_entry_with_the_dimension_and_the_terms(
    layla: Actor, hourly: Project, sara: Employee
) -> None:
    book(layla, sara, hourly, "7.5")
    book(layla, sara, hourly, "0.333333", on=JUNE)
    book(layla, sara, hourly, "1", is_billable=False)

    invoice = services.bill_project(actor=layla, project_id=hourly.pk, on=date(2026, 6, 30))

    lines = DocumentLine.objects.filter(document=invoice).order_by("position")
    assert [line.net_minor for line in lines] == [90_000, 4_000]
    assert {line.project_id for line in lines} == {hourly.dimension_id}
    assert {line.department_id for line in lines} == {hourly.department_id}
    assert (invoice.state, invoice.due_date) == ("posted", date(2026, 7, 15))
    assert queries.unbilled_values(layla.company, date(2026, 12, 31)).get(hourly.pk, 0) == 0
    assert not makers.findings()


def test_a_day_limits_what_is_billed_unless_entries_are_named(layla: Actor, hourly: Project, sara: Employee) -> None:
    early, late = book(layla, sara, hourly, "1"), book(layla, sara, hourly, "2", on=JUNE)

    services.bill_project(actor=layla, project_id=hourly.pk, on=JUNE, until=MAY)
    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=hourly.pk, on=MAY)
    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=hourly.pk, on=JUNE, time_ids=[early.pk, late.pk])
    named = services.bill_project(actor=layla, project_id=hourly.pk, on=MAY, time_ids=[late.pk])

    assert named.net_minor == 24_000


def test_expenses_are_charged_on_with_the_markup_but_not_beside_named_time(
    layla: Actor, hourly: Project, sara: Employee
) -> None:
    entry = book(layla, sara, hourly, "1")
    line = payables.ClaimLineDraft(Decimal("100.05"), "Train", project_id=hourly.dimension_id, is_billable=True)
    payables.record_expense(actor=layla, given=payables.ClaimInput(sara.pk, MAY, [line], prices_include_tax=False))

    assert services.bill_project(actor=layla, project_id=hourly.pk, on=MAY, time_ids=[entry.pk]).net_minor == 12_000
    assert services.bill_project(actor=layla, project_id=hourly.pk, on=MAY).net_minor == 11_006
    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=hourly.pk, on=MAY)


def test_time_without_a_price_is_named_not_given_away(layla: Actor, beta: Project, sara: Employee) -> None:
    services.set_billing_rule(actor=layla, project_id=beta.pk, kind="time_materials")
    book(layla, sara, beta, "1")

    with pytest.raises(errors.PriceMissing) as refused:
        services.bill_project(actor=layla, project_id=beta.pk, on=MAY)
    assert "Sara" in refused.value.message


def test_parts_of_a_fixed_price_are_rounded_and_the_last_takes_the_rest(layla: Actor, beta: Project) -> None:
    services.set_billing_rule(actor=layla, project_id=beta.pk, kind="fixed", amount_minor=10_001)

    half = services.bill_project(actor=layla, project_id=beta.pk, on=MAY, percent=Decimal(50))
    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=beta.pk, on=MAY, percent=Decimal(60))
    rest = services.bill_project(actor=layla, project_id=beta.pk, on=MAY)

    assert (half.net_minor, rest.net_minor) == (5_001, 5_000)
    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=beta.pk, on=MAY)


def test_a_milestone_is_billed_once_and_then_keeps_its_amount(layla: Actor, beta: Project) -> None:
    agreed = [services.MilestoneInput("Design", 10_010), services.MilestoneInput("Launch", 20_000)]
    services.set_billing_rule(actor=layla, project_id=beta.pk, kind="milestone", milestones=agreed)

    invoice = services.bill_project(actor=layla, project_id=beta.pk, on=MAY, milestone="Design")

    assert invoice.net_minor == 10_010
    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=beta.pk, on=MAY, milestone="Design")
    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=beta.pk, on=MAY, milestone="Nothing of the kind")
    with pytest.raises(Immutable):
        services.set_billing_rule(actor=layla, project_id=beta.pk, kind="milestone", milestones=agreed[1:])


def test_reached_milestones_are_billed_where_none_is_named(layla: Actor, beta: Project) -> None:
    agreed = [services.MilestoneInput("Design", 10_010), services.MilestoneInput("Launch", 20_000)]
    rule = services.set_billing_rule(actor=layla, project_id=beta.pk, kind="milestone", milestones=agreed)
    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=beta.pk, on=MAY)
    services.complete_milestone(actor=layla, milestone_id=rule.milestones.get(name="Launch").pk, on=MAY)

    (waiting,) = queries.unbilled_work(layla, MAY)

    assert waiting.total_minor == 20_000
    assert services.bill_project(actor=layla, project_id=beta.pk, on=MAY).net_minor == 20_000


def test_a_reversed_invoice_frees_what_it_billed(layla: Actor, hourly: Project, sara: Employee) -> None:
    entry = book(layla, sara, hourly, "2")
    invoice = services.bill_project(actor=layla, project_id=hourly.pk, on=MAY)
    with pytest.raises(errors.TimeBilled):
        services.delete_time(actor=layla, entry_id=entry.pk)

    receivables.reverse_document(actor=layla, document_id=invoice.pk, on=JUNE)

    assert queries.unbilled_values(layla.company, MAY).get(hourly.pk, 0) == 24_000
    assert services.bill_project(actor=layla, project_id=hourly.pk, on=JUNE).net_minor == 24_000
    assert not makers.findings()


def test_a_draft_holds_what_it_bills_until_it_is_discarded(layla: Actor, hourly: Project, sara: Employee) -> None:
    book(layla, sara, hourly, "2")
    draft = services.propose_invoice(actor=layla, project_id=hourly.pk, on=MAY)
    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=hourly.pk, on=MAY)

    receivables.discard_draft(actor=layla, document_id=draft.pk)

    assert not BilledPart.objects.exists()
    assert services.bill_project(actor=layla, project_id=hourly.pk, on=MAY).net_minor == 24_000


def test_a_line_taken_out_of_a_draft_is_free_again(layla: Actor, hourly: Project, sara: Employee) -> None:
    kept, left = book(layla, sara, hourly, "1"), book(layla, sara, hourly, "2")
    draft = services.propose_invoice(actor=layla, project_id=hourly.pk, on=MAY)
    given = receivables.input_of(draft)
    lines = [line for line in given.lines if line.origin == f"time:{kept.pk}"]
    shorter = receivables.DocumentInput(given.party_id, given.date, lines, currency=given.currency)

    receivables.change_draft(actor=layla, document_id=draft.pk, given=shorter, version=draft.version)

    assert queries.unbilled_values(layla.company, MAY).get(hourly.pk, 0) == 24_000
    services.delete_time(actor=layla, entry_id=left.pk)
    posted = receivables.post_invoice(actor=layla, document_id=draft.pk)
    assert posted.net_minor == 12_000
    assert not makers.findings()


def test_the_database_refuses_to_bill_one_thing_twice(layla: Actor, hourly: Project, sara: Employee) -> None:
    book(layla, sara, hourly, "1")
    services.bill_project(actor=layla, project_id=hourly.pk, on=MAY)
    part = BilledPart.objects.get()
    part.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        part.save()


def test_who_loses_the_race_is_told_that_nothing_is_left(
    layla: Actor, hourly: Project, sara: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    book(layla, sara, hourly, "1")
    seen_before = queries.unbilled_time(layla.company, until=MAY)
    services.bill_project(actor=layla, project_id=hourly.pk, on=MAY)
    monkeypatch.setattr(queries, "unbilled_time", lambda *_args, **_said: seen_before)
    count = Document.objects.count()

    with pytest.raises(errors.NothingToBill):
        services.bill_project(actor=layla, project_id=hourly.pk, on=MAY)
    assert Document.objects.count() == count


def test_a_project_lead_proposes_on_their_own_project_and_posts_nowhere(
    layla: Actor, hourly: Project, sara: Employee
) -> None:
    lead = makers.make_actor(layla.company, "Lina", "project_lead")
    book(layla, sara, hourly, "1")
    with pytest.raises(NotFound):
        services.propose_invoice(actor=lead, project_id=hourly.pk, on=MAY)
    services.change_project(actor=layla, project_id=hourly.pk, version=1, owner_id=lead.member_id)

    assert services.propose_invoice(actor=lead, project_id=hourly.pk, on=MAY).state == "draft"
    with pytest.raises(NotAllowed):
        services.bill_project(actor=lead, project_id=hourly.pk, on=MAY)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "gift"},
        {"kind": "fixed"},
        {"kind": "fixed", "amount_minor": 0},
        {"kind": "milestone"},
        {"kind": "milestone", "milestones": [services.MilestoneInput("A", 1), services.MilestoneInput("A", 2)]},
        {"kind": "time_materials", "default_hour_price": Decimal(-1)},
        {"kind": "time_materials", "hour_prices": {0: Decimal(1)}},
        {"kind": "time_materials", "markup_percent": Decimal(-1)},
        {"kind": "fixed", "amount_minor": 5, "tax_id": 0},
    ],
)
def test_a_rule_that_bills_nothing_sensible_is_refused(layla: Actor, beta: Project, said: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        services.set_billing_rule(actor=layla, project_id=beta.pk, **said)


def test_a_paid_deposit_of_the_origin_is_used_in_the_final_invoice(layla: Actor) -> None:
    party, tax = makers.make_customer(), ledger.taxes().get(is_default=True)
    project = services.open_project(actor=layla, name="Beta", party_id=party.pk, origin="deal:1")
    services.set_billing_rule(actor=layla, project_id=project.pk, kind="fixed", amount_minor=100_000, tax_id=tax.pk)
    line = receivables.LineDraft("Deposit", price=Decimal(300), tax_id=tax.pk)
    receivables.issue_invoice(
        actor=layla,
        given=receivables.DocumentInput(party.pk, MAY, [line], kind="deposit", origin="deal:1:deposit"),
    )

    final = services.bill_project(actor=layla, project_id=project.pk, on=JUNE)

    assert (final.total_minor, final.prepaid_minor) == (115_000, 34_500)
    assert makers.balance("customer_advances") == 0
    assert not makers.findings()


def test_a_line_names_the_employee_in_the_customers_language(layla: Actor, hourly: Project, sara: Employee) -> None:
    Employee.objects.filter(pk=sara.pk).update(name_ar="سارة")
    book(layla, sara, hourly, "1")
    Party.objects.filter(pk=hourly.party_id).update(language="ar")

    bill = services.bill_project(actor=layla, project_id=hourly.pk, on=MAY)

    assert bill.lines.get().description.startswith("سارة")
