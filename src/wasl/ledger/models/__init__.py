"""Tables of the books."""

from wasl.ledger.models.accounts import Account, Dimension, ExchangeRate, Tax, TaxRate
from wasl.ledger.models.balances import DayRollup, Rollup, RollupMark
from wasl.ledger.models.entries import Book, Entry, Journal, Line, PeriodLock, YearClose
from wasl.ledger.models.open_items import Application, OpenItem
from wasl.ledger.models.taxes import TaxLine

__all__ = [
    "Account",
    "Application",
    "Book",
    "DayRollup",
    "Dimension",
    "Entry",
    "ExchangeRate",
    "Journal",
    "Line",
    "OpenItem",
    "PeriodLock",
    "Rollup",
    "RollupMark",
    "Tax",
    "TaxLine",
    "TaxRate",
    "YearClose",
]
