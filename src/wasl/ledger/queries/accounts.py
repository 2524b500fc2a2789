"""Accounts, taxes, dimensions and rates as they hold on a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from wasl.core.errors import NotFound
from wasl.core.models import CompanyModel
from wasl.ledger.errors import MissingRate, RoleMissing
from wasl.ledger.models import Account, Dimension, ExchangeRate, Tax, TaxRate
from wasl.ledger.rules.documents import TaxTerms
from wasl.parties.models import Party
from wasl.people.models import Department, Employee

KINDS: dict[str, tuple[str, type[CompanyModel]]] = {
    "accounts": ("account", Account),
    "taxes": ("tax", Tax),
    "projects": ("project", Dimension),
    "departments": ("department", Department),
    "employees": ("employee", Employee),
    "parties": ("party", Party),
}


def accounts(*, roles: Iterable[str] = (), active_only: bool = False) -> QuerySet[Account]:
    """Return the chart of accounts by code, of some roles where asked."""
    rows = Account.objects.order_by("code", "pk")
    if roles := tuple(roles):
        rows = rows.filter(role__in=roles)
    return rows.filter(is_active=True) if active_only else rows


def accounts_by_id() -> dict[int, Account]:
    """Return all accounts by id."""
    return {account.pk: account for account in Account.objects.order_by("code", "pk")}


def account_by_code(code: str) -> Account | None:
    """Return the account of a code."""
    found: Account | None = Account.objects.filter(code=code).first()
    return found


def default_accounts(*roles: str) -> dict[str, Account]:
    """Return the default account of each role, in one statement.

    :raises RoleMissing: the chart has none for a role.
    """
    found = {account.role: account for account in Account.objects.filter(role__in=roles, is_default=True)}
    for role in roles:
        if role not in found:
            raise RoleMissing("role", role=role)
    return found


def account_and_defaults(account_id: int, *roles: str) -> tuple[Account | None, dict[str, Account]]:
    """Return an account of this company, None where there is none, and the default of each role, in one statement.

    :raises RoleMissing: the chart has no default for a role.
    """
    rows = list(Account.objects.filter(Q(pk=account_id) | Q(role__in=roles, is_default=True)))
    found = {account.role: account for account in rows if account.is_default}
    for role in roles:
        if role not in found:
            raise RoleMissing("role", role=role)
    return next((account for account in rows if account.pk == account_id), None), found


def default_account(role: str) -> Account:
    """Return the default account of a role.

    :raises RoleMissing: the chart has none.
    """
    return default_accounts(role)[role]


def account_for(role: str, name: str = "") -> Account:
    """Return the account of a role by its name, or the role's default.

    :raises RoleMissing: there is no such account.
    """
    if not name:
        return default_account(role)
    account = Account.objects.filter(role=role, name=name).first()
    if account is None:
        raise RoleMissing("role", role=f"{role}: {name}")
    found: Account = account
    return found


def dimension(kind: str, key: int) -> Dimension:
    """Return the dimension row of another room's record."""
    row: Dimension = Dimension.objects.get(kind=kind, key=key)
    return row


def exchange_rate(currency: str, on: date, base: str) -> Decimal:
    """Return base units per foreign unit on a date: the latest rate on or before it.

    :raises MissingRate: none is known; a rate is never guessed or inverted.
    """
    if currency == base:
        return Decimal(1)
    rate = (
        ExchangeRate.objects.filter(currency=currency, date__lte=on).order_by("-date").values_list("rate", flat=True)
    ).first()
    if rate is None:
        raise MissingRate("currency", currency=currency, date=on)
    return Decimal(rate)


def rates_on(currencies: Iterable[str], on: date) -> dict[str, Decimal]:
    """Return base units per unit of each currency on a date, in one statement; one without a rate is left out."""
    rows = ExchangeRate.objects.filter(currency__in=list(currencies), date__lte=on).order_by("date")
    return {currency: Decimal(rate) for currency, rate in rows.values_list("currency", "rate")}


def taxes(*, active_only: bool = True) -> QuerySet[Tax]:
    """Return the tax codes, the default first."""
    rows = Tax.objects.order_by("-is_default", "code", "pk")
    return rows.filter(is_active=True) if active_only else rows


def tax_terms(tax_ids: Iterable[int], on: date) -> dict[int, TaxTerms]:
    """Return each tax as it holds on a date, in one statement; a tax without a rate yet charges nothing."""
    wanted = {tax_id for tax_id in tax_ids if tax_id}
    if not wanted:
        return {}
    terms: dict[int, TaxTerms] = {}
    rows = (
        TaxRate.objects.filter(tax_id__in=wanted, valid_from__lte=on)
        .order_by("tax_id", "valid_from")
        .values_list("tax_id", "percent", "tax__treatment", "tax__recoverable_percent")
    )
    for tax_id, percent, treatment, recoverable in rows:
        terms[tax_id] = TaxTerms(tax_id, percent, treatment, recoverable)
    for tax in Tax.objects.filter(pk__in=wanted - set(terms)) if wanted - set(terms) else ():
        terms[tax.pk] = TaxTerms(tax.pk, Decimal(0), tax.treatment, tax.recoverable_percent)
    return terms


def refuse_unknown(**ids: Iterable[int | None]) -> None:
    """Refuse ids that are not of this company: accounts, taxes, projects, departments, employees, parties.

    One statement for each kind that has any id.

    :raises NotFound: an id that is not of this company; it names the field.
    """
    for kind, keys in ids.items():
        wanted = {key for key in keys if key}
        field, model = KINDS[kind]
        if wanted and model.objects.filter(pk__in=wanted).count() != len(wanted):
            raise NotFound(field)
