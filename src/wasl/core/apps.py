"""The room that every room stands on."""

from wasl.core.room import Room


class CoreRoom(Room):
    """Company scope, money, time, numbers, events, jobs, files."""

    name = "wasl.core"
    label = "core"
    acts = {
        "company.settings": {"owner": "company"},
        "audit.view": {"owner": "company", "finance": "company", "accountant": "company"},
    }
    checks = "wasl.core.integrity.CHECKS"
