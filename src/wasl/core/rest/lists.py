"""Lists by cursor: a page begins after the last row that was read, so that none is missed and none comes twice."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, StringConstraints
from pydantic_core import to_json

from wasl.core.errors import BadInput
from wasl.core.pages import page_of
from wasl.core.rest.schemas import Day

ROWS, ROWS_MAX = 50, 200
Item = TypeVar("Item")


class Listing(Schema):
    """How a list is asked for: how many rows, after which one, in which order, with which fields."""

    limit: Annotated[int, Field(ge=1, le=ROWS_MAX)] = ROWS
    cursor: Annotated[str, StringConstraints(max_length=600)] = ""
    sort: Annotated[str, StringConstraints(max_length=60)] = ""
    fields: Annotated[str, StringConstraints(max_length=600)] = ""


class SpanListing(Listing):
    """Which rows a list shows: those of a span of days."""

    date_from: Day | None = None
    date_to: Day | None = None

    def days(self) -> dict[str, date | None]:
        """Return the span as queries take it."""
        return {"first": self.date_from, "last": self.date_to}


class Page(Schema, Generic[Item]):
    """Some rows of a list; `next_cursor` leads to those after them, empty at the end."""

    items: list[Item]
    next_cursor: str


@dataclass(frozen=True)
class Sort:
    """What a list can be sorted by: a column, and how its values are read back from a cursor."""

    column: str = "pk"
    read: Callable[[Any], Any] = int
    has_gaps: bool = False  # rows without a value come last, both ways


def day(text: str) -> date:
    """Return a date of a cursor."""
    return date.fromisoformat(text)


NEWEST = {"id": Sort()}


def give_list(
    request: HttpRequest,
    asked: Listing,
    rows: QuerySet[Any],
    out: Callable[[Any], Schema],
    kind: type[Schema],
    sorts: Mapping[str, Sort] = NEWEST,
) -> HttpResponse:
    """Return a page of rows as JSON: by default the newest first; `sort=-amount` sorts the other way round.

    :raises BadInput: an order or a field that is not offered, or a cursor of another list.
    """
    wanted = _wanted(asked.fields, kind)
    name = asked.sort.removeprefix("-") or "id"
    if name not in sorts:
        offered = ", ".join(sorted(sorts))
        raise BadInput("sort", reason=_("This list can be sorted by: %(offered)s.") % {"offered": offered})
    falls = asked.sort.startswith("-") or not asked.sort
    found, last = _after(rows, sorts[name], falls, _read_cursor(asked.cursor, asked.sort, sorts[name]), asked.limit)
    more = len(found) > asked.limit
    shown = found[: asked.limit]
    cursor = _write_cursor(asked.sort, *last(shown[-1])) if more else ""
    items = [out(row).model_dump(mode="json", include=wanted) for row in shown]
    return HttpResponse(to_json({"items": items, "next_cursor": cursor}), content_type="application/json")


def _wanted(fields: str, kind: type[Schema]) -> set[str] | None:
    """Return the fields that `?fields=` names, with the id; None for all.

    :raises BadInput: a field that there is not.
    """
    if not fields.strip():
        return None
    names = {name.strip() for name in fields.split(",")}
    if unknown := sorted(names - set(kind.model_fields)):
        raise BadInput("fields", reason=_("There is no field %(name)s.") % {"name": unknown[0][:60]})
    return names | ({"id"} & set(kind.model_fields))


def _after(
    rows: QuerySet[Any], sort: Sort, falls: bool, place: tuple[Any, int] | None, limit: int
) -> tuple[list[Any], Callable[[Any], tuple[Any, int]]]:
    """Return one row more than the page has, and what tells a row's place.

    Rows without a value follow those with one. Each half is read along an index: a condition that spans both is not.
    """
    column = sort.column
    way = "-" if falls else ""

    def last(row: Any) -> tuple[Any, int]:
        return (row.pk if column == "pk" else getattr(row, column)), row.pk

    if column == "pk":
        if place:
            rows = rows.filter(**{"pk__lt" if falls else "pk__gt": place[1]})
        return page_of(rows.order_by(f"{way}pk"), 0, limit + 1), last
    found: list[Any] = []
    in_gap = sort.has_gaps and place is not None and place[0] is None
    if not in_gap:
        valued = rows.filter(**{f"{column}__isnull": False}) if sort.has_gaps else rows
        if place:
            value, key = place
            beyond = Q(**{f"{column}__{'lte' if falls else 'gte'}": value})
            seen = Q(**{column: value, f"pk__{'gte' if falls else 'lte'}": key})
            valued = valued.filter(beyond).exclude(seen)
        found = page_of(valued.order_by(f"{way}{column}", f"{way}pk"), 0, limit + 1)
    if sort.has_gaps and len(found) <= limit:
        rest = rows.filter(**{f"{column}__isnull": True})
        if in_gap and place:
            rest = rest.filter(**{"pk__lt" if falls else "pk__gt": place[1]})
        found += page_of(rest.order_by(f"{way}pk"), 0, limit + 1 - len(found))
    return found, last


def _write_cursor(sort: str, value: Any, key: int) -> str:
    plain = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(to_json([sort, plain, key])).decode().rstrip("=")


def _read_cursor(text: str, sort: str, by: Sort) -> tuple[Any, int] | None:
    """Return the value and the key that a cursor stands for.

    :raises BadInput: it was not made by this list in this order.
    """
    if not text:
        return None
    try:
        given: Sequence[Any] = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
        made_for, value, key = given
        if made_for != sort or not isinstance(key, int) or isinstance(key, bool) or not 0 < key < 2**63:
            raise ValueError
        return (None if value is None else by.read(value)), key
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError):
        raise BadInput("cursor", reason=_("This cursor is not of this list in this order.")) from None
