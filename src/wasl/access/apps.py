"""Who may come in, and as what."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import FirstStep, MenuEntry, Room


class AccessRoom(Room):
    """Users, members, roles, invitations, sign-in."""

    name = "wasl.access"
    label = "access"
    acts = {
        "member.view": dict.fromkeys(
            ("owner", "manager", "sales", "finance", "project_lead", "member", "accountant"), "company"
        ),
        "member.manage": {"owner": "company", "manager": "company"},
        "token.keep": dict.fromkeys(("manager", "sales", "finance", "project_lead", "member", "accountant"), "own")
        | {"owner": "company"},
    }
    first_steps = [
        FirstStep(
            _("Tell who you are"),
            _("Your logo and address stand on every paper."),
            "access:company", "building", 10, "wasl.access.queries.company_is_described", act="company.settings",
        ),
        FirstStep(
            _("Invite a colleague"),
            _("Give a role; a link is enough, no mail server is needed."),
            "access:members", "users", 50, "wasl.access.queries.has_colleagues", act="member.manage",
        ),
    ]  # fmt: skip
    menu = [
        MenuEntry("settings", "access:members", _("Team"), "users", 10, act="member.view"),
        MenuEntry("settings", "access:company", _("Company"), "settings", 20, act="company.settings"),
        MenuEntry("settings", "access:audit", _("Audit trail"), "history", 70, act="audit.view"),
        MenuEntry("settings", "access:tokens", _("API tokens"), "key", 80, act="token.keep"),
    ]
    source_urls = {"access.member": "access:member", "access.apitoken": "access:tokens"}
    source_names = {"access.member": _("Team member")}
    pickers = {"member": "wasl.access.pickers.MEMBER"}
    importers = {"team": "wasl.access.services.imports.TeamImporter"}
    api = "wasl.access.api.router"
    attachment_acts = {"core.company": "member.view"}
