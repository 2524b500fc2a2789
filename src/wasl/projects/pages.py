"""How projects read on pages: words of their states and kinds, choices, rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wasl.access import queries as access
from wasl.access.actor import Actor
from wasl.core.cells import day_cell
from wasl.core.formats import format_minor, format_minutes, format_number
from wasl.core.money import to_decimal
from wasl.ledger import queries as ledger
from wasl.projects.models import Project, TimeEntry

MINUTES_AN_HOUR = 60


def state_pill(state: str) -> dict[str, str]:
    """Return the pill of a project's state."""
    words = {"active": (_("Active"), "ok"), "on_hold": (_("On hold"), "warn"), "closed": (_("Closed"), "")}
    text, tone = words[state]
    return {"pill": text, "tone": tone}


def kind_words() -> dict[str, str]:
    """Return what each kind of billing is called."""
    return {
        "fixed": _("Fixed price"),
        "milestone": _("Milestones"),
        "time_materials": _("Time and materials"),
    }


def milestone_pill(state: str) -> dict[str, str]:
    """Return the pill of a milestone's state."""
    words = {
        "open": (_("Open"), ""),
        "due": (_("Late"), "bad"),
        "done": (_("Reached, not billed"), "warn"),
        "billed": (_("Billed"), "ok"),
    }
    text, tone = words[state]
    return {"pill": text, "tone": tone}


def named(row: Any) -> str:
    """Return a row's name in the reader's language, a dash for none."""
    if row is None:
        return "–"
    return str(row.name_ar or row.name) if (get_language() or "").startswith("ar") else str(row.name)


def tax_choices() -> list[tuple[int, str]]:
    """Return the taxes to choose from, the default first."""
    return [(row.pk, named(row)) for row in ledger.taxes()]


def tax_word(tax: Any) -> str:
    """Return what a tax is called."""
    return named(tax) if tax else _("No tax")


def member_choices() -> list[tuple[int, str]]:
    """Return the members to choose from."""
    return access.member_choices()


def amount_text(minor: int | None, currency: str) -> str:
    """Return an amount as a form shows it to be changed."""
    return "" if minor is None else str(to_decimal(minor, currency))


def hours_text(minutes: int | None) -> str:
    """Return minutes as hours for a form."""
    return "" if minutes is None else format_number(Decimal(minutes) / MINUTES_AN_HOUR).replace(",", "")


def minutes_of(hours: Decimal | None) -> int | None:
    """Return hours from a form as whole minutes."""
    return None if hours is None else int((hours * MINUTES_AN_HOUR).to_integral_value())


def time_columns(*, with_project: bool) -> list[dict[str, Any]]:
    """Return the columns of a list of time entries."""
    columns: list[dict[str, Any]] = [
        {"key": "day", "label": _("Day"), "phone": "a", "link": True, "by": "date"},
        {"key": "employee", "label": _("Employee"), "phone": "b", "by": "employee__name"},
        {"key": "note", "label": _("What was done"), "phone": "x", "cls": "w-text"},
        {"key": "state", "label": _("State"), "phone": "d"},
        {"key": "hours", "label": _("Hours"), "num": True, "phone": "e", "by": "hours"},
    ]
    if with_project:
        columns.insert(2, {"key": "project", "label": _("Project"), "phone": "x", "by": "project__name"})
    return columns


def time_rows(entries: Iterable[TimeEntry], actor: Actor, today: date, *, with_project: bool) -> list[dict[str, Any]]:
    """Return rows of time entries; one that can be changed leads to its form and can be picked."""
    owners = actor.owners_within("time.book") if actor.can("time.book") else set()
    rows = []
    for entry in entries:
        cells: list[Any] = [
            day_cell(entry.date, today),
            {"person": named(entry.employee)},
            entry.note,
            _billed_pill(entry),
            format_number(entry.hours),
        ]
        if with_project:
            cells.insert(2, named(entry.project))
        is_mine = owners is None or entry.owner_id in owners
        url = reverse("projects:time_change", args=[entry.pk]) if is_mine and entry.billed_id is None else ""
        rows.append({"cells": cells, "url": url, "pick": entry.pk if is_mine else None})
    return rows


def hours_said(minutes: int) -> str:
    """Return minutes as hours in words: `36.5 hours`, whole ones by the plural of the language."""
    whole, rest = divmod(minutes, MINUTES_AN_HOUR)
    if rest:
        return _("%(hours)s hours") % {"hours": format_minutes(minutes)}
    return ngettext("%(count)s hour", "%(count)s hours", whole) % {"count": format_minutes(minutes)}


def project_crumb(project: Project) -> dict[str, str]:
    """Return the way back to a project's page."""
    return {"url": reverse("projects:project", args=[project.pk]), "label": named(project)}


def base_of(request: HttpRequest) -> str:
    """Return the company's base currency."""
    return str(request.actor.company.base_currency)  # type: ignore[attr-defined]


def stat(label: str, value: str, **more: Any) -> dict[str, Any]:
    """Return one figure of a strip."""
    return {"label": label, "value": value, **more}


def whole(minor: int, currency: str) -> str:
    """Return an amount for a strip."""
    return format_minor(minor, currency, whole_if_possible=True)


def _billed_pill(entry: TimeEntry) -> dict[str, str]:
    if entry.billed_id is not None:
        return {"pill": _("Billed"), "tone": "ok"}
    return {"pill": _("Billable"), "tone": "info"} if entry.is_billable else {"pill": _("Not billable"), "tone": ""}
