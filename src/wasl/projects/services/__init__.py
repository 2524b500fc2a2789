"""Every write to projects, their time and what is billed of them."""

from wasl.projects.services.billing import bill_project, propose_invoice
from wasl.projects.services.billing_rules import FixedShare, MilestoneInput, complete_milestone, set_billing_rule
from wasl.projects.services.bulk_time import TimeInput, book_times
from wasl.projects.services.follow import (
    follow_changed_invoice,
    follow_cost_rate,
    follow_discarded_invoice,
    follow_reversed_invoice,
)
from wasl.projects.services.projects import (
    RoleInput,
    change_project,
    close_project,
    open_project,
    reopen_project,
    set_roles,
)
from wasl.projects.services.time import book_time, change_time, delete_time

__all__ = [
    "FixedShare",
    "MilestoneInput",
    "RoleInput",
    "TimeInput",
    "bill_project",
    "book_time",
    "book_times",
    "change_project",
    "change_time",
    "close_project",
    "complete_milestone",
    "delete_time",
    "follow_changed_invoice",
    "follow_cost_rate",
    "follow_discarded_invoice",
    "follow_reversed_invoice",
    "open_project",
    "propose_invoice",
    "reopen_project",
    "set_billing_rule",
    "set_roles",
]
