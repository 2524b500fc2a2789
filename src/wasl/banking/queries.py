"""Reads of bank and cash accounts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from wasl.access.actor import Actor
from wasl.banking.models import BankAccount, BankFee
from wasl.core.errors import NotFound
from wasl.ledger import queries as ledger
from wasl.ledger.models import Account
from wasl.ledger.rules.roles import MONEY_ROLES


@dataclass(frozen=True)
class MoneyRow:
    """An account with its balance in its own currency and in base."""

    account: Account
    bank_name: str
    iban: str
    own_minor: int
    base_minor: int


def money_accounts(actor: Actor, at: date) -> list[MoneyRow]:
    """Return bank and cash accounts with their balances at the end of a day."""
    actor.require("bank_account.view")
    own: dict[int, int] = defaultdict(int)
    base: dict[int, int] = defaultdict(int)
    for row in ledger.movements(last=at):
        own[row.account_id] += row.currency_minor
        base[row.account_id] += row.net_minor
    known = {row.account_id: row for row in BankAccount.objects.all()}
    return [
        MoneyRow(
            account=account,
            bank_name=known[account.pk].bank_name if account.pk in known else "",
            iban=known[account.pk].iban if account.pk in known else "",
            own_minor=own[account.pk],
            base_minor=base[account.pk],
        )
        for account in ledger.accounts(roles=MONEY_ROLES, active_only=True)
    ]


def bank_fee(actor: Actor, fee_id: int) -> BankFee:
    """Return a charge of the bank.

    :raises NotFound: there is none in this company.
    """
    actor.require("bank_account.view")
    found: BankFee | None = (
        BankFee.objects.select_related("account", "tax", "department", "entry").filter(pk=fee_id).first()
    )
    if found is None:
        raise NotFound()
    return found
