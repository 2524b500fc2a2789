"""What insight shows on other rooms' pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wasl.access.actor import Actor
from wasl.core import clock
from wasl.core.formats import format_minor, format_percent
from wasl.insight.queries.margins import margin_by_customer, project_profit
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
            "revenue": format_minor(profit.revenue_minor, base),
            "direct_cost": format_minor(profit.direct_cost_minor, base),
            "time_cost": format_minor(profit.time_cost_minor, base),
            "margin": format_minor(profit.profit_minor, base),
            "unbilled": format_minor(profit.unbilled_minor, base),
        },
        "project_id": project_id,
        "today": today,
    }


def party_panel(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return what a customer brought to date, for who may see money."""
    if not actor.can("margin.view_money"):
        return None
    today = clock.today(actor.company.time_zone)
    found = {row.key: row for row in margin_by_customer(first=date(1900, 1, 1), last=today)}.get(party_id)
    if found is None:
        return None
    base = actor.company.base_currency
    return {
        "percent": _percent(found.margin_minor, found.revenue_minor),
        "revenue": format_minor(found.revenue_minor, base),
        "margin": format_minor(found.margin_minor, base),
    }


def _percent(part: int, whole: int) -> str:
    return format_percent(Decimal(part * 1000 // whole) / 10) if whole else ""
