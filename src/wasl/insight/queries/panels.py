"""What insight shows on other rooms' pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from wasl.access.actor import Actor
from wasl.core import clock
from wasl.core.formats import format_minor, format_percent
from wasl.core.pages import figure
from wasl.insight.queries.drills import MarginDrills
from wasl.insight.queries.margins import Margin, margin_of_customer, margin_of_project
from wasl.ledger.queries.balances import BEGINNING
from wasl.projects.models import TimeEntry

PEOPLE_LEAST = 3  # a percent over fewer people would give a cost rate away


def project_panel(actor: Actor, project_id: int) -> dict[str, Any] | None:
    """Return a project's margin to date: in money for who may see it, else as percent, never of fewer than 3 people."""
    today = clock.today(actor.company.time_zone)
    found, dimensions = margin_of_project(project_id, first=BEGINNING, last=today)
    base = actor.company.base_currency
    percent = _percent(found.margin_minor, found.revenue_minor)
    if not actor.can("margin.view_money"):
        people = TimeEntry.objects.filter(project_id=project_id).values("employee_id").distinct().count()
        return {"percent": percent, "money": None} if people >= PEOPLE_LEAST and percent else None
    return {
        "percent": percent,
        "spent": found.direct_cost_minor + found.time_cost_minor,
        "revenue": found.revenue_minor,
        "money": _linked(found, dimensions, "project", today, base),
        "revenue_text": format_minor(found.revenue_minor, base),
        "margin_text": format_minor(found.margin_minor, base),
    }


def party_panel(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return what a customer brought to date, for who may see money."""
    if not actor.can("margin.view_money"):
        return None
    today = clock.today(actor.company.time_zone)
    found, dimensions = margin_of_customer(party_id, first=BEGINNING, last=today)
    if not (found.revenue_minor or found.direct_cost_minor or found.time_cost_minor):
        return None
    base = actor.company.base_currency
    return {
        "percent": _percent(found.margin_minor, found.revenue_minor),
        "margin": format_minor(found.margin_minor, base),
        **_linked(found, dimensions, "customer", today, base),
    }


def _linked(row: Margin, dimensions: list[int], by: str, today: date, base: str) -> dict[str, SafeString]:
    """Return revenue and both costs to date, each opening its rows."""
    drills = MarginDrills(by, BEGINNING, today, {row.key: dimensions})
    return {
        "revenue": figure(row.revenue_minor, base, drills.revenue(row) if row.revenue_minor else ""),
        "direct_cost": figure(row.direct_cost_minor, base, drills.direct_cost(row) if row.direct_cost_minor else ""),
        "time_cost": figure(row.time_cost_minor, base, drills.time_cost(row) if row.time_cost_minor else ""),
    }


def _percent(part: int, whole: int) -> str:
    return format_percent(Decimal(part * 1000 // whole) / 10) if whole else ""
