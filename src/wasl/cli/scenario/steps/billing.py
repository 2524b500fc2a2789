"""Quotes, invoices, credit notes, and what customers pay."""

from __future__ import annotations

from wasl.cli.scenario.steps import drafts
from wasl.cli.scenario.world import Fields, Ref, World
from wasl.ledger import queries as ledger_queries
from wasl.projects import services as projects
from wasl.receivables import queries as receivables_queries
from wasl.receivables import services as receivables
from wasl.sales import services as sales


def quote(world: World, f: Fields) -> Ref:
    given = drafts.document_input(world, f)
    row = sales.issue_quote(actor=world.actor, given=sales.QuoteInput.of_document(given))
    return Ref("quote", row.pk)


def invoice(world: World, f: Fields) -> Ref:
    if "from_quote" in f:
        quote_id = world.ref(f["from_quote"], "quote").key
        row = sales.invoice_quote(
            actor=world.actor, quote_id=quote_id, on=f["date"], due_date=f.get("due"), offsets=drafts.offsets(world, f)
        )
        return Ref("invoice", row.pk)
    return Ref("invoice", receivables.issue_invoice(actor=world.actor, given=drafts.document_input(world, f)).pk)


def credit_note(world: World, f: Fields) -> Ref:
    if "invoice" not in f:
        row = receivables.issue_credit_note(actor=world.actor, on=f["date"], given=drafts.document_input(world, f))
        return Ref("credit_note", row.pk)
    invoice_id = world.ref(f["invoice"], "invoice").key
    currency = receivables_queries.document_currency(invoice_id)
    row = receivables.issue_credit_note(
        actor=world.actor,
        on=f["date"],
        invoice_id=invoice_id,
        lines=() if f.get("full") else [drafts.credit_line(world, f, line, currency) for line in f["lines"]],
        apply=f.get("apply", True),
        prices_include_tax=f.get("prices_include_tax"),
    )
    return Ref("credit_note", row.pk)


def payment(world: World, f: Fields) -> Ref:
    account_id = world.must("bank", f["bank"])
    currency = f.get("currency") or ledger_queries.accounts_by_id()[account_id].currency
    row = receivables.receive_payment(
        actor=world.actor,
        party_id=world.must("party", f["party"]),
        on=f["date"],
        amount_minor=world.money(f["amount"], currency),
        account_id=account_id,
        currency=currency,
        rate=f.get("rate"),
        apply=[
            receivables.Apply(world.ref(one["to"], "invoice").key, world.minor(one.get("amount"), currency))
            for one in f.get("apply", ())
        ],
        fee_minor=world.minor(f.get("fee"), currency) or 0,
        withholding_id=world.key("tax", f.get("withholding")),
    )
    return Ref("payment", row.pk)


def apply(world: World, f: Fields) -> None:
    item = drafts.credit_item(world, f["from"])
    receivables.apply_credit(
        actor=world.actor,
        item_id=item.pk,
        document_id=world.ref(f["to"], "invoice").key,
        on=f["date"],
        amount_minor=world.minor(f.get("amount"), item.currency),
    )


def refund(world: World, f: Fields) -> None:
    item = drafts.credit_item(world, f["from"])
    receivables.refund(
        actor=world.actor,
        item_id=item.pk,
        on=f["date"],
        account_id=world.must("bank", f["bank"]),
        amount_minor=world.minor(f.get("amount"), item.currency),
        rate=f.get("rate"),
    )


def write_off(world: World, f: Fields) -> None:
    invoice_id = world.ref(f["invoice"], "invoice").key
    receivables.write_off(
        actor=world.actor,
        document_id=invoice_id,
        on=f["date"],
        amount_minor=world.minor(f.get("amount"), receivables_queries.document_currency(invoice_id)),
        tax_relief=f.get("tax_relief", False),
    )


def time(world: World, f: Fields) -> Ref:
    row = projects.book_time(
        actor=world.actor,
        employee_id=world.must("employee", f["employee"]),
        project_id=world.must("project", f["project"]),
        on=f["date"],
        hours=f["hours"],
        is_billable=f.get("billable", True),
    )
    return Ref("time", row.pk)


def bill_project(world: World, f: Fields) -> Ref:
    row = projects.bill_project(
        actor=world.actor,
        project_id=world.must("project", f["project"]),
        on=f["date"],
        milestone=f.get("milestone"),
        percent=f.get("percent"),
        until=f.get("upto"),
        time_ids=[world.ref(name, "time").key for name in f["time"]] if "time" in f else None,
        tax_id=world.key("tax", f.get("tax")),
    )
    return Ref("invoice", row.pk)
