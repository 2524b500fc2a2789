"""Lists of documents and payments as their pages show them: one statement for the rows, one for the sums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext

from wasl.access.actor import Actor
from wasl.core import clock, formats, numbering
from wasl.core import search as search_texts
from wasl.core.money import convert
from wasl.core.parsing import to_western_digits
from wasl.core.room import FOUND_ROWS, Found, WaitingRows
from wasl.ledger.models import OpenItem
from wasl.parties import queries as parties
from wasl.receivables.models import Document, Payment, Refund, WriteOff
from wasl.receivables.queries.documents import SOURCE

UNPAID, OVERDUE, DRAFTS, PAID, ALL = VIEWS = ("unpaid", "overdue", "drafts", "paid", "all")
ASKING = ("invoice", "deposit")


@dataclass(frozen=True)
class ListSums:
    """What the rows of a list come to, in base minor units."""

    count: int
    open_minor: int
    total_minor: int


def listed_documents(
    actor: Actor,
    *,
    view: str,
    today: date,
    text: str = "",
    party_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Document]:
    """Return documents of a view with `open_minor` and `carrying_minor`, the oldest due first where money is open.

    `signed_total_minor` and `signed_open_minor` are in base (a draft's total as it stands), negative for credit notes:
    what lists are sorted by.
    `is_written_off` says that a part of one was given up. `text` is looked for in numbers, references, customers and
    totals. `first` and `last` are the days of the documents, both in.
    """
    rows = _dated(_seen(actor), first, last)
    if party_id:
        rows = rows.filter(party_id=party_id)
    rows = searched(rows, text)
    rows = _of_view(rows, view, today)
    items = OpenItem.objects.filter(
        source_kind=SOURCE, source_id=OuterRef("pk"), kind__in=("invoice", "credit_note")
    ).order_by("pk")
    rows = rows.annotate(
        open_minor=Coalesce(Subquery(items.values("open_minor")[:1]), Value(0), output_field=BigIntegerField()),
        carrying_minor=Coalesce(Subquery(items.values("carrying_minor")[:1]), Value(0), output_field=BigIntegerField()),
        is_written_off=Exists(WriteOff.objects.filter(document=OuterRef("pk"))),
    ).select_related("party")
    asked = When(state="draft", then=F("total_minor") - F("prepaid_minor"))
    total = Case(asked, default=F("base_total_minor"), output_field=BigIntegerField())
    rows = rows.annotate(signed_total_minor=_signed(total), signed_open_minor=_signed(F("carrying_minor")))
    if view in (UNPAID, OVERDUE):
        return rows.order_by("due_date", "pk")
    return rows.order_by("-date", "-pk")


def _signed(amount: Case | F) -> Case:
    nothing = Value(0, output_field=BigIntegerField())
    return Case(When(kind="credit_note", then=nothing - amount), default=amount, output_field=BigIntegerField())


def view_counts(actor: Actor, *, today: date) -> dict[str, int]:
    """Return how many documents each view holds: what is open is counted from the few open items."""
    seen, counts = _seen(actor).order_by(), dict.fromkeys(VIEWS, 0)
    for row in seen.values("state", "kind").annotate(count=Count("pk")):
        counts[ALL] += row["count"]
        if row["state"] == "draft":
            counts[DRAFTS] += row["count"]
        elif row["state"] == "posted" and row["kind"] in ASKING:
            counts[PAID] += row["count"]
    found = seen.filter(pk__in=_open_ids(), state="posted", kind__in=ASKING).aggregate(
        unpaid=Count("pk"), overdue=Count("pk", filter=Q(due_date__lt=today))
    )
    return counts | found | {PAID: counts[PAID] - found["unpaid"]}


def list_sums(rows: QuerySet[Document]) -> ListSums:
    """Return what a list of documents comes to: credit notes count negative."""
    rows = rows.order_by()
    waiting = OpenItem.objects.filter(source_kind=SOURCE, open_minor__gt=0).values("source_id")
    found = rows.aggregate(count=Count("pk"), total=Sum(_signed(F("base_total_minor"))))
    opened = rows.filter(pk__in=waiting).aggregate(open=Sum("signed_open_minor"))
    return ListSums(found["count"], opened["open"] or 0, found["total"] or 0)


def overdue(actor: Actor) -> WaitingRows | None:
    """Return the documents that are past their day: what waits under the menu, all of it late."""
    if not actor.can("invoice.view"):
        return None
    rows = _of_view(_seen(actor), OVERDUE, clock.today(actor.company.time_zone))
    return WaitingRows(rows, late=rows)


def searched(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return the rows whose number, reference, customer or total matches a text; Arabic digits count as digits."""
    text = to_western_digits(text.strip())
    if not text:
        return rows
    wanted = Q(number__icontains=text) | Q(reference__icontains=text)
    wanted |= Q(party__in=parties.named(text))
    amount = search_texts.of_amount(text, "total_minor" if rows.model is Document else "amount_minor")
    return rows.filter(wanted | amount if amount else wanted)


def payments(
    actor: Actor,
    *,
    text: str = "",
    party_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Payment]:
    """Return payments with `left_minor`, what of each is not applied; newest first."""
    actor.require("payment.view")
    rows = _dated(Payment.objects.exclude(number="").select_related("party", "account"), first, last)
    if party_id:
        rows = rows.filter(party_id=party_id)
    rows = searched(rows, text)
    advance = OpenItem.objects.filter(
        kind="advance", source_kind="receivables.payment", source_id=OuterRef("pk")
    ).order_by("pk")
    return rows.annotate(
        left_minor=Coalesce(Subquery(advance.values("open_minor")[:1]), Value(0), output_field=BigIntegerField())
    ).order_by("-date", "-pk")


def refunds(
    actor: Actor, *, party_id: int | None = None, first: date | None = None, last: date | None = None
) -> QuerySet[Refund]:
    """Return refunds, of one customer and of a span where asked, newest first."""
    actor.require("payment.view")
    rows = Refund.objects.select_related("party", "account", "item")
    for name, value in (("party_id", party_id), ("date__gte", first), ("date__lte", last)):
        if value is not None:
            rows = rows.filter(**{name: value})
    return rows.order_by("-date", "-pk")


def write_offs(
    actor: Actor, *, party_id: int | None = None, first: date | None = None, last: date | None = None
) -> QuerySet[WriteOff]:
    """Return what was given up of documents that the actor sees, of one customer and of a span where asked."""
    rows = actor.limit("invoice.view", WriteOff.objects.select_related("document__party"), "document__owner_id")
    for name, value in (("document__party_id", party_id), ("date__gte", first), ("date__lte", last)):
        if value is not None:
            rows = rows.filter(**{name: value})
    return rows.order_by("-date", "-pk")


def search(actor: Actor, text: str) -> list[Found]:
    """Return what a search finds of documents and payments: by number, reference, amount, then by customer."""
    found = []
    if actor.can("invoice.view"):
        rows = _best(_seen(actor).select_related("party"), text, "total_minor", {"invoice": "INV", "credit_note": "CN"})
        found += [_found(gettext("Invoices"), row, "receivables:invoice", row.total_minor, "receipt") for row in rows]
    if actor.can("payment.view"):
        numbered = Payment.objects.exclude(number="").select_related("party")
        rows = _best(numbered, text, "amount_minor", {"payment": "RV"})
        found += [_found(gettext("Payments"), row, "receivables:payment", row.amount_minor, "cash") for row in rows]
    return found


def _best(rows: QuerySet[Any], text: str, amount: str, series: dict[str, str]) -> list[Any]:
    rows = rows.order_by("-date", "-pk")
    said = Q(number__in=[text.upper(), *numbering.numbers_meant(text, series)]) | Q(reference=text)
    found = list(rows.filter(said)[:FOUND_ROWS])
    if asked := search_texts.of_amount(text, amount):
        found += rows.filter(asked)[:FOUND_ROWS]
    found += rows.filter(party__in=parties.nearest(text))[: FOUND_ROWS - len(found)] if len(found) < FOUND_ROWS else []
    return list(dict.fromkeys(found))


def _found(kind: str, row: Any, page: str, minor: int, icon: str) -> Found:
    money = formats.format_money(minor, row.currency, whole_if_possible=True)
    subtitle = f"{row.party.display_name(formats.language())} · {money}"
    return Found(kind, str(row), reverse(page, args=[row.pk]), subtitle, icon)


def _seen(actor: Actor) -> QuerySet[Document]:
    actor.require("invoice.view")
    return actor.limit("invoice.view", Document.objects.all())


def _open_ids() -> QuerySet[Any, Any]:
    return OpenItem.objects.filter(kind="invoice", source_kind=SOURCE, open_minor__gt=0).values("source_id")


def billed_by_month(*, first: date, last: date) -> dict[int, int]:
    """Return what was billed in each month (202611) of a span, tax included, base minor units: credit notes negative.

    The list of all documents of the month adds up to it.
    """
    found: dict[int, int] = defaultdict(int)
    groups = (
        _dated(Document.objects.all(), first, last)
        .values("date__year", "date__month", "kind")
        .annotate(total=Sum("base_total_minor"))
        .order_by()
    )
    for row in groups:
        sign = -1 if row["kind"] == "credit_note" else 1
        found[row["date__year"] * 100 + row["date__month"]] += sign * (row["total"] or 0)
    return found


def paid_by_month(base: str, *, first: date, last: date) -> dict[int, int]:
    """Return what customers paid in each month (202611) of a span, base minor units; reversed payments left out."""
    found: dict[int, int] = defaultdict(int)
    rows = _dated(Payment.objects.exclude(number="").filter(reversed_on=None), first, last)
    groups = rows.values("date__year", "date__month", "currency", "rate").annotate(sum=Sum("amount_minor")).order_by()
    for row in groups:
        minor = convert(row["sum"], row["currency"], row["rate"], base)
        found[row["date__year"] * 100 + row["date__month"]] += minor
    return found


def paid_sum(rows: QuerySet[Payment], base: str) -> int:
    """Return what payments come to in base minor units, those that were reversed left out."""
    groups = rows.filter(reversed_on=None).order_by().values("currency", "rate").annotate(sum=Sum("amount_minor"))
    return sum(convert(row["sum"], row["currency"], row["rate"], base) for row in groups)


def _dated(rows: QuerySet[Any], first: date | None, last: date | None) -> QuerySet[Any]:
    if first:
        rows = rows.filter(date__gte=first)
    return rows.filter(date__lte=last) if last else rows


def _of_view(rows: QuerySet[Document], view: str, today: date) -> QuerySet[Document]:
    if view == DRAFTS:
        return rows.filter(state="draft")
    if view not in (UNPAID, OVERDUE, PAID):
        return rows
    rows = rows.filter(state="posted", kind__in=ASKING)
    if view == PAID:
        return rows.exclude(pk__in=_open_ids())
    rows = rows.filter(pk__in=_open_ids())
    return rows.filter(due_date__lt=today) if view == OVERDUE else rows
