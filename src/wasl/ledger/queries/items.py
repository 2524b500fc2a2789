"""Open items as they stand today and as they stood on any date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from wasl.ledger.models import OpenItem

BUCKETS = ("not_due", "d1_30", "d31_60", "d61_90", "d90_plus")


@dataclass(frozen=True)
class AgedRow:
    """What one party owes on a date, in base carrying amounts by days past due; credits and advances apart.

    `counts` tells how many items each bucket holds, and `unapplied`.
    """

    party_id: int
    party_name: str
    buckets: dict[str, int]
    unapplied_minor: int
    counts: dict[str, int]

    @property
    def total_minor(self) -> int:
        """Return what is owed less unapplied credits."""
        return sum(self.buckets.values()) + self.unapplied_minor


def items_as_of(at: date, *, roles: tuple[str, ...], kinds: tuple[str, ...] = ()) -> QuerySet[Any]:
    """Return items dated on or before a date with `open_then` and `carrying_then`: what was open at its end."""
    rows = OpenItem.objects.filter(account__role__in=roles, date__lte=at)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    until = Q(applications__date__lte=at)
    return rows.annotate(
        open_then=F("total_minor") - Coalesce(Sum("applications__amount_minor", filter=until), 0),
        carrying_then=F("base_minor") - Coalesce(Sum("applications__base_minor", filter=until), 0),
    )


def aged_items(
    at: date, *, roles: tuple[str, ...], unapplied_kinds: tuple[str, ...], party_id: int | None = None
) -> list[AgedRow]:
    """Return open items by party and days past due (due today is not due), carrying amounts before revaluation."""
    rows = items_as_of(at, roles=roles).exclude(kind="deposit")
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    found: dict[int, tuple[str, dict[str, int], Counter[str]]] = {}
    values = rows.order_by("party_id", "pk").values_list(
        "party_id", "party__name", "kind", "due_date", "open_then", "carrying_then"
    )
    for key, name, kind, due, open_then, carrying in values:
        if not open_then:
            continue
        nothing = dict.fromkeys((*BUCKETS, "unapplied"), 0)
        _name, sums, counts = found.setdefault(key, (name, nothing, Counter()))
        bucket = "unapplied" if kind in unapplied_kinds else bucket_of((at - due).days)
        sums[bucket] += -carrying if bucket == "unapplied" else carrying
        counts[bucket] += 1
    return [
        AgedRow(key, name, sums, sums.pop("unapplied"), dict(counts)) for key, (name, sums, counts) in found.items()
    ]


def overdue(on: date, *, roles: tuple[str, ...]) -> QuerySet[OpenItem]:
    """Return the items past due, as they stand now."""
    return OpenItem.objects.filter(account__role__in=roles, is_debit=True, open_minor__gt=0, due_date__lt=on)


def bucket_of(days_past_due: int) -> str:
    """Return the ageing bucket of a number of days past due."""
    if days_past_due <= 0:
        return "not_due"
    return BUCKETS[min((days_past_due - 1) // 30 + 1, 4)]


def item_of_source(kind: str, source_kind: str, source_id: int) -> OpenItem | None:
    """Return the open item of a document."""
    item: OpenItem | None = OpenItem.objects.filter(kind=kind, source_kind=source_kind, source_id=source_id).first()
    return item
