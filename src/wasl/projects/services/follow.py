"""What projects do when documents and rates below them change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from wasl.core.models import Company, Event
from wasl.ledger.models import Book
from wasl.people import queries as people
from wasl.projects import rules
from wasl.projects.models import BilledPart, TimeEntry
from wasl.receivables.models import DocumentLine


def follow_discarded_invoice(event: Event) -> None:
    """Free what a discarded draft held."""
    _parts_of(event).delete()


def follow_reversed_invoice(event: Event) -> None:
    """Free what a reversed invoice billed; the parts stay as history."""
    parts = _parts_of(event).filter(is_released=False)
    TimeEntry.objects.filter(billed__in=parts).update(billed=None)
    parts.update(is_released=True)


def follow_changed_invoice(event: Event) -> None:
    """Free what a changed draft no longer bills, and hold the rest at the amounts that it now says."""
    lines = DocumentLine.objects.filter(document_id=event.subject_id).exclude(origin="")
    amounts = dict(lines.values_list("origin", "net_minor"))
    for part in _parts_of(event).filter(is_released=False):
        if part.origin not in amounts:
            part.delete()
        elif part.amount_minor != amounts[part.origin]:
            part.amount_minor = amounts[part.origin]
            part.save(update_fields=["amount_minor"])


def follow_cost_rate(event: Event) -> None:
    """Work out again what an employee's time costs from the day of a new rate; locked periods keep theirs."""
    company = Company.objects.get(pk=event.company_id)
    book = Book.objects.get()
    employee_id, valid_from = event.facts["employee_id"], date.fromisoformat(event.facts["valid_from"])
    rows = TimeEntry.objects.filter(employee_id=employee_id, date__gte=valid_from)
    if book.locked_until:
        rows = rows.filter(date__gt=book.locked_until)
    rates = people.cost_rates([employee_id])
    changed = []
    for entry in rows.order_by("pk"):
        rate = rates.on(employee_id, entry.date) or Decimal(0)
        cost = rules.worth_minor(entry.hours, rate, company.base_currency, company.rounding)
        if cost != entry.cost_minor:
            entry.cost_minor, entry.sequence = cost, book.sequence
            changed.append(entry)
    TimeEntry.objects.bulk_update(changed, ["cost_minor", "sequence"], batch_size=400)


def _parts_of(event: Event):  # type: ignore[no-untyped-def]
    return BilledPart.objects.filter(document_id=event.subject_id)
