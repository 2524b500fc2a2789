"""What a step says of a document and its lines, as the services take it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wasl.cli.scenario.world import Fields, World
from wasl.ledger import queries as ledger_queries
from wasl.receivables import queries as receivables_queries
from wasl.receivables import services as receivables


def document_input(world: World, f: Fields) -> receivables.DocumentInput:
    """Return the document that a step describes."""
    party_id = world.must("party", f["party"])
    currency = f.get("currency") or receivables_queries.party_currency(party_id, world.base)
    return receivables.DocumentInput(
        party_id=party_id,
        date=f["date"],
        lines=[line_draft(world, f, line, currency) for line in f["lines"]],
        kind=f.get("kind", "invoice"),
        due_date=f.get("due"),
        currency=currency,
        rate=f.get("rate"),
        prices_include_tax=f.get("prices_include_tax", False),
        discount_percent=f.get("discount_percent"),
        discount_minor=world.minor(f.get("discount_amount"), currency),
        offsets=offsets(world, f, currency),
    )


def line_draft(world: World, f: Fields, line: Fields, currency: str) -> receivables.LineDraft:
    """Return one of its lines."""
    price, tax_name = priced(world, line)
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
        department_id=department_of(world, line, f, project_name),
    )


def credit_line(world: World, f: Fields, line: Fields, currency: str) -> receivables.CreditLine:
    """Return a line of a credit note."""
    project_name = line.get("project", f.get("project"))
    price, tax_name = priced(world, line) if "item" in line or "price" in line else (None, line.get("tax"))
    return receivables.CreditLine(
        of_line=int(line["line"]) if "line" in line else None,
        quantity=line.get("qty"),
        price=price,
        tax_id=world.key("tax", tax_name),
        project_id=world.dimension(project_name),
        department_id=department_of(world, line, f, project_name),
        account_id=ledger_queries.default_account(line["role"]).pk if "role" in line else None,
        discount_percent=line.get("discount_percent"),
        discount_minor=world.minor(line.get("discount_amount"), currency),
    )


def priced(world: World, line: Fields) -> tuple[Decimal, str | None]:
    """Return a line's price and the name of its tax, its service's where it says none."""
    price, tax_name = world.prices.get(line.get("item", ""), (None, None))
    return line.get("price", price if price is not None else Decimal(0)), line.get("tax", tax_name)


def department_of(world: World, line: Fields, f: Fields, project_name: str | None) -> int | None:
    """Return the department of a line: its own, its document's, or its project's."""
    named = line.get("department", f.get("department"))
    if named is not None:
        return world.key("department", named)
    return world.project_departments.get(project_name) if project_name else None


def offsets(world: World, f: Fields, currency: str = "") -> list[receivables.Offset]:
    """Return the deposits that an invoice uses up."""
    return [
        receivables.Offset(
            world.ref(one["deposit"], "invoice").key, world.minor(one.get("net"), currency or world.base)
        )
        for one in f.get("offset_deposits", ())
    ]


def credit_item(world: World, name: str) -> Any:
    """Return the open credit of a payment or credit note."""
    found = world.ref(name, "payment", "credit_note")
    return receivables_queries.credit_item(found.kind, found.key)
