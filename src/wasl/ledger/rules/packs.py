"""Country packs: the chart of accounts, taxes and habits that a new company starts with."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

_PACKS = Path(__file__).parents[1] / "packs"
GENERIC = "generic"


@dataclass(frozen=True)
class PackAccount:
    """An account to begin with. The default account of a role is what the role posts to."""

    code: str
    name: str
    name_ar: str
    role: str
    default: bool


@dataclass(frozen=True)
class PackTax:
    """A tax with its dated rates.

    `rates` are (valid from, percent, source in words), oldest first; each holds until the next one.
    `recoverable` is the percent of tax on purchases that is given back.
    """

    name: str
    name_ar: str
    code: str
    treatment: str
    recoverable: Decimal
    exemption_reason: str
    rates: tuple[tuple[date, Decimal, str], ...]


@dataclass(frozen=True)
class Pack:
    """What a country gives a new company. `country` is ISO 3166 alpha-2, empty in the generic pack.

    `weekend` holds ISO weekdays, 1 Monday to 7 Sunday; `fiscal_year_start` is MM-DD. The first tax is
    the one that a new service is offered with. `in_arabic` has the Arabic of what its taxes say of their sources and of
    why they charge nothing.
    """

    country: str
    currency: str
    language: str
    time_zone: str
    weekend: tuple[int, ...]
    fiscal_year_start: str
    tax_number_label: str
    tax_number_label_ar: str
    accounts: tuple[PackAccount, ...]
    taxes: tuple[PackTax, ...]
    sources: tuple[str, ...]
    in_arabic: Mapping[str, str]


def pack_for(country: str) -> Pack:
    """Return the pack of a country (ISO 3166 alpha-2, any case), or the generic one where it has none."""
    code = country.strip().lower()
    return load_pack(code if code in pack_codes() else GENERIC)


def said_in(text: str, country: str, language: str) -> str:
    """Return a source or a reason of exemption in a language, as it is where it is not one of the country's pack."""
    return pack_for(country).in_arabic.get(text, text) if language == "ar" else text


@cache
def pack_codes() -> tuple[str, ...]:
    """Return the codes of all packs, sorted: countries in lower case, and `generic`."""
    return tuple(sorted(path.stem for path in _PACKS.glob("*.toml") if path.stem != "chart"))


@cache
def load_pack(code: str) -> Pack:
    """Return the pack of that code, its accounts being the common chart with the country's own over it.

    :raises KeyError: there is no such pack.
    """
    if code not in pack_codes():
        raise KeyError(code)
    said = _read(code)
    accounts = {account["code"]: account for account in (*_read("chart")["accounts"], *said["accounts"])}
    return Pack(
        country=said["country"],
        currency=said["currency"],
        language=said["language"],
        time_zone=said["time_zone"],
        weekend=tuple(said["weekend"]),
        fiscal_year_start=said["fiscal_year_start"],
        tax_number_label=said["tax_number_label"],
        tax_number_label_ar=said["tax_number_label_ar"],
        accounts=tuple(_account(accounts[number]) for number in sorted(accounts)),
        taxes=tuple(_tax(tax) for tax in said["taxes"]),
        sources=tuple(said["sources"]),
        in_arabic=said["in_arabic"],
    )


def _read(stem: str) -> dict[str, Any]:
    return tomllib.loads((_PACKS / f"{stem}.toml").read_text(encoding="utf-8"))


def _account(said: dict[str, Any]) -> PackAccount:
    return PackAccount(said["code"], said["name"], said["name_ar"], said["role"], said.get("default", False))


def _tax(said: dict[str, Any]) -> PackTax:
    return PackTax(
        name=said["name"],
        name_ar=said["name_ar"],
        code=said["code"],
        treatment=said["treatment"],
        recoverable=Decimal(said.get("recoverable", "100")),
        exemption_reason=said.get("exemption_reason", ""),
        rates=tuple((rate["from"], Decimal(rate["rate"]), rate["source"]) for rate in said["rates"]),
    )
