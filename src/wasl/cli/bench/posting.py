"""Posting an invoice and a payment through the services, against bare SQL that writes the same rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.cli.bench.timing import each_ms, ratio
from wasl.core import idempotency
from wasl.core.models import Company, Event, IdempotencyKey
from wasl.core.scope import company_scope
from wasl.ledger import queries as ledger_queries
from wasl.ledger.models import Entry, Line, OpenItem, TaxLine
from wasl.parties import services as parties
from wasl.receivables import services as receivables
from wasl.receivables.models import Document, DocumentLine, DocumentTax

ON = date(2026, 3, 16)
BULK = 1000
TRYTON_INVOICE_MS, TRYTON_PAYMENT_MS = 407, 125
DJANGO_LEDGER_INVOICE_MS, DJANGO_LEDGER_PAYMENT_MS = 28, 17
TABLES = (Document, DocumentLine, DocumentTax, Line, Entry, OpenItem, TaxLine, Event, IdempotencyKey)


def measure(*, count: int) -> dict[str, Any]:
    """Return the posting figures: milliseconds, statements, and ratios to bare SQL and to the peers."""
    company = access.create_company(name=f"Bench {time.time_ns()}", country="SA", base_currency="SAR")
    with company_scope(company.pk):
        bench = Bench(company)
        single = each_ms(bench.post_once, count)
        statements = bench.statements()
        bare = Bare(bench)
        bare_ms = each_ms(bare.write, count)
        started = time.perf_counter()
        bench.post_many(BULK)
        bulk_ms = round((time.perf_counter() - started) * 1000 / BULK, 3)
        bare_bulk_ms = bare.write_many(BULK)
        payment = each_ms(bench.pay, count)
    peers = (
        {"tryton_invoice": ratio(TRYTON_INVOICE_MS, single), "tryton_payment": ratio(TRYTON_PAYMENT_MS, payment)}
        if connection.vendor == "postgresql"
        else {
            "django_ledger_invoice": ratio(DJANGO_LEDGER_INVOICE_MS, single),
            "django_ledger_payment": ratio(DJANGO_LEDGER_PAYMENT_MS, payment),
        }
    )
    return {
        "invoice_ms": single,
        "bare_sql_ms": bare_ms,
        "invoice_to_bare": ratio(single, bare_ms),
        "statements": statements,
        "bulk_invoice_ms": bulk_ms,
        "bare_bulk_ms": bare_bulk_ms,
        "bulk_to_bare": ratio(bulk_ms, bare_bulk_ms),
        "payment_ms": payment,
        "times_faster_than": peers,
    }


class Bench:
    """A company with a customer, ready to post."""

    def __init__(self, company: Company) -> None:
        self.actor = Actor.system(company)
        self.party = parties.add_party(actor=self.actor, name="Customer", is_customer=True)
        self.tax = ledger_queries.taxes().get(is_default=True)
        self.bank = ledger_queries.default_account("bank")
        lines = [receivables.LineDraft(f"Work {n}", Decimal(n), Decimal("125.50"), self.tax.pk) for n in range(1, 6)]
        self.given = receivables.DocumentInput(self.party.pk, ON, lines)
        self.unpaid: list[Document] = []

    def post_once(self, index: int) -> None:
        """Post one invoice under an idempotency key: all of it, one commit."""

        def post() -> int:
            document = receivables.issue_invoice(actor=self.actor, given=self.given)
            self.unpaid.append(document)
            return int(document.pk)

        idempotency.once(f"bench-{time.time_ns()}-{index}", "invoice", {"index": index}, post)

    def post_many(self, count: int) -> None:
        """Post many invoices in one call."""
        receivables.issue_invoices(actor=self.actor, given=[replace(self.given) for _ in range(count)])

    def pay(self, index: int) -> None:
        """Receive a payment that settles one invoice."""
        document = self.unpaid[index]
        receivables.receive_payment(
            actor=self.actor,
            party_id=self.party.pk,
            on=ON,
            amount_minor=document.total_minor,
            account_id=self.bank.pk,
            apply=[receivables.Apply(document.pk)],
        )

    def statements(self) -> int:
        """Return how many statements one posting takes, without those that open and close transactions."""
        control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        with CaptureQueriesContext(connection) as captured:
            self.post_once(-1)
        return sum(not query["sql"].startswith(control) for query in captured.captured_queries)


class Bare:
    """Writes copies of one posted invoice's rows with the driver alone."""

    def __init__(self, bench: Bench) -> None:
        self.company_id = bench.actor.company.pk
        document = bench.unpaid[-1]
        self.number = 10**7
        source = {"source_kind": "receivables.document", "source_id": document.pk}
        rows = {
            Document: Document.objects.filter(pk=document.pk),
            DocumentLine: DocumentLine.objects.filter(document=document),
            DocumentTax: DocumentTax.objects.filter(document=document),
            Line: Line.objects.filter(entry_id=document.entry_id),
            Entry: Entry.objects.filter(pk=document.entry_id),
            OpenItem: OpenItem.objects.filter(**source),
            TaxLine: TaxLine.objects.filter(**source),
            Event: Event.objects.filter(subject_kind="receivables.document", subject_id=document.pk),
            IdempotencyKey: IdempotencyKey.objects.order_by("-pk")[:1],
        }
        self.tables = [_Table(model, list(rows[model].values_list())) for model in TABLES]

    def from_number(self, number: int) -> Bare:
        """Write the copies after a number, so that several can write at once."""
        self.number = number
        return self

    def write(self, _index: int) -> None:
        """Write one copy: two counters and the rows, one commit."""
        with _raw_transaction() as cursor:
            self._write(cursor)

    def write_many(self, count: int) -> float:
        """Write many copies in one commit; returns milliseconds each."""
        self.number *= 2
        started = time.perf_counter()
        with _raw_transaction() as cursor:
            for _ in range(count):
                self._write(cursor)
        return round((time.perf_counter() - started) * 1000 / count, 3)

    def _write(self, cursor: Any) -> None:
        self.number += 1
        mark = "?" if connection.vendor == "sqlite" else "%s"
        cursor.execute(
            f"UPDATE core_numberseries SET last_number = last_number WHERE company_id = {mark} AND name = 'invoice'",
            (self.company_id,),
        )
        cursor.execute(f"UPDATE ledger_book SET booked_at = booked_at WHERE company_id = {mark}", (self.company_id,))
        for table in self.tables:
            table.insert(cursor, self.number)


class _Table:
    """The rows of one table, to be written again under new ids."""

    def __init__(self, model: Any, rows: list[tuple[Any, ...]]) -> None:
        fields = model._meta.concrete_fields
        self.model = model
        self.names = [field.column for field in fields]
        self.rows = [
            [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
            for row in rows
        ]
        mark = "?" if connection.vendor == "sqlite" else "%s"
        one = f"({', '.join([mark] * len(self.names))})"
        columns = ", ".join(f'"{name}"' for name in self.names)
        self.statement = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES {', '.join([one] * len(rows))}"

    def insert(self, cursor: Any, number: int) -> None:
        """Insert the rows in one statement."""
        values = []
        for position, row in enumerate(self.rows):
            row = list(row)
            row[self.names.index("id")] = number * 100 + position
            for name, value in (
                ("number", f"B-{number}"),
                ("sequence", number),
                ("key", f"b-{number}"),
                ("source_id", number * 100),
                ("document_id", number * 100),
                ("entry_id", number * 100),
            ):
                if name in self.names:
                    row[self.names.index(name)] = value
            values += row
        cursor.execute(self.statement, values)


@contextmanager
def _raw_transaction() -> Iterator[Any]:
    connection.ensure_connection()
    raw: Any = connection.connection
    cursor = raw.cursor()
    cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
    yield cursor
    cursor.execute("COMMIT")
