"""What each step does: one call of the services that pages and programs call too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from wasl.banking import services as banking
from wasl.cli.scenario.world import ImmutableDocument, Ref, World
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.rules.entries import LineValues
from wasl.parties import services as parties
from wasl.payables import services as payables
from wasl.people import services as people
from wasl.projects import services as projects
from wasl.receivables import queries as receivables_queries
from wasl.receivables import services as receivables
from wasl.sales import services as sales

Fields = dict[str, Any]
BEGINNING = date(1900, 1, 1)


def department(world: World, f: Fields) -> None:
    row = people.add_department(actor=world.actor, name=f["name"])
    world.learn("department", f["name"], row.pk)


def party(world: World, f: Fields) -> None:
    kind = f.get("kind", "both")
    row = parties.add_party(
        actor=world.actor,
        name=f["name"],
        is_customer=kind in ("customer", "both"),
        is_supplier=kind in ("supplier", "both"),
        currency=f.get("currency", world.base),
        payment_terms_days=int(f.get("terms", 0)),
        country=f.get("country", ""),
        tax_number=f.get("tax_number", ""),
    )
    world.learn("party", f["name"], row.pk)


def employee(world: World, f: Fields) -> None:
    row = people.add_employee(
        actor=world.actor, name=f["name"], department_id=world.key("department", f.get("department"))
    )
    world.learn("employee", f["name"], row.pk)
    if "cost_rate" in f:
        people.set_cost_rate(actor=world.actor, employee_id=row.pk, valid_from=BEGINNING, hour_cost=f["cost_rate"])


def cost_rate(world: World, f: Fields) -> None:
    people.set_cost_rate(
        actor=world.actor,
        employee_id=world.must("employee", f["employee"]),
        valid_from=f["from"],
        hour_cost=f["rate"],
    )


def service(world: World, f: Fields) -> None:
    world.prices[f["name"]] = (f.get("price"), f.get("tax"))


def tax(world: World, f: Fields) -> None:
    row = ledger.add_tax(
        actor=world.actor,
        code=f["name"],
        name=f["name"],
        percent=f["rate"],
        treatment=f.get("treatment", "standard"),
        recoverable_percent=f.get("recoverable", Decimal(100)),
    )
    world.learn("tax", f["name"], row.pk)


def bank(world: World, f: Fields) -> None:
    row = banking.add_bank_account(actor=world.actor, name=f["name"], currency=f.get("currency", world.base))
    world.learn("bank", f["name"], row.pk)


def rate(world: World, f: Fields) -> None:
    ledger.set_exchange_rate(actor=world.actor, currency=f["currency"], on=f["date"], rate=f["rate"])


def project(world: World, f: Fields) -> None:
    department_id = world.key("department", f.get("department"))
    row = projects.open_project(
        actor=world.actor,
        name=f["name"],
        party_id=world.must("party", f["customer"]),
        department_id=department_id,
    )
    world.learn("project", f["name"], row.pk)
    world.project_departments[f["name"]] = department_id


def billing_rule(world: World, f: Fields) -> None:
    rates = dict(f.get("rates", {}))
    default = rates.pop("default", None)
    projects.set_billing_rule(
        actor=world.actor,
        project_id=world.must("project", f["project"]),
        kind=f["kind"],
        tax_id=world.key("tax", f.get("tax")),
        amount_minor=world.minor(f.get("amount"), world.base),
        milestones=[
            projects.MilestoneInput(one["name"], world.money(one["amount"], world.base))
            for one in f.get("milestones", ())
        ],
        default_hour_price=default,
        hour_prices={world.must("employee", name): price for name, price in rates.items()},
        markup_percent=f.get("markup", Decimal(0)),
    )


def quote(world: World, f: Fields) -> Ref:
    given = _document(world, f)
    row = sales.issue_quote(actor=world.actor, given=sales.QuoteInput.of_document(given))
    return Ref("quote", row.pk)


def invoice(world: World, f: Fields) -> Ref:
    if "from_quote" in f:
        quote_id = world.ref(f["from_quote"], "quote").key
        row = sales.invoice_quote(
            actor=world.actor, quote_id=quote_id, on=f["date"], due_date=f.get("due"), offsets=_offsets(world, f)
        )
        return Ref("invoice", row.pk)
    return Ref("invoice", receivables.issue_invoice(actor=world.actor, given=_document(world, f)).pk)


def credit_note(world: World, f: Fields) -> Ref:
    if "invoice" not in f:
        row = receivables.issue_credit_note(actor=world.actor, on=f["date"], given=_document(world, f))
        return Ref("credit_note", row.pk)
    invoice_id = world.ref(f["invoice"], "invoice").key
    currency = receivables_queries.document_currency(invoice_id)
    row = receivables.issue_credit_note(
        actor=world.actor,
        on=f["date"],
        invoice_id=invoice_id,
        lines=() if f.get("full") else [_credit_line(world, f, line, currency) for line in f["lines"]],
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
    item = _credit_item(world, f["from"])
    receivables.apply_credit(
        actor=world.actor,
        item_id=item.pk,
        document_id=world.ref(f["to"], "invoice").key,
        on=f["date"],
        amount_minor=world.minor(f.get("amount"), item.currency),
    )


def refund(world: World, f: Fields) -> None:
    item = _credit_item(world, f["from"])
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


def expense(world: World, f: Fields) -> Ref:
    lines = []
    for line in f["lines"]:
        price, tax_name = _priced(world, line)
        project_name = line.get("project", f.get("project"))
        lines.append(
            payables.ClaimLineDraft(
                price=price,
                quantity=line.get("qty", Decimal(1)),
                tax_id=world.key("tax", tax_name),
                account_id=ledger_queries.default_account(line["role"]).pk if "role" in line else None,
                project_id=world.dimension(project_name),
                department_id=_department(world, line, f, project_name),
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


def reverse(world: World, f: Fields) -> None:
    found = world.ref(f["of"])
    if found.kind in ("invoice", "credit_note"):
        receivables.reverse_document(actor=world.actor, document_id=found.key, on=f["date"])
    elif found.kind == "payment":
        receivables.reverse_payment(actor=world.actor, payment_id=found.key, on=f["date"])
    elif found.kind == "expense":
        payables.reverse_claim(actor=world.actor, claim_id=found.key, on=f["date"])
    else:
        ledger.reverse_journal(actor=world.actor, journal_id=found.key, on=f["date"])


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


HANDLERS: dict[str, Callable[[World, Fields], Ref | None]] = {
    function.__name__: function  # type: ignore[attr-defined]
    for function in (
        department,
        party,
        employee,
        cost_rate,
        service,
        tax,
        bank,
        rate,
        project,
        billing_rule,
        quote,
        invoice,
        credit_note,
        payment,
        apply,
        refund,
        write_off,
        expense,
        reimburse,
        bank_fee,
        journal,
        time,
        bill_project,
        reverse,
        edit,
        lock_period,
        close_year,
    )
} | {"product": service}


def _document(world: World, f: Fields) -> receivables.DocumentInput:
    party_id = world.must("party", f["party"])
    currency = f.get("currency") or receivables_queries.party_currency(party_id, world.base)
    return receivables.DocumentInput(
        party_id=party_id,
        date=f["date"],
        lines=[_line(world, f, line, currency) for line in f["lines"]],
        kind=f.get("kind", "invoice"),
        due_date=f.get("due"),
        currency=currency,
        rate=f.get("rate"),
        prices_include_tax=f.get("prices_include_tax", False),
        discount_percent=f.get("discount_percent"),
        discount_minor=world.minor(f.get("discount_amount"), currency),
        offsets=_offsets(world, f, currency),
    )


def _line(world: World, f: Fields, line: Fields, currency: str) -> receivables.LineDraft:
    price, tax_name = _priced(world, line)
    project_name = line.get("project", f.get("project"))
    return receivables.LineDraft(
        description=line.get("item", ""),
        quantity=line.get("qty", Decimal(1)),
        price=price,
        tax_id=world.key("tax", tax_name),
        discount_percent=line.get("discount_percent"),
        discount_minor=world.minor(line.get("discount_amount"), currency),
        account_id=ledger_queries.default_account(line["role"]).pk if "role" in line else None,
        project_id=world.dimension(project_name),
        department_id=_department(world, line, f, project_name),
    )


def _credit_line(world: World, f: Fields, line: Fields, currency: str) -> receivables.CreditLine:
    project_name = line.get("project", f.get("project"))
    price, tax_name = _priced(world, line) if "item" in line or "price" in line else (None, line.get("tax"))
    return receivables.CreditLine(
        of_line=int(line["line"]) if "line" in line else None,
        quantity=line.get("qty"),
        price=price,
        tax_id=world.key("tax", tax_name),
        project_id=world.dimension(project_name),
        department_id=_department(world, line, f, project_name),
        account_id=ledger_queries.default_account(line["role"]).pk if "role" in line else None,
        discount_percent=line.get("discount_percent"),
        discount_minor=world.minor(line.get("discount_amount"), currency),
    )


def _priced(world: World, line: Fields) -> tuple[Decimal, str | None]:
    price, tax_name = world.prices.get(line.get("item", ""), (None, None))
    return line.get("price", price if price is not None else Decimal(0)), line.get("tax", tax_name)


def _department(world: World, line: Fields, f: Fields, project_name: str | None) -> int | None:
    named = line.get("department", f.get("department"))
    if named is not None:
        return world.key("department", named)
    return world.project_departments.get(project_name) if project_name else None


def _offsets(world: World, f: Fields, currency: str = "") -> list[receivables.Offset]:
    return [
        receivables.Offset(
            world.ref(one["deposit"], "invoice").key, world.minor(one.get("net"), currency or world.base)
        )
        for one in f.get("offset_deposits", ())
    ]


def _credit_item(world: World, name: str) -> Any:
    found = world.ref(name, "payment", "credit_note")
    return receivables_queries.credit_item(found.kind, found.key)
