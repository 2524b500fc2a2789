"""Two years of a service company, week by week: leads, deals, projects, time, invoices, late payers."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from wasl.access.actor import Actor
from wasl.cli.demo import papers, texts
from wasl.cli.demo.company import Cast, at
from wasl.cli.demo.delivery import Delivery
from wasl.cli.demo.money import Money
from wasl.cli.demo.pitches import Pitch, Pitches
from wasl.core import clock, periods
from wasl.crm import services as crm
from wasl.crm.models import Lead
from wasl.parties import services as parties

LEADS_A_WEEK = 2.5
SEASON = {1: 1.1, 2: 1.2, 3: 0.7, 4: 1.0, 5: 1.1, 6: 0.9, 7: 0.7, 8: 0.8, 9: 1.2, 10: 1.3, 11: 1.2, 12: 0.9}


@dataclass
class _Waiting:
    """A lead that somebody is working on, and the day it is decided."""

    lead: Lead
    owner: Actor
    decided_on: date
    customer: texts.Words


class Story:
    """Tells the company's history. Chance comes from one seeded generator, so that it is the same each time."""

    def __init__(self, cast: Cast, *, today: date, scale: float, seed: int, say: Callable[[str], None]) -> None:
        self.cast, self.today, self.scale, self.say = cast, today, scale, say
        self.chance = random.Random(seed)
        self.sellers = [cast.actors["faisal"], cast.actors["sara"], cast.actors["noura"]]
        self.leads: list[_Waiting] = []
        self.known: dict[str, int] = {}
        self.money = Money(cast, self.chance, today, scale)
        self.delivery = Delivery(cast, self.chance, today, self.money)
        self.pitches = Pitches(cast, self.chance, today, self.delivery)

    def tell(self) -> None:
        """Tell all weeks up to today."""
        day = self.cast.first_day
        while day <= self.today:
            with clock.set_to(at(day)):
                self._week(day)
            if day.month != (day + timedelta(7)).month:
                self.say(f"{day:%Y-%m}")
            day += timedelta(7)
        with clock.set_to(at(self.today, 8)):
            self.pitches.catch_up(self.today)
            self._loose_ends()
            self.money.give_up()
            papers.leave(self.cast, self.today)

    def _week(self, day: date) -> None:
        for _ in range(self._count(LEADS_A_WEEK * SEASON[day.month])):
            self._capture(day)
        for waiting in [one for one in self.leads if one.decided_on <= day]:
            self.leads.remove(waiting)
            self._decide(waiting, day)
        self.pitches.advance(day)
        self.delivery.work(day)
        self.money.week(day)
        if day.month != (day + timedelta(7)).month:
            last = periods.month_end(day)
            if last <= self.today:
                with clock.set_to(at(last, 17)):
                    self.delivery.bill_month(last)
                    self.money.month(last)

    def _count(self, expected: float) -> int:
        expected *= self.scale
        whole = int(expected)
        return whole + (self.chance.random() < expected - whole)

    def _customer(self) -> texts.Words:
        words = self.chance.choice(texts.CUSTOMERS)
        if self.scale <= 1:
            return words
        number = self.chance.randrange(int(self.scale) + 1)
        return texts.Words(f"{words.en} {number}", f"{words.ar} {number}") if number else words

    def _capture(self, day: date) -> None:
        customer, contact = self._customer(), self.chance.choice(texts.CONTACTS)
        owner = self.chance.choice(self.sellers)
        box = customer.en.split()[0].lower()
        lead = crm.capture_lead(
            actor=owner,
            name=self.cast.say(contact),
            company_name=self.cast.say(customer),
            email=f"{contact.en.split()[0].lower()}@{box}.example",
            phone=f"+9665{self.chance.randrange(10**7, 10**8)}",
            source=self.cast.say(self.chance.choice(texts.SOURCES)),
            message=self.cast.say(self.chance.choice(texts.ASKS)),
            owner_id=owner.member_id,
            next_step=self.pitches.step(day + timedelta(self.chance.randrange(1, 4))),
        )
        self.leads.append(_Waiting(lead, owner, day + timedelta(self.chance.choice((7, 7, 14, 21))), customer))

    def _decide(self, waiting: _Waiting, day: date) -> None:
        if self.chance.random() < 0.33:
            crm.disqualify_lead(
                actor=waiting.owner,
                lead_id=waiting.lead.pk,
                reason=self.cast.say(texts.DISQUALIFIED),
                wake_on=max(day + timedelta(180), self.today + timedelta(self.chance.randrange(10, 120))),
            )
            return
        offer = self.chance.choice(texts.OFFERS)
        amount = round(self.chance.randrange(offer.least, offer.most), -3) * 100
        deal = crm.qualify_lead(
            actor=waiting.owner,
            lead_id=waiting.lead.pk,
            on=day,
            title=self._title(offer),
            party_id=self._party(waiting, day),
            amount_minor=amount,
            expected_close=day + timedelta(self.chance.randrange(30, 90)),
            next_step=self.pitches.step(day + timedelta(self.chance.randrange(2, 9))),
        )
        self.pitches.start(Pitch(deal, offer, waiting.owner), day)

    def _title(self, offer: texts.Offer) -> str:
        variant = self.chance.choice(texts.VARIANTS)
        joined = {"en": ", ", "ar": "، "}[self.cast.language]
        return joined.join(part for part in (self.cast.say(offer.name), self.cast.say(variant)) if part)

    def _party(self, waiting: _Waiting, day: date) -> int:
        customer = waiting.customer
        if customer.en not in self.known:
            city = self.chance.choice(texts.CITIES)
            party = parties.add_party(
                actor=waiting.owner,
                name=customer.en,
                name_ar=customer.ar,
                city=self.cast.say(city),
                country="SA",
                email=f"info@{customer.en.split()[0].lower()}.example",
                phone=waiting.lead.phone,
                tax_number=f"3{self.chance.randrange(10**12, 10**13)}3",
                payment_terms_days=self.chance.choice((15, 30, 30, 30, 45)),
                owner_id=waiting.owner.member_id,
            )
            self.known[customer.en] = party.pk
        return self.known[customer.en]

    def _loose_ends(self) -> None:
        """Leave what a Monday morning finds: leads that nobody took, a deal without a next step."""
        for _ in range(3):
            customer, contact = self._customer(), self.chance.choice(texts.CONTACTS)
            crm.capture_lead(
                actor=self.cast.owner,
                name=self.cast.say(contact),
                company_name=self.cast.say(customer),
                email=f"{contact.en.split()[0].lower()}@{customer.en.split()[0].lower()}.example",
                source=self.cast.say(texts.SOURCES[0]),
                message=self.cast.say(self.chance.choice(texts.ASKS)),
            )
        for title in (texts.OFFERS[4].name, texts.OFFERS[7].name):
            crm.open_deal(
                actor=self.cast.owner,
                title=self.cast.say(title),
                on=self.today,
                party_id=self.chance.choice(list(self.known.values())),
                amount_minor=round(self.chance.randrange(30_000, 90_000), -3) * 100,
                owner_id=self.chance.choice(self.sellers).member_id,
            )
