"""The invariants of the books (reference section 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, Q, Sum

from wasl.core.checks import Check, Finding
from wasl.ledger import queries
from wasl.ledger.models import Application, Book, Entry, Line, OpenItem
from wasl.ledger.models.balances import ACCOUNT, KINDS
from wasl.ledger.rules import entries as rules

SETTLED_ROLES = ("receivable", "payable", "employee_payable", "customer_advances", "supplier_advances")
FOREVER = date(9999, 12, 31)


def every_entry_balances() -> Iterator[Finding]:
    """Yield each entry whose lines do not sum to zero or are fewer than two."""
    rows = Line.objects.values("entry_id").annotate(total=Sum("base_minor"), lines=Count("pk"))
    for row in rows.filter(~Q(total=0) | Q(lines__lt=2)).order_by("entry_id"):
        yield Finding("entry balances", f"entry {row['entry_id']}", f"{row['total']} over {row['lines']} lines")
    for key in Line.objects.filter(entry__isnull=True).values_list("entry_id", flat=True)[:10]:
        yield Finding("entry balances", f"entry {key}", "lines without their entry")


def lines_agree_with_their_entry() -> Iterator[Finding]:
    """Yield each line whose date or closing mark is not its entry's."""
    wrong = Line.objects.exclude(date=F("entry__date"), closing=F("entry__closing"))
    for line in wrong.order_by("pk")[:50]:
        yield Finding("lines agree", f"line {line.pk}", f"{line.date} in entry {line.entry_id}")


def chain_is_whole() -> Iterator[Finding]:
    """Yield each entry whose sequence has a gap before it or whose hash does not follow from its predecessor."""
    lines: dict[int, list[rules.ChainRow]] = {}
    previous, expected, booked = rules.GENESIS, 1, None
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.pk not in lines:
            lines = queries.chain_rows(entry.pk, entry.pk + 2000)
        wanted = rules.entry_hash(
            previous,
            sequence=entry.sequence,
            on=entry.date,
            booked_at=entry.booked_at,
            source=f"{entry.source_kind}:{entry.source_id}",
            reverses=entry.reverses_id,
            closing=entry.closing,
            memo_hash=rules.text_hash(entry.memo),
            lines=lines.get(entry.pk, []),
        )
        if entry.sequence != expected:
            yield Finding("chain", f"entry {entry.pk}", f"sequence {entry.sequence}, expected {expected}")
        if entry.hash != wanted or entry.previous_hash != previous:
            yield Finding("chain", f"entry {entry.pk}", "the hash does not follow from its lines and predecessor")
        if booked and entry.booked_at < booked:
            yield Finding("chain", f"entry {entry.pk}", "booked before its predecessor")
        previous, expected, booked = entry.hash, entry.sequence + 1, entry.booked_at
    head = Book.objects.get()
    if head.head_hash != previous or head.sequence != expected - 1:
        yield Finding("chain", "book", f"head at {head.sequence}, last entry {expected - 1}")


def control_accounts_equal_open_items() -> Iterator[Finding]:
    """Yield each control role whose ledger balance is not the sum of its open items, on every day they differ."""
    for role in SETTLED_ROLES:
        ledger = _by_day(Line.objects.filter(account__role=role).values("date").annotate(total=Sum("base_minor")))
        items: dict[date, int] = defaultdict(int)
        for day, is_debit, total in (
            OpenItem.objects.filter(account__role=role)
            .values_list("date", "is_debit")
            .annotate(total=Sum("base_minor"))
            .order_by()
        ):
            items[day] += total if is_debit else -total
        for day, is_debit, total in (
            Application.objects.filter(item__account__role=role)
            .values_list("date", "item__is_debit")
            .annotate(total=Sum("base_minor"))
            .order_by()
        ):
            items[day] -= total if is_debit else -total
        difference = 0
        for day in sorted(set(ledger) | set(items)):
            difference += ledger.get(day, 0) - items.get(day, 0)
            if difference:
                yield Finding("control account", role, f"{day}: ledger less open items is {difference}")
                break


def open_amounts_equal_applications() -> Iterator[Finding]:
    """Yield each open item whose kept amounts are not its total less its applications."""
    for item in queries.items_as_of(FOREVER, roles=SETTLED_ROLES).exclude(
        open_minor=F("open_then"), carrying_minor=F("carrying_then")
    ):
        yield Finding(
            "open amount", f"{item.kind} {item.label}", f"kept {item.open_minor}, worked out {item.open_then}"
        )
    for item in OpenItem.objects.filter(Q(open_minor__lt=0) | Q(open_minor__gt=F("total_minor"))):
        yield Finding("open amount", f"{item.kind} {item.label}", f"open {item.open_minor} of {item.total_minor}")


def balance_sheet_balances() -> Iterator[Finding]:
    """Yield a finding where assets are not liabilities and equity."""
    totals = queries.balance_sheet(at=FOREVER).totals
    if totals["asset"] != totals["liability"] + totals["equity"]:
        yield Finding("balance sheet", "company", str(totals))


def rollups_equal_a_full_scan() -> Iterator[Finding]:
    """Yield the first rollups of each kind that are not the sum of the folded lines."""
    for found in [*map(queries.wrong_folds, (ACCOUNT, *KINDS)), queries.wrong_days()]:
        for fold in found:
            what = f"{fold.kind} {fold.key}, account {fold.account_id}, {fold.period}"
            yield Finding("rollup", what, f"kept {fold.kept_minor}, scanned {fold.scanned_minor}")


def profit_by_dimension_sums_to_profit() -> Iterator[Finding]:
    """Yield each dimension whose profit and loss, with 'none', is not the whole."""
    whole = queries.profit_and_loss(first=date(1900, 1, 1), last=FOREVER).profit_minor
    for kind in KINDS:
        parts = queries.profit_by_dimension(first=date(1900, 1, 1), last=FOREVER, kind=kind)
        total = sum(part.profit_minor for part in parts.values())
        if total != whole:
            yield Finding("profit by dimension", kind, f"{total} of {whole}")


def _by_day(rows: object) -> dict[date, int]:
    return {row["date"]: row["total"] for row in rows.order_by()}  # type: ignore[attr-defined]


CHECKS: list[Check] = [
    every_entry_balances,
    lines_agree_with_their_entry,
    chain_is_whole,
    control_accounts_equal_open_items,
    open_amounts_equal_applications,
    balance_sheet_balances,
    rollups_equal_a_full_scan,
    profit_by_dimension_sums_to_profit,
]
STEP_CHECKS: list[Check] = [
    every_entry_balances,
    control_accounts_equal_open_items,
    open_amounts_equal_applications,
    balance_sheet_balances,
]
