"""Open items: what is owed, and its settlement under lock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from wasl.core.bulk import insert_rows, reserve_ids
from wasl.core.errors import NotFound
from wasl.core.money import to_decimal
from wasl.core.scope import current_company_id
from wasl.ledger.errors import AlreadyReversed, ExceedsOpen, refuse_before
from wasl.ledger.models import Application, Book, OpenItem
from wasl.ledger.rules.documents import share_of

ITEM_COLUMNS = (
    "id",
    "company_id",
    "kind",
    "account_id",
    "is_debit",
    "party_id",
    "employee_id",
    "source_kind",
    "source_id",
    "label",
    "date",
    "due_date",
    "currency",
    "total_minor",
    "base_minor",
    "open_minor",
    "carrying_minor",
    "entry_id",
    "reversed_on",
)


@dataclass(frozen=True)
class Settlement:
    """A part of an open item that is to be settled: how much, on which day, by what."""

    item: OpenItem
    amount_minor: int
    date: date
    source_kind: str
    source_id: int
    counter_item: OpenItem | None = None


def open_items(items: Sequence[OpenItem]) -> None:
    """Open items as they stand when their documents are posted."""
    for item, key in zip(items, reserve_ids(OpenItem, len(items)) if items else (), strict=True):
        item.pk, item.company_id = key, current_company_id()
        item.open_minor, item.carrying_minor = item.total_minor, item.base_minor
    insert_rows(OpenItem, ITEM_COLUMNS, [[getattr(item, name) for name in ITEM_COLUMNS] for item in items])


def lock_items(item_ids: Sequence[int]) -> dict[int, OpenItem]:
    """Lock open items by id, in the order of ids, and return them as they stand.

    :raises NotFound: one is not of this company.
    """
    items = {item.pk: item for item in OpenItem.objects.filter(pk__in=item_ids).order_by("pk").select_for_update()}
    if missing := set(item_ids) - set(items):
        raise NotFound("apply", ids=sorted(missing))
    return items


def lock_items_of(kind: str, source_kind: str, source_ids: Collection[int]) -> dict[int, OpenItem]:
    """Lock the open items of documents, in the order of ids, and return them by document.

    :raises NotFound: a document of this company has none.
    """
    rows = OpenItem.objects.filter(kind=kind, source_kind=source_kind, source_id__in=source_ids)
    items = {item.source_id: item for item in rows.order_by("pk").select_for_update()}
    if missing := set(source_ids) - set(items):
        raise NotFound("apply", ids=sorted(missing))
    return items


def relieved_minor(item: OpenItem, amount_minor: int, rounding: str) -> int:
    """Return the carrying amount that settling a part relieves: open base x part / open; all of it at the end."""
    return share_of(item.carrying_minor, amount_minor, item.open_minor, rounding)


def settle(parts: Sequence[Settlement], rounding: str) -> list[Application]:
    """Settle parts of locked open items and return the applications, with the base amount each relieved.

    :raises ExceedsOpen: more than what is open.
    :raises BadDate: before the document.
    """
    sequence = Book.objects.values_list("sequence", flat=True).get()
    rows = []
    for part in parts:
        item = part.item
        if part.amount_minor > item.open_minor:
            raise ExceedsOpen(
                "amount",
                amount=to_decimal(part.amount_minor, item.currency),
                open=to_decimal(item.open_minor, item.currency),
                label=item.label,
            )
        refuse_before(part.date, item.date)
        base = relieved_minor(item, part.amount_minor, rounding)
        item.open_minor -= part.amount_minor
        item.carrying_minor -= base
        item.save(update_fields=["open_minor", "carrying_minor"])
        rows.append(
            Application(
                item=item,
                date=part.date,
                sequence=sequence,
                amount_minor=part.amount_minor,
                base_minor=base,
                source_kind=part.source_kind,
                source_id=part.source_id,
                counter_item=part.counter_item,
            )
        )
    return list(Application.objects.bulk_create(rows))


def undo_settlements(*, source_kind: str, source_id: int, on: date) -> list[Application]:
    """Open again what a source had settled, dated `on`.

    :raises AlreadyReversed: it was undone before.
    """
    applications = list(Application.objects.filter(source_kind=source_kind, source_id=source_id, undoes=None))
    if Application.objects.filter(undoes__in=applications).exists():
        raise AlreadyReversed()
    items = lock_items(sorted({application.item_id for application in applications}))
    sequence = Book.objects.values_list("sequence", flat=True).get()
    undone = []
    for application in applications:
        item = items[application.item_id]
        item.open_minor += application.amount_minor
        item.carrying_minor += application.base_minor
        item.save(update_fields=["open_minor", "carrying_minor"])
        undone.append(
            Application(
                item=item,
                date=on,
                sequence=sequence,
                amount_minor=-application.amount_minor,
                base_minor=-application.base_minor,
                source_kind=source_kind,
                source_id=source_id,
                counter_item_id=application.counter_item_id,
                undoes=application,
            )
        )
    return list(Application.objects.bulk_create(undone))
