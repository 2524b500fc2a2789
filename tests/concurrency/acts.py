"""A company's day as many people live it: mixed acts through public services, and what of them was acknowledged.

An act is acknowledged once its service has returned; its receipt is then on disk (fsync) before the next act begins.
A receipt is a question to the database, `(model, key, lookups)`, that must find a row whatever happened since.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction

from tests import makers
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.errors import Refusal
from wasl.core.models import NumberSeries
from wasl.core.scope import company_scope
from wasl.crm import services as crm
from wasl.crm.models import Deal, Lead, Stage
from wasl.ledger import queries as ledger
from wasl.ledger.models import Book, Entry, OpenItem
from wasl.payables import services as payables
from wasl.people import services as people
from wasl.people.models import Employee
from wasl.projects import services as projects
from wasl.projects.models import Project
from wasl.receivables import services as receivables
from wasl.sales import services as sales

FIRST_DAY = date(2026, 10, 1)
BY_HOUR = "By the hour"
NUMBERED = {
    "receivables.Document": "number",
    "receivables.Payment": "number",
    "payables.Claim": "number",
    "payables.Reimbursement": "number",
    "projects.Project": "code",
    "sales.Quote": "number",
}
MODELS = {*NUMBERED, "crm.Deal", "crm.ImportBatch", "crm.Lead", "projects.TimeEntry"}
Receipt = tuple[str, int, dict[str, Any]]


def prepare(actor: Actor) -> None:
    """Give a company what its people need to act on: customers, deals, a lead, employees, a project by the hour."""
    customers = [makers.make_customer(f"Customer {number}") for number in range(3)]
    for number in range(6):
        _open_deal(actor, customers[number % 3].pk, f"Deal {number}")
    crm.capture_lead(actor=actor, name="Known to all")
    for name in ("Sara", "Huda"):
        people.add_employee(actor=actor, name=name)
    project = projects.open_project(actor=actor, name=BY_HOUR, party_id=customers[0].pk)
    price = Decimal(200)
    projects.set_billing_rule(
        actor=actor, project_id=project.pk, kind="time_materials", tax_id=ledger.taxes().get(is_default=True).pk,
        default_hour_price=price,
    )  # fmt: skip


def _open_deal(actor: Actor, party_id: int, title: str) -> Deal:
    return crm.open_deal(
        actor=actor, title=title, on=FIRST_DAY, party_id=party_id, amount_minor=100_000, owner_id=actor.member_id
    )


class Day:
    """One person's day: which act comes next, and on what, is drawn by a seed."""

    def __init__(self, actor: Actor, seed: int) -> None:
        self.actor = actor
        self.draw = random.Random(seed)
        self.mark = f"{seed}-"
        self.count = 0
        self.bank = makers.bank().pk
        self.tax = ledger.taxes().get(is_default=True).pk
        self.acts: list[Callable[[], Receipt]] = [
            self.post, self.post, self.pay, self.pay, self.claim, self.reimburse,
            self.import_leads, self.amend, self.move, self.move, self.win, self.book_time, self.bill_time,
        ]  # fmt: skip

    def act(self) -> Receipt | None:
        """Do the next act and return its receipt; None where it was refused."""
        self.count += 1
        try:
            return self.draw.choice(self.acts)()
        except Refusal:
            return None

    def on(self) -> date:
        """Return a day of the season."""
        return FIRST_DAY + timedelta(self.draw.randrange(60))

    def pick(self, rows: Any) -> Any:
        """Return one of some rows.

        :raises Refusal: there is none.
        """
        found = list(rows)
        if not found:
            raise Refusal()
        return self.draw.choice(found)

    def post(self) -> Receipt:
        """Post an invoice."""
        party = self.pick(receivables_parties())
        lines = [receivables.LineDraft("Work", Decimal(1), Decimal(self.draw.randrange(1, 900)), self.tax)]
        given = receivables.DocumentInput(party, self.on(), lines)
        made = receivables.issue_invoice(actor=self.actor, given=given)
        return "receivables.Document", made.pk, {"number": made.number, "total_minor": made.total_minor}

    def pay(self) -> Receipt:
        """Receive a part of what an invoice leaves open, or all of it."""
        item = self.pick(OpenItem.objects.filter(kind="invoice", open_minor__gt=0).order_by("pk")[:20])
        amount = self.draw.choice([item.open_minor, max(1, item.open_minor // 2)])
        made = receivables.receive_payment(
            actor=self.actor, party_id=item.party_id, on=self.on(), amount_minor=amount, account_id=self.bank,
            apply=[receivables.Apply(item.source_id, amount)],
        )  # fmt: skip
        return "receivables.Payment", made.pk, {"number": made.number, "amount_minor": amount}

    def claim(self) -> Receipt:
        """Record what an employee spent."""
        lines = [payables.ClaimLineDraft(Decimal(self.draw.randrange(1, 90)), "Taxi", tax_id=self.tax)]
        given = payables.ClaimInput(self.pick(Employee.objects.all()).pk, self.on(), lines)
        made = payables.record_expense(actor=self.actor, given=given)
        return "payables.Claim", made.pk, {"number": made.number}

    def reimburse(self) -> Receipt:
        """Pay an employee back all that is open."""
        employee = self.pick(Employee.objects.all()).pk
        made = payables.reimburse(actor=self.actor, employee_id=employee, on=self.on(), account_id=self.bank)
        return "payables.Reimbursement", made.pk, {"number": made.number, "amount_minor": made.amount_minor}

    def import_leads(self) -> Receipt:
        """Import a few leads that nobody has."""
        rows = "\n".join(f"{self.mark}{self.count}-{number},Person {number}" for number in range(3))
        made = crm.import_file(
            actor=self.actor, kind="leads", source=BytesIO(f"id,name\n{rows}".encode()), on=self.on(),
            filename="leads.csv", accept=True,
        )  # fmt: skip
        return "crm.ImportBatch", made.batch_id, {"created": 3, "state": "done"}

    def amend(self) -> Receipt:
        """Add a word to what is known of the lead that all know; who was overtaken reads it again."""
        lead = Lead.objects.get(name="Known to all")
        word = f"[{self.mark}{self.count}]"
        crm.change_lead(actor=self.actor, lead_id=lead.pk, version=lead.version, message=lead.message + word)
        return "crm.Lead", lead.pk, {"message__contains": word}

    def move(self) -> Receipt:
        """Move a deal to another stage."""
        deal = self.pick(Deal.objects.filter(state="open"))
        stage = self.pick(Stage.objects.filter(pipeline_id=deal.pipeline_id))
        moved = crm.move_deal(actor=self.actor, deal_id=deal.pk, stage_id=stage.pk, on=self.on())
        return "crm.Deal", deal.pk, {"version__gte": moved.version}

    def win(self) -> Receipt:
        """Win a deal, and open another in its place."""
        deal = self.pick(Deal.objects.filter(state="open"))
        on = self.on()
        won = sales.win_deal(
            actor=self.actor, deal_id=deal.pk, on=on, plan=sales.preview_win(actor=self.actor, deal_id=deal.pk, on=on)
        )
        assert won.project is not None
        _open_deal(self.actor, won.deal.party_id, f"After {deal.title}"[:60])
        return "projects.Project", won.project.pk, {"code": won.project.code}

    def book_time(self) -> Receipt:
        """Book an hour on the project that is billed by the hour."""
        project = Project.objects.get(name=BY_HOUR)
        made = projects.book_time(
            actor=self.actor, employee_id=self.pick(Employee.objects.all()).pk, project_id=project.pk, on=self.on(),
            hours=Decimal(1),
        )  # fmt: skip
        return "projects.TimeEntry", made.pk, {"project_id": project.pk}

    def bill_time(self) -> Receipt:
        """Bill the hours that were booked."""
        project = Project.objects.get(name=BY_HOUR)
        made = projects.bill_project(actor=self.actor, project_id=project.pk, on=FIRST_DAY + timedelta(60))
        return "receivables.Document", made.pk, {"number": made.number}


def receivables_parties() -> list[int]:
    """Return the customers of the company in force."""
    return list(Deal.objects.filter(title__startswith="Deal ").values_list("party_id", flat=True).distinct())


def live(*, company_id: int, member_id: int, seed: int, count: int, receipts: str) -> None:
    """Live a day of `count` acts, and write down each that was acknowledged."""
    with company_scope(company_id, member_id):
        day = Day(Actor.of(Member.objects.select_related("company").get(pk=member_id)), seed)
        with Path(receipts).open("a") as paper:
            for _ in range(count):
                if receipt := day.act():
                    paper.write(json.dumps(receipt) + "\n")
                    paper.flush()
                    os.fsync(paper.fileno())


def rehearse(*, company_id: int, member_id: int) -> None:
    """Do each act once and take it all back, so that what is loaded at first use is loaded."""
    with company_scope(company_id, member_id), makers.undone():
        day = Day(Actor.of(Member.objects.select_related("company").get(pk=member_id)), 0)
        for act in dict.fromkeys(day.acts):
            with suppress(Refusal), transaction.atomic():
                act()


def acknowledged(receipts: Path) -> list[Receipt]:
    """Return what was acknowledged; a last line that was cut off was not."""
    text = receipts.read_text() if receipts.exists() else ""
    return [tuple(json.loads(line)) for line in text.split("\n")[:-1]]


def lost(receipts: Path) -> list[Receipt]:
    """Return what was acknowledged and is not there."""
    return [
        (model, key, facts)
        for model, key, facts in acknowledged(receipts)
        if not apps.get_model(model).objects.filter(pk=key, **facts).exists()
    ]


def wrong_numbers() -> Iterator[str]:
    """Yield each number that is twice or missing, and each counter that does not stand at its last number."""
    given: dict[tuple[str, int], list[int]] = {}
    for model, field in NUMBERED.items():
        for number in apps.get_model(model).objects.exclude(**{field: ""}).values_list(field, flat=True):
            prefix, year, count = number.rsplit("-", 2)
            given.setdefault((prefix, int(year)), []).append(int(count))
    for series, counts in given.items():
        if sorted(counts) != list(range(1, len(counts) + 1)):
            yield f"{series}: {sorted(counts)}"
    counted = sorted(NumberSeries.objects.values_list("year", "last_number"))
    if counted != sorted((year, len(counts)) for (_prefix, year), counts in given.items()):
        yield f"counters stand at {counted}"
    sequences = list(Entry.objects.order_by("sequence").values_list("sequence", flat=True))
    if sequences != list(range(1, len(sequences) + 1)) or Book.objects.get().sequence != len(sequences):
        yield f"entries: {sequences}"


def twice() -> Iterator[str]:
    """Yield each deal that was won more than once: each opened one project."""
    origins = list(Project.objects.exclude(origin="").values_list("origin", flat=True))
    if len(origins) != len(set(origins)):
        yield f"projects of one deal: {sorted(origins)}"
    won = Deal.objects.filter(state="won").count()
    if len(origins) != won:
        yield f"{won} deals were won, {len(origins)} projects opened"


def wrong() -> list[str]:
    """Return all that is wrong in the company in force: findings of `wasl check`, numbers, deals won twice."""
    return [*map(str, makers.findings()), *wrong_numbers(), *twice()]
