"""Today, the owner's dashboard, margins."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.core import clock, habits, periods
from wasl.core.pages import page
from wasl.core.tally import Tally
from wasl.insight import charts, pages, queries
from wasl.ledger import queries as ledger
from wasl.ledger.views.reports import period_of
from wasl.receivables import queries as receivables


def today(request: HttpRequest) -> HttpResponse:
    """Show what needs this person now; a visitor signs in, a person without a company makes one."""
    actor = request.actor  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        return redirect("account_login")
    if actor is None:
        return redirect("access:company_new")
    on, kind, tally = clock.today(actor.company.time_zone), request.GET.get("kind", ""), Tally()
    ask_groups = queries.today_groups(actor, on, tally, kind)
    ask_steps = queries.first_steps(actor, on, tally) if request.COOKIES.get("guide") != "off" else list
    stats = []
    if actor.can("profit.view") and "finance" in actor.company.modules:
        year = _fiscal_year(actor, on)
        ask_figures = queries.headline(on, tally, year_start=year["first"])
        stats = pages.headline_stats(actor, ask_figures(), year)
    groups, steps = ask_groups(), ask_steps()
    return render(
        request,
        "insight/today.html",
        {
            "rows": queries.ranked(groups, kind),
            "kinds": pages.today_kinds(groups, kind),
            "groups": [group for group in groups if group.is_mass or group.bulk or group.note],
            "chosen": next((group for group in groups if group.key == kind), None),
            "waiting": sum(group.count for group in groups),
            "steps": steps,
            "starting": any(not each.is_done for each in steps),
            "day": habits.day_in_full(on),
            "all_done": pages.all_done(actor),
            "stats": stats,
            "greeting": pages.greeting(clock.now(), actor),
        },
    )


@page("profit.view")
def profit(request: HttpRequest) -> HttpResponse:
    """Show the owner's dashboard: the figures that steer, each opening its rows, and the year by month."""
    actor = request.actor  # type: ignore[attr-defined]
    on = clock.today(actor.company.time_zone)
    year = _fiscal_year(actor, on)
    months = queries.profit_of_months(last=on)
    flow = queries.flow_of_months(actor, last=on)
    pipeline = queries.pipeline(actor, on)
    report = ledger.profit_and_loss(first=year["first"], last=on)
    figures = queries.headline(on, Tally(), year_start=year["first"])()
    return render(
        request,
        "insight/profit.html",
        {
            "stats": pages.headline_stats(actor, figures, year),
            "flow_stats": pages.flow_stats(actor, flow[-1], pipeline),
            "charts": [
                charts.flow_chart(actor, flow),
                charts.waterfall(actor, report, year),
                charts.pipeline_chart(actor, pipeline),
                charts.ageing_chart(actor, receivables.ageing_sums(actor, on), on),
            ],
            "months": pages.month_table(actor, months),
            "finding": pages.finding(actor, months),
            "views": pages.profit_views("overview"),
        },
    )


@page("profit.view")
def margins(request: HttpRequest, by: str) -> HttpResponse:
    """Show margins by project, department or customer over a span; they sum to the profit."""
    actor = request.actor  # type: ignore[attr-defined]
    actor.require("margin.view_money")
    if by not in pages.MARGINS:
        raise Http404
    span = period_of(request)
    first, last = span.first_day, span.last_day
    rows = pages.MARGINS[by](first=first, last=last)
    return render(
        request,
        "insight/margins.html",
        {
            "views": pages.profit_views(by),
            "filter_form": span,
            "table": pages.margin_table(actor, by, rows, first, last),
            "title": pages.MARGIN_TITLES[by],
        },
    )


@page("profit.view")
def payroll_rest(request: HttpRequest) -> HttpResponse:
    """Show what of payroll is on no project over a span: payroll less the time cost of projects."""
    actor = request.actor  # type: ignore[attr-defined]
    actor.require("margin.view_money")
    span = period_of(request)
    first, last = span.first_day, span.last_day
    rest = queries.payroll_rest(first=first, last=last)
    return render(
        request,
        "insight/margins.html",
        {
            "filter_form": span,
            "crumb": {"url": reverse("insight:margins", args=["project"]), "label": pages.MARGIN_TITLES["project"]},
            "table": pages.payroll_table(actor, rest, first, last),
            "title": _("Payroll not on projects"),
            "figure_minor": rest.rest_minor,
        },
    )


def _fiscal_year(actor: Actor, on: date) -> dict[str, date]:
    """Return the fiscal year up to a day, as the first and the last day of a span."""
    return {"first": periods.fiscal_year_start(on, actor.company.fiscal_year_start_month), "last": on}
