"""Every write about the people who do the work."""

from wasl.people.services.cost_rates import set_cost_rate
from wasl.people.services.employees import add_department, add_employee, change_department, change_employee

__all__ = ["add_department", "add_employee", "change_department", "change_employee", "set_cost_rate"]
