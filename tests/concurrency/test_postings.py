"""Several at once: no number twice or missing, nothing billed twice, no lost update."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection

from tests import makers
from wasl.core import idempotency
from wasl.core.errors import Refusal
from wasl.core.scope import company_scope
from wasl.crm import services as crm
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.models import Entry, OpenItem
from wasl.projects import services as projects
from wasl.receivables import services as receivables
from wasl.receivables.models import Document, Payment
from wasl.sales import services as sales

THREADS, EACH = 4, 6
ON = date(2026, 11, 20)


def at_once(actor, act):
    """Run an act in several threads, each with a connection of its own, and return what came of each."""

    def run(index):
        try:
            with company_scope(actor.company.pk, actor.member_id):
                return act(index)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_numbers_are_given_once_and_without_a_gap(committed):
    party = makers.make_customer()

    at_once(committed, lambda _index: [makers.make_invoice(committed, party, "100", on=ON) for _ in range(EACH)])

    numbers = sorted(Document.objects.values_list("number", flat=True))
    assert numbers == [f"INV-2026-{number:04}" for number in range(1, THREADS * EACH + 1)]
    assert Entry.objects.count() == THREADS * EACH
    assert makers.findings() == []


def test_one_key_posts_once(committed):
    party = makers.make_customer()

    def post(_index):
        return idempotency.once("web-1", "invoice", {}, lambda: makers.make_invoice(committed, party, "100", on=ON).pk)

    assert len(set(at_once(committed, post))) == 1
    assert Document.objects.count() == 1


def test_an_open_amount_is_paid_once(committed):
    party = makers.make_customer()
    invoice = makers.make_invoice(committed, party, "100", on=ON)
    bank = makers.bank().pk

    def pay(_index):
        return receivables.receive_payment(
            actor=committed, party_id=party.pk, on=ON, amount_minor=11_500, account_id=bank,
            apply=[receivables.Apply(invoice.pk, 11_500)],
        ).number  # fmt: skip

    came = at_once(committed, pay)

    assert came.count("exceeds_open") == THREADS - 1
    assert Payment.objects.count() == 1
    assert OpenItem.objects.get(kind="invoice").open_minor == 0
    assert makers.findings() == []


def test_a_milestone_is_billed_once(committed):
    project = projects.open_project(actor=committed, name="Alpha", party_id=makers.make_customer().pk)
    projects.set_billing_rule(
        actor=committed, project_id=project.pk, kind="milestone",
        milestones=[projects.MilestoneInput("Design", 50_000)],
    )  # fmt: skip

    came = at_once(
        committed,
        lambda _index: projects.bill_project(actor=committed, project_id=project.pk, on=ON, milestone="Design").number,
    )

    assert came.count("nothing_to_bill") == THREADS - 1
    assert Document.objects.count() == 1


def test_a_deal_is_won_once(committed):
    deal = crm.open_deal(
        actor=committed, title="Site", on=ON, party_id=makers.make_customer().pk, amount_minor=100_000,
        owner_id=committed.member_id,
    )  # fmt: skip

    def win(_index):
        plan = sales.preview_win(actor=committed, deal_id=deal.pk, on=ON)
        return sales.win_deal(actor=committed, deal_id=deal.pk, on=ON, plan=plan).project.code

    came = at_once(committed, win)

    assert sorted(came)[1:] == ["already_won"] * (THREADS - 1)


def test_folding_while_others_post_loses_nothing(committed):
    party = makers.make_customer()

    def work(index):
        for _ in range(EACH):
            if index == 0:
                ledger.fold_lines()
            else:
                makers.make_invoice(committed, party, "100", on=ON)

    at_once(committed, work)

    assert ledger_queries.balance_sheet(at=ON).totals["asset"] == (THREADS - 1) * EACH * 11_500
    assert makers.findings() == []
