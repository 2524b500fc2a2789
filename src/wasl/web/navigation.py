"""The menu: what the rooms declare, as far as this member and this company have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core import checks
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from wasl.access.views.companies import MODULES
from wasl.core import events, notices, room
from wasl.core.formats import format_list
from wasl.core.room import MenuEntry, WaitingRows
from wasl.core.tally import Tally

GROUPS = {
    "": "",
    "sales": _("Sales"),
    "delivery": _("Delivery"),
    "finance": _("Finance"),
    "settings": _("Settings"),
}
FOLDED = "settings"
PHONE_TABS = 3
PHONE_ICONS = ("sun", "layout-kanban", "briefcase", "receipt")


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu as it is drawn: how many things wait there, and how many of them are late."""

    label: Any
    url: str
    icon: str
    group: str
    current: bool = False
    quick: str = ""
    waiting: Callable[[], int] = int
    late: Callable[[], int] = int


@dataclass(frozen=True)
class MenuGroup:
    """A titled part of the menu; one that is `folded` shows what waits there beside its title until it is opened."""

    title: Any
    items: list[MenuItem]
    folded: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether the page that is shown is one of the group's."""
        return any(item.current for item in self.items)

    @property
    def waiting(self) -> int:
        """Return how many things wait at all of its entries."""
        return sum(item.waiting() for item in self.items)


class Shell:
    """What is drawn around every page of an actor, who is a member of so many `companies`.

    All its other figures come by one statement, once one is drawn.
    """

    def __init__(self, actor: Any, path: str, companies: int = 1) -> None:
        self.actor, self.path, self.companies = actor, path, companies

    @cached_property
    def _drawn(self) -> tuple[list[MenuGroup], Callable[[], int], Callable[[], int]]:
        tally = Tally()
        version = tally.first(events.newest(), "pk", missing=0)
        unread = tally.count(notices.unread(self.actor.member_id))
        return menu(self.actor, self.path, tally), version, unread

    @property
    def menu(self) -> list[MenuGroup]:
        """Return the menu with what waits at its entries."""
        return self._drawn[0]

    @property
    def version(self) -> int:
        """Return the version of the company's data, see `core.events.latest`."""
        return self._drawn[1]()

    @property
    def notices(self) -> int:
        """Return how many notices the actor has not read."""
        return self._drawn[2]()

    @property
    def parts(self) -> str:
        """Return the parts of Wasl that the actor could switch on for the company, as words."""
        if not self.actor.can("company.settings"):
            return ""
        return format_list([str(said[0]) for name, said in MODULES.items() if name not in self.actor.company.modules])

    @property
    def tabs(self) -> list[MenuItem]:
        """Return what a phone's foot holds."""
        return phone_tabs(self.menu)

    @cached_property
    def creations(self) -> list[MenuItem]:
        """Return what the actor may create."""
        return creations(self.actor)


def menu(actor: Any, path: str, tally: Tally | None = None) -> list[MenuGroup]:
    """Return the menu of an actor, with the item that `path` lies in marked as current.

    What waits at its entries is asked of `tally`; without one the menu has no figures.
    """
    entries = list(allowed(actor, room.gather("menu")))
    addresses = [(entry, url) for entry in entries if (url := address(entry))]
    here = max((url for _entry, url in addresses if lies_in(path, url)), key=len, default="")
    groups = []
    for key, title in GROUPS.items():
        items = [
            MenuItem(entry.label, url, entry.icon, key, url == here, "", *_figures(actor, entry, tally))
            for entry, url in sorted(addresses, key=lambda pair: pair[0].order)
            if entry.group == key
        ]
        if items:
            groups.append(MenuGroup(title, items, key == FOLDED))
    return groups


def creations(actor: Any) -> list[MenuItem]:
    """Return what this actor may create: the rooms' `creates`, for the plus on phones and the C key."""
    entries = [entry for each in room.rooms() for entry in getattr(each, "creates", [])]
    ranks = {group: rank for rank, group in enumerate(GROUPS)}
    return [
        MenuItem(entry.label, url, entry.icon, entry.group, quick=reverse(entry.quick) if entry.quick else "")
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


def _figures(actor: Any, entry: MenuEntry, tally: Tally | None) -> tuple[Callable[[], int], Callable[[], int]]:
    found: WaitingRows | None = room.resolve(entry.count)(actor) if entry.count and tally else None
    if found is None or tally is None:
        return int, int
    return tally.count(found.rows), int if found.late is None else tally.count(found.late)


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
