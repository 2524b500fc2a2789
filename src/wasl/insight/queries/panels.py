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
from wasl.insight.queries.margins import Margin, margin_by_customer, project_profit
from wasl.ledger.queries.balances import BEGINNING
from wasl.projects.models import TimeEntry

PEOPLE_LEAST = 3  # a percent over fewer people would give a cost rate away


def project_panel(actor: Actor, project_id: int) -> dict[str, Any] | None:
    """Return a project's margin to date: in money for who may see it, else as percent, never of fewer than 3 people."""
    today = clock.today(actor.company.time_zone)
    profit = project_profit(project_id=project_id, last=today)
    base = actor.company.base_currency
    percent = _percent(profit.profit_minor, profit.revenue_minor)
    if not actor.can("margin.view_money"):
        people = TimeEntry.objects.filter(project_id=project_id).values("employee_id").distinct().count()
        return {"percent": percent, "money": None} if people >= PEOPLE_LEAST and percent else None
    return {
        "percent": percent,
        "spent": profit.direct_cost_minor + profit.time_cost_minor,
        "revenue": profit.revenue_minor,
        "money": {
            **_linked(profit.margin(project_id), "project", today, base),
            "unbilled": format_minor(profit.unbilled_minor, base),
        },
        "revenue_text": format_minor(profit.revenue_minor, base),
        "margin_text": format_minor(profit.profit_minor, base),
    }


def party_panel(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return what a customer brought to date, for who may see money."""
    if not actor.can("margin.view_money"):
        return None
    today = clock.today(actor.company.time_zone)
    found = {row.key: row for row in margin_by_customer(first=BEGINNING, last=today)}.get(party_id)
    if found is None:
        return None
    base = actor.company.base_currency
    return {
        "percent": _percent(found.margin_minor, found.revenue_minor),
        "margin": format_minor(found.margin_minor, base),
        **_linked(found, "customer", today, base),
    }


def _linked(row: Margin, by: str, today: date, base: str) -> dict[str, SafeString]:
    """Return revenue and both costs to date, each opening its rows."""
    drills = MarginDrills.of(by, BEGINNING, today)
    return {
        "revenue": figure(row.revenue_minor, base, drills.revenue(row) if row.revenue_minor else ""),
        "direct_cost": figure(row.direct_cost_minor, base, drills.direct_cost(row) if row.direct_cost_minor else ""),
        "time_cost": figure(row.time_cost_minor, base, drills.time_cost(row) if row.time_cost_minor else ""),
    }


def _percent(part: int, whole: int) -> str:
    return format_percent(Decimal(part * 1000 // whole) / 10) if whole else ""
