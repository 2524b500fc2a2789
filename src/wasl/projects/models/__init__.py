"""Tables of projects, their time and what was billed of them."""

from wasl.projects.models.billing import BilledPart, BillingRule, HourPrice, Milestone
from wasl.projects.models.projects import Project, ProjectRole
from wasl.projects.models.time import TimeEntry

__all__ = ["BilledPart", "BillingRule", "HourPrice", "Milestone", "Project", "ProjectRole", "TimeEntry"]
