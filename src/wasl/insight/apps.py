"""What the joined data says."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import MenuEntry, Panel, Room

SEES_PROFIT = {"owner": "company", "manager": "company", "finance": "company", "accountant": "company"}


class InsightRoom(Room):
    """Margins, the owner's dashboard, Today."""

    name = "wasl.insight"
    label = "insight"
    acts = {
        "today.view": dict.fromkeys(
            ("owner", "manager", "sales", "finance", "project_lead", "member", "accountant"), "own"
        ),
        "profit.view": SEES_PROFIT,
    }
    menu = [
        MenuEntry("", "insight:today", _("Today"), "sun", 0, act="today.view"),
        MenuEntry(
            "finance", "insight:profit", _("Profit and cash"), "chart-line", 50, act="profit.view", module="finance"
        ),
    ]
    panels = [
        Panel(
            "project",
            "wasl.insight.queries.project_panel",
            "insight/_project_panel.html",
            5,
            act="margin.view_percent",
            module="finance",
        ),
        Panel(
            "party",
            "wasl.insight.queries.party_panel",
            "insight/_party_panel.html",
            5,
            act="margin.view_money",
            module="finance",
        ),
    ]
    api = "wasl.insight.api.router"
    checks = "wasl.insight.checks.CHECKS"
