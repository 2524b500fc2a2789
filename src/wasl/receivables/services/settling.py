"""Let credits meet debits: the one routine behind applying payments, credit notes and deposits."""

from __future__ import annotations

from datetime import date

from wasl.core import events
from wasl.core.models import Company
from wasl.core.money import to_decimal
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.errors import CurrencyMismatch, ExceedsOpen
from wasl.ledger.models import OpenItem
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft


def asked_minor(item: OpenItem, amount_minor: int | None) -> int:
    """Return what is asked of an open item, all that is open for None.

    :raises ExceedsOpen: nothing, or less.
    """
    amount = item.open_minor if amount_minor is None else amount_minor
    if amount <= 0:
        raise ExceedsOpen(
            "amount",
            amount=to_decimal(amount, item.currency),
            open=to_decimal(item.open_minor, item.currency),
            label=item.label,
        )
    return amount


def apply_items(*, company: Company, credit: OpenItem, debit: OpenItem, amount_minor: int | None, on: date) -> int:
    """Apply a credit (an advance or credit note) to a debit and return the amount, in the items' currency.

    An advance moves from customer advances to receivable; a credit note only meets the invoice. A difference of
    carrying amounts goes to exchange differences (IAS 21.28). `amount_minor` None applies as much as both have open.

    :raises CurrencyMismatch: two currencies.
    :raises ExceedsOpen: more than either has open.
    """
    if credit.currency != debit.currency:
        raise CurrencyMismatch("to", first=credit.currency, second=debit.currency)
    items = ledger.lock_items([credit.pk, debit.pk])
    credit, debit = items[credit.pk], items[debit.pk]
    if amount_minor is None and not min(credit.open_minor, debit.open_minor):
        return 0
    amount = asked_minor(debit, min(credit.open_minor, debit.open_minor) if amount_minor is None else amount_minor)
    source = (credit.source_kind, credit.source_id)
    taken, met = ledger.settle(
        [
            ledger.Settlement(credit, amount, on, *source, counter_item=debit),
            ledger.Settlement(debit, amount, on, *source, counter_item=credit),
        ],
        company.rounding,
    )
    same_account = credit.account_id == debit.account_id
    difference = taken.base_minor - met.base_minor
    if not same_account or difference:
        moved = 0 if same_account else amount
        lines = [
            LineValues(credit.account_id, taken.base_minor, credit.currency, moved, credit.party_id),
            LineValues(debit.account_id, -met.base_minor, debit.currency, -moved, debit.party_id),
        ]
        if difference:
            fx = ledger_queries.default_account("fx_gain_loss").pk
            lines.append(LineValues(fx, -difference, company.base_currency, -difference))
        ledger.post_entry(EntryDraft(on, *source, lines))
    events.record("credit.applied", debit, party_id=debit.party_id, amount_minor=amount, credit=credit.label)
    return amount
