"""Take back what an import did, but for what somebody changed or built on since: that is kept and named."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Max, QuerySet, Value

from wasl.core.imports.journal import Change, chunks, digest, locked_states
from wasl.core.models import Event

CHANGED, HAPPENED, USED, GONE = "changed", "happened", "used", "gone"
Key = tuple[type[models.Model], int]


@dataclass(frozen=True)
class Noted:
    """A change as it was noted, and the number of the last event at that time."""

    change: Change
    event_id: int


@dataclass(frozen=True)
class Kept:
    """A record that is left as it is: it was changed, something happened to it, it is used by another, or is gone.

    `detail` names the event, or the kind of the record that uses it.
    """

    kind: str
    subject_id: int
    name: str
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Undone:
    """How many records were removed and put back, and which were kept."""

    removed: int
    restored: int
    kept: list[Kept]


def take_back(noted: Iterable[Noted]) -> Undone:
    """Remove what is new and put back what was changed, in the transaction under way."""
    work = _Work(noted)
    work.look_for_changes()
    work.look_for_events()
    work.look_for_users()
    names = _names(work.reasons)
    restored = sum(_restore(model, work.left(model, is_new=False)) for model in work.by_model)
    removed = sum(_remove(model, work.left(model, is_new=True)) for model in work.by_model)
    kept = [
        Kept(model._meta.label_lower, key, names.get((model, key), f"#{key}"), *reason)
        for (model, key), reason in work.reasons.items()
    ]
    return Undone(removed, restored, kept)


class _Work:
    """What is to be taken back, and the reasons to keep some of it."""

    def __init__(self, noted: Iterable[Noted]) -> None:
        self.by_model: dict[type[models.Model], dict[int, Noted]] = {}
        for each in noted:
            model = apps.get_model(each.change.kind)
            self.by_model.setdefault(model, {})[each.change.subject_id] = each
        self.reasons: dict[Key, tuple[str, str]] = {}

    def left(self, model: type[models.Model], *, is_new: bool) -> list[Change]:
        """Return what is not kept of a model."""
        return [
            noted.change
            for key, noted in self.by_model[model].items()
            if noted.change.is_new == is_new and (model, key) not in self.reasons
        ]

    def look_for_changes(self) -> None:
        """Keep what is not as the import left it."""
        for model, noted in self.by_model.items():
            gone = set(noted)
            for key, state in locked_states(model, noted):
                gone.discard(key)
                if digest(state) != noted[key].change.after:
                    self.reasons[model, key] = (CHANGED, "")
            self.reasons |= {(model, key): (GONE, "") for key in gone}

    def look_for_events(self) -> None:
        """Keep what something happened to since, a file attached say; what a later import wrote shows in the record."""
        for model, noted in self.by_model.items():
            events = Event.objects.filter(subject_kind=model._meta.label_lower).exclude(name__endswith=".imported")
            for some in chunks(noted):
                lasts = events.filter(subject_id__in=some).order_by().values("subject_id").annotate(last=Max("pk"))
                for key, last, name in events.filter(pk__in=lasts.values("last")).values_list(
                    "subject_id", "pk", "name"
                ):
                    if last > noted[key].event_id:
                        self.reasons.setdefault((model, key), (HAPPENED, name))

    def look_for_users(self) -> None:
        """Keep what is new and used by a record that stays, and what that uses in turn."""
        uses: dict[Key, list[Key]] = {}
        for model, noted in self.by_model.items():
            new = [key for key, each in noted.items() if each.change.is_new]
            for field, user_id, key in _references(model, new):
                user = (field.model, user_id)
                if self._goes(user, field.attname):
                    uses.setdefault(user, []).append((model, key))
                else:
                    self.reasons.setdefault((model, key), (USED, field.model._meta.label_lower))
        waiting = deque(self.reasons)
        while waiting:
            user = waiting.popleft()
            for used in uses.get(user, ()):
                if used not in self.reasons:
                    self.reasons[used] = (USED, user[0]._meta.label_lower)
                    waiting.append(used)

    def _goes(self, user: Key, attname: str) -> bool:
        """Tell whether a record is to be removed, or to be put back to where it did not refer by that column."""
        noted = self.by_model.get(user[0], {}).get(user[1])
        return noted is not None and (noted.change.is_new or attname in noted.change.before)


def _references(model: type[models.Model], keys: list[int]) -> Iterator[tuple[Any, int, int]]:
    """Yield (field, key of the record that refers, key referred to) for every reference to records of a model.

    Letters and files name what they are about by kind and id, not by a foreign key.
    """
    fields: list[Any] = []
    asked: list[QuerySet[Any]] = []
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            fields.append(relation.field)  # type: ignore[union-attr]
            asked.append(fields[-1].model._base_manager.all())
    for user in apps.get_models():
        if user is not Event and {"subject_kind", "subject_id"} <= {each.name for each in user._meta.concrete_fields}:
            fields.append(user._meta.get_field("subject_id"))
            asked.append(user._base_manager.filter(subject_kind=model._meta.label_lower))
    for some in chunks(keys):
        first, *others = (
            rows.filter(**{f"{field.attname}__in": some})
            .order_by()
            .annotate(place=Value(place))
            .values_list("place", "pk", field.attname)
            for place, (field, rows) in enumerate(zip(fields, asked, strict=True))
        )
        for place, user_id, key in first.union(*others, all=True):
            yield fields[place], user_id, key


def _restore(model: Any, changes: list[Change]) -> int:
    """Write the fields that an import changed as they were before."""
    by_fields: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        by_fields.setdefault(tuple(sorted(change.before)), []).append(change)
    columns = {field.attname: field for field in model._meta.concrete_fields}
    for names, some in by_fields.items():
        for few in chunks(some):
            rows = model.everywhere.in_bulk([change.subject_id for change in few])
            for change in few:
                for name in names:
                    setattr(rows[change.subject_id], name, _value(columns[name], change.before[name]))
            model.everywhere.bulk_update(rows.values(), [columns[name].name for name in names], batch_size=50)
    return len(changes)


def _value(field: Any, kept: Any) -> Any:
    return kept if kept is None or isinstance(field, models.JSONField) else field.to_python(kept)


def _remove(model: Any, changes: list[Change]) -> int:
    """Delete records that nothing refers to but each other: no cascade is looked for."""
    for some in chunks(changes):
        rows = model.everywhere.filter(pk__in=[change.subject_id for change in some])
        rows._raw_delete(rows.db)
    return len(changes)


def _names(keys: Iterable[Key]) -> dict[Key, str]:
    by_model: dict[Any, list[int]] = {}
    for model, key in keys:
        by_model.setdefault(model, []).append(key)
    return {
        (model, row.pk): str(row)
        for model, some in by_model.items()
        for few in chunks(some)
        for row in model.everywhere.filter(pk__in=few)
    }
