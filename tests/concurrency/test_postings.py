"""Several threads of one process: no number twice or missing, one key does an act once, folding loses nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection

from tests import makers
from wasl.core import idempotency
from wasl.core.errors import Refusal
from wasl.core.scope import company_scope
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.models import Entry
from wasl.receivables.models import Document

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
