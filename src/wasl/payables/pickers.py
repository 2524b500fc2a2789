"""What expense claims are booked on, and whose they are."""

from __future__ import annotations

from django.db.models import QuerySet

from wasl.access.actor import Actor
from wasl.ledger.pickers import account_picker, line_project_picker
from wasl.payables.queries import reimbursed_employees
from wasl.people import queries as people
from wasl.people.models import Employee
from wasl.people.pickers import employee_picker

SPENDING = ("expense", "cogs", "bank_fees", "fixed_assets", "prepaid_expense")


def claimants(actor: Actor) -> QuerySet[Employee]:
    """Return the employees that the actor may claim for: oneself, or all where the role reaches further."""
    actor.require("claim.submit")
    rows = people.employees(actor.lending("employee.view"), active_only=True)
    return rows.filter(member_id=actor.member_id or 0) if actor.scope_of("claim.submit") == "own" else rows


ACCOUNT = account_picker("claim.submit", SPENDING)
PROJECT = line_project_picker("claim.submit")
EMPLOYEE = employee_picker(claimants)
REIMBURSED = employee_picker(reimbursed_employees)
