"""A test's world, made through services, so that it is a possible world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.db import transaction

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.checks import Finding, run_checks
from wasl.core.models import Company
from wasl.core.room import DrawToday, TodayGroup
from wasl.core.scope import current_company_id
from wasl.core.tally import Tally
from wasl.ledger import queries as ledger_queries
from wasl.ledger.models import Account
from wasl.parties import services as parties
from wasl.parties.models import Party
from wasl.receivables import services as receivables
from wasl.receivables.models import Document

PASSWORD = "correct horse 42"


def make_company(*, name: str, name_ar: str = "", country: str = "SA", currency: str = "SAR") -> Company:
    """Create a company with its country's chart, taxes and pipeline."""
    return access.create_company(name=name, name_ar=name_ar, country=country, base_currency=currency)


def make_actor(company: Company, name: str, role: str) -> Actor:
    """Create a user who is a member of the company in force, and return them as an actor."""
    user = access.create_user(email=f"{name.lower()}@{company.slug}.example", password=PASSWORD, name=name)
    member = Member.objects.create(company=company, user=user, name=name, email=user.email, role=role)
    return Actor.of(member)


def owner() -> Actor:
    """Return the owner of the company in force as an actor."""
    return Actor.of(Member.objects.select_related("company").filter(role="owner").order_by("pk").first())


def make_customer(name: str = "Nakheel Hospitality", **fields: object) -> Party:
    """Make a customer of the company in force."""
    return parties.add_party(actor=Actor.system(_company()), name=name, is_customer=True, **fields)


def make_invoice(actor: Actor, party: Party, *prices: str, on: date = date(2026, 1, 15), **fields: object) -> Document:
    """Post an invoice with a line for each price, taxed at the country's standard rate."""
    tax = ledger_queries.taxes().get(is_default=True)
    lines = [receivables.LineDraft("Work", Decimal(1), Decimal(price), tax.pk) for price in prices]
    return receivables.issue_invoice(actor=actor, given=receivables.DocumentInput(party.pk, on, lines, **fields))


def bank() -> Account:
    """Return the company's bank account."""
    return ledger_queries.default_account("bank")


def balance(role: str, at: date = date(2026, 12, 31)) -> int:
    """Return the balance of a role, debit positive, in minor units."""
    chart = ledger_queries.accounts_by_id()
    net = ledger_queries.net_by_account(ledger_queries.movements(last=at))
    return sum(minor for account, minor in net.items() if chart[account].role == role)


def findings() -> list[Finding]:
    """Return what `wasl check` finds in the company in force."""
    return list(run_checks())


@contextmanager
def undone() -> Iterator[None]:
    """Undo at the end of a block what was written in it (an example of a property test)."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _company() -> Company:
    return Company.objects.get(pk=current_company_id())


def on_today(
    source: Callable[..., DrawToday | None], actor: Actor, today: date, *, kind: str, chosen: str = ""
) -> TodayGroup:
    """Return a kind of thing that a source of Today tells; an empty group where it tells none."""
    draw = source(actor, today, Tally())
    found = {group.key: group for group in draw(chosen)} if draw else {}
    return found.get(kind) or TodayGroup("", "", "", [], 0)
