"""Documents and what is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from wasl.core.errors import NotFound
from wasl.ledger.errors import ExceedsOpen
from wasl.ledger.models import OpenItem
from wasl.parties.models import Party
from wasl.receivables.models import DepositOffset, Document, DocumentTax, Payment

SOURCE = "receivables.document"


@dataclass(frozen=True)
class DepositLeft:
    """What is left of a deposit invoice: its item (net) and its tax."""

    document_id: int
    number: str
    item_id: int
    tax_id: int
    tax_left_minor: int


def documents() -> QuerySet[Document]:
    """Return documents, newest first."""
    return Document.objects.select_related("party").order_by("-date", "-pk")


def document_currency(document_id: int) -> str:
    """Return the currency of a document.

    :raises NotFound: there is none.
    """
    currency = Document.objects.filter(pk=document_id).values_list("currency", flat=True).first()
    if currency is None:
        raise NotFound()
    return str(currency)


def party_currency(party_id: int, base: str) -> str:
    """Return the currency that a party is invoiced in."""
    currency = Party.objects.filter(pk=party_id).values_list("currency", flat=True).first()
    return currency or base


def credit_item(kind: str, source_id: int) -> OpenItem:
    """Return the open item of a payment's advance or of a credit note.

    :raises ExceedsOpen: the payment was applied as a whole, so that nothing is left of it.
    """
    item_kind, source = ("advance", "receivables.payment") if kind == "payment" else ("credit_note", SOURCE)
    item: OpenItem | None = OpenItem.objects.filter(kind=item_kind, source_kind=source, source_id=source_id).first()
    if item is None:
        raise ExceedsOpen("from", amount=0, open=0, label=kind)
    return item


def credited_minor(invoice_id: int) -> int:
    """Return what credit notes have taken back of an invoice."""
    rows = Document.objects.filter(invoice_id=invoice_id, kind="credit_note", state="posted")
    return int(rows.aggregate(total=Sum("total_minor"))["total"] or 0)


def deposits_left(document_ids: Sequence[int]) -> dict[int, DepositLeft]:
    """Return what is left of deposit invoices, by document."""
    items = OpenItem.objects.filter(kind="deposit", source_kind=SOURCE, source_id__in=document_ids)
    taxes = {row.document_id: row for row in DocumentTax.objects.filter(document_id__in=document_ids)}
    used = _tax_taken(document_ids)
    return {
        item.source_id: DepositLeft(
            item.source_id,
            item.label,
            item.pk,
            taxes[item.source_id].tax_id if item.source_id in taxes else 0,
            (taxes[item.source_id].tax_minor if item.source_id in taxes else 0) - used.get(item.source_id, 0),
        )
        for item in items
    }


def invoice_item(document_id: int) -> OpenItem | None:
    """Return the open item of an invoice or deposit invoice."""
    return invoice_items([document_id]).get(document_id)


def invoice_items(document_ids: Sequence[int]) -> dict[int, OpenItem]:
    """Return the open items of invoices, by document."""
    if not document_ids:
        return {}
    rows = OpenItem.objects.filter(kind="invoice", source_kind=SOURCE, source_id__in=document_ids)
    return {item.source_id: item for item in rows}


def withheld_so_far(document_id: int, tax_id: int) -> tuple[int, int]:
    """Return what was settled under a withholding tax on an invoice, and what was withheld."""
    item = invoice_item(document_id)
    if item is None:
        return 0, 0
    payments = Payment.objects.filter(
        withholding_id=tax_id,
        reversed_on=None,
        pk__in=item.applications.filter(source_kind="receivables.payment").values("source_id"),
    ).exclude(number="")
    sums = payments.aggregate(settled=Sum("amount_minor"), withheld=Sum("withheld_minor"))
    return int(sums["settled"] or 0), int(sums["withheld"] or 0)


def _tax_taken(document_ids: Sequence[int]) -> dict[int, int]:
    """Return the tax of deposits that final invoices and credit notes took, by deposit."""
    taken: dict[int, int] = {}
    uses = DepositOffset.objects.filter(deposit_id__in=document_ids, is_undone=False, document__state="posted")
    taken.update(uses.values_list("deposit_id").annotate(tax=Sum("tax_minor")))
    notes = Document.objects.filter(invoice_id__in=document_ids, kind="credit_note", state="posted")
    for deposit_id, tax in notes.values_list("invoice_id").annotate(tax=Sum("tax_minor")):
        taken[deposit_id] = taken.get(deposit_id, 0) + tax
    return taken
