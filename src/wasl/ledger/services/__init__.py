"""Every write to the books."""

from wasl.ledger.services.accounts import (
    add_account,
    add_bank_account,
    add_dimension,
    add_tax,
    set_exchange_rate,
    set_up_company,
)
from wasl.ledger.services.balances import FOLD_AFTER_LINES, fold_lines
from wasl.ledger.services.chart import choose_default_account, set_tax_rate
from wasl.ledger.services.journals import post_journal, reverse_journal
from wasl.ledger.services.open_items import (
    Settlement,
    lock_items,
    lock_items_of,
    open_items,
    settle,
    undo_settlements,
)
from wasl.ledger.services.periods import close_year, lock_period, unlock_period
from wasl.ledger.services.posting import EntryDraft, lock_book, post_entries, post_entry, reversal_of

__all__ = [
    "FOLD_AFTER_LINES",
    "EntryDraft",
    "Settlement",
    "add_account",
    "add_bank_account",
    "add_dimension",
    "add_tax",
    "choose_default_account",
    "close_year",
    "fold_lines",
    "lock_book",
    "lock_items",
    "lock_items_of",
    "lock_period",
    "open_items",
    "post_entries",
    "post_entry",
    "post_journal",
    "reversal_of",
    "reverse_journal",
    "set_exchange_rate",
    "set_tax_rate",
    "set_up_company",
    "settle",
    "undo_settlements",
    "unlock_period",
]
