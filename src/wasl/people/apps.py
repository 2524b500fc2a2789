"""Departments, employees and what an hour of theirs costs."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import MenuEntry, Room

EVERYONE = dict.fromkeys(("owner", "manager", "sales", "finance", "project_lead", "member", "accountant"), "company")
KEEPERS = dict.fromkeys(("owner", "manager", "finance"), "company")


class PeopleRoom(Room):
    """The people who do the work. What an hour of theirs costs is for owner, manager and finance only."""

    name = "wasl.people"
    label = "people"
    acts = {
        "employee.view": EVERYONE,
        "employee.manage": KEEPERS,
        "cost_rate.view": KEEPERS,
        "cost_rate.set": KEEPERS,
    }
    bulk_acts = {"employee.move": "wasl.people.bulk.MOVE", "employee.leave": "wasl.people.bulk.LEAVE"}
    menu = [
        MenuEntry("delivery", "people:people", _("People"), "users", 30, act="employee.manage", module="projects"),
    ]
    pickers = {"employee": "wasl.people.pickers.EMPLOYEE", "free_member": "wasl.people.pickers.FREE_MEMBER"}
    api = "wasl.people.api.router"
    search = ["wasl.people.queries.search"]
