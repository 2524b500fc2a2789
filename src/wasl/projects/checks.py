"""The invariants of projects: what is billed stands on a live document, and time costs what its day's rate says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wasl.core.checks import Check, Finding
from wasl.core.models import Company
from wasl.core.scope import current_company_id
from wasl.ledger.models import Book
from wasl.people import queries as people
from wasl.projects import rules
from wasl.projects.models import BilledPart, Project, TimeEntry
from wasl.projects.queries import entry_of_origin


def billed_parts_stand_on_live_documents() -> Iterator[Finding]:
    """Yield each live part of a reversed document, and each freed part of one that is not."""
    for part in BilledPart.objects.filter(is_released=False, document__state="reversed").order_by("pk"):
        yield Finding("billed parts", part.origin, f"document {part.document_id} is reversed")
    for part in BilledPart.objects.filter(is_released=True).exclude(document__state="reversed").order_by("pk"):
        yield Finding("billed parts", part.origin, f"freed, but document {part.document_id} stands")


def time_agrees_with_billed_parts() -> Iterator[Finding]:
    """Yield each live part of time whose entry does not point to it, and each entry that points to a freed one."""
    held = {
        entry_of_origin(origin): pk
        for pk, origin in BilledPart.objects.filter(is_released=False, origin__startswith="time:").values_list(
            "pk", "origin"
        )
    }
    kept = dict(TimeEntry.objects.exclude(billed=None).values_list("pk", "billed_id"))
    for key in sorted({key for key in held.keys() | kept.keys() if held.get(key) != kept.get(key)}, key=str):
        yield Finding("billed time", f"time {key}", f"part {held.get(key)}, entry says {kept.get(key)}")


def time_costs_its_rate() -> Iterator[Finding]:
    """Yield each time entry of an open period whose cost is not its hours at the rate of its day."""
    company, locked = Company.objects.get(pk=current_company_id()), Book.objects.get().locked_until
    rows = TimeEntry.objects.filter(date__gt=locked) if locked else TimeEntry.objects.all()
    rates = people.cost_rates(rows.order_by().values_list("employee_id", flat=True).distinct())
    for pk, employee_id, on, hours, cost in rows.order_by("pk").values_list(
        "pk", "employee_id", "date", "hours", "cost_minor"
    ):
        rate = rates.on(employee_id, on) or Decimal(0)
        if rules.worth_minor(hours, rate, company.base_currency, company.rounding) != cost:
            yield Finding("time cost", f"time {pk}", "the cost is not the hours at the rate of the day")


def projects_have_their_dimension() -> Iterator[Finding]:
    """Yield each project that the ledger cannot tell lines apart by."""
    for project in Project.objects.filter(dimension=None):
        yield Finding("project dimension", project.code, "none")


CHECKS: list[Check] = [
    billed_parts_stand_on_live_documents,
    time_agrees_with_billed_parts,
    time_costs_its_rate,
    projects_have_their_dimension,
]
