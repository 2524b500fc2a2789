"""Who may come in, and as what."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import MenuEntry, Room


class AccessRoom(Room):
    """Users, members, roles, invitations, sign-in."""

    name = "wasl.access"
    label = "access"
    acts = {
        "member.view": dict.fromkeys(
            ("owner", "manager", "sales", "finance", "project_lead", "member", "accountant"), "company"
        ),
        "member.manage": {"owner": "company", "manager": "company"},
    }
    menu = [
        MenuEntry("settings", "access:members", _("Team"), "users", 10, act="member.view"),
        MenuEntry("settings", "access:company", _("Company"), "settings", 20, act="company.settings"),
        MenuEntry("settings", "access:audit", _("Audit trail"), "history", 70, act="audit.view"),
    ]
    importers = {"team": "wasl.access.services.imports.TeamImporter"}
    attachment_acts = {"core.company": "member.view"}
