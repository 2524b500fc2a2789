"""Pay employees back."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from wasl.access.actor import Actor
from wasl.core import events, numbering, periods
from wasl.core.errors import NotFound
from wasl.core.money import to_decimal
from wasl.ledger import services as ledger
from wasl.ledger.errors import CurrencyMismatch, ExceedsOpen
from wasl.ledger.models import Account, OpenItem
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft
from wasl.payables.models import Reimbursement
from wasl.people.models import Employee

SOURCE = "payables.reimbursement"


@transaction.atomic
def reimburse(
    *, actor: Actor, employee_id: int, on: date, account_id: int, amount_minor: int | None = None
) -> Reimbursement:
    """Pay an employee back, the oldest claim first; None pays all that is open.

    :raises ExceedsOpen: more than what is open.
    """
    actor.require("claim.reimburse")
    employee = Employee.objects.filter(pk=employee_id).first()
    if employee is None:
        raise NotFound()
    account = Account.objects.filter(pk=account_id, role__in=("bank", "cash")).first()
    if account is None:
        raise NotFound("account")
    base = actor.company.base_currency
    if account.currency != base:
        raise CurrencyMismatch("account", first=base, second=account.currency)
    keys = OpenItem.objects.filter(employee_id=employee_id, kind="claim", open_minor__gt=0).values_list("pk", flat=True)
    items = sorted(ledger.lock_items(list(keys)).values(), key=lambda item: (item.date, item.pk))
    open_minor = sum(item.open_minor for item in items)
    amount = open_minor if amount_minor is None else amount_minor
    if amount <= 0 or amount > open_minor:
        raise ExceedsOpen(
            "amount", amount=to_decimal(amount, base), open=to_decimal(open_minor, base), label=employee.name
        )
    row = Reimbursement(employee=employee, date=on, amount_minor=amount, account=account, number="")
    row.save()
    parts, left = [], amount
    for item in items:
        if left:
            part = min(item.open_minor, left)
            parts.append(ledger.Settlement(item, part, on, SOURCE, row.pk))
            left -= part
    ledger.settle(parts, actor.company.rounding)
    owed = items[0].account_id
    lines = [
        LineValues(owed, amount, base, amount, None, None, None, employee_id),
        LineValues(account.pk, -amount, base, -amount, None, None, None, employee_id),
    ]
    year = periods.fiscal_year(on, actor.company.fiscal_year_start_month)
    (number,) = numbering.take_numbers("reimbursement", year)
    row.number = numbering.format_number("RE", year, number)
    row.entry = ledger.post_entry(EntryDraft(on, SOURCE, row.pk, lines))
    row.save(update_fields=["number", "entry"])
    events.record("claim.reimbursed", row, number=row.number, amount_minor=amount, employee_id=employee_id)
    return row
