"""The story of the demo company holds on every day and at every size."""

from __future__ import annotations

import random
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tests import makers
from wasl.access.actor import Actor
from wasl.cli.demo.money import Money
from wasl.receivables.models import Document


class Always(random.Random):
    """Chance, when everything that may happen does."""

    def random(self) -> float:
        return 0.0


@pytest.mark.parametrize(("price", "credited"), [("68.70", 0), ("1499.99", 0), ("1500", 1), ("9000", 1)])
def test_an_invoice_is_credited_by_no_more_than_it_says(layla: Actor, price: str, credited: int) -> None:
    cast: Any = SimpleNamespace(finance=layla, say=str)
    invoice = makers.make_invoice(layla, makers.make_customer(), price)

    Money(cast, Always(1), date(2026, 11, 24), 1).expect(invoice, invoice.date)

    assert Document.objects.filter(kind="credit_note").count() == credited
