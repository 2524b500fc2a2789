"""Several people, each in a process of their own, do the same at the same moment: it happens once."""

from __future__ import annotations

import json
from decimal import Decimal

from tests import makers
from tests.concurrency import acts
from tests.concurrency.races import ACTS, DONE
from wasl.access.actor import Actor
from wasl.crm import services as crm
from wasl.crm.models import Deal
from wasl.ledger import queries as ledger
from wasl.ledger.models import OpenItem
from wasl.payables import services as payables
from wasl.people.models import Employee
from wasl.projects import services as projects
from wasl.projects.models import Project
from wasl.receivables import services as receivables
from wasl.receivables.models import Document, Payment
from wasl.sales import services as sales
from wasl.sales.models import Quote

RIVALS, ROUNDS = 4, 1
ON = acts.FIRST_DAY


def quote(actor: Actor, party_id: int, tax_id: int) -> int:
    lines = [sales.QuoteLineDraft("Site", Decimal(1), Decimal(300), tax_id)]
    return int(sales.issue_quote(actor=actor, given=sales.QuoteInput(party_id, ON, lines)).pk)


def draft(actor: Actor, party_id: int, tax_id: int) -> receivables.DocumentInput:
    return receivables.DocumentInput(party_id, ON, [receivables.LineDraft("Work", Decimal(1), Decimal(100), tax_id)])


def subjects(actor: Actor, round_: int) -> dict[str, int]:
    """Make what each race is about."""
    party = makers.make_customer(f"Rawabi {round_}")
    tax_id = ledger.taxes().get(is_default=True).pk
    deal = crm.open_deal(
        actor=actor, title=f"Site {round_}", on=ON, party_id=party.pk, amount_minor=100_000, owner_id=actor.member_id
    )
    hours = projects.open_project(actor=actor, name=f"Hours {round_}", party_id=party.pk)
    projects.set_billing_rule(
        actor=actor, project_id=hours.pk, kind="time_materials", tax_id=tax_id, default_hour_price=Decimal(200)
    )
    employee = Employee.objects.order_by("pk")[round_]
    projects.book_time(actor=actor, employee_id=employee.pk, project_id=hours.pk, on=ON, hours=Decimal(2))
    steps = projects.open_project(actor=actor, name=f"Steps {round_}", party_id=party.pk)
    projects.set_billing_rule(
        actor=actor, project_id=steps.pk, kind="milestone", milestones=[projects.MilestoneInput("Design", 50_000)]
    )
    spent = [payables.ClaimLineDraft(Decimal(40), "Taxi", tax_id=tax_id)]
    payables.record_expense(actor=actor, given=payables.ClaimInput(employee.pk, ON, spent))
    posted = [receivables.issue_invoice(actor=actor, given=draft(actor, party.pk, tax_id)).pk for _ in range(2)]
    return {
        "win a deal": deal.pk,
        "accept a quote": quote(actor, party.pk, tax_id),
        "invoice a quote": quote(actor, party.pk, tax_id),
        "post a draft": receivables.draft_invoice(actor=actor, given=draft(actor, party.pk, tax_id)).pk,
        "pay an invoice in full": posted[0],
        "reverse an invoice": posted[1],
        "bill hours": hours.pk,
        "bill a milestone": steps.pk,
        "pay an employee back": employee.pk,
        "qualify a lead": crm.capture_lead(actor=actor, name=f"Maha {round_}").pk,
    }


def test_what_several_people_do_at_once_happens_once(office, forks, tmp_path):
    second = makers.make_actor(office.company, "Faisal", "owner")
    races = [race for round_ in range(ROUNDS) for race in subjects(office, round_).items()]
    assert {act for act, _key in races} == set(ACTS)
    before = {model: model.objects.count() for model in (Project, Document, Payment, Deal)}

    rivals = [
        forks.start(
            "tests.concurrency.races.run", company_id=office.company.pk,
            member_id=(office, second)[rival % 2].member_id, races=races, rivals=RIVALS, rival=rival,
            folder=str(tmp_path),
        )
        for rival in range(RIVALS)
    ]  # fmt: skip
    assert [forks.ended(pid) for pid in rivals] == [0] * RIVALS, forks.told()

    came = [json.loads((tmp_path / f"came-{rival}").read_text()) for rival in range(RIVALS)]
    for number, (act, _key) in enumerate(races):
        assert [each[number] for each in came].count(DONE) == 1, f"{act}: {[each[number] for each in came]}"
    made = {model: model.objects.count() - count for model, count in before.items()}
    # A project of the deal; invoices of a quote, hours and a milestone; a payment; a deal of the lead.
    assert made == {Project: ROUNDS, Document: 3 * ROUNDS, Payment: ROUNDS, Deal: ROUNDS}
    assert not OpenItem.objects.filter(open_minor__lt=0).exists()
    assert Quote.objects.filter(state="accepted").count() == 2 * ROUNDS
    assert acts.wrong() == []
