"""The page that wins a deal: what will start is shown first, and can be changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core.formats import format_money, format_number
from wasl.core.forms import offer
from wasl.core.money import to_decimal
from wasl.core.pages import act_page, page, press, today_of
from wasl.core.picking import offer_picks
from wasl.crm import queries as crm
from wasl.people import queries as people
from wasl.sales import forms, pages, rules, services
from wasl.sales.services import WinPlan


@page("deal.win")
def win(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Show what winning the deal starts, then win it."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    deal = crm.deal(actor, deal_id)
    plan = services.preview_win(actor=actor, deal_id=deal_id, on=today)
    base = actor.company.base_currency
    form = forms.WinForm(request.POST or None, initial=_initial(plan, base), base=base)
    if not plan.opens_project:
        form.keep_to_the_deal()
    else:
        offer_picks(form, actor)
        departments = ((row.pk, pages.named(row)) for row in people.departments(active_only=True))
        offer(form, "department", departments)

    def do(said: dict[str, Any]) -> int:
        changed = _changed(plan, said, actor.company.rounding) if plan.opens_project else _with_kickoff(plan, said)
        services.win_deal(actor=actor, deal_id=deal_id, on=today, plan=changed)
        return deal_id

    return act_page(
        request,
        form,
        act="deal.win",
        title=_("We won it"),
        do=do,
        then=lambda key: reverse("crm:deal", args=[key]),
        done=_("The deal is won, and its project is open.") if plan.opens_project else _("The deal is won."),
        fields={"amount_minor": "amount", "name": "project_name"},
        crumb={"url": reverse("crm:deal", args=[deal_id]), "label": deal.title},
        submit=_("We won it"),
        intro=_("All of this starts at once. Change here what should start otherwise."),
        effect=_effect(plan, base),
        effect_title=_("What will start"),
    )


@page("deal.win")
def reopen(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Open a won deal again, while nothing is posted for it."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    return press(
        request,
        act="deal.reopen_won",
        do=lambda: services.reopen_won_deal(actor=actor, deal_id=deal_id, on=today),
        then=reverse("crm:deal", args=[deal_id]),
        done=_("The deal is open again. Its drafts were discarded."),
    )


def _initial(plan: WinPlan, base: str) -> dict[str, Any]:
    return {
        "project_name": plan.project_name,
        "owner": plan.owner_id,
        "department": plan.department_id,
        "kind": plan.kind,
        "amount": "" if plan.amount_minor is None else to_decimal(plan.amount_minor, base),
        "deposit_percent": plan.deposit_percent or None,
        "budget_hours": Decimal(plan.budget_minutes) / pages.MINUTES_AN_HOUR if plan.budget_minutes else None,
        "kickoff": plan.kickoff,
        "kickoff_on": plan.kickoff_on.isoformat() if plan.kickoff_on else "",
    }


def _changed(plan: WinPlan, said: dict[str, Any], rounding: str) -> WinPlan:
    """Return the plan as the form changes it."""
    amount, percent, hours = said["amount_minor"], said["deposit_percent"] or Decimal(0), said["budget_hours"]
    deposit = rules.deposit_minor(amount or 0, percent, rounding)
    return replace(
        plan,
        project_name=said["project_name"],
        owner_id=said["owner"],
        department_id=said["department"],
        start_date=said["start_date"],
        end_date=said["end_date"],
        kind=said["kind"],
        amount_minor=amount,
        budget_minor=amount if amount is not None else plan.budget_minor,
        default_hour_price=said["default_hour_price"],
        deposit_percent=percent,
        deposit_minor=deposit,
        budget_minutes=None if hours is None else int((hours * pages.MINUTES_AN_HOUR).to_integral_value()),
        kickoff=said["kickoff"],
        kickoff_on=said["kickoff_on"],
    )


def _with_kickoff(plan: WinPlan, said: dict[str, Any]) -> WinPlan:
    return replace(plan, kickoff=said["kickoff"], kickoff_on=said["kickoff_on"])


def _effect(plan: WinPlan, base: str) -> list[dict[str, str]]:
    pairs = [{"label": _("Customer"), "value": _("The party becomes a customer")}]
    if plan.opens_project:
        opens: str = _("Opens without a budget")
        if plan.budget_minor:
            opens = _("Opens with a budget of %(budget)s") % {"budget": format_money(plan.budget_minor, base)}
        pairs.append({"label": _("Project"), "value": opens})
    for role in plan.roles:
        hours = format_number(Decimal(role.planned_minutes) / pages.MINUTES_AN_HOUR)
        pairs.append({"label": role.name, "value": _("%(hours)s hours") % {"hours": hours}})
    if plan.deposit_minor:
        value = _("Draft of %(amount)s without tax") % {"amount": format_money(plan.deposit_minor, base)}
        pairs.append({"label": _("Deposit invoice"), "value": value})
    if plan.kickoff:
        pairs.append({"label": _("First task"), "value": plan.kickoff})
    return pairs
