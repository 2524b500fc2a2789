"""What roles, types, treatments, boxes and sources are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wasl.core import formats, room
from wasl.core.room import SourceWords
from wasl.ledger.models import Entry, Journal

TYPE_LABELS: dict[str, Any] = {
    "asset": _("Assets"),
    "liability": _("Liabilities"),
    "equity": _("Equity"),
    "income": _("Income"),
    "expense": _("Expenses"),
}
ROLE_LABELS: dict[str, Any] = {
    "bank": _("Bank"),
    "cash": _("Cash"),
    "receivable": _("Receivables"),
    "accrued_revenue": _("Accrued revenue"),
    "tax_recoverable": _("Recoverable input tax"),
    "withholding_receivable": _("Tax withheld by customers"),
    "inventory": _("Inventory"),
    "prepaid_expense": _("Prepaid expenses"),
    "supplier_advances": _("Advances to suppliers"),
    "employee_advances": _("Advances to employees"),
    "fixed_assets": _("Fixed assets"),
    "accumulated_depreciation": _("Accumulated depreciation"),
    "payable": _("Payables"),
    "employee_payable": _("Owed to employees"),
    "card_payable": _("Company card"),
    "customer_advances": _("Advances from customers"),
    "deferred_revenue": _("Deferred revenue"),
    "accrued_expense": _("Accrued expenses"),
    "goods_received_not_invoiced": _("Goods received, not billed"),
    "tax_payable": _("Output tax"),
    "tax_settlement": _("Tax settlement"),
    "withholding_payable": _("Withholding tax to pay"),
    "payroll_payable": _("Payroll to pay"),
    "payroll_tax_payable": _("Payroll contributions to pay"),
    "loans": _("Loans"),
    "share_capital": _("Share capital"),
    "retained_earnings": _("Retained earnings"),
    "opening_balance": _("Opening balances"),
    "owner_drawings": _("Owner's drawings"),
    "revenue": _("Revenue"),
    "other_income": _("Other income"),
    "fx_gain_loss": _("Exchange differences"),
    "fx_unrealised": _("Unrealised exchange differences"),
    "rounding": _("Rounding"),
    "expense": _("Expense"),
    "cogs": _("Cost of goods sold"),
    "payroll": _("Payroll"),
    "bank_fees": _("Bank fees"),
    "bad_debt": _("Bad debts"),
    "depreciation": _("Depreciation"),
    "inventory_adjustment": _("Inventory adjustments"),
    "income_tax": _("Income tax"),
}
TREATMENT_LABELS: dict[str, Any] = {
    "standard": _("Standard"),
    "zero": _("Zero-rated"),
    "exempt": _("Exempt"),
    "out_of_scope": _("Out of scope"),
    "reverse_charge": _("Reverse charge"),
    "withholding": _("Withholding tax"),
}
BOX_LABELS: dict[str, Any] = {
    "sales_standard": _("Sales at the standard rate"),
    "sales_zero": _("Zero-rated sales"),
    "sales_exempt": _("Exempt sales"),
    "sales_reverse_charge": _("Sales under reverse charge"),
    "purchases_standard": _("Purchases at the standard rate"),
    "purchases_zero": _("Zero-rated purchases"),
    "purchases_exempt": _("Exempt purchases"),
    "reverse_charge_base": _("Purchases under reverse charge"),
    "reverse_charge_output_tax": _("Reverse charge: output tax"),
    "reverse_charge_input_tax": _("Reverse charge: input tax"),
    "bad_debt_relief": _("Relief for bad debts"),
    "net_tax": _("Net tax"),
}
FLOW_LABELS: dict[str, Any] = {
    "opening": _("Cash at the beginning"),
    "operating": _("From operations"),
    "investing": _("From investing"),
    "financing": _("From financing"),
    "fx_effect": _("Effect of exchange rates"),
    "closing": _("Cash at the end"),
}


@cache
def _sources() -> tuple[dict[str, str], dict[str, Any]]:
    urls: dict[str, str] = {}
    names: dict[str, Any] = {}
    for each in room.rooms():
        urls |= each.source_urls
        names |= each.source_names
    return urls, names


def source_url(kind: str, key: int) -> str:
    """Return the page of an entry's source, empty where its room has none."""
    name = _sources()[0].get(kind, "")
    try:
        return reverse(name, args=[key]) if name else ""
    except NoReverseMatch:
        return ""


def source_name(kind: str) -> str:
    """Return what people call the source of an entry."""
    return str(_sources()[1].get(kind, _("Entry")))


def sources_told(entries: Iterable[Entry]) -> dict[int, SourceWords]:
    """Return what the sources of entries are called and whom they are about, by entry: one statement a kind."""
    found, by_kind = list(entries), defaultdict(set)
    told: dict[tuple[str, int], SourceWords] = {}
    for entry in found:
        by_kind[entry.source_kind].add(entry.source_id)
    for kind, query in ((kind, query) for each in room.rooms() for kind, query in each.source_words.items()):
        if kind in by_kind:
            told |= {(kind, key): words for key, words in room.resolve(query)(sorted(by_kind[kind])).items()}
    return {entry.pk: _told(entry, told.get((entry.source_kind, entry.source_id))) for entry in found}


def numbered(name: str, number: str) -> str:
    """Return what a source is called with its number, which keeps its direction in a sentence of either script."""
    return f"{name} {formats.LRI}{number}{formats.PDI}" if number else name


def journal_sources(ids: Sequence[int]) -> dict[int, SourceWords]:
    """Return what manual journals are called."""
    rows = Journal.objects.filter(pk__in=ids).values_list("pk", "number")
    return {key: SourceWords(numbered(source_name("ledger.journal"), number)) for key, number in rows}


def _told(entry: Entry, words: SourceWords | None) -> SourceWords:
    words = words or SourceWords(source_name(entry.source_kind))
    if not entry.reverses_id:
        return words
    return SourceWords(gettext("Reversal: %(what)s") % {"what": words.name}, words.whom)
