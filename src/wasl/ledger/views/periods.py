"""Locks of periods and closed years."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core import periods as calendar
from wasl.core.pages import act_page, figure, page, today_of
from wasl.ledger import queries, services
from wasl.ledger.forms import LockForm, UnlockForm, YearForm, last_year_end
from wasl.ledger.views.reports import crumb, lines_url


@page("ledger.view")
def show(request: HttpRequest) -> HttpResponse:
    """Show how far the books are locked, and who moved the lock when and why."""
    actor = request.actor  # type: ignore[attr-defined]
    locks = list(queries.period_locks())
    names = queries.member_names([row.member_id for row in locks if row.member_id])
    rows = [
        [
            {"code": f"{row.at:%Y-%m-%d %H:%M}"},
            names.get(row.member_id or 0, _("The system")),
            {"code": row.locked_until.isoformat()} if row.locked_until else _("Nothing locked"),
            row.reason,
        ]
        for row in locks
    ]
    years = [
        [
            {"code": year.year_end.isoformat()},
            {"link": reverse("ledger:entry", args=[year.entry_id]), "text": _("Closing entry")}
            if year.entry_id
            else "",
        ]
        for year in queries.year_closes()
    ]
    return render(
        request,
        "ledger/periods.html",
        {
            "crumb": crumb(),
            "book": queries.book(),
            "may": {act: actor.can(act) for act in ("period.lock", "period.unlock", "year.close")},
            "may_lock": actor.can("period.lock"),
            "may_unlock": actor.can("period.unlock"),
            "may_close": actor.can("year.close"),
            "columns": [
                {"label": _("When"), "phone": "a"},
                {"label": _("Who"), "phone": "b"},
                {"label": _("Locked up to"), "phone": "e"},
                {"label": _("Reason"), "phone": "d"},
            ],
            "rows": rows,
            "year_columns": [{"label": _("Closed year"), "phone": "b"}, {"label": _("Entry"), "phone": "e"}],
            "years": years,
        },
    )


def _back() -> dict[str, str]:
    return {"url": reverse("ledger:periods"), "label": _("Periods")}


@page("period.lock")
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the books up to a day."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    until = calendar.month_start(today)
    initial = {"until": calendar.month_end(calendar.add_months(until, -1)).isoformat()}
    return act_page(
        request,
        LockForm(request.POST if request.method == "POST" else None, initial=initial),
        act="ledger.lock",
        title=_("Lock a period"),
        intro=_("Nothing can be dated on that day or before it, from any page, import or schedule."),
        submit=_("Lock"),
        crumb=_back(),
        do=lambda given: int(services.lock_period(actor=actor, until=given["until"], reason=given["reason"]).pk),
        then=lambda _key: reverse("ledger:periods"),
        done=_("The period is locked."),
    )


@page("period.unlock")
def unlock(request: HttpRequest) -> HttpResponse:
    """Move the lock back, with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    return act_page(
        request,
        UnlockForm(request.POST if request.method == "POST" else None),
        act="ledger.unlock",
        title=_("Unlock a period"),
        submit=_("Unlock"),
        crumb=_back(),
        do=lambda given: int(services.unlock_period(actor=actor, until=given["until"], reason=given["reason"]).pk),
        then=lambda _key: reverse("ledger:periods"),
        done=_("The lock was moved back."),
    )


@page("year.close")
def close_year(request: HttpRequest) -> HttpResponse:
    """Close a fiscal year: its profit moves to retained earnings, and the year is locked."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base = actor.company.base_currency
    end = last_year_end(today, actor.company.fiscal_year_start_month)
    profit = -sum(queries.profit_balances(until=end).values())
    url = lines_url(type=["income", "expense"], last=end, sign="credit")
    effect: list[dict[str, Any]] = [
        {"label": _("Last day of the year"), "value": end.isoformat()},
        {
            "label": _carried(profit),
            "value": figure(abs(profit), base, url),
            "unit": formats.currency_word(base),
        },
    ]
    return act_page(
        request,
        YearForm(request.POST if request.method == "POST" else None, initial={"year_end": end.isoformat()}),
        act="ledger.year",
        title=_("Close the year"),
        intro=_("Income and expense accounts start the new year at zero, and the year is locked for good."),
        effect=effect,
        submit=_("Close the year"),
        crumb=_back(),
        fields={"date": "year_end"},
        do=lambda given: int(services.close_year(actor=actor, year_end=given["year_end"]).pk),
        then=lambda _key: reverse("ledger:periods"),
        done=_("The year is closed."),
    )


def _carried(profit_minor: int) -> str:
    """Return what the close of a year takes to retained earnings."""
    if profit_minor > 0:
        return _("Profit that moves to retained earnings")
    return _("Loss that retained earnings bear") if profit_minor else _("Result of the year")
