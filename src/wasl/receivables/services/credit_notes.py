"""Credit notes: an invoice taken back in full or in part, or a credit on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core.errors import BadInput
from wasl.core.money import to_decimal
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.errors import refuse_before
from wasl.ledger.models import OpenItem
from wasl.ledger.rules.documents import DocumentResult, LineResult, TaxGroup, TaxTerms
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft
from wasl.parties.models import Party
from wasl.receivables import queries
from wasl.receivables.errors import DepositExceeded, ExceedsInvoice
from wasl.receivables.models import Document, DocumentLine, DocumentTax
from wasl.receivables.services import documents, posting, settling
from wasl.receivables.services.calculation import Context, Worked, work_out
from wasl.receivables.services.inputs import DocumentInput, LineDraft


@dataclass(frozen=True)
class CreditLine:
    """A line of a credit note; `of_line` names the invoice's line (from 1) that it takes after where it is silent."""

    of_line: int | None = None
    description: str | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    tax_id: int | None = None
    project_id: int | None = None
    department_id: int | None = None
    account_id: int | None = None
    discount_percent: Decimal | None = None
    discount_minor: int | None = None


@transaction.atomic
def issue_credit_note(
    *,
    actor: Actor,
    on: date,
    invoice_id: int | None = None,
    lines: Sequence[CreditLine] = (),
    given: DocumentInput | None = None,
    reason: str = "",
    apply: bool = True,
    prices_include_tax: bool | None = None,
) -> Document:
    """Credit an invoice in full (no lines) or in part, or give a party a credit of its own (`given`).

    A linked credit note takes the invoice's rate and tax percents, and settles the invoice up to its open amount
    unless `apply` is off; the rest stays an open credit.

    :raises ExceedsInvoice: the credit notes together exceed the invoice.
    :raises BadDate: dated before the invoice.
    """
    actor.require("credit_note.post")
    if invoice_id is None:
        if given is None:
            raise BadInput("lines", reason=_("Choose an invoice, or enter a customer and lines."))
        context = Context.of(actor.company, [given.party_id])
        new = documents.new_document(work_out(context, replace(given, kind="credit_note")))
        new[0].reason = reason
        return documents.post_new(actor.member_id, context, [new])[0].document
    invoice = documents.lock_document(invoice_id)
    if invoice.state != "posted" or invoice.is_credit:
        raise BadInput("invoice", reason=_("Only a posted invoice can be credited."))
    refuse_before(on, invoice.date)
    context = Context.of(actor.company, [invoice.party_id])
    worked = _mirror(context, invoice, on) if not lines else _partly(context, invoice, on, lines, prices_include_tax)
    _refuse_over(invoice, worked)
    document, _worked = documents.new_document(worked)
    document.invoice, document.reason = invoice, reason
    if invoice.kind == "deposit":
        posted = _credit_deposit(actor, context, invoice, document, worked)
    else:
        posted = documents.post_new(actor.member_id, context, [(document, worked)])[0].document
    if apply:
        settling.apply_items(
            company=actor.company,
            credit=_item(posted, "credit_note"),
            debit=_item(invoice, "invoice"),
            amount_minor=None,
            on=on,
        )
    return posted


def _partly(
    context: Context,
    invoice: Document,
    on: date,
    lines: Sequence[CreditLine],
    prices_include_tax: bool | None,
) -> Worked:
    of_invoice = {line.position: line for line in DocumentLine.objects.filter(document=invoice)}
    drafts = []
    for line in lines:
        source = of_invoice.get(line.of_line) if line.of_line else None
        if line.of_line and source is None:
            raise BadInput("lines", reason=_("The invoice has no such line."))
        drafts.append(_inherit(line, source))
    inclusive = invoice.prices_include_tax if prices_include_tax is None else prices_include_tax
    given = DocumentInput(
        party_id=invoice.party_id,
        date=on,
        due_date=on,
        lines=drafts,
        kind="credit_note",
        currency=invoice.currency,
        rate=invoice.rate,
        prices_include_tax=inclusive,
    )
    return work_out(context, given, _terms(context, invoice, drafts))


def _inherit(line: CreditLine, source: DocumentLine | None) -> LineDraft:
    return LineDraft(
        description=line.description if line.description is not None else (source.description if source else ""),
        quantity=line.quantity if line.quantity is not None else (source.quantity if source else Decimal(1)),
        price=line.price if line.price is not None else (source.price if source else Decimal(0)),
        tax_id=line.tax_id or (source.tax_id if source else None),
        discount_percent=line.discount_percent,
        discount_minor=line.discount_minor,
        account_id=line.account_id or (source.account_id if source else None),
        project_id=line.project_id or (source.project_id if source else None),
        department_id=line.department_id or (source.department_id if source else None),
    )


def _terms(context: Context, invoice: Document, drafts: Sequence[LineDraft]) -> dict[int, TaxTerms]:
    """Return tax terms with the percents that the invoice had."""
    terms = dict(context.tax_terms([draft.tax_id for draft in drafts], invoice.date))
    for row in DocumentTax.objects.filter(document=invoice):
        terms[row.tax_id] = TaxTerms(row.tax_id, row.percent, row.treatment)
    return terms


def _mirror(context: Context, invoice: Document, on: date) -> Worked:
    """Return the invoice's own amounts, to the unit, whatever the tax percent is today."""
    given = replace(
        documents.input_of(invoice),
        date=on,
        due_date=on,
        kind="credit_note",
        offsets=(),
        origin="",
        rate=invoice.rate,
    )
    rows = list(DocumentLine.objects.filter(document=invoice).order_by("position"))
    taxes = list(DocumentTax.objects.filter(document=invoice).order_by("pk"))
    result = DocumentResult(
        tuple(
            LineResult(row.amount_minor, row.net_minor, row.net_minor, row.tax_minor, row.tax_id or 0) for row in rows
        ),
        tuple(TaxGroup(row.tax_id, row.base_minor, row.tax_minor) for row in taxes),
        0,
    )
    terms = {row.tax_id: TaxTerms(row.tax_id, row.percent, row.treatment) for row in taxes}
    party: Party = context.parties[invoice.party_id]
    return Worked(given, party, invoice.currency, invoice.rate, on, terms, result)


def _refuse_over(invoice: Document, worked: Worked) -> None:
    left = invoice.total_minor - queries.credited_minor(invoice.pk)
    if worked.result.total_minor > left:
        raise ExceedsInvoice("lines", number=invoice.number, left=to_decimal(left, invoice.currency))


def _credit_deposit(actor: Actor, context: Context, invoice: Document, document: Document, worked: Worked) -> Document:
    """Post a credit note on a deposit invoice: it lowers what is left of the deposit (reference section 5)."""
    left = queries.deposits_left([invoice.pk])[invoice.pk]
    item = ledger.lock_items([left.item_id])[left.item_id]
    net = worked.result.net_minor
    if net > item.open_minor:
        raise DepositExceeded("lines", number=invoice.number, left=to_decimal(item.open_minor, item.currency))
    advances = context.accounts["customer_advances"].pk
    lines = [replace(line, account_id=advances, project_id=None, department_id=None) for line in worked.lines]
    worked = replace(worked, given=replace(worked.given, lines=lines))
    plan = documents.post_new(actor.member_id, context, [(document, worked)])[0]
    part = ledger.Settlement(item, net, document.date, posting.SOURCE, document.pk)
    (relieved,) = ledger.settle([part], context.company.rounding)
    difference = relieved.base_minor - sum(plan.nets_minor)
    if difference:
        fx = ledger_queries.default_account("fx_gain_loss").pk
        base = context.base
        ledger.post_entry(
            EntryDraft(
                document.date,
                posting.SOURCE,
                document.pk,
                [
                    LineValues(advances, difference, base, 0, document.party_id),
                    LineValues(fx, -difference, base, -difference),
                ],
            )
        )
    return plan.document


def _item(document: Document, kind: str) -> OpenItem:
    item = ledger_queries.item_of_source(kind, posting.SOURCE, document.pk)
    if item is None:
        raise BadInput("invoice", reason=_("This document has no open item."))
    return item
