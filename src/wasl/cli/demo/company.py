"""The company itself: who works there, what it sells, where its money lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.models import Member, User
from wasl.banking import services as banking
from wasl.cli.demo import texts
from wasl.cli.demo.texts import Offer, Person, Words
from wasl.core import clock, periods
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.models import Account, Tax
from wasl.ledger.rules.entries import LineValues
from wasl.people import services as people
from wasl.people.models import Employee
from wasl.sales import services as sales

PASSWORD = "madar-demo-2026"
MONTHS = 24
ZONE = ZoneInfo("Asia/Riyadh")
CAPITAL_MINOR = 60_000_000
EARNED_MINOR = 115_000_000
EQUIPMENT_MINOR = 18_000_000


@dataclass
class Cast:
    """Everybody and everything that the story needs."""

    company: Company
    language: str
    first_day: date
    signs_in: bool = True
    actors: dict[str, Actor] = field(default_factory=dict)
    employees: dict[str, Employee] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    services: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def owner(self) -> Actor:
        """Return the managing partner."""
        return self.actors["noura"]

    @property
    def finance(self) -> Actor:
        """Return the finance manager."""
        return self.actors["reem"]

    @property
    def tax(self) -> Tax:
        """Return the standard tax."""
        tax: Tax = ledger_queries.taxes().get(is_default=True)
        return tax

    @property
    def payroll(self) -> Account:
        """Return the account of salaries."""
        return ledger_queries.default_account("payroll")

    def say(self, words: Words) -> str:
        """Return words in the company's language."""
        return words.in_(self.language)


def at(day: date, hour: int = 10) -> datetime:
    """Return an hour of a day in the company's zone."""
    return datetime.combine(day, time(hour), ZONE)


def found_company(*, language: str, today: date, user: User | None = None) -> Cast:
    """Found the company two years before today, with its people, services, accounts and capital.

    It belongs to `user`, and nobody else of it signs in; without one its people sign in with the demo's password.
    """
    first_day = periods.add_months(periods.month_start(today), -MONTHS)
    with clock.set_to(at(first_day)):
        owner = user or access.create_user(
            email=f"{texts.PEOPLE[0].box}@madar.example",
            password=PASSWORD,
            name=texts.PEOPLE[0].name.in_(language),
            language="",
        )
        company = access.create_company(
            name=texts.COMPANY.en,
            name_ar=texts.COMPANY.ar,
            country="SA",
            base_currency="SAR",
            language=language,
            user=owner,
            is_sample=True,
        )
        with company_scope(company.pk):
            cast = Cast(company, language, first_day)
            member = Member.objects.get()
            owner_names = texts.PEOPLE[0].name
            member = access.change_member(
                actor=Actor.of(member),
                member_id=member.pk,
                version=member.version,
                role="owner",
                name=owner_names.en,
                name_ar=owner_names.ar,
            )
            cast.actors["noura"] = Actor.of(member)
            cast.signs_in = user is None
            _describe(cast)
            _hire(cast)
            _offer(cast)
            _open_accounts(cast)
    return cast


def _describe(cast: Cast) -> None:
    cast.company = access.change_company(
        actor=cast.owner,
        version=cast.company.version,
        address=texts.ADDRESS.en,
        address_ar=texts.ADDRESS.ar,
        registration_number="1010583921",
        tax_number="310458219700003",
        iban="SA0380000000608010167519",
    )


def _hire(cast: Cast) -> None:
    for key, words in texts.DEPARTMENTS.items():
        cast.departments[key] = people.add_department(actor=cast.owner, name=words.en, name_ar=words.ar).pk
    manager_id = None
    for person in texts.PEOPLE:
        actor = cast.actors.get(person.box) or Actor.of(_member(cast, person, manager_id))
        cast.actors[person.box] = actor
        if person.box == "noura":
            manager_id = actor.member_id
        employee = people.add_employee(
            actor=cast.owner,
            name=person.name.en,
            name_ar=person.name.ar,
            department_id=cast.departments[person.department],
            member_id=actor.member_id,
            job_title=cast.say(person.job),
        )
        cast.employees[person.box] = employee
        for months, raised in ((0, Decimal(1)), (14, Decimal("1.06"))):
            people.set_cost_rate(
                actor=cast.owner,
                employee_id=employee.pk,
                valid_from=periods.add_months(cast.first_day, months),
                hour_cost=(person.hour_cost * raised).quantize(Decimal("0.01")),
            )


def _member(cast: Cast, person: Person, manager_id: int | None) -> Member:
    member = access.add_member(
        actor=cast.owner,
        name=person.name.en,
        name_ar=person.name.ar,
        email=f"{person.box}@madar.example",
        role=person.role,
        manager_id=manager_id,
    )
    if not cast.signs_in:
        return member
    _invitation, secret = access.invite_member(actor=cast.owner, member_id=member.pk)
    access.accept_invitation(secret=secret, password=PASSWORD)
    return member


def _offer(cast: Cast) -> None:
    for offer in texts.OFFERS:
        cast.services[offer.code] = _service(cast, offer)


def _service(cast: Cast, offer: Offer) -> int:
    service = sales.add_service(
        actor=cast.owner,
        name=offer.name.en,
        name_ar=offer.name.ar,
        code=offer.code,
        price=Decimal(offer.least),
        tax_id=cast.tax.pk,
    )
    return int(service.pk)


def _open_accounts(cast: Cast) -> None:
    bank = banking.add_bank_account(
        actor=cast.finance, name=texts.BANK.en, name_ar=texts.BANK.ar, currency="SAR", iban=cast.company.iban
    )
    cast.accounts["bank"] = bank
    for key, code in (
        ("rent", "6100"),
        ("software", "6200"),
        ("travel", "6300"),
        ("meals", "6310"),
        ("office", "6250"),
    ):
        account = ledger_queries.account_by_code(code)
        assert account is not None
        cast.accounts[key] = account
    _bring_forward(cast)


def _bring_forward(cast: Cast) -> None:
    """Post what the company brings from the years before: its capital, what it earned, its money and equipment."""
    accounts = {
        "bank": cast.accounts["bank"],
        **{role: ledger_queries.default_account(role) for role in ("share_capital", "retained_earnings")},
        "equipment": ledger_queries.default_account("fixed_assets"),
    }
    amounts = {
        "bank": CAPITAL_MINOR + EARNED_MINOR - EQUIPMENT_MINOR,
        "equipment": EQUIPMENT_MINOR,
        "share_capital": -CAPITAL_MINOR,
        "retained_earnings": -EARNED_MINOR,
    }
    ledger.post_journal(
        actor=cast.finance,
        on=cast.first_day,
        memo=cast.say(texts.OPENING),
        lines=[LineValues(accounts[key].pk, minor, "SAR", minor) for key, minor in amounts.items()],
    )
