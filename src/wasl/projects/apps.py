"""Work that is delivered: projects, time, and what of it is billed."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.core.room import MenuEntry, Panel, Room, TodaySource

COMPANY = dict.fromkeys(("owner", "manager", "finance", "accountant"), "company")
RUNNERS = dict.fromkeys(("owner", "manager"), "company") | {"project_lead": "own"}
MONEY = dict.fromkeys(("owner", "manager", "finance"), "company")


class ProjectsRoom(Room):
    """Projects, their roles, billing rules and milestones, the time booked on them, and what was billed."""

    name = "wasl.projects"
    label = "projects"
    acts = {
        "project.view": COMPANY | {"project_lead": "own", "sales": "own"},
        "project.open": dict.fromkeys(("owner", "manager", "project_lead"), "company"),
        "project.change": RUNNERS,
        "milestone.complete": RUNNERS,
        "billing_rule.set": MONEY,
        "project.propose_invoice": COMPANY | {"project_lead": "own"},
        "project.bill": dict.fromkeys(("owner", "finance", "accountant"), "company"),
        "time.view": COMPANY | {"project_lead": "team", "sales": "own", "member": "own"},
        "time.book": {
            "owner": "company",
            "manager": "company",
            "project_lead": "team",
            "finance": "own",
            "sales": "own",
            "member": "own",
        },
        "margin.view_money": MONEY,
        "margin.view_percent": MONEY | {"project_lead": "own"},
    }
    menu = [
        MenuEntry(
            "delivery", "projects:projects", _("Projects"), "briefcase", 10, act="project.view", module="projects"
        ),
        MenuEntry("delivery", "projects:time", _("Time"), "clock", 20, act="time.book", module="projects"),
    ]
    creates = [
        MenuEntry(
            "delivery",
            "projects:add",
            pgettext_lazy("add", "Project"),
            "briefcase",
            40,
            act="project.open",
            module="projects",
        ),
    ]
    panels = [
        Panel(
            "party",
            "wasl.projects.queries.party_panel",
            "projects/_party_panel.html",
            30,
            act="project.view",
            module="projects",
        ),
        Panel(
            "deal",
            "wasl.projects.queries.deal_panel",
            "projects/_deal_panel.html",
            30,
            act="project.view",
            module="projects",
        ),
    ]
    pickers = {
        "project": "wasl.projects.pickers.PROJECT",
        "time_employee": "wasl.projects.pickers.BOOKED_FOR",
        "timed_project": "wasl.projects.pickers.TIMED_PROJECT",
        "timed_employee": "wasl.projects.pickers.TIMED_EMPLOYEE",
    }
    timelines = {"deal": "wasl.projects.queries.belongs_to_deal"}
    source_urls = {"projects.project": "projects:project"}
    event_words = {
        "project.opened": ("briefcase", _("opened the project %(code)s")),
        "project.planned": ("users", _("planned the roles of the project")),
        "project.closed": ("circle-check", _("closed the project %(code)s")),
        "project.reopened": ("refresh", _("opened the project %(code)s again")),
        "project.billed": ("receipt", _("prepared an invoice of the project")),
    }
    today = [TodaySource("unbilled", "wasl.projects.queries.today_unbilled", 40, module="projects")]
    search = ["wasl.projects.queries.search"]
    checks = "wasl.projects.checks.CHECKS"
    bulk_acts = {
        "project.give": "wasl.projects.bulk.GIVE",
        "project.close": "wasl.projects.bulk.CLOSE",
        "project.reopen": "wasl.projects.bulk.REOPEN",
        "time.move": "wasl.projects.bulk.MOVE_TIME",
        "time.billable": "wasl.projects.bulk.BILL_TIME",
        "time.delete": "wasl.projects.bulk.DELETE_TIME",
    }
    api = "wasl.projects.api.router"
    attachment_acts = {"projects.project": "project.view"}
