"""The menu: what the rooms declare, as far as this member and this company have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core import checks
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from wasl.core import room
from wasl.core.room import MenuEntry

GROUPS = {
    "": "",
    "sales": _("Sales"),
    "delivery": _("Delivery"),
    "finance": _("Finance"),
    "settings": _("Settings"),
}
PHONE_TABS = 3
PHONE_ICONS = ("sun", "layout-kanban", "briefcase", "receipt")


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu as it is drawn. The count is asked for only when it is drawn, and once."""

    label: Any
    url: str
    icon: str
    group: str
    current: bool
    count: str
    actor: Any

    @cached_property
    def waiting(self) -> tuple[int, bool]:
        """Return how many things wait there, and whether one of them is late."""
        if not self.count:
            return 0, False
        found = room.resolve(self.count)(self.actor)
        return found if isinstance(found, tuple) else (found, False)


@dataclass(frozen=True)
class MenuGroup:
    """A titled part of the menu."""

    title: Any
    items: list[MenuItem]


def menu(actor: Any, path: str) -> list[MenuGroup]:
    """Return the menu of an actor, with the item that `path` lies in marked as current."""
    entries = list(allowed(actor, room.gather("menu")))
    addresses = [(entry, url) for entry in entries if (url := address(entry))]
    here = max((url for _entry, url in addresses if lies_in(path, url)), key=len, default="")
    groups = []
    for key, title in GROUPS.items():
        items = [
            MenuItem(entry.label, url, entry.icon, key, url == here, entry.count, actor)
            for entry, url in sorted(addresses, key=lambda pair: pair[0].order)
            if entry.group == key
        ]
        if items:
            groups.append(MenuGroup(title, items))
    return groups


def creations(actor: Any) -> list[MenuItem]:
    """Return what this actor may create: the rooms' `creates`, for the plus on phones and the C key."""
    entries = [entry for each in room.rooms() for entry in getattr(each, "creates", [])]
    ranks = {group: rank for rank, group in enumerate(GROUPS)}
    return [
        MenuItem(entry.label, url, entry.icon, entry.group, False, "", actor)
        for entry in sorted(allowed(actor, entries), key=lambda entry: (ranks[entry.group], entry.order))
        if (url := address(entry))
    ]


def phone_tabs(groups: list[MenuGroup]) -> list[MenuItem]:
    """Return what a phone's foot holds: today's page, the board, the projects, else the next."""
    items = [item for group in groups for item in group.items if item.group != "settings"]
    ranks = {name: rank for rank, name in enumerate(PHONE_ICONS)}
    chosen = sorted(items, key=lambda item: ranks.get(item.icon, len(ranks)))[:PHONE_TABS]
    return [item for item in items if item in chosen]


def allowed(actor: Any, entries: Iterable[MenuEntry]) -> Iterator[MenuEntry]:
    """Yield the entries whose act the actor may do and whose module the company has switched on."""
    for entry in entries:
        if entry.module in actor.company.modules and (not entry.act or actor.can(entry.act)):
            yield entry


def address(entry: MenuEntry) -> str:
    """Return where an entry leads; empty while its room has no such page, which `check` reports."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def lies_in(path: str, url: str) -> bool:
    """Tell whether a path is the page at `url` or one below it."""
    return path == url or (url != "/" and path.startswith(url))


def menu_addresses_exist(**_options: Any) -> list[checks.CheckMessage]:
    """Report menu entries that lead nowhere."""
    return [
        checks.Warning(f"menu entry {entry.label!s}: there is no page {entry.url_name}", id="web.W001")
        for entry in room.gather("menu")
        if not address(entry)
    ]
