"""Choose one record of many: a field that is searched as one types, among what the room of the records offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from wasl.core import room, search
from wasl.core.errors import NotFound
from wasl.core.forms import KeyedForm
from wasl.core.room import LOOKED_AT

PICKED_ROWS = 8
THERE = "there"  # in the address of a search: only what is there, nothing is created
KEY_DIGITS = 18  # more is no key of any record
KEY_MAX = 10**KEY_DIGITS - 1


@dataclass(frozen=True)
class Picked:
    """A record that can be chosen: `note` tells it from its namesakes.

    `fills` are the values that choosing it gives to other fields of the same line or form, by their names.
    """

    pk: int
    label: str
    note: str = ""
    fills: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Quick:
    """How a record is created where it is needed: a short form, whose `initial` field takes what was typed.

    `do(actor, said)` creates the record by a service and returns its id. `act` is what the role must include;
    `alike` names the kind of `core.likeness` that is warned of first.
    """

    title: str | Promise
    act: str
    form: type[KeyedForm]
    do: Callable[[Any, dict[str, Any]], int]
    initial: str = "name"
    alike: str = ""


@dataclass(frozen=True)
class Picker:
    """What a room offers to choose from.

    `find(actor, text)` returns the best of what the actor sees, the likeliest where nothing is typed;
    `of(actor, ids)` returns those of these records that the actor sees. Both are in the reader's language.
    """

    find: Callable[[Any, str], list[Picked]]
    of: Callable[[Any, set[int]], list[Picked]]
    quick: Quick | None = None


def nearest(rows: QuerySet[Any], text: str, *fields: str) -> list[Any]:
    """Return those of a few hundred named rows that match a text best, the first of them where nothing is typed.

    `fields` are what a row is called by: names in either script, a code.
    """
    if not text:
        return list(rows[:PICKED_ROWS])
    names = rows.values_list("pk", *fields)[:LOOKED_AT]
    keys = search.close_names(((key, said) for key, *said in names), text)[:PICKED_ROWS]
    if not keys:
        asked = Q(*((f"{each}__icontains", text) for each in fields), _connector=Q.OR)
        return list(rows.filter(asked)[:PICKED_ROWS])
    there = rows.in_bulk(keys)
    return [there[key] for key in keys]


def picker(kind: str) -> Picker:
    """Return what a room offers under a name.

    :raises NotFound: no room offers it.
    """
    for each in room.rooms():
        if kind in each.pickers:
            found: Picker = import_string(each.pickers[kind])
            return found
    raise NotFound()


class Source:
    """The records of one kind that one member may choose; each is read once for all fields that share it.

    Where it `creates`, what is missing can be created in place.
    """

    def __init__(self, kind: str, actor: Any, *, creates: bool = True) -> None:
        self.kind, self.actor, self.creates = kind, actor, creates
        self._known: dict[int, Picked | None] = {}

    def of(self, ids: Iterable[Any]) -> list[Picked]:
        """Return those of the records that the member sees."""
        asked = [key for each in ids if (key := key_of(each)) is not None]
        missing = set(asked) - self._known.keys()
        if missing:
            found = {each.pk: each for each in picker(self.kind).of(self.actor, missing)}
            self._known |= {key: found.get(key) for key in missing}
        return [known for key in asked if (known := self._known[key]) is not None]


def key_of(value: Any) -> int | None:
    """Return the key of a record that an address or a form names; None where it can be none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= KEY_DIGITS else None


class PickInput(forms.Select):
    """Draws only what is chosen; `frontend/src/picker.js` makes it a field that searches."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-pick-wrong": _("Choose one of the list."), **(attrs or {})})
        self.source: Source | None = None
        self.empty: str | Promise = ""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """Return the empty choice and what is chosen."""
        chosen = self.source.of(value) if self.source else []
        self.choices = [("", self.empty), *((each.pk, each.label) for each in chosen)]
        return super().optgroups(name, value, attrs)

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        """Return the attributes with the address that searches."""
        found = super().build_attrs(base_attrs, extra_attrs)
        if self.source:
            address = reverse("core:pick", args=[self.source.kind])
            found["data-pick-from"] = address if self.source.creates else f"{address}?{THERE}=1"
        return found


class PickField(forms.Field):
    """A record of a kind that a room offers to choose: cleans to its id, None where nothing is chosen.

    In lines, a new line's field `follows` the one of the line before.
    """

    widget = PickInput

    def __init__(self, kind: str, *, empty: str | Promise = "", follows: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        if follows:
            self.widget.attrs["data-pick-follows"] = ""
        self.widget.empty = empty

    def offer(self, source: Source) -> None:
        """Set who chooses, and so from what."""
        self.source = self.widget.source = source

    def label_of(self, value: Any) -> str:
        """Return what a record is called, nothing for one that the member does not see."""
        return next((each.label for each in self.source.of([value])), "")

    def to_python(self, value: Any) -> int | None:
        """Return the id.

        :raises ValidationError: it is none.
        """
        if value in self.empty_values:
            return None
        key = key_of(value)
        if key is None:
            raise forms.ValidationError(_("Choose one of the list."), code="invalid_choice")
        return key

    def validate(self, value: int | None) -> None:
        """Refuse what the member does not see, and nothing where something must be chosen."""
        super().validate(value)
        if value is not None and not self.source.of([value]):
            raise forms.ValidationError(_("Choose one of the list."), code="invalid_choice")


def offer_picks(form: forms.Form, actor: Any, *, creates: bool = True) -> None:
    """Let a member choose in every field of a form that picks a record; lists are narrowed without creating any."""
    for each in form.fields.values():
        if isinstance(each, PickField):
            each.offer(Source(each.kind, actor, creates=creates))
