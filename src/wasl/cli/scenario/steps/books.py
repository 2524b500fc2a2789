"""Costs, journals, corrections and the end of periods."""

from __future__ import annotations

from decimal import Decimal

from wasl.banking import services as banking
from wasl.cli.scenario.steps import drafts
from wasl.cli.scenario.world import Fields, ImmutableDocument, Ref, World
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.errors import AlreadyReversed
from wasl.ledger.rules.entries import LineValues
from wasl.payables import services as payables
from wasl.receivables import queries as receivables_queries
from wasl.receivables import services as receivables


def expense(world: World, f: Fields) -> Ref:
    lines = []
    for line in f["lines"]:
        price, tax_name = drafts.priced(world, line)
        project_name = line.get("project", f.get("project"))
        lines.append(
            payables.ClaimLineDraft(
                price=price,
                quantity=line.get("qty", Decimal(1)),
                tax_id=world.key("tax", tax_name),
                account_id=ledger_queries.default_account(line["role"]).pk if "role" in line else None,
                project_id=world.dimension(project_name),
                department_id=drafts.department_of(world, line, f, project_name),
                is_billable=f.get("billable", False),
                discount_percent=line.get("discount_percent"),
                discount_minor=world.minor(line.get("discount_amount"), world.base),
            )
        )
    given = payables.ClaimInput(
        employee_id=world.must("employee", f["employee"]),
        date=f["date"],
        lines=lines,
        paid_by=f.get("paid_by", "employee"),
        account_id=world.key("bank", f.get("bank")),
        prices_include_tax=f.get("prices_include_tax", False),
        discount_percent=f.get("discount_percent"),
        discount_minor=world.minor(f.get("discount_amount"), world.base),
    )
    return Ref("expense", payables.record_expense(actor=world.actor, given=given).pk)


def reimburse(world: World, f: Fields) -> None:
    payables.reimburse(
        actor=world.actor,
        employee_id=world.must("employee", f["employee"]),
        on=f["date"],
        account_id=world.must("bank", f["bank"]),
        amount_minor=world.minor(f.get("amount"), world.base),
    )


def bank_fee(world: World, f: Fields) -> None:
    banking.record_bank_fee(
        actor=world.actor,
        account_id=world.must("bank", f["bank"]),
        on=f["date"],
        net_minor=world.money(f["amount"], world.base),
        tax_id=world.key("tax", f.get("tax")),
        department_id=world.key("department", f.get("department")),
    )


def journal(world: World, f: Fields) -> Ref:
    lines = []
    for line in f["lines"]:
        debit = world.money(line.get("debit", Decimal(0)), world.base)
        credit = world.money(line.get("credit", Decimal(0)), world.base)
        account = ledger_queries.account_for(line["role"], line.get("name", ""))
        lines.append(
            LineValues(
                account.pk,
                debit - credit,
                world.base,
                debit - credit,
                world.key("party", line.get("party")),
                world.dimension(line.get("project")),
                world.key("department", line.get("department")),
                world.key("employee", line.get("employee")),
            )
        )
    row = ledger.post_journal(actor=world.actor, on=f["date"], lines=lines, reverse_on=f.get("auto_reverse"))
    return Ref("journal", row.pk)


def reverse(world: World, f: Fields) -> Ref:
    found = world.ref(f["of"], "invoice", "credit_note", "payment", "expense", "journal", "reversal")
    if found.kind == "reversal":
        raise AlreadyReversed()
    if found.kind in ("invoice", "credit_note"):
        receivables.reverse_document(actor=world.actor, document_id=found.key, on=f["date"])
    elif found.kind == "payment":
        receivables.reverse_payment(actor=world.actor, payment_id=found.key, on=f["date"])
    elif found.kind == "expense":
        payables.reverse_claim(actor=world.actor, claim_id=found.key, on=f["date"])
    else:
        ledger.reverse_journal(actor=world.actor, journal_id=found.key, on=f["date"])
    return Ref("reversal", found.key)


def edit(world: World, f: Fields) -> None:
    found = world.ref(f["of"])
    if found.kind in ("invoice", "credit_note"):
        document = receivables_queries.documents().get(pk=found.key)
        given = receivables.input_of(document)
        receivables.change_draft(actor=world.actor, document_id=found.key, given=given, version=document.version)
    raise ImmutableDocument()


def lock_period(world: World, f: Fields) -> None:
    ledger.lock_period(actor=world.actor, until=f["to"])


def close_year(world: World, f: Fields) -> None:
    ledger.close_year(actor=world.actor, year_end=f["date"])
