"""What the pages of claims show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wasl.access import queries as access
from wasl.access.actor import Actor
from wasl.core import formats, numbering
from wasl.core import search as search_texts
from wasl.core.attachments import attachments_of
from wasl.core.errors import NotFound
from wasl.core.models import Attachment, Event
from wasl.core.parsing import to_western_digits
from wasl.core.room import FOUND_ROWS, LOOKED_AT, DrawToday, Found, TodayAct, TodayItem, WaitingRows
from wasl.core.tally import Tally
from wasl.core.today import one_kind
from wasl.ledger.models import OpenItem
from wasl.payables.models import Claim, ClaimLine
from wasl.payables.queries.claims import claims
from wasl.people.models import Employee

KIND = "payables.claim"
VIEWS = ("mine", "waiting", "approved", "all")
PATIENCE_DAYS = 3


@dataclass(frozen=True)
class ClaimPage:
    """A claim with its lines, its files, what is still owed for it and what happened."""

    claim: Claim
    lines: list[ClaimLine]
    files: list[Attachment]
    open_minor: int
    told: list[tuple[Event, str]]


@dataclass(frozen=True)
class Owed:
    """What an employee is owed for approved claims, in base minor units."""

    employee: Employee
    count: int
    open_minor: int


def listed_claims(
    actor: Actor,
    *,
    view: str,
    text: str = "",
    employee_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Claim]:
    """Return the claims of a view, newest first; `text` is looked for in number, merchant and employee."""
    actor.require("claim.view")
    rows = claims(actor)
    if view == "mine":
        rows = rows.filter(owner_id=actor.member_id)
    elif view == "waiting":
        rows = waiting_claims(actor)
    elif view == "approved":
        rows = rows.filter(state="approved")
    if text := to_western_digits(text.strip()):
        wanted = Q(number__icontains=text) | Q(merchant__icontains=text) | Q(employee__name__icontains=text)
        rows = rows.filter(wanted)
    for name, value in (("employee_id", employee_id), ("date__gte", first), ("date__lte", last)):
        if value is not None:
            rows = rows.filter(**{name: value})
    return rows


def waiting_claims(actor: Actor) -> QuerySet[Claim]:
    """Return the claims that wait for approval: for those who approve, theirs to decide; else one's own."""
    rows = claims(actor).filter(state="submitted")
    if not actor.can("claim.approve"):
        return rows
    rows = actor.limit("claim.approve", rows)
    return rows if actor.role in ("owner", "system") else rows.exclude(owner_id=actor.member_id)


def claim_counts(actor: Actor) -> dict[str, int]:
    """Return how many claims each view holds."""
    actor.require("claim.view")
    mine, approved = Q(owner_id=actor.member_id), Q(state="approved")
    found = claims(actor).aggregate(
        mine=Count("pk", filter=mine), approved=Count("pk", filter=approved), all=Count("pk")
    )
    return {**found, "waiting": waiting_claims(actor).count()}


def claim(actor: Actor, claim_id: int) -> Claim:
    """Return a claim within the actor's scope.

    :raises NotFound: there is none.
    """
    actor.require("claim.view")
    found = Claim.objects.select_related("employee", "owner", "entry", "account").filter(pk=claim_id).first()
    if found is None:
        raise NotFound()
    actor.require_owned("claim.view", found.owner_id)
    return found


def claim_page(actor: Actor, claim_id: int) -> ClaimPage:
    """Return a claim and all that its page shows.

    :raises NotFound: there is none within the actor's scope.
    """
    found = claim(actor, claim_id)
    item = OpenItem.objects.filter(kind="claim", source_kind=KIND, source_id=found.pk).first()
    events = list(Event.objects.filter(subject_kind=KIND, subject_id=found.pk).order_by("-pk")[:50])
    names = access.member_names()
    rows = ClaimLine.objects.filter(claim=found).select_related("account", "tax", "project", "department")
    return ClaimPage(
        claim=found,
        lines=list(rows.order_by("position")),
        files=attachments_of(KIND, [found.pk]),
        open_minor=item.open_minor if item else 0,
        told=[(one, names.get(one.member_id, "")) for one in events],
    )


def owed_to_employees(actor: Actor) -> list[Owed]:
    """Return what each employee is owed, the most first.

    :raises NotAllowed: the role does not pay employees back.
    """
    actor.require("claim.reimburse")
    rows = (
        OpenItem.objects.filter(kind="claim", open_minor__gt=0, employee__isnull=False)
        .values_list("employee_id")
        .annotate(count=Count("pk"), total=Sum("open_minor"))
    )
    sums = {key: (count, total) for key, count, total in rows}
    people = {row.pk: row for row in Employee.objects.filter(pk__in=list(sums))}
    found = [Owed(people[key], count, total) for key, (count, total) in sums.items()]
    return sorted(found, key=lambda one: (-one.open_minor, one.employee.pk))


def owed_to(actor: Actor, employee_id: int) -> Owed:
    """Return what an employee is owed.

    :raises NotFound: there is no such employee in this company.
    """
    found = next((one for one in owed_to_employees(actor) if one.employee.pk == employee_id), None)
    if found is None:
        employee = Employee.objects.filter(pk=employee_id).first()
        if employee is None:
            raise NotFound()
        return Owed(employee, 0, 0)
    return found


def waiting(actor: Actor) -> WaitingRows | None:
    """Return the claims that wait for the actor's approval: what waits under the menu."""
    return WaitingRows(waiting_claims(actor)) if actor.can("claim.approve") else None


def today_claims(actor: Actor, today: date, tally: Tally) -> DrawToday | None:
    """Return the claims that wait for the actor's approval, each to be approved from here."""
    if not actor.can("claim.approve"):
        return None
    return one_kind(
        tally,
        waiting_claims(actor),
        lambda row: _item(row, actor.company.base_currency, today),
        key="claims",
        title=_("Expenses waiting for approval"),
        icon="wallet",
        more_url=f"{reverse('payables:claims')}?view=waiting",
    )


def _item(row: Any, base: str, today: date) -> TodayItem:
    url = reverse("payables:claim", args=[row.pk])
    return TodayItem(
        title=row.employee.display_name(get_language() or "en"),
        url=url,
        why=" · ".join(filter(None, (row.merchant, formats.format_date(row.date, None, today)))),
        amount=formats.format_money(row.total_minor, base, whole_if_possible=True),
        icon="wallet",
        days_late=max((today - row.date).days - PATIENCE_DAYS, 0),
        stake_minor=row.total_minor,
        acts=[
            TodayAct(_("Approve"), reverse("payables:approve", args=[row.pk]), "post", "check"),
            TodayAct(_("View"), url, "get", "eye"),
        ],
    )


def search(actor: Actor, text: str) -> list[Found]:
    """Return what a search finds of claims: by number, amount, merchant and employee."""
    if not actor.can("claim.view"):
        return []
    rows = claims(actor)
    found = list(rows.filter(number__in=[text.upper(), *numbering.numbers_meant(text, {"claim": "EX"})]))
    if amount := search_texts.of_base_amount(text, "total_minor", actor.company.base_currency):
        found += rows.filter(amount)[:FOUND_ROWS]
    names = rows.values_list("pk", "merchant", "employee__name", "employee__name_ar")[:LOOKED_AT]
    keys = search_texts.close_names(((key, said) for key, *said in names), text)[:FOUND_ROWS]
    there, lang, kind = rows.in_bulk(keys), formats.language(), _("Expenses")
    return [
        Found(
            kind,
            row.merchant or row.number or f"#{row.pk}",
            reverse("payables:claim", args=[row.pk]),
            _said(row, lang, actor.company.base_currency),
            "wallet",
        )
        for row in dict.fromkeys([*found, *(there[key] for key in keys)])
    ][:FOUND_ROWS]


def _said(row: Claim, lang: str, base: str) -> str:
    money = formats.format_money(row.total_minor, base, whole_if_possible=True)
    return " · ".join(filter(None, (row.number if row.merchant else "", row.employee.display_name(lang), money)))
