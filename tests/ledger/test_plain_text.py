"""The books in plain text: the programs they are written for accept them, and find the balances that Wasl has."""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import convert, data
from django.db.models import Sum

from tests import makers
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.cli.scenario.reader import read_scenario
from wasl.cli.scenario.runner import play
from wasl.core.exports import plain_amount
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.ledger import queries, services
from wasl.ledger.models import Line
from wasl.ledger.rules.entries import LineValues

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("p*.yaml"))
HLEDGER = shutil.which("hledger")


def ours(company: Company) -> dict[str, tuple[Decimal, dict[str, Decimal]]]:
    """Return of each account that moved its balance in base currency, and in each of its currencies."""
    base = company.base_currency
    found: dict[str, tuple[Decimal, dict[str, Decimal]]] = {}
    for row in Line.objects.values("account__code").annotate(base=Sum("base_minor")):
        found[row["account__code"]] = (Decimal(plain_amount(row["base"], base)), defaultdict(Decimal))
    for row in Line.objects.values("account__code", "currency").annotate(sum=Sum("currency_minor")):
        if row["currency"] != base:
            own = found[row["account__code"]][1]
            own[row["currency"]] += Decimal(plain_amount(row["sum"], row["currency"]))
    return found


def of_beancount(text: str, base: str) -> dict[str, tuple[Decimal, dict[str, Decimal]]]:
    """Return the same as Beancount reads it, which must not complain."""
    entries, errors, _options = loader.load_string(text)
    assert not errors, errors
    weights: dict[str, Decimal] = defaultdict(Decimal)
    units: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for entry in data.filter_txns(entries):
        for posting in entry.postings:
            code = posting.account.split(":")[1].split("-")[0]
            weights[code] += convert.get_weight(posting).number
            if posting.units.currency != base:
                units[code][posting.units.currency] += posting.units.number
    return {code: (weights[code], units[code]) for code in weights}


def of_hledger(text: str, tmp_path: Path) -> dict[str, Decimal]:
    """Return the balances at cost as hledger finds them."""
    assert HLEDGER, "hledger is missing: install the package hledger"
    path = tmp_path / "books.journal"
    path.write_text(text, encoding="utf-8")
    said = subprocess.run(
        [HLEDGER, "-f", str(path), "balance", "--flat", "-B", "--empty", "--no-total", "-O", "csv"],
        check=True,
        capture_output=True,
        text=True,
        env={"LC_ALL": "C.UTF-8"},
    ).stdout
    rows = [line.split('","') for line in said.splitlines()[1:]]
    return {
        account.strip('"').split(":")[1].split(" ")[0]: Decimal(amount.strip('"').split(" ")[0].replace(",", ""))
        for account, amount in rows
    }


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_books_of_a_scenario_are_the_same_in_both_programs(db, tmp_path, path):
    play(read_scenario(path))
    company = Company.objects.get()
    with company_scope(company.pk):
        known = ours(company)
        beancount = of_beancount("\n".join(queries.beancount(company)), company.base_currency)
        hledger = of_hledger("\n".join(queries.hledger(company)), tmp_path)

    assert beancount == known
    assert {code: amount for code, amount in hledger.items() if amount} == {
        code: amount for code, (amount, _own) in known.items() if amount
    }


def test_text_that_means_something_to_them_is_only_text(layla, tmp_path):
    company = access.change_company(actor=layla, version=1, name='Noor "; \\ Studio')
    services.add_account(actor=layla, code="6990", name='(Odd)  "name" ; with = signs', role="expense")
    bank, odd = makers.bank(), queries.account_by_code("6990")
    lines = [LineValues(odd.pk, 500, "SAR", 500), LineValues(bank.pk, -500, "SAR", -500)]
    services.post_journal(actor=layla, on=company.created_at.date(), lines=lines, memo='two\nlines ; "and" \\ more')

    beancount = of_beancount("\n".join(queries.beancount(company)), "SAR")
    hledger = of_hledger("\n".join(queries.hledger(company)), tmp_path)

    assert beancount["6990"][0] == hledger["6990"] == Decimal(5)


def test_books_without_an_entry_are_books_too(layla: Actor, tmp_path: Path) -> None:
    assert of_beancount("\n".join(queries.beancount(layla.company)), "SAR") == {}
    assert of_hledger("\n".join(queries.hledger(layla.company)), tmp_path) == {}
