"""What the addresses of lists of leads and deals narrow them to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict

from wasl.core.listing import searched
from wasl.core.picking import key_of
from wasl.crm.queries.board import ORDERS, BoardFilter
from wasl.crm.queries.deals import CLOSINGS, DealFilter

DEAL_STATES = ("open", "won", "lost")
LEAD_STATES = ("open", "new", "working", "qualified", "disqualified")


def deal_filter(query: QueryDict) -> DealFilter:
    """Return which deals a list's address asks for; what it says wrongly is left out."""
    state, missing, closing = query.get("state", "open"), query.get("missing", ""), query.get("closing", "")
    return DealFilter(
        state=state if state in DEAL_STATES else "" if state == "all" else "open",
        owner_id=key_of(query.get("owner")),
        stage_id=key_of(query.get("stage")),
        party_id=key_of(query.get("party")),
        text=searched(query),
        missing=missing if missing in ("step", "party", "owner") else "",
        closing=closing if closing in CLOSINGS else "",
        closed_first=_day(query, "closed_first"),
        closed_last=_day(query, "closed_last"),
    )


def board_filter(query: QueryDict) -> BoardFilter:
    """Return which deals the board's address asks for, and in which order."""
    order = query.get("order", "")
    return BoardFilter(deal_filter(query), order if order in ORDERS else "next")


def lead_filter(query: QueryDict) -> dict[str, Any]:
    """Return which leads a list's address asks for, as `queries.leads` takes it."""
    asked = query.get("state", "open")
    state = "" if asked == "all" else asked if asked in LEAD_STATES else "open"
    return {
        "state": state,
        "missing": bool(query.get("missing")),
        "text": searched(query),
        "owner_id": key_of(query.get("owner")),
    }


def _day(query: QueryDict, name: str) -> date | None:
    try:
        return date.fromisoformat(query.get(name, ""))
    except ValueError:
        return None
