"""What a room declares about itself: acts, menu, search, panels, checks. Gathered, never listed centrally."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import QuerySet
from django.utils.module_loading import import_string

FOUND_ROWS = 20  # how many of a kind a search finds
LOOKED_AT = 500  # of few names, how many of the newest are compared one by one
CUSTOMERS_NEAR = 5  # of how many customers that match a search shows the documents
TODAY_ROWS = 12  # how many of a kind are looked at for the ranked list


@dataclass(frozen=True)
class MenuEntry:
    """One line of the navigation: where it leads, who sees it, and what counts as waiting there.

    `count` names a query `(actor) -> WaitingRows | None`.
    """

    group: str  # "", "sales", "delivery", "finance", "settings"
    url_name: str
    label: Any
    icon: str
    order: int
    act: str = ""
    count: str = ""
    module: str = "crm"  # the switch that shows it: "crm", "projects", "finance"
    quick: str = ""  # of `creates`: the page of the short form, for the drawer


@dataclass(frozen=True)
class WaitingRows:
    """The rows that wait at an entry of the menu, and those of them that are late."""

    rows: QuerySet[Any]
    late: QuerySet[Any] | None = None


@dataclass(frozen=True)
class Panel:
    """A piece of a page that another room shows (a party's page shows deals, invoices, projects).

    `source` names a query `(actor, subject_id) -> dict | None`; the dict is the context of `template`.
    """

    page: str  # "party", "deal", "project"
    source: str
    template: str
    order: int
    act: str = ""
    module: str = "crm"


@dataclass(frozen=True)
class FirstStep:
    """One of the few things to do in a new company; `done` names a query `(tally) -> answer`, true once it is done."""

    label: Any
    text: Any
    url_name: str
    icon: str
    order: int
    done: str
    act: str = ""
    module: str = "crm"


@dataclass(frozen=True)
class TodaySource:
    """Things that wait for a person, of one kind or of kinds that are read together.

    `source` names a query `(actor, today, tally) -> draw | None`: it asks the tally how many there are, and gives
    back what draws the groups once all sources have asked. `draw(chosen)` reads the rows of a mass only where its
    key is the chosen one.
    """

    name: str
    source: str
    order: int
    module: str = "crm"


@dataclass(frozen=True)
class TodayGroup:
    """A kind of thing on Today: those that weigh most, how many there are in all, and where the rest is."""

    key: str
    title: str
    icon: str
    rows: list[TodayItem]
    count: int
    more_url: str = ""
    total: str = ""  # ready-made money string
    note: str = ""
    bulk: list[TodayAct] = field(default_factory=list)
    is_mass: bool = False  # too many of a kind to be ranked one by one: shown as one line with its acts


DrawToday = Callable[[str], list[TodayGroup]]


@dataclass(frozen=True)
class TodayAct:
    """A button: what it says, the address it posts to (or opens, with `method="get"`)."""

    label: str
    url: str
    method: str = "post"
    icon: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TodayItem:
    """One row on Today: what waits, why, how late, with what money at stake, and what can be done at once.

    `stake_minor` is that money in base minor units and `days_late` how long past its day it is (0 today, None without
    a day): by them all kinds are ranked in one list.
    """

    title: str
    url: str
    why: str = ""
    due: str = ""
    tone: str = ""  # "", "ok", "warn", "bad", "info"
    amount: str = ""
    icon: str = ""
    stake_minor: int = 0
    days_late: int | None = None
    acts: list[TodayAct] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """A record that a search found: what kind it is of (in the plural), what it is called, and where its page is."""

    kind: str
    title: str
    url: str
    subtitle: str = ""
    icon: str = ""


@dataclass(frozen=True)
class ScheduledJob:
    """A job that a room wants run every so often: a task by its dotted path."""

    name: str
    task: str
    every_seconds: int


@dataclass(frozen=True)
class BulkAct:
    """An act that a list offers on the rows that are picked, or on all that match what it shows.

    `rows(actor)` are the records in the actor's sight, `matching(actor, query)` those that a list's query shows,
    `form(data)` asks what the act needs to know (what it picks is offered to the actor), `do(actor, record_id, said,
    on)` does it to one record by a service, `named(record)` is what a person calls the record. `act` is what the role
    must include.
    `look(actor, record_id, said, on)` tells in words what `do` would, and refuses where it would; without it, `do` is
    tried and taken back. `file` names a page of a finished run (`run_id`) that gives what was made as a file.
    """

    name: str
    label: Any
    act: str
    icon: str
    rows: Callable[[Any], Any]
    matching: Callable[[Any, Any], Any]
    form: Callable[[Any], Any]
    do: Callable[..., Any]
    named: Callable[[Any], str]
    look: Callable[..., str] | None = None
    file: str = ""


@dataclass(frozen=True)
class SourceWords:
    """What one source of entries is called, with its number, and whom it is about."""

    name: str
    whom: str = ""


class Room(AppConfig):
    """A Django app that is a room of Wasl."""

    default = False
    default_auto_field = "django.db.models.BigAutoField"
    acts: dict[str, dict[str, str]] = {}  # act -> role -> scope
    menu: list[MenuEntry] = []
    panels: list[Panel] = []
    today: list[TodaySource] = []
    first_steps: list[FirstStep] = []
    search: list[str] = []  # dotted queries (actor, text) -> list of Found, the best first
    schedules: list[ScheduledJob] = []
    rates: str = ""  # dotted query (currencies, on) -> base units per unit of each that has a rate
    checks: str = ""  # dotted path of a CHECKS list
    creates: list[MenuEntry] = []  # what can be created: the plus on phones, the C key
    bulk_acts: dict[str, str] = {}  # act on many records -> dotted BulkAct
    pickers: dict[str, str] = {}  # kind of record that forms choose -> dotted core.picking.Picker
    likenesses: dict[str, str] = {}  # kind of record -> dotted query (actor, **core.likeness.FIELDS) -> list of Alike
    importers: dict[str, str] = {}  # kind of file -> dotted core.imports.Importer
    vocabularies: dict[str, str] = {}  # word -> dotted query () -> names that files may use
    source_urls: dict[str, str] = {}  # kind of an entry's source -> the page that shows it
    source_names: dict[str, Any] = {}  # kind of an entry's source -> what people call it
    source_words: dict[str, str] = {}  # kind of an entry's source -> dotted query (ids) -> {id: SourceWords}
    event_words: dict[str, tuple[str, Any]] = {}  # event -> icon and what it says, with %(fact)s, on a timeline
    notice_words: dict[str, tuple[str, Any, Any]] = {}  # event -> icon, words for one and for several, with %(fact)s
    timelines: dict[str, str] = {}  # "deal" -> dotted query (deal_id) -> kinds and ids of what else belongs to it
    api: str = ""  # dotted ninja.Router
    attachment_acts: dict[str, str] = {}  # kind of subject -> the act that lets a member see its files

    def __init_subclass__(cls) -> None:
        """Let Django find the room in its `apps.py`, where this base class is imported too."""
        cls.default = True


def rooms() -> list[Room]:
    """Return the installed rooms in the order of settings."""
    return [config for config in apps.get_app_configs() if isinstance(config, Room)]


def gather(attribute: str) -> Iterator[Any]:
    """Yield what all rooms declare under `attribute`, in the order of rooms."""
    for room in rooms():
        yield from getattr(room, attribute)


def bulk_act(name: str) -> BulkAct | None:
    """Return the act on many records of a name, or None where no room has it."""
    for each in rooms():
        if name in each.bulk_acts:
            found: BulkAct = import_string(each.bulk_acts[name])
            return found
    return None


def resolve_list(path: str) -> list[Callable[..., Any]]:
    """Return the list of functions that a dotted path names."""
    found: list[Callable[..., Any]] = import_string(path)
    return found


def resolve_task(path: str) -> Any:
    """Return the task that a dotted path names."""
    return import_string(path)


def resolve(path: str) -> Callable[..., Any]:
    """Return the function that a dotted path names."""
    found: Callable[..., Any] = import_string(path)
    return found
