"""Endpoints of time: list, read, book, change, take back."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.pages import today_of
from wasl.core.rest import (
    Change,
    Day,
    Flag,
    Id,
    In,
    Listing,
    Number,
    Page,
    Ref,
    Sort,
    Text,
    give_list,
    only_if,
    versioned,
)
from wasl.core.rest.lists import day
from wasl.projects import queries, services
from wasl.projects.api.shapes import TimeEntryOut, time_out

router = Router(tags=["Time"])
SORTS = {"id": Sort(), "date": Sort("date", day)}
DayHours = Annotated[Number, Field(gt=0, le=24)]


class TimeListing(Listing):
    """Which time a list shows; `first` and `last` are days, both in."""

    project_id: Id | None = None
    employee_id: Id | None = None
    department_id: Id | None = None
    party_id: Id | None = None
    first: Day | None = None
    last: Day | None = None


class TimeIn(In):
    """Hours of an employee on a project; today where no day is named."""

    employee_id: Ref
    project_id: Ref
    date: Day | None = None
    hours: DayHours
    is_billable: Flag = True
    note: Text = ""


class TimeChange(Change):
    """What changes of a time entry: only what is sent."""

    project_id: Ref
    date: Day
    hours: DayHours
    is_billable: Flag
    note: Text


@router.get("/time-entries", response=Page[TimeEntryOut])
def list_time_entries(request: Request, asked: Query[TimeListing]) -> Any:
    """List the time in the caller's sight, and all time on projects that the caller leads."""
    actor = request.actor
    which = {name: getattr(asked, name) for name in TimeListing.__annotations__}
    rows = queries.time_entries(actor, **which)
    return give_list(request, asked, rows, lambda row: time_out(row, actor), TimeEntryOut, SORTS)


@router.post("/time-entries", response={201: TimeEntryOut})
def book_time(request: Request, sent: TimeIn) -> Any:
    """Book hours of an employee on a project and day."""
    said = {name: getattr(sent, name) for name in TimeIn.model_fields if name != "date"}
    booked = services.book_time(actor=request.actor, on=sent.date or today_of(request), **said)
    return Status(201, time_out(booked, request.actor))


@router.get("/time-entries/{time_entry_id}", response=TimeEntryOut)
def read_time_entry(request: Request, time_entry_id: Id) -> Any:
    """Read a time entry."""
    return time_out(queries.time_entry(request.actor, time_entry_id), request.actor)


@router.patch("/time-entries/{time_entry_id}", response=TimeEntryOut, openapi_extra=versioned)
def change_time(request: Request, time_entry_id: Id, sent: TimeChange) -> Any:
    """Change a time entry that is not billed."""
    actor = request.actor

    def write(version: int) -> TimeEntryOut:
        said = sent.over(queries.time_entry(actor, time_entry_id))
        on = said.pop("date")
        changed = services.change_time(actor=actor, entry_id=time_entry_id, version=version, on=on, **said)
        return time_out(changed, actor)

    return only_if(request, sent, lambda: read_time_entry(request, time_entry_id), write)


@router.delete("/time-entries/{time_entry_id}", response={204: None})
def delete_time(request: Request, time_entry_id: Id) -> Any:
    """Take back a time entry that is not billed."""
    services.delete_time(actor=request.actor, entry_id=time_entry_id)
    return Status(204, None)
