"""What approving a claim writes to the books (reference section 5, purchases)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext_lazy as _

from wasl.core import events, numbering, periods
from wasl.core.bulk import insert_rows
from wasl.core.errors import BadInput
from wasl.core.models import Company
from wasl.core.money import allocate
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.models import Book, OpenItem, TaxLine
from wasl.ledger.rules.documents import DocumentResult, TaxTerms, recoverable
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft
from wasl.ledger.services.taxes import TAX_LINE_COLUMNS, turn_tax_lines
from wasl.payables.models import Claim, ClaimLine

SOURCE = "payables.claim"
PAID_FROM = {"employee": "employee_payable", "card": "card_payable", "bank": "bank"}


def costs_minor(result: DocumentResult, taxes: dict[int, TaxTerms], rounding: str) -> list[int]:
    """Return each line's cost: its net with the tax that does not come back, by largest remainder per tax code."""
    costs = [line.net_minor for line in result.lines]
    for group in result.groups:
        rest = group.tax_minor - recoverable(group.tax_minor, taxes[group.tax_id].recoverable_percent, rounding)
        members = [index for index, line in enumerate(result.lines) if line.tax_id == group.tax_id]
        for index, part in zip(members, allocate(rest, [costs[index] for index in members]), strict=True):
            costs[index] += part
    return costs


def open_date(wanted: date, otherwise: date) -> date:
    """Return a date if its period is open, else the other."""
    locked = Book.objects.values_list("locked_until", flat=True).get()
    return otherwise if locked and wanted <= locked else wanted


def post_claim(company: Company, claim: Claim, on: date) -> None:
    """Post a claim: cost and recoverable tax against what is owed to the employee, the card or the bank."""
    base = company.base_currency
    lines = list(ClaimLine.objects.filter(claim=claim).order_by("position"))
    accounts = ledger_queries.default_accounts("tax_recoverable", PAID_FROM[claim.paid_by])
    paid_from = claim.account or accounts[PAID_FROM[claim.paid_by]]
    if claim.paid_by == "bank" and paid_from.role not in ("bank", "cash"):
        raise BadInput("account", reason=_("Choose the bank or cash account that paid."))
    entry_lines = [
        LineValues(
            line.account_id,
            line.cost_minor,
            base,
            line.cost_minor,
            None,
            line.project_id,
            line.department_id,
            claim.employee_id,
        )
        for line in lines
    ]
    groups = _tax_groups(claim, lines)
    for _tax, _treatment, _base, back in groups:
        entry_lines.append(LineValues(accounts["tax_recoverable"].pk, back, base, back))
    employee = claim.employee_id if claim.paid_by != "bank" else None
    entry_lines.append(
        LineValues(paid_from.pk, -claim.total_minor, base, -claim.total_minor, None, None, None, employee)
    )
    year = periods.fiscal_year(on, company.fiscal_year_start_month)
    (number,) = numbering.take_numbers("claim", year)
    claim.number = numbering.format_number("EX", year, number)
    claim.entry = ledger.post_entry(EntryDraft(on, SOURCE, claim.pk, entry_lines))
    claim.state, claim.posted_on = "approved", on
    claim.version += 1
    claim.save()
    if claim.paid_by == "employee" and claim.total_minor:
        ledger.open_items([_item(claim, accounts["employee_payable"].pk, base, on)])
    rows = [
        (claim.company_id, on, "purchases", treatment, tax, net, back, 0, claim.entry_id, SOURCE, claim.pk)
        for tax, treatment, net, back in groups
    ]
    insert_rows(TaxLine, TAX_LINE_COLUMNS, rows)
    events.record("claim.approved", claim, number=claim.number, total_minor=claim.total_minor)


def unpost_claim(company: Company, claim: Claim, on: date) -> None:
    """Mirror a claim's entry and tax report, and close what was owed to the employee."""
    item = ledger_queries.item_of_source("claim", SOURCE, claim.pk)
    if item is not None:
        ledger.settle([ledger.Settlement(item, item.open_minor, on, "payables.reversal", claim.pk)], company.rounding)
    if claim.entry is not None:
        entry = ledger.post_entry(ledger.reversal_of(claim.entry, on=on, source_kind=SOURCE, source_id=claim.pk))
        turn_tax_lines(source_kind=SOURCE, source_id=claim.pk, on=on, entry=entry)
    claim.state, claim.reversed_on = "reversed", on
    claim.version += 1
    claim.save(update_fields=["state", "reversed_on", "version"])
    events.record("claim.reversed", claim, number=claim.number)


def is_reimbursed(claim: Claim) -> bool:
    """Tell whether any of the claim was paid back, under the lock of its item."""
    item = ledger_queries.item_of_source("claim", SOURCE, claim.pk)
    if item is None:
        return False
    locked = ledger.lock_items([item.pk])[item.pk]
    return bool(locked.open_minor != locked.total_minor)


def _tax_groups(claim: Claim, lines: list[ClaimLine]) -> list[tuple[int, str, int, int]]:
    """Return (tax, treatment, base, tax that comes back) by tax code."""
    terms = ledger_queries.tax_terms([line.tax_id or 0 for line in lines], claim.date)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        if line.tax_id:
            sums[line.tax_id][0] += line.net_minor
            sums[line.tax_id][1] += line.net_minor + line.tax_minor - line.cost_minor
    return [(tax, terms[tax].treatment, net, back) for tax, (net, back) in sums.items()]


def _item(claim: Claim, account_id: int, base: str, on: date) -> OpenItem:
    return OpenItem(
        kind="claim",
        account_id=account_id,
        is_debit=False,
        employee_id=claim.employee_id,
        source_kind=SOURCE,
        source_id=claim.pk,
        label=claim.number,
        date=on,
        due_date=on,
        currency=base,
        total_minor=claim.total_minor,
        base_minor=claim.total_minor,
        entry_id=claim.entry_id,
    )
