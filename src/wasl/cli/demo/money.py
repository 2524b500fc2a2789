"""Money in and out: customers who pay early, late or in parts; salaries, rent, expenses, the bank."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wasl.banking import services as banking
from wasl.cli.demo import texts
from wasl.cli.demo.company import Cast
from wasl.core import periods
from wasl.core.money import to_decimal
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.rules.entries import LineValues
from wasl.payables import queries as payables_queries
from wasl.payables import services as payables
from wasl.projects.models import Project
from wasl.receivables import queries as receivables_queries
from wasl.receivables import services as receivables
from wasl.receivables.models import Document

SALARY_HOURS = 165
RENT_MINOR = 1_450_000
OVERPAYS = 0.06
SMALL_MINOR = 15_000
CREDITED = 0.03
CREDIT_MINOR = 150_000  # in the currency of the story, which has two decimals
LATE = (-3, 0, 2, 5, 9, 16, 28, 45)


@dataclass
class _Expected:
    """An invoice that waits for its money: when some of it comes, and how many parts are left."""

    document: Document
    on: date
    parts: int


class Money:
    """Receives, pays and keeps the months in order. A story with less work has `share` of the running costs."""

    def __init__(self, cast: Cast, chance: random.Random, today: date, scale: float) -> None:
        self.cast, self.chance, self.today = cast, chance, today
        self.share = min(Decimal(str(scale)), Decimal(1))
        self.waiting: list[_Expected] = []
        self.habit: dict[int, int] = {}

    def expect(self, document: Document, day: date) -> None:
        """Send an invoice and wait for its money, by the customer's habit."""
        receivables.mark_sent(actor=self.cast.finance, document_id=document.pk)
        habit = self.habit.setdefault(document.party_id, self.chance.choice(LATE))
        due = document.due_date + timedelta(max(habit + self.chance.randrange(-4, 7), -10))
        parts = 2 if self.chance.random() < 0.15 else 1
        self.waiting.append(_Expected(document, max(due, day + timedelta(1)), parts))
        if self.chance.random() < CREDITED and document.net_minor >= CREDIT_MINOR:
            self._credit(document, day)

    def week(self, day: date) -> None:
        """Receive what comes this week, and take in the week's expense claims."""
        for expected in [one for one in self.waiting if one.on <= day]:
            self.waiting.remove(expected)
            self._receive(expected, day)
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            self._claim(day)

    def month(self, last: date) -> None:
        """Pay salaries, rent, subscriptions and the bank; pay employees back; lock the year before last."""
        say, bank = self.cast.say, self.cast.accounts["bank"].pk
        self._salaries(last)
        for account, minor, words in (
            ("rent", RENT_MINOR, texts.RENT),
            ("software", 380_000 + self.chance.randrange(60_000), texts.SOFTWARE),
        ):
            minor = int(minor * self.share)
            lines = [
                LineValues(
                    self.cast.accounts[account].pk, minor, "SAR", minor, None, None, self.cast.departments["operations"]
                ),
                LineValues(bank, -minor, "SAR", -minor),
            ]
            ledger.post_journal(actor=self.cast.finance, on=last, lines=lines, memo=say(words))
        banking.record_bank_fee(
            actor=self.cast.finance,
            account_id=bank,
            on=last,
            net_minor=5_000 + self.chance.randrange(9_000),
            tax_id=self.cast.tax.pk,
            department_id=self.cast.departments["operations"],
        )
        self._reimburse(last)
        if last.month % 3 == 1:
            self._pay_tax(last)
        if last.month == 12 and last.year < self.today.year:
            ledger.lock_period(actor=self.cast.finance, until=periods.add_months(last, -1))

    def give_up(self) -> None:
        """Write small remainders of the two oldest debts off."""
        actor = self.cast.finance
        owed = [one for one in receivables_queries.aged_items(actor, self.today) if one.kind == "invoice"]
        for item in [one for one in owed if one.open_minor > SMALL_MINOR][:2]:
            receivables.write_off(
                actor=actor,
                document_id=item.source_id,
                on=self.today,
                amount_minor=SMALL_MINOR,
                reason=self.cast.say(texts.WRITE_OFF_REASON),
            )

    def _receive(self, expected: _Expected, day: date) -> None:
        document = expected.document
        item = receivables_queries.invoice_item(document.pk)
        if item is None or not item.open_minor:
            return
        amount = item.open_minor
        if expected.parts > 1:
            amount = item.open_minor // 2
            self.waiting.append(_Expected(document, day + timedelta(self.chance.randrange(10, 40)), 1))
        overpaid = 50_000 if expected.parts == 1 and self.chance.random() < OVERPAYS else 0
        payment = receivables.receive_payment(
            actor=self.cast.finance,
            party_id=document.party_id,
            on=max(day, document.date),
            amount_minor=amount + overpaid,
            account_id=self.cast.accounts["bank"].pk,
            apply=[receivables.Apply(document.pk)],
            reference=f"TRF{self.chance.randrange(10**7, 10**8)}",
        )
        if overpaid:
            receivables.refund(
                actor=self.cast.finance,
                item_id=receivables_queries.credit_item("payment", payment.pk).pk,
                on=payment.date,
                account_id=self.cast.accounts["bank"].pk,
            )

    def _credit(self, document: Document, day: date) -> None:
        receivables.issue_credit_note(
            actor=self.cast.finance,
            on=max(day, document.date),
            invoice_id=document.pk,
            lines=[
                receivables.CreditLine(
                    of_line=1, quantity=Decimal(1), price=to_decimal(CREDIT_MINOR, document.currency)
                )
            ],
            reason=self.cast.say(texts.CREDIT_REASON),
        )

    def _claim(self, day: date) -> None:
        words, least, most, for_project = self.chance.choice(texts.SPENDING)
        box = self.chance.choice([box for box in self.cast.employees if box != "noura"])
        actor, employee = self.cast.actors[box], self.cast.employees[box]
        project = None
        if for_project:
            running = list(Project.objects.filter(state="active").order_by("pk"))
            project = self.chance.choice(running) if running else None
        account = self.cast.accounts["travel" if for_project else "meals" if least == 150 else "office"]
        line = payables.ClaimLineDraft(
            price=Decimal(self.chance.randrange(least, most)),
            description=self.cast.say(words),
            tax_id=self.cast.tax.pk if self.chance.random() < 0.7 else None,
            account_id=account.pk,
            project_id=project.dimension_id if project else None,
            department_id=(project.department_id if project else None) or employee.department_id,
            is_billable=bool(project) and self.chance.random() < 0.5,
        )
        claimer = actor if actor.can("claim.submit") else self.cast.owner
        claim = payables.draft_claim(
            actor=claimer, given=payables.ClaimInput(employee.pk, day, [line], merchant=self.cast.say(words))
        )
        payables.submit_claim(actor=claimer, claim_id=claim.pk)
        if day < self.today - timedelta(12):
            payables.approve_claim(actor=self.cast.owner, claim_id=claim.pk, on=day)

    def _salaries(self, last: date) -> None:
        by_department: dict[int, int] = {}
        raised = periods.add_months(self.cast.first_day, 14) <= last
        for person in texts.PEOPLE:
            department = self.cast.departments[person.department]
            cost = int(person.hour_cost * SALARY_HOURS * 52 * (106 if raised else 100) // 100 * self.share)
            by_department[department] = by_department.get(department, 0) + cost
        payroll = self.cast.payroll.pk
        lines = [
            LineValues(payroll, minor, "SAR", minor, None, None, department)
            for department, minor in by_department.items()
        ]
        total = sum(by_department.values())
        lines.append(LineValues(self.cast.accounts["bank"].pk, -total, "SAR", -total))
        ledger.post_journal(actor=self.cast.finance, on=last, lines=lines, memo=self.cast.say(texts.SALARIES))

    def _pay_tax(self, last: date) -> None:
        """Pay the tax of the quarter that ended a month ago."""
        ended = periods.month_end(periods.add_months(last, -1))
        balances = ledger_queries.net_by_account(ledger_queries.movements(last=ended))
        accounts = [ledger_queries.default_account(role).pk for role in ("tax_payable", "tax_recoverable")]
        lines = [LineValues(pk, -balances[pk], "SAR", -balances[pk]) for pk in accounts if balances.get(pk)]
        owed = sum(line.base_minor for line in lines)
        if owed <= 0:
            return
        lines.append(LineValues(self.cast.accounts["bank"].pk, -owed, "SAR", -owed))
        ledger.post_journal(actor=self.cast.finance, on=last, lines=lines, memo=self.cast.say(texts.VAT))

    def _reimburse(self, last: date) -> None:
        for employee in self.cast.employees.values():
            if payables_queries.owed_minor(employee.pk):
                payables.reimburse(
                    actor=self.cast.finance,
                    employee_id=employee.pk,
                    on=last,
                    account_id=self.cast.accounts["bank"].pk,
                )
