"""Which tables are kept, and how their rows are written: plain values, the same from both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps as current_apps
from django.db import connection, models
from pydantic_core import to_json

CHUNK = 2_000
ALSO = ("account", "mfa", "django_tasks_database")


def kept_models(apps: Any = current_apps) -> list[type[models.Model]]:
    """Return the models whose rows are kept, those first that others point to."""
    found = [model for model in apps.get_models() if _is_kept(model)]
    return sorted(found, key=lambda model: model._meta.label)


def _is_kept(model: type[models.Model]) -> bool:
    own = model._meta.app_label
    rooms = {config.label for config in current_apps.get_app_configs() if config.name.startswith("wasl.")}
    return (own in rooms or own in ALSO) and model._meta.managed and not model._meta.proxy


def columns_of(model: type[models.Model]) -> list[str]:
    """Return the names of a model's columns, as its instances have them."""
    return [field.attname for field in model._meta.concrete_fields]


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Yield the rows of a table as lines of JSON, in the order of their keys."""
    rows = model._base_manager.order_by("pk").values_list(*columns_of(model)).iterator(CHUNK)  # type: ignore[attr-defined]
    facts = [place for place, field in enumerate(model._meta.concrete_fields) if isinstance(field, models.JSONField)]
    for row in rows:
        if facts:
            row = [_in_order(value) if place in facts else value for place, value in enumerate(row)]
        yield to_json(row) + b"\n"


def _in_order(value: Any) -> Any:
    """Return JSON with its names in order: databases keep them in orders of their own."""
    if isinstance(value, dict):
        return {name: _in_order(value[name]) for name in sorted(value)}
    return [_in_order(each) for each in value] if isinstance(value, list) else value


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it is at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
