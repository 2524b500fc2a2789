"""Posting: the one door through which lines enter the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from wasl.core import clock
from wasl.core.bulk import insert_rows
from wasl.core.errors import BadAmountRefused
from wasl.core.money import AMOUNT_MAX
from wasl.core.scope import current_company_id
from wasl.ledger.errors import AlreadyReversed, PeriodLocked, Unbalanced
from wasl.ledger.models import Book, Entry, Line
from wasl.ledger.models.entries import ID_SPAN
from wasl.ledger.rules import entries as rules
from wasl.ledger.rules.entries import LineValues

ENTRY_COLUMNS = (
    "id",
    "company_id",
    "sequence",
    "date",
    "booked_at",
    "source_kind",
    "source_id",
    "memo",
    "reverses_id",
    "closing",
    "hash",
    "previous_hash",
)
LINE_COLUMNS = (
    "company_id",
    "entry_id",
    "account_id",
    "date",
    "closing",
    "base_minor",
    "currency",
    "currency_minor",
    "party_id",
    "project_id",
    "department_id",
    "employee_id",
)


@dataclass(frozen=True)
class EntryDraft:
    """What is to be posted: a date, the document behind it, and lines that sum to zero in base currency."""

    date: date
    source_kind: str
    source_id: int
    lines: Sequence[LineValues] = field(default_factory=tuple)
    memo: str = ""
    reverses_id: int | None = None
    closing: bool = False


def lock_book() -> Book:
    """Lock the company's book: last of all locks, until the transaction ends."""
    book: Book = Book.objects.select_for_update().get()
    return book


def post_entry(draft: EntryDraft) -> Entry | None:
    """Post one entry; None when all its lines fall away (reference section 13)."""
    return post_entries([draft])[0]


def post_entries(drafts: Sequence[EntryDraft]) -> list[Entry | None]:
    """Post entries in their order: sequence, chain and lines, in the transaction of the act behind them.

    :raises PeriodLocked: a date in a locked period.
    :raises Unbalanced: lines that do not sum to zero.
    """
    book = lock_book()
    booked_at = max(clock.now(), book.booked_at) if book.booked_at else clock.now()
    entries: list[Entry | None] = []
    rows: list[tuple[object, ...]] = []
    for draft in drafts:
        check_open(book, draft.date)
        lines = [line for line in draft.lines if not line.is_nothing]
        if not lines:
            entries.append(None)
            continue
        _check_sound(lines)
        entry = _chain(book, draft, lines, booked_at)
        entries.append(entry)
        rows.extend(_row(entry, line) for line in lines)
    posted = [entry for entry in entries if entry is not None]
    if posted:
        insert_rows(Line, LINE_COLUMNS, rows)
        insert_rows(Entry, ENTRY_COLUMNS, [[getattr(entry, name) for name in ENTRY_COLUMNS] for entry in posted])
        Book.objects.filter(pk=book.pk).update(
            sequence=book.sequence,
            head_hash=book.head_hash,
            booked_at=booked_at,
            unfolded_lines=book.unfolded_lines + len(rows),
        )
    return entries


def check_open(book: Book, on: date) -> None:
    """Refuse a date that the books no longer take.

    :raises PeriodLocked: locked, by hand or by a closed year.
    """
    if book.locked_until and on <= book.locked_until:
        raise PeriodLocked("date", locked_until=book.locked_until, date=on)


def reversal_of(entry: Entry, *, on: date, source_kind: str, source_id: int, memo: str = "") -> EntryDraft:
    """Return the draft that mirrors an entry, for its reversal.

    :raises AlreadyReversed: it has one.
    """
    if Entry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed()
    lines = [
        rules.mirror(
            LineValues(
                line.account_id,
                line.base_minor,
                line.currency,
                line.currency_minor,
                line.party_id,
                line.project_id,
                line.department_id,
                line.employee_id,
            )
        )
        for line in Line.objects.filter(entry=entry).order_by("pk")
    ]
    return EntryDraft(on, source_kind, source_id, lines, memo, reverses_id=entry.pk)


def _check_sound(lines: Sequence[LineValues]) -> None:
    if any(abs(line.base_minor) > AMOUNT_MAX or abs(line.currency_minor) > AMOUNT_MAX for line in lines):
        raise BadAmountRefused("amount", amount=max(abs(line.base_minor) for line in lines))
    if len(lines) < 2 or (difference := rules.imbalance_minor(lines)):
        raise Unbalanced("lines", difference=abs(difference) if len(lines) > 1 else abs(lines[0].base_minor))


def _chain(book: Book, draft: EntryDraft, lines: Sequence[LineValues], booked_at: datetime) -> Entry:
    company_id = current_company_id()
    book.sequence += 1
    previous = book.head_hash
    book.head_hash = rules.entry_hash(
        previous,
        sequence=book.sequence,
        on=draft.date,
        booked_at=booked_at,
        source=f"{draft.source_kind}:{draft.source_id}",
        reverses=draft.reverses_id,
        closing=draft.closing,
        memo_hash=rules.text_hash(draft.memo),
        lines=[rules.chain_row(line) for line in lines],
    )
    return Entry(
        id=company_id * ID_SPAN + book.sequence,
        company_id=company_id,
        sequence=book.sequence,
        date=draft.date,
        booked_at=booked_at,
        source_kind=draft.source_kind,
        source_id=draft.source_id,
        memo=draft.memo,
        reverses_id=draft.reverses_id,
        closing=draft.closing,
        hash=book.head_hash,
        previous_hash=previous,
    )


def _row(entry: Entry, line: LineValues) -> tuple[object, ...]:
    return (
        entry.company_id,
        entry.id,
        line.account_id,
        entry.date,
        entry.closing,
        line.base_minor,
        line.currency,
        line.currency_minor,
        line.party_id,
        line.project_id,
        line.department_id,
        line.employee_id,
    )
