"""The command palette over many parties and deals: ten texts that people type, for the owner and for a seller."""

from __future__ import annotations

import random
import time
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import RequestFactory

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.cli.bench.timing import median_ms
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.crm.services.past import PastDeal, import_deals
from wasl.parties import services as parties
from wasl.parties.models import Party
from wasl.web.palette import palette

TIMES, BATCH, SELLERS = 7, 2_000, 20
NAMES = (
    ("Nakheel", "نخيل"),
    ("Madar", "مدار"),
    ("Rawad", "الرواد"),
    ("Horizon", "الأفق"),
    ("Zamil", "الزامل"),
    ("Rajhi", "الراجحي"),
    ("Khalid", "خالد"),
    ("Mohammed", "محمد"),
    ("Abdullah", "عبدالله"),
    ("Yousef", "يوسف"),
)
TRADES = (("Trading", "للتجارة"), ("Hospitality", "للضيافة"), ("Industries", "الصناعية"), ("Consulting", "للاستشارات"))
TEXTS = {
    "common_word": "company",
    "rare_word": "bodega",
    "two_letters": "na",
    "arabic": "شركة نخيل",
    "transliterated": "muhammad",
    "three_words": "nakheel hospitality company",
    "number": "INV-2026-0042",
    "amount": "46,000",
    "phone": "0500012345",
    "nothing": "wqxyzv",
}


def measure(*, rows: int) -> dict[str, Any]:
    """Return the milliseconds of each text among so many parties and as many deals, and the worst."""
    company = access.create_company(name=f"Search {time.time_ns()}", country="SA", base_currency="SAR")
    with company_scope(company.pk):
        system = Actor.system(company)
        sellers = [access.add_member(actor=system, name=f"Seller {n}", role="sales") for n in range(SELLERS)]
        started = time.perf_counter()
        fill(company, rows, [seller.pk for seller in sellers])
        filled = time.perf_counter() - started
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        owner = {name: _ms(Actor.system(company), text) for name, text in TEXTS.items()}
        seller = {name: _ms(Actor.of(sellers[0]), text) for name, text in TEXTS.items()}
    worst = max(*owner.values(), *seller.values())
    return {"rows": rows, "fill_seconds": round(filled, 1), "owner_ms": owner, "seller_ms": seller, "worst_ms": worst}


def _ms(actor: Actor, text: str) -> float:
    request = RequestFactory().get("/search/palette/", {"q": text})
    request.actor = actor  # type: ignore[attr-defined]
    return median_ms(
        lambda: render_to_string("web/palette.html", {"text": text, "answer": palette(request, text)}), TIMES
    )


@transaction.atomic
def fill(company: Company, rows: int, sellers: list[int]) -> None:
    generator, actor = random.Random(5), Actor.system(company)
    for start in range(0, rows, BATCH):
        numbers = range(start, min(start + BATCH, rows))
        made = parties.add_parties(actor=actor, parties=[_party(generator, number) for number in numbers])
        import_deals(
            actor=actor,
            on=date(2026, 11, 24),
            past=[_deal(generator, party, number, sellers) for party, number in zip(made, numbers, strict=True)],
        )


def _party(generator: random.Random, number: int) -> Party:
    (latin, arabic), (trade, trade_ar) = generator.choice(NAMES), generator.choice(TRADES)
    own = "".join(generator.choice("bcdfghjklmnprstvwz") + generator.choice("aeiou") for _ in range(3))
    return Party(
        name=f"{latin} {own.title()} {trade} Company",
        name_ar=f"شركة {arabic} {trade_ar}" if number % 2 else "",
        email=f"info@{own}{number}.example",
        phone=f"05{number:08}",
        city="Riyadh",
    )


def _deal(generator: random.Random, party: Party, number: int, sellers: list[int]) -> PastDeal:
    return PastDeal(
        external_key=f"bench:{number}",
        title=f"Service {number % 7} for {party.name}",
        party_id=party.pk,
        party_name=f"{party.name} {party.name_ar}",
        state="open",
        owner_id=generator.choice(sellers),
        amount_minor=generator.randrange(50, 300_000) * 100,
    )
