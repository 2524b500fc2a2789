"""What a company starts with: departments, people, parties, prices, taxes, banks, rates, projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from wasl.banking import services as banking
from wasl.cli.scenario.world import Fields, World
from wasl.ledger import services as ledger
from wasl.parties import services as parties
from wasl.people import services as people
from wasl.projects import services as projects

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
