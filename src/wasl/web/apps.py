"""The web room: page shell, navigation, components, search."""

from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from wasl.core.room import Room


class WebRoom(Room):
    """Assembles what the rooms declare into pages; holds no rule of its own."""

    name = "wasl.web"
    label = "web"
    event_words = {
        "file.attached": ("paperclip", _("attached a file")),
        "view.saved": ("star", _("saved the view “%(name)s”")),
        "view.deleted": ("star", _("deleted the view “%(name)s”")),
    }
    notice_words = {
        "bulk.done": ("list-details", _("%(act)s: %(done)s done, %(refused)s refused"), ""),
    }

    def ready(self) -> None:
        """Have `manage.py check` look at every room's menu."""
        from wasl.web.navigation import menu_addresses_exist

        register(menu_addresses_exist)
