"""What posting a document writes: entry lines, open items, the tax report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from wasl.core.bulk import insert_rows
from wasl.core.errors import BadInput, NotFound
from wasl.core.money import allocate, convert, to_decimal
from wasl.ledger import services as ledger
from wasl.ledger.errors import CurrencyMismatch
from wasl.ledger.models import Account, OpenItem, TaxLine
from wasl.ledger.rules.documents import TaxGroup, share_of
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft
from wasl.ledger.services.taxes import TAX_LINE_COLUMNS
from wasl.receivables import queries
from wasl.receivables.errors import DepositExceeded
from wasl.receivables.models import DepositOffset, Document, DocumentLine, DocumentTax
from wasl.receivables.services.calculation import Context, Worked

SOURCE = "receivables.document"


@dataclass
class Use:
    """A deposit as a final invoice uses it: net, tax and base amounts."""

    offset: DepositOffset
    tax_id: int
    item: OpenItem


@dataclass
class Plan:
    """A document about to be posted: its entry, its base amounts and the deposits it uses."""

    document: Document
    worked: Worked
    entry: EntryDraft
    nets_minor: list[int]
    taxes_minor: dict[int, int]
    uses: list[Use] = field(default_factory=list)


def plan(context: Context, document: Document, worked: Worked) -> Plan:
    """Work out a document's entry (reference section 5), settling the deposits that it uses.

    :raises DepositExceeded: more of a deposit is used than is left, or than the document takes.
    """
    uses = _use_deposits(context, document, worked)
    document.prepaid_minor = sum(use.offset.net_minor + use.offset.tax_minor for use in uses)
    if document.prepaid_minor > worked.result.total_minor:
        raise DepositExceeded(
            "offsets", number=uses[0].item.label, left=to_decimal(worked.result.total_minor, worked.currency)
        )
    return base_amounts(context, document, worked, uses)


def base_amounts(context: Context, document: Document, worked: Worked, uses: list[Use]) -> Plan:
    """Convert a document: total and each tax group by the rate, net is the difference, split over its lines."""
    base, rounding = context.base, context.company.rounding
    used_tax: dict[int, int] = defaultdict(int)
    for use in uses:
        used_tax[use.tax_id] += use.offset.tax_minor
    owed = convert(worked.result.total_minor - document.prepaid_minor, worked.currency, worked.rate, base, rounding)
    taxes = {
        group.tax_id: convert(group.tax_minor - used_tax[group.tax_id], worked.currency, worked.rate, base, rounding)
        for group in worked.result.groups
    }
    advance = sum(use.offset.base_net_minor for use in uses)
    nets = allocate(owed + advance - sum(taxes.values()), [line.net_minor for line in worked.result.lines])
    document.base_total_minor = owed
    draft = EntryDraft(document.date, SOURCE, document.pk, _lines(context, document, worked, nets, taxes, uses))
    return Plan(document, worked, draft, nets, taxes, uses)


def report(context: Context, plans: Sequence[Plan]) -> None:
    """Open the documents' items and report their taxes, after their entries are posted."""
    items = [item for one in plans for item in _items(context, one)]
    ledger.open_items(items)
    insert_rows(TaxLine, TAX_LINE_COLUMNS, [row for one in plans for row in tax_lines(one)])


def write_uses(plans: Sequence[Plan]) -> None:
    """Write which deposits the documents used, once the documents are there."""
    for one in plans:
        for use in one.uses:
            use.offset.document = one.document
            use.offset.save()


def tax_lines(one: Plan) -> list[tuple[object, ...]]:
    """Return what a document reports to the tax return, by tax code, in base currency; credit notes negative."""
    document, sign = one.document, -1 if one.document.is_credit else 1
    bases: dict[int, int] = defaultdict(int)
    for line, net in zip(one.worked.result.lines, one.nets_minor, strict=True):
        bases[line.tax_id] += net
    for use in one.uses:
        bases[use.tax_id] -= use.offset.base_net_minor
    return [
        (
            document.company_id,
            document.date,
            "sales",
            one.worked.taxes[group.tax_id].treatment,
            group.tax_id,
            sign * bases[group.tax_id],
            sign * one.taxes_minor[group.tax_id],
            0,
            document.entry_id,
            SOURCE,
            document.pk,
        )
        for group in one.worked.result.groups
    ]


def line_rows(context: Context, document: Document, worked: Worked, nets_minor: Sequence[int]) -> list[DocumentLine]:
    """Return the rows of a document's lines with their base nets (zeros on a draft)."""
    default = default_account(context, document.kind).pk
    return [
        DocumentLine(
            company_id=document.company_id,
            document=document,
            position=position,
            description=line.description,
            account_id=line.account_id or default,
            quantity=line.quantity,
            price=line.price,
            discount_percent=line.discount_percent,
            discount_minor=line.discount_minor,
            tax_id=line.tax_id,
            project_id=line.project_id,
            department_id=line.department_id,
            origin=line.origin,
            amount_minor=result.amount_minor,
            net_minor=result.net_minor,
            tax_minor=result.tax_minor,
            base_net_minor=net,
        )
        for position, (line, result, net) in enumerate(
            zip(worked.lines, worked.result.lines, nets_minor, strict=True), start=1
        )
    ]


def tax_rows(
    document: Document, worked: Worked, nets_minor: Sequence[int], taxes_minor: dict[int, int]
) -> list[DocumentTax]:
    """Return the rows of a document's tax groups."""
    bases: dict[int, int] = defaultdict(int)
    for line, net in zip(worked.result.lines, nets_minor, strict=True):
        bases[line.tax_id] += net
    return [
        DocumentTax(
            company_id=document.company_id,
            document=document,
            tax_id=group.tax_id,
            percent=worked.taxes[group.tax_id].charged_percent,
            treatment=worked.taxes[group.tax_id].treatment,
            base_minor=group.base_minor,
            tax_minor=group.tax_minor,
            company_base_minor=bases[group.tax_id],
            company_tax_minor=taxes_minor.get(group.tax_id, 0),
        )
        for group in worked.result.groups
    ]


def default_account(context: Context, kind: str) -> Account:
    """Return the account that a kind of document posts its lines to, where a line names none."""
    return context.accounts["customer_advances" if kind == "deposit" else "revenue"]


def _lines(
    context: Context,
    document: Document,
    worked: Worked,
    nets: Sequence[int],
    taxes: dict[int, int],
    uses: Sequence[Use],
) -> list[LineValues]:
    """Return an entry's lines: what is owed, the advance used, revenue by line, tax by code; a credit note mirrored."""
    accounts, currency, party = context.accounts, worked.currency, document.party_id
    sign = -1 if document.is_credit else 1
    owed = worked.result.total_minor - document.prepaid_minor
    lines = [LineValues(accounts["receivable"].pk, sign * document.base_total_minor, currency, sign * owed, party)]
    used_tax: dict[int, int] = defaultdict(int)
    for use in uses:
        used_tax[use.tax_id] += use.offset.tax_minor
        lines.append(
            LineValues(
                accounts["customer_advances"].pk,
                use.offset.base_net_minor,
                currency,
                use.offset.net_minor,
                party,
            )
        )
    if document.kind == "deposit":
        net = worked.result.net_minor
        lines.append(LineValues(accounts["customer_advances"].pk, -sum(nets), currency, -net, party))
    else:
        lines += [
            LineValues(
                line.account_id or accounts["revenue"].pk,
                -sign * net,
                currency,
                -sign * result.net_minor,
                party,
                line.project_id,
                line.department_id,
            )
            for line, result, net in zip(worked.lines, worked.result.lines, nets, strict=True)
        ]
    return lines + [
        LineValues(
            accounts["tax_payable"].pk,
            -sign * taxes[group.tax_id],
            currency,
            -sign * (group.tax_minor - used_tax[group.tax_id]),
        )
        for group in worked.result.groups
    ]


def _items(context: Context, one: Plan) -> list[OpenItem]:
    document, worked = one.document, one.worked
    owed = worked.result.total_minor - document.prepaid_minor
    common = {
        "party_id": document.party_id,
        "source_kind": SOURCE,
        "source_id": document.pk,
        "label": document.number,
        "date": document.date,
        "currency": worked.currency,
        "entry_id": document.entry_id,
    }
    items = [
        OpenItem(
            kind="credit_note" if document.is_credit else "invoice",
            account=context.accounts["receivable"],
            is_debit=not document.is_credit,
            due_date=document.due_date,
            total_minor=owed,
            base_minor=document.base_total_minor,
            **common,
        )
    ]
    if document.kind == "deposit":
        items.append(
            OpenItem(
                kind="deposit",
                account=context.accounts["customer_advances"],
                is_debit=False,
                due_date=document.date,
                total_minor=worked.result.net_minor,
                base_minor=sum(one.nets_minor),
                **common,
            )
        )
    return items


def _use_deposits(context: Context, document: Document, worked: Worked) -> list[Use]:
    if not worked.given.offsets:
        return []
    deposits = queries.deposits_left([offset.deposit_id for offset in worked.given.offsets])
    if len(deposits) < len({offset.deposit_id for offset in worked.given.offsets}):
        raise NotFound("offsets")
    items = ledger.lock_items(sorted(left.item_id for left in deposits.values()))
    groups = {group.tax_id: group for group in worked.result.groups}
    uses = []
    for offset in worked.given.offsets:
        left = deposits[offset.deposit_id]
        item = items[left.item_id]
        if item.party_id != document.party_id:
            raise BadInput("offsets", reason=_("The deposit belongs to another customer."))
        if item.currency != worked.currency:
            raise CurrencyMismatch("offsets", first=item.currency, second=worked.currency)
        net = item.open_minor if offset.net_minor is None else offset.net_minor
        taken = groups.get(left.tax_id, TaxGroup(0, worked.result.net_minor if not left.tax_id else 0, 0))
        if net <= 0 or net > item.open_minor or net > taken.base_minor:
            raise DepositExceeded(
                "offsets",
                number=left.number,
                left=to_decimal(max(min(item.open_minor, taken.base_minor), 0), item.currency),
            )
        tax = share_of(left.tax_left_minor, net, item.open_minor, context.company.rounding)
        part = ledger.Settlement(item, net, document.date, SOURCE, document.pk)
        (relieved,) = ledger.settle([part], context.company.rounding)
        row = DepositOffset(
            company_id=document.company_id,
            deposit_id=offset.deposit_id,
            net_minor=net,
            tax_minor=tax,
            base_net_minor=relieved.base_minor,
        )
        uses.append(Use(row, left.tax_id, item))
    return uses
