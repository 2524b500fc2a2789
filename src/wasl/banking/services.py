"""Every write about bank and cash accounts."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from wasl.access.actor import Actor
from wasl.banking.models import BankAccount, BankFee
from wasl.core import events
from wasl.core.bulk import insert_rows
from wasl.core.errors import BadAmountRefused, NotFound
from wasl.core.money import to_decimal
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.errors import CurrencyMismatch
from wasl.ledger.models import Account, TaxLine
from wasl.ledger.rules.documents import percent_of, recoverable
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft
from wasl.ledger.services.taxes import TAX_LINE_COLUMNS

FEE = "banking.bankfee"


@transaction.atomic
def add_bank_account(
    *,
    actor: Actor,
    name: str,
    currency: str,
    role: str = "bank",
    name_ar: str = "",
    bank_name: str = "",
    iban: str = "",
) -> Account:
    """Open a bank or cash account in a currency, with its place in the chart.

    :raises BadInput: an unknown currency.
    """
    actor.require("bank_account.manage")
    account = ledger.add_bank_account(
        actor=actor.lending("ledger.setup"), name=name, currency=currency, role=role, name_ar=name_ar
    )
    BankAccount.objects.create(account=account, bank_name=bank_name, iban=iban.replace(" ", ""))
    return account


@transaction.atomic
def record_bank_fee(
    *,
    actor: Actor,
    account_id: int,
    on: date,
    net_minor: int,
    tax_id: int | None = None,
    department_id: int | None = None,
    memo: str = "",
) -> BankFee:
    """Record a charge of the bank, in base currency, with its recoverable tax.

    :raises BadAmountRefused: not above 0.
    """
    actor.require("bank_fee.post")
    account = Account.objects.filter(pk=account_id, role__in=("bank", "cash")).first()
    if account is None:
        raise NotFound("account")
    ledger_queries.refuse_unknown(taxes=[tax_id], departments=[department_id])
    company, base = actor.company, actor.company.base_currency
    if account.currency != base:
        raise CurrencyMismatch("account", first=base, second=account.currency)
    if net_minor <= 0:
        raise BadAmountRefused("net", amount=to_decimal(net_minor, base))
    terms = ledger_queries.tax_terms([tax_id or 0], on).get(tax_id or 0)
    tax = percent_of(net_minor, terms.charged_percent, company.rounding) if terms else 0
    back = recoverable(tax, terms.recoverable_percent, company.rounding) if terms else 0
    fee = BankFee(
        account=account,
        date=on,
        net_minor=net_minor,
        tax_minor=tax,
        tax_id=tax_id,
        department_id=department_id,
        memo=memo,
    )
    fee.save()
    accounts = ledger_queries.default_accounts("bank_fees", "tax_recoverable")
    cost = net_minor + tax - back
    lines = [
        LineValues(accounts["bank_fees"].pk, cost, base, cost, None, None, department_id),
        LineValues(accounts["tax_recoverable"].pk, back, base, back),
        LineValues(account.pk, -net_minor - tax, base, -net_minor - tax),
    ]
    fee.entry = ledger.post_entry(EntryDraft(on, FEE, fee.pk, lines, memo))
    fee.save(update_fields=["entry"])
    if terms:
        row = (fee.company_id, on, "purchases", terms.treatment, tax_id, net_minor, back, 0, fee.entry_id, FEE, fee.pk)
        insert_rows(TaxLine, TAX_LINE_COLUMNS, [row])
    events.record("bank_fee.posted", fee, net_minor=net_minor, tax_minor=tax)
    return fee
