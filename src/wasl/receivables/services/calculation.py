"""Work out a document before it is written: amounts, base amounts, and what each account takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from wasl.core.errors import BadAmountRefused, BadInput, NotFound
from wasl.core.models import Company
from wasl.core.money import CURRENCIES, BadAmount
from wasl.ledger import queries as ledger
from wasl.ledger.models import Account
from wasl.ledger.rules import documents as rules
from wasl.ledger.rules.documents import DocumentResult, TaxTerms
from wasl.parties.models import Party
from wasl.receivables.errors import DepositTaxes, EmptyDocument
from wasl.receivables.services.inputs import DocumentInput, LineDraft

ROLES = ("receivable", "revenue", "tax_payable", "customer_advances")


@dataclass
class Context:
    """What many documents of one act need, read once: parties, accounts, taxes by date, rates."""

    company: Company
    parties: dict[int, Party]
    accounts: dict[str, Account]
    taxes: dict[date, dict[int, TaxTerms]] = field(default_factory=dict)
    rates: dict[tuple[str, date], Decimal] = field(default_factory=dict)
    known: dict[str, set[int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, company: Company, party_ids: Iterable[int]) -> Context:
        """Read the parties of some documents and the accounts that they post to.

        :raises RoleMissing: the chart lacks a default account.
        """
        return cls(company, Party.objects.in_bulk(set(party_ids)), ledger.default_accounts(*ROLES))

    @property
    def base(self) -> str:
        """Return the company's base currency."""
        return self.company.base_currency

    def tax_terms(self, tax_ids: Iterable[int | None], on: date) -> dict[int, TaxTerms]:
        """Return taxes as they hold on a date."""
        known = self.taxes.setdefault(on, {})
        wanted = {tax_id for tax_id in tax_ids if tax_id} - set(known)
        known.update(ledger.tax_terms(wanted, on))
        return known

    def refuse_strangers(self, lines: Sequence[LineDraft]) -> None:
        """Refuse lines that name an account, project or department of another company.

        :raises NotFound: one does.
        """
        asked = {
            "accounts": {line.account_id for line in lines},
            "projects": {line.project_id for line in lines},
            "departments": {line.department_id for line in lines},
        }
        fresh = {kind: keys - self.known.get(kind, set()) - {None} for kind, keys in asked.items()}
        ledger.refuse_unknown(**fresh)
        for kind, keys in fresh.items():
            self.known.setdefault(kind, set()).update(keys)

    def rate(self, currency: str, on: date) -> Decimal:
        """Return the exchange rate of a date.

        :raises MissingRate: none is known.
        """
        if (currency, on) not in self.rates:
            self.rates[currency, on] = ledger.exchange_rate(currency, on, self.base)
        return self.rates[currency, on]


@dataclass(frozen=True)
class Worked:
    """A document worked out: its input with defaults filled in, and its amounts."""

    given: DocumentInput
    party: Party
    currency: str
    rate: Decimal
    due_date: date
    taxes: dict[int, TaxTerms]
    result: DocumentResult

    @property
    def lines(self) -> Sequence[LineDraft]:
        """Return the lines as entered."""
        return self.given.lines


def work_out(context: Context, given: DocumentInput, taxes: dict[int, TaxTerms] | None = None) -> Worked:
    """Return a document's amounts by the taxes of its date (or those of the invoice it credits).

    :raises EmptyDocument: no lines.
    :raises DepositTaxes: a deposit whose lines take different taxes.
    :raises NotFound: an id that is not of this company.
    :raises BadAmountRefused: quantities, prices or discounts that money cannot hold.
    :raises MissingRate: no exchange rate for its date.
    :raises BadInput: an unknown currency, or due before its own date.
    """
    if not given.lines:
        raise EmptyDocument("lines")
    if given.kind == "deposit" and len({line.tax_id for line in given.lines}) > 1:
        raise DepositTaxes("lines")
    if given.party_id not in context.parties:
        raise NotFound("party")
    context.refuse_strangers(given.lines)
    party = context.parties[given.party_id]
    currency = given.currency or party.currency or context.base
    if currency not in CURRENCIES:
        raise BadInput("currency", reason=_("This currency is not known: use its three-letter ISO code."))
    if taxes is None:
        taxes = context.tax_terms([line.tax_id for line in given.lines], given.date)
    if any(line.tax_id and line.tax_id not in taxes for line in given.lines):
        raise NotFound("lines")
    terms = rules.Terms(
        currency,
        context.company.rounding,
        context.company.tax_rounding,
        given.prices_include_tax,
        given.discount_percent,
        given.discount_minor,
    )
    try:
        result = rules.calculate([line.values() for line in given.lines], terms, taxes)
    except BadAmount as error:
        raise BadAmountRefused("lines", amount=str(error)) from error
    rate = given.rate if given.rate is not None else context.rate(currency, given.date)
    due = given.due_date or given.date + timedelta(days=party.payment_terms_days)
    if due < given.date:
        text = _("The due date lies before the invoice date. Use %(date)s or later.")
        raise BadInput("due_date", reason=text % {"date": given.date})
    return Worked(given, party, currency, rate, due, taxes, result)
