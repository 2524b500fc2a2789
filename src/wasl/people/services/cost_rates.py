"""Say what an hour of an employee costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.errors import BadInput, NotFound
from wasl.people.models import CostRate, Employee
from wasl.people.rules import is_hour_amount


@transaction.atomic
def set_cost_rate(*, actor: Actor, employee_id: int, valid_from: date, hour_cost: Decimal) -> CostRate:
    """Set what an hour costs from a day on, in base currency; a row of the same day is replaced.

    The event says who and since when, never how much: the event log is read by more people than the rates.

    :raises BadInput: below 0, or more than 6 decimals.
    """
    actor.require("cost_rate.set")
    employee = Employee.objects.select_for_update().filter(pk=employee_id).first()
    if employee is None:
        raise NotFound()
    if not is_hour_amount(hour_cost):
        raise BadInput("hour_cost", reason=_("An hourly cost is 0 or more and has at most 6 decimals."))
    rate: CostRate
    rate, _created = CostRate.objects.update_or_create(
        employee=employee, valid_from=valid_from, defaults={"hour_cost": hour_cost}
    )
    events.record("cost_rate.set", rate, employee_id=employee_id, valid_from=valid_from.isoformat())
    return rate
