"""Money in and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import events, numbering, periods
from wasl.core.bulk import reserve_ids
from wasl.core.errors import BadAmountRefused, BadInput, NotFound
from wasl.core.money import AMOUNT_MAX, convert, to_decimal
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.errors import AlreadyReversed, CurrencyMismatch, ExceedsOpen, HasApplications, refuse_before
from wasl.ledger.models import Account, Application, OpenItem
from wasl.ledger.rules.documents import TaxTerms
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.rules.roles import MONEY_ROLES
from wasl.ledger.services import EntryDraft
from wasl.receivables import queries
from wasl.receivables.errors import NothingOwed, OverApplied
from wasl.receivables.models import Document, Payment, Refund
from wasl.receivables.rules.withholding import withheld_now
from wasl.receivables.services import posting, settling
from wasl.receivables.services.documents import lock_document

SOURCE = "receivables.payment"
REFUND = "receivables.refund"
ROLES = ("customer_advances", "fx_gain_loss", "bank_fees", "withholding_receivable")


@dataclass(frozen=True)
class Apply:
    """A document that a payment settles; None settles what is open, as far as the payment goes."""

    document_id: int
    amount_minor: int | None = None


@dataclass
class _Received:
    """A payment being worked out."""

    payment: Payment
    parts: list[ledger.Settlement]
    base_minor: int = 0
    fee_base_minor: int = 0
    withheld_base_minor: int = 0

    @property
    def applied_minor(self) -> int:
        return sum(part.amount_minor for part in self.parts)


@transaction.atomic
def receive_payment(
    *,
    actor: Actor,
    party_id: int,
    on: date,
    amount_minor: int,
    account_id: int,
    currency: str = "",
    rate: Decimal | None = None,
    apply: Sequence[Apply] = (),
    fee_minor: int = 0,
    withholding_id: int | None = None,
    reference: str = "",
) -> Payment:
    """Record money received: `amount_minor` is what is settled or advanced, with fee and withheld tax in it.

    What is not applied stays the customer's as an advance. The bank gets the amount less fee and withheld tax.

    :raises OverApplied: more applied than received.
    :raises ExceedsOpen: more applied than is open.
    :raises CurrencyMismatch: the payment's currency is not the document's, or the bank takes neither it nor base.
    """
    actor.require("payment.post")
    found, accounts = ledger_queries.account_and_defaults(account_id, *ROLES)
    base = actor.company.base_currency
    account = _money_account(found, currency, base, field="currency")
    currency = currency or account.currency
    if amount_minor <= 0 or amount_minor > AMOUNT_MAX or not 0 <= fee_minor < amount_minor:
        raise BadAmountRefused("amount", amount=to_decimal(amount_minor, currency))
    ledger_queries.refuse_unknown(parties=[] if apply else [party_id], taxes=[withholding_id])
    rate = rate if rate is not None else ledger_queries.exchange_rate(currency, on, base)
    payment = Payment(
        pk=reserve_ids(Payment, 1)[0],
        party_id=party_id,
        date=on,
        currency=currency,
        rate=rate,
        amount_minor=amount_minor,
        fee_minor=fee_minor,
        account=account,
        reference=reference,
        withholding_id=withholding_id,
    )
    received = _Received(payment, _parts(payment, apply))
    if received.applied_minor > amount_minor:
        raise OverApplied(
            "apply",
            applied=to_decimal(received.applied_minor, currency),
            amount=to_decimal(amount_minor, currency),
        )
    if withholding_id:
        payment.withheld_minor = _withheld(actor, payment, received, withholding_id)
    _post(actor, received, accounts)
    return payment


@transaction.atomic
def receive_open_amount(*, actor: Actor, document_id: int, on: date, account_id: int, reference: str = "") -> Payment:
    """Record that a customer paid all that is open of an invoice.

    :raises NothingOwed: nothing is open of it.
    :raises CurrencyMismatch: the account takes neither the invoice's currency nor base.
    """
    actor.require("payment.post")
    document = lock_document(document_id)
    item = None if document.is_credit else queries.invoice_item(document_id)
    if item is None or not item.open_minor:
        raise NothingOwed(number=str(document))
    return receive_payment(
        actor=actor,
        party_id=document.party_id,
        on=on,
        amount_minor=item.open_minor,
        account_id=account_id,
        currency=document.currency,
        apply=[Apply(document_id)],
        reference=reference,
    )


@transaction.atomic
def apply_credit(*, actor: Actor, item_id: int, document_id: int, on: date, amount_minor: int | None = None) -> int:
    """Apply an advance or an open credit note to an invoice of the same party; returns the amount applied.

    :raises ExceedsOpen: more than either has open.
    :raises BadDate: before either document.
    """
    actor.require("payment.post")
    credit = OpenItem.objects.filter(pk=item_id, is_debit=False).exclude(kind="deposit").first()
    debit = queries.invoice_item(document_id)
    if credit is None or debit is None:
        raise NotFound()
    if credit.party_id != debit.party_id:
        raise BadInput("to", reason=_("The credit and the invoice belong to different customers."))
    refuse_before(on, max(credit.date, debit.date))
    return settling.apply_items(company=actor.company, credit=credit, debit=debit, amount_minor=amount_minor, on=on)


@transaction.atomic
def refund(
    *,
    actor: Actor,
    item_id: int,
    on: date,
    account_id: int,
    amount_minor: int | None = None,
    rate: Decimal | None = None,
) -> Refund:
    """Give money back of an unapplied payment or an open credit note; None gives back all that is open.

    :raises ExceedsOpen: more than what is open.
    """
    actor.require("payment.post")
    item = ledger.lock_items([item_id])[item_id]
    if item.is_debit or item.kind == "deposit" or item.party_id is None:
        raise BadInput("item", reason=_("Only an advance or an open credit can be refunded."))
    base, found = actor.company.base_currency, Account.objects.filter(pk=account_id).first()
    account = _money_account(found, item.currency, base, field="account")
    amount = settling.asked_minor(item, amount_minor)
    rate = rate if rate is not None else ledger_queries.exchange_rate(item.currency, on, base)
    paid = convert(amount, item.currency, rate, base, actor.company.rounding)
    row = Refund(
        party_id=item.party_id,
        item=item,
        date=on,
        currency=item.currency,
        amount_minor=amount,
        account=account,
        number="",
    )
    row.save()
    (relieved,) = ledger.settle([ledger.Settlement(item, amount, on, REFUND, row.pk)], actor.company.rounding)
    lines = [
        LineValues(item.account_id, relieved.base_minor, item.currency, amount, item.party_id),
        LineValues(account.pk, -paid, *_in_bank(account, item.currency, -amount, -paid)),
    ]
    if difference := relieved.base_minor - paid:
        fx = ledger_queries.default_account("fx_gain_loss").pk
        lines.append(LineValues(fx, -difference, base, -difference))
    row.number = _number(actor, "refund", "RF", on)
    row.entry = ledger.post_entry(EntryDraft(on, REFUND, row.pk, lines))
    row.save(update_fields=["number", "entry"])
    events.record("payment.refunded", row, party_id=item.party_id, number=row.number, amount_minor=amount)
    return row


@transaction.atomic
def reverse_payment(*, actor: Actor, payment_id: int, on: date) -> Payment:
    """Undo a payment: its entry is mirrored and what it settled is open again, dated the reversal.

    :raises AlreadyReversed: it was reversed before.
    :raises HasApplications: a later application or refund uses its advance.
    """
    actor.require("payment.post")
    payment = Payment.objects.select_for_update().filter(pk=payment_id).first()
    if payment is None:
        raise NotFound()
    if payment.reversed_on:
        raise AlreadyReversed()
    refuse_before(on, payment.date)
    advance = ledger_queries.item_of_source("advance", SOURCE, payment.pk)
    if advance is not None:
        if Application.objects.filter(item=advance).exists():
            raise HasApplications()
        ledger.settle(
            [ledger.Settlement(advance, advance.open_minor, on, "receivables.reversal", payment.pk)],
            actor.company.rounding,
        )
    ledger.undo_settlements(source_kind=SOURCE, source_id=payment.pk, on=on)
    ledger.post_entry(ledger.reversal_of(payment.entry, on=on, source_kind=SOURCE, source_id=payment.pk))
    payment.reversed_on = on
    payment.save(update_fields=["reversed_on"])
    events.record("payment.reversed", payment, party_id=payment.party_id, number=payment.number)
    return payment


def _parts(payment: Payment, apply: Sequence[Apply]) -> list[ledger.Settlement]:
    """Return what a payment settles, on locked items."""
    asked = {one.document_id for one in apply}
    items = ledger.lock_items_of("invoice", posting.SOURCE, asked) if asked else {}
    left = payment.amount_minor
    parts = []
    for one in apply:
        item = items[one.document_id]
        if item.currency != payment.currency:
            raise CurrencyMismatch("apply", first=payment.currency, second=item.currency)
        if item.party_id != payment.party_id:
            raise BadInput("apply", reason=_("The invoice belongs to another customer."))
        amount = min(item.open_minor, left) if one.amount_minor is None else one.amount_minor
        if amount < 0 or (one.amount_minor is not None and amount > item.open_minor):
            raise ExceedsOpen(
                "apply",
                amount=to_decimal(amount, item.currency),
                open=to_decimal(item.open_minor, item.currency),
                label=item.label,
            )
        left -= amount
        if amount:
            parts.append(ledger.Settlement(item, amount, payment.date, SOURCE, payment.pk))
    return parts


def _post(actor: Actor, received: _Received, accounts: dict[str, Account]) -> None:
    """Post a payment's entry: bank, fee and withheld tax against receivable, advance and exchange difference."""
    payment, company = received.payment, actor.company
    base, currency, rounding = company.base_currency, payment.currency, company.rounding

    def to_base(minor: int) -> int:
        return convert(minor, currency, payment.rate, base, rounding)

    total, fee, withheld = (
        to_base(payment.amount_minor),
        to_base(payment.fee_minor),
        to_base(payment.withheld_minor),
    )
    advance_minor = payment.amount_minor - received.applied_minor
    advance = to_base(advance_minor)
    relieved = ledger.settle(received.parts, rounding)
    net, bank = payment.amount_minor - payment.fee_minor - payment.withheld_minor, total - fee - withheld
    party = payment.party_id
    lines = [
        LineValues(payment.account_id, bank, *_in_bank(payment.account, currency, net, bank)),
        LineValues(accounts["bank_fees"].pk, fee, currency, payment.fee_minor),
        LineValues(accounts["withholding_receivable"].pk, withheld, currency, payment.withheld_minor),
        *(
            LineValues(part.item.account_id, -one.base_minor, currency, -part.amount_minor, party)
            for part, one in zip(received.parts, relieved, strict=True)
        ),
        LineValues(accounts["customer_advances"].pk, -advance, currency, -advance_minor, party),
    ]
    difference = total - sum(one.base_minor for one in relieved) - advance
    lines.append(LineValues(accounts["fx_gain_loss"].pk, -difference, base, -difference))
    payment.bank_minor = net if payment.account.currency == currency else bank
    payment.number = _number(actor, "payment", "RV", payment.date)
    payment.entry = ledger.post_entry(EntryDraft(payment.date, SOURCE, payment.pk, lines))
    payment.save(force_insert=True)
    if advance_minor:
        _open_advance(payment, accounts["customer_advances"], advance_minor, advance)
    events.record("payment.received", payment, party_id=party, number=payment.number, amount_minor=payment.amount_minor)


def _open_advance(payment: Payment, account: Account, amount_minor: int, base_minor: int) -> None:
    ledger.open_items(
        [
            OpenItem(
                kind="advance",
                account=account,
                is_debit=False,
                party_id=payment.party_id,
                source_kind=SOURCE,
                source_id=payment.pk,
                label=payment.number,
                date=payment.date,
                due_date=payment.date,
                currency=payment.currency,
                total_minor=amount_minor,
                base_minor=base_minor,
                entry_id=payment.entry_id,
            )
        ]
    )


def _withheld(actor: Actor, payment: Payment, received: _Received, tax_id: int) -> int:
    """Return what the customer withholds now: on the net, cumulative over payments (reference section 3)."""
    if len(received.parts) != 1 or received.applied_minor != payment.amount_minor:
        raise BadInput("withholding", reason=_("A payment with withheld tax settles exactly one invoice, in full."))
    document = Document.objects.get(pk=received.parts[0].item.source_id)
    terms: TaxTerms = ledger_queries.tax_terms([tax_id], payment.date)[tax_id]
    settled, withheld = queries.withheld_so_far(document.pk, tax_id)
    return withheld_now(
        percent=terms.percent,
        net_minor=document.net_minor,
        total_minor=document.total_minor,
        settled_before_minor=settled,
        withheld_before_minor=withheld,
        settled_now_minor=payment.amount_minor,
        rounding=actor.company.rounding,
    )


def _money_account(account: Account | None, currency: str, base: str, *, field: str) -> Account:
    """Return an account if money of a currency ("" is the account's own) can go through it.

    :raises NotFound: it is no bank or cash account.
    :raises CurrencyMismatch: it keeps neither the currency nor the base.
    """
    if account is None or account.role not in MONEY_ROLES:
        raise NotFound("account")
    if currency and account.currency not in (currency, base):
        raise CurrencyMismatch(field, first=currency, second=account.currency)
    return account


def _in_bank(account: Account, currency: str, amount_minor: int, base_minor: int) -> tuple[str, int]:
    """Return a bank line's own currency and amount: the payment's where the bank keeps it, else base."""
    return (currency, amount_minor) if account.currency == currency else (account.currency, base_minor)


def _number(actor: Actor, series: str, prefix: str, on: date) -> str:
    year = periods.fiscal_year(on, actor.company.fiscal_year_start_month)
    (number,) = numbering.take_numbers(series, year)
    return numbering.format_number(prefix, year, number)
