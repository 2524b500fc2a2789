"""Ids of another company are not there, wherever a service takes an id."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests import makers
from wasl.banking import services as banking
from wasl.core.errors import NotFound, Refusal
from wasl.core.scope import company_scope
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.models import Line
from wasl.ledger.rules.entries import LineValues
from wasl.payables import services as payables
from wasl.people.models import Department, Employee
from wasl.receivables import services as receivables

ON = date(2026, 1, 15)


@pytest.fixture
def theirs(rival):
    """Ids of Rival LLC."""
    with company_scope(rival.pk):
        party = makers.make_customer("Theirs")
        deposit = makers.make_invoice(makers.make_actor(rival, "Sami", "owner"), party, "100", kind="deposit")
        return {
            "party": party.pk,
            "account_id": ledger_queries.default_account("revenue").pk,
            "tax_id": ledger_queries.taxes().first().pk,
            "project_id": ledger.add_dimension(kind="project", key=1, label="x").pk,
            "department_id": Department.objects.create(name="x").pk,
            "employee": Employee.objects.create(name="x").pk,
            "bank": makers.bank().pk,
            "deposit": deposit.pk,
        }


@pytest.mark.parametrize("part", ["account_id", "tax_id", "project_id", "department_id"])
def test_a_line_of_an_invoice_takes_no_id_of_another_company(layla, theirs, part):
    line = replace(receivables.LineDraft("x", price=Decimal(1)), **{part: theirs[part]})
    given = receivables.DocumentInput(makers.make_customer().pk, ON, [line])

    with pytest.raises(NotFound):
        receivables.issue_invoice(actor=layla, given=given)
    assert Line.objects.count() == 0


def test_an_invoice_takes_no_customer_or_deposit_of_another_company(layla, theirs):
    line = receivables.LineDraft("x", price=Decimal(500), tax_id=ledger_queries.taxes().get(is_default=True).pk)
    with pytest.raises(NotFound):
        receivables.issue_invoice(actor=layla, given=receivables.DocumentInput(theirs["party"], ON, [line]))
    given = receivables.DocumentInput(
        makers.make_customer().pk, ON, [line], offsets=[receivables.Offset(theirs["deposit"])]
    )
    with pytest.raises(NotFound):
        receivables.issue_invoice(actor=layla, given=given)


def test_an_invoice_uses_no_deposit_of_another_customer(layla):
    deposit = makers.make_invoice(layla, makers.make_customer("A"), "100", kind="deposit")
    tax = ledger_queries.taxes().get(is_default=True).pk
    given = receivables.DocumentInput(
        makers.make_customer("B").pk,
        ON,
        [receivables.LineDraft("x", price=Decimal(500), tax_id=tax)],
        offsets=[receivables.Offset(deposit.pk)],
    )

    with pytest.raises(Refusal) as refused:
        receivables.issue_invoice(actor=layla, given=given)
    assert refused.value.field == "offsets"


def test_a_payment_goes_to_no_bank_and_no_invoice_of_another_company(layla, theirs):
    party = makers.make_customer()
    pay = {"actor": layla, "party_id": party.pk, "on": ON, "amount_minor": 100}
    with pytest.raises(NotFound):
        receivables.receive_payment(**pay, account_id=theirs["bank"])
    with pytest.raises(NotFound):
        receivables.receive_payment(**pay | {"party_id": theirs["party"]}, account_id=makers.bank().pk)
    with pytest.raises(NotFound):
        receivables.receive_payment(**pay, account_id=makers.bank().pk, apply=[receivables.Apply(theirs["deposit"])])


@pytest.mark.parametrize("part", ["account_id", "tax_id", "project_id", "department_id"])
def test_a_claim_takes_no_id_of_another_company(layla, theirs, part):
    employee = Employee.objects.create(name="Own")
    line = replace(payables.ClaimLineDraft(Decimal(1)), **{part: theirs[part]})

    with pytest.raises(NotFound):
        payables.draft_claim(actor=layla, given=payables.ClaimInput(employee.pk, ON, [line]))
    with pytest.raises(NotFound):
        payables.draft_claim(
            actor=layla, given=payables.ClaimInput(theirs["employee"], ON, [payables.ClaimLineDraft(Decimal(1))])
        )


def test_a_journal_and_a_bank_fee_take_no_id_of_another_company(layla, theirs):
    expense, bank = ledger_queries.default_account("expense").pk, makers.bank().pk
    lines = [
        LineValues(expense, 5, "SAR", 5, None, None, theirs["department_id"]),
        LineValues(bank, -5, "SAR", -5),
    ]
    with pytest.raises(NotFound):
        ledger.post_journal(actor=layla, on=ON, lines=lines)
    with pytest.raises(NotFound):
        banking.record_bank_fee(actor=layla, account_id=bank, on=ON, net_minor=5, department_id=theirs["department_id"])


def test_the_check_names_a_key_that_left_its_company(layla, theirs):
    Employee.objects.create(name="Strayed", department_id=theirs["department_id"])

    assert [finding.check for finding in makers.findings()] == ["keys stay in the company"]
