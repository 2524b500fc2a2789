"""Whatever a company does, in whatever order: refused acts change nothing, and every invariant holds after each."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import makers
from wasl.banking import services as banking
from wasl.core.errors import Refusal
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.models import Line, OpenItem
from wasl.payables import services as payables
from wasl.people.models import Employee
from wasl.receivables import services as receivables
from wasl.receivables.models import Document, Payment

START = date(2026, 1, 1)
numbers = st.integers(0, 10**6)
acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["invoice", "invoice", "deposit", "final", "payment", "payment", "credit", "apply", "refund"]
            + ["write_off", "reverse", "reverse_payment", "expense", "reimburse", "fee", "lock", "fold"]
        ),
        numbers,
        numbers,
    ),
    min_size=3,
    max_size=14,
)


class Company:
    """A company that does what it is told, with what it has."""

    def __init__(self, actor):
        self.actor = actor
        self.parties = [makers.make_customer("Home"), makers.make_customer("Abroad", currency="EUR")]
        ledger.set_exchange_rate(actor=actor, currency="EUR", on=START, rate=Decimal("4.0127"))
        ledger.set_exchange_rate(actor=actor, currency="EUR", on=START + timedelta(40), rate=Decimal("3.95"))
        self.bank = makers.bank()
        self.euros = banking.add_bank_account(actor=actor, name="Euros", currency="EUR")
        self.tax = ledger_queries.taxes().get(is_default=True)
        self.employee = Employee.objects.create(name="Sara")

    def do(self, act, first, second):
        """Do one act with two numbers to choose from; a refusal is an answer too."""
        try:
            with transaction.atomic():
                getattr(self, act)(first, second)
        except Refusal:
            return False
        return True

    def on(self, number):
        return START + timedelta(number % 90)

    def pick(self, rows, number):
        rows = list(rows)
        if not rows:
            raise Refusal()
        return rows[number % len(rows)]

    def given(self, first, second, **fields):
        party = self.parties[second % 2]
        lines = [
            receivables.LineDraft("x", Decimal(1 + second % 3), Decimal(first % 99_999) / 100, tax)
            for tax in (self.tax.pk, None)[: 1 + first % 2]
        ]
        return receivables.DocumentInput(party.pk, self.on(second), lines, prices_include_tax=bool(first % 3), **fields)

    def invoice(self, first, second):
        receivables.issue_invoice(actor=self.actor, given=self.given(first, second))

    def deposit(self, first, second):
        lines = [receivables.LineDraft("d", Decimal(1), Decimal(first % 9_999) / 100, self.tax.pk)]
        party = self.parties[second % 2].pk
        given = receivables.DocumentInput(party, self.on(second), lines, kind="deposit")
        receivables.issue_invoice(actor=self.actor, given=given)

    def final(self, first, second):
        deposit = self.pick(Document.objects.filter(kind="deposit"), first)
        net = None if second % 2 else 1 + second % 5000
        lines = [receivables.LineDraft("f", Decimal(1), Decimal(first % 99_999) / 100, self.tax.pk)]
        given = receivables.DocumentInput(
            deposit.party_id, self.on(second), lines, offsets=[receivables.Offset(deposit.pk, net)]
        )
        receivables.issue_invoice(actor=self.actor, given=given)

    def payment(self, first, second):
        document = self.pick(Document.objects.exclude(kind="credit_note"), first)
        account = self.bank if document.currency == "SAR" or second % 3 else self.euros
        receivables.receive_payment(
            actor=self.actor,
            party_id=document.party_id,
            on=self.on(second),
            amount_minor=1 + first % 60_000,
            account_id=account.pk,
            currency=document.currency,
            apply=[receivables.Apply(document.pk)] if second % 4 else (),
            fee_minor=second % 50,
        )

    def credit(self, first, second):
        document = self.pick(Document.objects.exclude(kind="credit_note"), first)
        lines = (
            ()
            if second % 2
            else [receivables.CreditLine(of_line=1, quantity=Decimal(1), price=Decimal(first % 9_999) / 100)]
        )
        receivables.issue_credit_note(
            actor=self.actor,
            on=max(self.on(second), document.date),
            invoice_id=document.pk,
            lines=lines,
            apply=bool(second % 3),
        )

    def apply(self, first, second):
        item = self.pick(OpenItem.objects.filter(is_debit=False, open_minor__gt=0), first)
        invoice = self.pick(OpenItem.objects.filter(kind="invoice", open_minor__gt=0), second)
        receivables.apply_credit(
            actor=self.actor, item_id=item.pk, document_id=invoice.source_id, on=START + timedelta(120)
        )

    def refund(self, first, second):
        item = self.pick(OpenItem.objects.filter(is_debit=False, open_minor__gt=0), first)
        amount = None if second % 2 else 1 + second % 3000
        receivables.refund(
            actor=self.actor, item_id=item.pk, on=START + timedelta(121), account_id=self.bank.pk, amount_minor=amount
        )

    def write_off(self, first, second):
        document = self.pick(Document.objects.exclude(kind="credit_note"), first)
        receivables.write_off(
            actor=self.actor, document_id=document.pk, on=START + timedelta(130), tax_relief=bool(second % 2)
        )

    def reverse(self, first, second):
        receivables.reverse_document(
            actor=self.actor, document_id=self.pick(Document.objects.all(), first).pk, on=START + timedelta(140)
        )

    def reverse_payment(self, first, second):
        receivables.reverse_payment(
            actor=self.actor, payment_id=self.pick(Payment.objects.all(), first).pk, on=START + timedelta(140)
        )

    def expense(self, first, second):
        line = payables.ClaimLineDraft(Decimal(first % 9_999) / 100, tax_id=self.tax.pk)
        payables.record_expense(
            actor=self.actor,
            given=payables.ClaimInput(
                self.employee.pk, self.on(second), [line], paid_by=("employee", "card")[second % 2]
            ),
        )

    def reimburse(self, first, second):
        amount = None if second % 2 else 1 + first % 5000
        payables.reimburse(
            actor=self.actor,
            employee_id=self.employee.pk,
            on=START + timedelta(100),
            account_id=self.bank.pk,
            amount_minor=amount,
        )

    def fee(self, first, second):
        banking.record_bank_fee(
            actor=self.actor, account_id=self.bank.pk, on=self.on(second), net_minor=first % 900, tax_id=self.tax.pk
        )

    def lock(self, first, second):
        ledger.lock_period(actor=self.actor, until=START + timedelta(first % 30))

    def fold(self, first, second):
        ledger.fold_lines()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=acts)
def test_every_invariant_holds_after_any_story(layla, story):
    with makers.undone():
        company = Company(layla)
        for act, first, second in story:
            lines = Line.objects.count()
            if not company.do(act, first, second):
                assert Line.objects.count() == lines, f"{act} was refused and still wrote"
            assert makers.findings() == [], act


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(total=st.integers(100, 10**7), cuts=st.lists(st.integers(1, 10**6), max_size=6))
def test_a_payment_in_parts_ends_where_one_payment_ends(layla, total, cuts):
    def pay(parts):
        with makers.undone():
            party = makers.make_customer("Split")
            invoice = makers.make_invoice(layla, party, str(Decimal(total) / 100))
            left = invoice.total_minor
            for part in [*parts, left]:
                part = min(part, left)
                if part:
                    receivables.receive_payment(
                        actor=layla, party_id=party.pk, on=START + timedelta(30), amount_minor=part,
                        account_id=makers.bank().pk, apply=[receivables.Apply(invoice.pk)],
                    )  # fmt: skip
                    left -= part
            return {role: makers.balance(role) for role in ("bank", "receivable", "revenue", "tax_payable")}

    assert pay(cuts) == pay([])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prices=st.lists(st.integers(1, 10**7), min_size=1, max_size=4), foreign=st.booleans())
def test_a_full_credit_note_brings_every_role_back(layla, prices, foreign):
    with makers.undone():
        ledger.set_exchange_rate(actor=layla, currency="EUR", on=START, rate=Decimal("4.0127"))
        party = makers.make_customer("Back", currency="EUR" if foreign else "")
        invoice = makers.make_invoice(layla, party, *(str(Decimal(price) / 100) for price in prices))
        receivables.issue_credit_note(actor=layla, on=START + timedelta(50), invoice_id=invoice.pk)

        for role in ("receivable", "revenue", "tax_payable", "fx_gain_loss"):
            assert makers.balance(role) == 0, role
