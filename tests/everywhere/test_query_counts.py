"""A page asks the database as often with ten times the rows as with few, and never more than a few times."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import makers
from tests.everywhere.routes import routes
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.banking import services as banking
from wasl.core import clock
from wasl.core.scope import company_scope
from wasl.crm import services as crm
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.rules.entries import LineValues
from wasl.messages import services as messages
from wasl.parties import services as parties
from wasl.payables import services as payables
from wasl.people import services as people
from wasl.people.models import Employee
from wasl.projects import services as projects
from wasl.receivables import services as receivables
from wasl.sales import services as sales

MORE = 25
MOST = 15
LISTS = [route for route in routes() if not route.has_record]


@pytest.fixture(scope="module")
def counts(world):
    """Count the queries of every list before and after there are many more rows of everything."""
    with company_scope(world.company.pk):
        grow(world.company, 2)
    few = {route.name: count(world, route) for route in LISTS}
    with company_scope(world.company.pk):
        grow(world.company, MORE)
    return few, {route.name: count(world, route) for route in LISTS}


@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.name)
def test_a_list_costs_the_same_number_of_queries(counts, world, route):
    few, many = counts

    assert many[route.name] <= few[route.name], f"{few[route.name]} queries became {many[route.name]}"


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_a_page_costs_few_queries(counts, world, route):
    found = asked(world, route)

    assert len(found) <= MOST, "\n".join(query["sql"][:300] for query in found)


def count(world, route):
    return len(asked(world, route))


def asked(world, route):
    """Return the queries of a page with every column of its list, opened for the second time.

    Marks of where to roll back to are none: only a test, itself in a transaction, needs them.
    """
    url = route.url(world.company.pk)
    answer = world.clients["owner"].get(url)
    chooser = answer.context.get("chooser") if answer.context else None
    if chooser:
        url = f"{url}?columns={','.join(column['key'] for column in chooser)}"
        world.clients["owner"].get(url)
    with CaptureQueriesContext(connection) as captured:
        world.clients["owner"].get(url)
    return [query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"][:30]]


def grow(company, rows):
    """Make rows of everything that is listed."""
    owner = Member.objects.filter(role="owner").first()
    actor, today = Actor.of(owner), clock.today(company.time_zone)
    due, tax, bank = today + timedelta(3), ledger_queries.taxes().get(is_default=True), makers.bank()
    for index in range(rows):
        word = f"Extra {rows}-{index}"
        party = parties.add_party(actor=actor, name=word, is_customer=True)
        crm.capture_lead(actor=actor, name=word)
        crm.capture_lead(actor=actor, name=word, owner_id=owner.pk, next_step=crm.NextStep("Call", due))
        deal = crm.open_deal(
            actor=actor, title=word, on=today, party_id=party.pk, owner_id=owner.pk, next_step=crm.NextStep("Call", due)
        )
        crm.open_deal(actor=actor, title=word, on=today, owner_id=owner.pk)
        line = sales.QuoteLineDraft(word, Decimal(1), Decimal(100), tax.pk)
        sales.issue_quote(actor=actor, given=sales.QuoteInput(party.pk, today, [line], deal_id=deal.pk))
        sales.add_service(actor=actor, name=word)
        employee = people.add_employee(actor=actor, name=word)
        people.add_department(actor=actor, name=word)
        project = projects.open_project(actor=actor, name=word, party_id=party.pk, owner_id=owner.pk)
        projects.set_billing_rule(
            actor=actor, project_id=project.pk, kind="time_materials", tax_id=tax.pk, default_hour_price=Decimal(100)
        )
        mine = Employee.objects.get(member_id=owner.pk)
        for person in (employee, mine):
            projects.book_time(
                actor=Actor.system(company),
                employee_id=person.pk,
                project_id=project.pk,
                on=today,
                hours=Decimal("0.2"),
            )
        late = makers.make_invoice(actor, party, "100", on=today - timedelta(90))
        makers.make_invoice(actor, party, "50", on=today)
        receivables.draft_invoice(
            actor=actor,
            given=receivables.DocumentInput(party.pk, today, [receivables.LineDraft(word, price=Decimal(10))]),
        )
        receivables.receive_payment(
            actor=actor, party_id=party.pk, on=today, amount_minor=5000, account_id=bank.pk,
            apply=[receivables.Apply(late.pk, 2000)],
        )  # fmt: skip
        claim = payables.draft_claim(
            actor=actor, given=payables.ClaimInput(employee.pk, today, [payables.ClaimLineDraft(Decimal(10))])
        )
        payables.submit_claim(actor=actor, claim_id=claim.pk)
        account = ledger.add_account(actor=actor, code=f"9{rows}{index}", name=word, role="expense")
        ledger.post_journal(
            actor=actor,
            on=today,
            lines=[LineValues(account.pk, 5, "SAR", 5), LineValues(bank.pk, -5, "SAR", -5)],
        )
        ledger.add_tax(actor=actor, code=f"T{rows}{index}", name=word, percent=Decimal(5))
        ledger.set_exchange_rate(actor=actor, currency="EUR", on=today - timedelta(index), rate=Decimal(4))
        banking.add_bank_account(actor=actor, name=word, currency="SAR")
        access.add_member(actor=actor, name=word, email=f"e{rows}{index}@x.example")
        messages.queue_message(actor=actor, to="a@b.example", subject=word, body_text=word)
