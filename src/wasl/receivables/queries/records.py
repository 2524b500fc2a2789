"""Single documents and payments with all that their pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wasl.access import queries as access
from wasl.access.actor import Actor
from wasl.core.errors import NotFound
from wasl.core.models import Event
from wasl.ledger.models import Application, OpenItem
from wasl.receivables.models import DepositOffset, Document, DocumentLine, DocumentTax, Payment, Refund, WriteOff
from wasl.receivables.queries.documents import SOURCE, deposits_left

PAYMENT, REFUND, WRITE_OFF, REVERSAL = (
    "receivables.payment",
    "receivables.refund",
    "receivables.writeoff",
    "receivables.reversal",
)
EVENTS_MAX = 50


@dataclass(frozen=True)
class Applied:
    """A part of an open item that was settled: when, by what, how much; negative where it was undone."""

    date: date
    kind: str
    key: int
    label: str
    amount_minor: int


@dataclass(frozen=True)
class Told:
    """An event as a timeline shows it; `who` is empty for the system."""

    name: str
    at: Any
    who: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class DocumentPage:
    """A document with its lines, taxes, deposits used, open item and what settled it."""

    document: Document
    lines: list[DocumentLine]
    taxes: list[DocumentTax]
    offsets: list[DepositOffset]
    item: OpenItem | None
    applied: list[Applied]
    deposit_left_minor: int = 0
    credit_notes: list[Document] = field(default_factory=list)

    @property
    def open_minor(self) -> int:
        """Return what is open, in the document's currency."""
        return self.item.open_minor if self.item else 0

    @property
    def is_written_off(self) -> bool:
        """Tell whether a part of it was given up."""
        return any(one.kind == WRITE_OFF for one in self.applied)


def document(actor: Actor, document_id: int) -> Document:
    """Return a document within the actor's scope.

    :raises NotFound: there is none.
    """
    actor.require("invoice.view")
    found = Document.objects.select_related("party", "entry", "invoice", "owner").filter(pk=document_id).first()
    if found is None:
        raise NotFound()
    actor.require_owned("invoice.view", found.owner_id)
    return found


def document_page(actor: Actor, document_id: int) -> DocumentPage:
    """Return a document and all that its page shows.

    :raises NotFound: there is none within the actor's scope.
    """
    found = document(actor, document_id)
    items = list(OpenItem.objects.filter(source_kind=SOURCE, source_id=found.pk))
    item = next((one for one in items if one.kind in ("invoice", "credit_note")), None)
    deposit = next((one for one in items if one.kind == "deposit"), None)
    return DocumentPage(
        document=found,
        lines=list(
            DocumentLine.objects.filter(document=found)
            .select_related("account", "tax", "project", "department")
            .order_by("position")
        ),
        taxes=list(DocumentTax.objects.filter(document=found).select_related("tax").order_by("pk")),
        offsets=list(
            DepositOffset.objects.filter(document=found, is_undone=False).select_related("deposit").order_by("pk")
        ),
        item=item,
        applied=applied_to(item) if item else [],
        deposit_left_minor=deposit.open_minor if deposit else 0,
        credit_notes=list(Document.objects.filter(invoice=found, kind="credit_note").order_by("date", "pk")),
    )


def applied_to(item: OpenItem) -> list[Applied]:
    """Return what settled an item, by date; the sum is what is no longer open."""
    rows = list(Application.objects.filter(item=item).select_related("counter_item").order_by("date", "pk"))
    numbers = _numbers(rows)
    found = []
    for row in rows:
        kind, key = row.source_kind, row.source_id
        if row.counter_item is not None and row.counter_item.source_id != item.source_id:
            kind, key = row.counter_item.source_kind, row.counter_item.source_id
        label = row.counter_item.label if row.counter_item is not None else numbers.get((kind, key), "")
        found.append(Applied(row.date, kind, key, label, row.amount_minor))
    return found


def _numbers(rows: Iterable[Application]) -> dict[tuple[str, int], str]:
    """Return the numbers of what settled something, by kind and id: one statement for each kind."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.source_kind, set()).add(row.source_id)
    numbers: dict[tuple[str, int], str] = {}
    for kind, model in ((PAYMENT, Payment), (SOURCE, Document), (REFUND, Refund)):
        if kind in wanted:
            found: Any = model
            rows_of = found.objects.filter(pk__in=wanted[kind]).values_list("pk", "number")
            numbers |= {(kind, key): number for key, number in rows_of}
    return numbers


@dataclass(frozen=True)
class PaymentPage:
    """A payment with what it settled and what of it is left."""

    payment: Payment
    settled: list[Applied]
    advance: OpenItem | None
    used: list[Applied]
    refunds: list[Refund]

    @property
    def left_minor(self) -> int:
        """Return what is not applied."""
        return self.advance.open_minor if self.advance else 0


def payment(actor: Actor, payment_id: int) -> Payment:
    """Return a payment.

    :raises NotFound: there is none in this company.
    """
    actor.require("payment.view")
    found = Payment.objects.select_related("party", "account", "entry", "withholding").filter(pk=payment_id).first()
    if found is None:
        raise NotFound()
    return found


def payment_page(actor: Actor, payment_id: int) -> PaymentPage:
    """Return a payment and all that its page shows.

    :raises NotFound: there is none in this company.
    """
    found = payment(actor, payment_id)
    rows = (
        Application.objects.filter(source_kind=PAYMENT, source_id=found.pk, item__kind="invoice", counter_item=None)
        .select_related("item")
        .order_by("date", "pk")
    )
    settled = [Applied(row.date, SOURCE, row.item.source_id, row.item.label, row.amount_minor) for row in rows]
    advance = OpenItem.objects.filter(kind="advance", source_kind=PAYMENT, source_id=found.pk).first()
    return PaymentPage(
        payment=found,
        settled=settled,
        advance=advance,
        used=applied_to(advance) if advance else [],
        refunds=list(Refund.objects.filter(item=advance).order_by("date", "pk")) if advance else [],
    )


def refund(actor: Actor, refund_id: int) -> Refund:
    """Return a refund.

    :raises NotFound: there is none in this company.
    """
    actor.require("payment.view")
    found = Refund.objects.select_related("party", "item", "account", "entry").filter(pk=refund_id).first()
    if found is None:
        raise NotFound()
    return found


def write_off(actor: Actor, write_off_id: int) -> WriteOff:
    """Return a write-off of a document within the actor's scope.

    :raises NotFound: there is none.
    """
    actor.require("invoice.view")
    found = WriteOff.objects.select_related("document__party", "entry").filter(pk=write_off_id).first()
    if found is None:
        raise NotFound()
    actor.require_owned("invoice.view", found.document.owner_id)
    return found


def open_credits(party_id: int, currency: str = "") -> list[OpenItem]:
    """Return a party's advances and credit notes that have something open, the oldest first."""
    rows = OpenItem.objects.filter(party_id=party_id, kind__in=("advance", "credit_note"), open_minor__gt=0)
    if currency:
        rows = rows.filter(currency=currency)
    return list(rows.order_by("date", "pk"))


def open_credit(item_id: int) -> OpenItem:
    """Return an advance or credit note.

    :raises NotFound: there is none in this company.
    """
    found: OpenItem | None = OpenItem.objects.filter(pk=item_id, kind__in=("advance", "credit_note")).first()
    if found is None:
        raise NotFound()
    return found


def open_invoices(party_id: int, currency: str = "") -> list[OpenItem]:
    """Return a party's items that wait for payment, the oldest due first."""
    rows = OpenItem.objects.filter(party_id=party_id, kind="invoice", open_minor__gt=0)
    if currency:
        rows = rows.filter(currency=currency)
    return list(rows.order_by("due_date", "pk"))


def open_deposits(party_id: int) -> list[tuple[OpenItem, int]]:
    """Return a party's deposits that have something left, each with its tax left."""
    items = list(OpenItem.objects.filter(party_id=party_id, kind="deposit", open_minor__gt=0).order_by("date", "pk"))
    left = deposits_left([item.source_id for item in items])
    return [(item, left[item.source_id].tax_left_minor) for item in items]


def offset_deposits(document: Document) -> list[int]:
    """Return the deposits that a draft is to use."""
    rows = DepositOffset.objects.filter(document=document).order_by("pk")
    return list(rows.values_list("deposit_id", flat=True))


def told(kind: str, key: int) -> list[Told]:
    """Return what happened to a record, newest first."""
    rows = list(Event.objects.filter(subject_kind=kind, subject_id=key).order_by("-pk")[:EVENTS_MAX])
    names = access.member_names()
    return [Told(row.name, row.at, names.get(row.member_id, ""), row.facts) for row in rows]
