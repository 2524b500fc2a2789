"""Each country pack is complete enough to post with from the first day."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wasl.ledger.rules import packs

LANGUAGE = Path(__file__).parents[2] / "src" / "wasl" / "cli" / "scenario" / "language.json"
ROLES = {role for roles in json.loads(LANGUAGE.read_text())["roles"].values() for role in roles}
ARABIC = range(0x0600, 0x0700)
TREATMENTS = {"standard", "zero", "exempt", "out_of_scope", "reverse_charge", "withholding"}


def test_there_are_four_packs() -> None:
    assert packs.pack_codes() == ("ae", "eg", "generic", "sa")


@pytest.mark.parametrize("code", packs.pack_codes())
def test_each_role_has_exactly_one_default_account(code: str) -> None:
    accounts = packs.load_pack(code).accounts

    defaults = Counter(account.role for account in accounts if account.default)
    assert defaults == Counter(ROLES)
    assert {account.role for account in accounts} == ROLES


@pytest.mark.parametrize("code", packs.pack_codes())
def test_accounts_have_codes_in_order_and_both_names_of_their_own(code: str) -> None:
    accounts = packs.load_pack(code).accounts

    codes = [account.code for account in accounts]
    assert codes == sorted(set(codes))
    for names in ([account.name for account in accounts], [account.name_ar for account in accounts]):
        assert len(set(names)) == len(names), [name for name, times in Counter(names).items() if times > 1]
    assert all(is_arabic(account.name_ar) for account in accounts)
    assert len([account for account in accounts if account.role == "expense"]) >= 7


@pytest.mark.parametrize("code", packs.pack_codes())
def test_taxes_have_known_treatments_and_rates_in_order_with_sources(code: str) -> None:
    taxes = packs.load_pack(code).taxes

    assert {"standard", "zero", "exempt", "out_of_scope"} <= {tax.treatment for tax in taxes} <= TREATMENTS
    assert taxes[0].treatment == "standard"
    assert len({tax.code for tax in taxes}) == len({tax.name for tax in taxes}) == len(taxes)
    for tax in taxes:
        dates = [since for since, _, _ in tax.rates]
        assert dates
        assert dates == sorted(set(dates))
        assert all(source for _, _, source in tax.rates)
        assert is_arabic(tax.name_ar)
        said = [*(source for _, _, source in tax.rates), *filter(None, [tax.exemption_reason])]
        assert all(is_arabic(packs.said_in(text, packs.load_pack(code).country, "ar")) for text in said), tax.code
        charged = tax.treatment in {"standard", "reverse_charge", "withholding"}
        assert all((rate > 0) == charged for _, rate, _ in tax.rates), tax
        assert bool(tax.exemption_reason) == (tax.treatment in {"zero", "exempt"}), tax


@pytest.mark.parametrize("code", packs.pack_codes())
def test_the_habits_of_the_country_are_real(code: str) -> None:
    pack = packs.load_pack(code)

    assert ZoneInfo(pack.time_zone)
    assert pack.weekend
    assert set(pack.weekend) <= set(range(1, 8))
    assert date.fromisoformat(f"2026-{pack.fiscal_year_start}")
    assert pack.language in {"ar", "en"}
    assert pack.tax_number_label
    assert is_arabic(pack.tax_number_label_ar)
    assert pack.sources


@pytest.mark.parametrize(
    ("country", "on", "rate"),
    [
        ("SA", date(2018, 1, 1), 5),
        ("SA", date(2020, 6, 30), 5),
        ("SA", date(2020, 7, 1), 15),
        ("AE", date(2026, 1, 1), 5),
        ("EG", date(2017, 6, 30), 13),
        ("EG", date(2017, 7, 1), 14),
        ("FR", date(2026, 1, 1), 20),
    ],
)
def test_the_standard_rate_of_a_day_is_the_law_of_that_day(country: str, on: date, rate: int) -> None:
    standard = packs.pack_for(country).taxes[0]

    assert [percent for since, percent, _ in standard.rates if since <= on][-1] == Decimal(rate)


def test_a_country_without_a_pack_gets_the_generic_one() -> None:
    assert packs.pack_for("sa") is packs.pack_for("SA") is packs.load_pack("sa")
    assert packs.pack_for("FR") is packs.pack_for("") is packs.pack_for("chart") is packs.load_pack("generic")
    with pytest.raises(KeyError):
        packs.load_pack("chart")


def is_arabic(text: str) -> bool:
    return any(ord(letter) in ARABIC for letter in text)
