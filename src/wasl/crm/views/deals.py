"""Pages of deals: the list, one deal, open, change, lose, hand over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wasl.core.cells import day_cell
from wasl.core.conversion import base_rates, in_base
from wasl.core.formats import currency_word
from wasl.core.forms import offer
from wasl.core.pages import act_page, address, page, press, sheet, today_of
from wasl.core.panels import panels
from wasl.core.picking import key_of, offer_picks
from wasl.core.quick import begun
from wasl.crm import forms, pages, queries, services
from wasl.crm.errors import StageNeeds
from wasl.crm.models import Deal, Stage
from wasl.crm.queries.deals import DealFilter
from wasl.crm.queries.timeline import timeline
from wasl.crm.views.filters import deal_filter


@page("deal.view")
def deals(request: HttpRequest) -> HttpResponse:
    """List deals; what lacks an owner, a next step or a customer has its own view."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = deal_filter(request.GET)
    rows, today = queries.deals(actor, chosen), today_of(request)
    totals = queries.totals(rows)
    is_closed = chosen.state in ("won", "lost")
    columns: list[dict[str, Any]] = [
        {"key": "title", "label": _("Deal"), "link": True, "phone": "b", "by": "title"},
        {"key": "customer", "label": _("Customer"), "phone": "a"},
        {"key": "stage", "label": _("Stage"), "phone": "d" if chosen.state == "open" else "x"},
        {"key": "state", "label": _("State"), "phone": "x" if chosen.state else "d", "extra": bool(chosen.state)},
        {"key": "owner", "label": _("Owner"), "phone": "x"},
        {
            "key": "since",
            "label": _("Closed on") if is_closed else _("Since"),
            "wide": True,
            "phone": "d" if is_closed else "x",
            "by": "closed_on" if is_closed else "stage_since" if chosen.state else "",
        },
        {"key": "close", "label": _("Expected close"), "extra": True, "phone": "x", "by": "expected_close"},
        {"key": "product", "label": _("Service"), "extra": True, "phone": "x"},
        {"key": "number", "label": _("Number"), "extra": True, "phone": "x"},
        {
            "key": "amount",
            "label": _("Amount"),
            "unit": currency_word(actor.company.base_currency),
            "num": True,
            "phone": "e",
            "cls": "m",
            "by": "amount_minor",
        },
    ]
    base = actor.company.base_currency
    rates = base_rates({code for code, _minor, _count in totals}, base, today)
    total = pages.sum_text(in_base([(code, minor) for code, minor, _count in totals], base, rates), actor)
    return sheet(
        request,
        title=_("Deals"),
        columns=columns,
        bulk=("deal.plan", "deal.move", "deal.hand_over"),
        rows=rows,
        draw=lambda shown: [_row(deal, today, base) for deal in shown],
        count=sum(count for _code, _minor, count in totals),
        total=[_("Total"), "", "", "", "", "", "", "", "", total],
        views=_views(request, chosen),
        actions=_actions(actor, chosen),
        add={
            "url": reverse("crm:deal_add"),
            "quick": reverse("crm:deal_quick"),
            "label": _("Deal"),
            "action": _("New deal"),
        }
        if actor.can("deal.open")
        else None,
        searched=True,
        filter_form=_filter_form(request, chosen),
        empty=_empty(actor, chosen),
    )


@page("deal.view")
def deal(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Show one deal: its stage, what comes next, what happened, and what other rooms know of it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.deal(actor, deal_id)
    today, is_open = today_of(request), found.state == "open"
    state, tone = pages.DEAL_STATES[found.state]
    stages = queries.pipeline_stages(found.pipeline_id)
    only = request.GET.get("only", "")
    return render(
        request,
        "crm/deal.html",
        {
            "deal": found,
            "is_open": is_open,
            "may_change": actor.can("deal.change"),
            "state": {"text": state, "tone": tone} if not is_open else None,
            "customer": pages.named(found.party),
            "amount": found.amount_minor,
            "note": _("Expected close: %(day)s") % {"day": pages.day(found.expected_close, today)}
            if found.expected_close and is_open
            else "",
            "stages": pages.stage_bar(found, stages, today),
            "enter_url": _enter_url(request, found, stages) if is_open else "",
            "stages_url": reverse("crm:deal_stage", args=[found.pk]),
            "step": pages.step_box(actor, queries.open_step(deal_id=found.pk), today) if is_open else None,
            "plan_url": reverse("crm:deal_step", args=[found.pk]) if is_open else "",
            "pairs": pages.deal_pairs(found, today, may_change=actor.can("deal.change")),
            **pages.story(request, timeline(deal_id=found.pk, only=only, before=request.GET.get("before", ""))),
            "contacts": pages.contacts(found.party),
            "talk_views": _talk_views(request, only),
            "log": forms.LogForm(),
            "log_url": reverse("crm:deal_log", args=[found.pk]),
            "file_url": reverse("crm:deal_file", args=[found.pk]),
            "panels": panels(request, "deal", found.pk),
            "action_panels": panels(request, "deal_actions", found.pk) if is_open else [],
        },
    )


@page("deal.open")
def deal_add(request: HttpRequest) -> HttpResponse:
    """Open a deal, with its next step."""
    actor = request.actor  # type: ignore[attr-defined]
    initial = {
        "owner": actor.member_id,
        "currency": actor.company.base_currency,
        "party": request.GET.get("party"),
        "stage": request.GET.get("stage"),
    }
    sent, typed = begun(request)
    form = _offer(forms.NewDealForm(sent, initial=initial | typed), actor)
    offer(form, "stage", [(stage.pk, pages.named(stage)) for stage in queries.pipeline_stages()])

    def do(said: dict[str, Any]) -> int:
        deal = services.open_deal(
            actor=actor, on=today_of(request), stage_id=said["stage"], next_step=form.step(), **_values(said)
        )
        return int(deal.pk)

    return act_page(
        request,
        form,
        act="deal.open",
        title=_("New deal"),
        do=do,
        then=lambda key: reverse("crm:deal", args=[key]),
        done=_("The deal is on the board."),
        fields=forms.ASKED_FIELDS,
        crumb={"url": reverse("crm:board"), "label": _("Pipeline")},
    )


@page("deal.change")
def deal_change(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Change what a deal says."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.deal(actor, deal_id)
    initial = {
        "title": found.title,
        "party": found.party_id,
        "contact_name": found.contact_name,
        "amount": pages.amount_text(found.amount_minor, found.currency),
        "currency": found.currency,
        "percent": found.percent,
        "product": found.product,
        "expected_close": found.expected_close,
        "owner": found.owner_id,
        "version": found.version,
    }
    form = _offer(forms.DealForm(request.POST or None, initial=initial), actor)
    form.add_version(found.version)

    def do(said: dict[str, Any]) -> int:
        version = said["version"]
        return int(services.change_deal(actor=actor, deal_id=deal_id, version=version, **_values(said)).pk)

    return _deal_act(request, form, found, "deal.change", _("Change the deal"), do, _("Saved."))


@page("deal.change")
def deal_lose(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Close a deal as lost, with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.deal(actor, deal_id)
    form = forms.LoseForm(request.POST or None)
    offer(form, "reason", [(reason.pk, pages.named(reason)) for reason in queries.loss_reasons()])

    def do(said: dict[str, Any]) -> int:
        lost = services.lose_deal(
            actor=actor, deal_id=deal_id, on=today_of(request), reason_id=said["reason"], note=said["note"]
        )
        return int(lost.pk)

    return _deal_act(request, form, found, "deal.lose", _("We lost it"), do, _("The deal is closed as lost."))


@require_POST
@page("deal.change")
def deal_reopen(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Open a lost deal again."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="deal.reopen",
        do=lambda: services.reopen_deal(actor=actor, deal_id=deal_id, on=today_of(request)),
        then=reverse("crm:deal", args=[deal_id]),
        done=_("The deal is open again: plan its next step."),
    )


@page("deal.change")
def deal_stage(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Move a deal by the bar on its own page."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.deal(actor, deal_id)
    if request.method != "POST":
        return redirect("crm:deal", deal_id)
    left = request.GET.get("undo", "")
    asked, act = left or request.POST.get("stage", ""), services.undo_move if left else services.move_deal
    stage, here = key_of(asked) or 0, reverse("crm:deal", args=[deal_id])

    def do() -> Deal:
        return act(actor=actor, deal_id=deal_id, stage_id=stage, on=today_of(request))

    return press(
        request,
        act="deal.move",
        do=do,
        then=here,
        instead={StageNeeds: f"{here}?enter={stage}"},
        done=_("The deal is moved."),
    )


@page("lead.assign")
def deal_hand_over(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Give a deal and its open steps to another member."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.deal(actor, deal_id)
    form = forms.OwnerForm(request.POST or None, initial={"owner": found.owner_id})
    offer_picks(form, actor)

    def do(said: dict[str, Any]) -> int:
        return services.hand_over(actor=actor, to_member_id=said["owner"], deal_ids=[deal_id])

    then = reverse("crm:board")
    return act_page(
        request,
        form,
        act="deal.hand_over",
        title=_("Hand the deal over"),
        do=do,
        then=lambda _count: then,
        done=_("The deal is handed over."),
        crumb=_crumb(found),
    )


def _deal_act(request: HttpRequest, form: Any, found: Deal, act: str, title: str, do: Any, done: str) -> HttpResponse:
    then = reverse("crm:deal", args=[found.pk])
    return act_page(request, form, act=act, title=title, do=do, then=lambda _key: then, done=done, crumb=_crumb(found))


def _crumb(found: Deal) -> dict[str, str]:
    return {"url": reverse("crm:deal", args=[found.pk]), "label": found.title}


def _offer(form: Any, actor: Any) -> Any:
    offer_picks(form, actor)
    return form


def _values(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": said["title"],
        "party_id": said["party"],
        "contact_name": said["contact_name"],
        "amount_minor": said["amount_minor"],
        "currency": said["currency"],
        "percent": None if said["percent"] is None else int(said["percent"]),
        "product": said["product"],
        "expected_close": said["expected_close"],
        "owner_id": said["owner"],
    }


def _row(deal: Deal, today: Any, base: str) -> dict[str, Any]:
    state, tone = pages.DEAL_STATES[deal.state]
    return {
        "url": reverse("crm:deal", args=[deal.pk]),
        "cells": [
            deal.title,
            {"organisation": pages.named(deal.party)} if deal.party else {"pill": _("no customer"), "tone": "warn"},
            pages.named(deal.stage),
            {"pill": state, "tone": tone},
            {"person": pages.named(deal.owner)} if deal.owner else {"pill": _("no owner"), "tone": "bad"},
            day_cell(deal.closed_on or deal.stage_since, today),
            day_cell(deal.expected_close, today),
            deal.product,
            {"code": deal.external_key} if deal.external_key else "",
            pages.figure(deal.amount_minor, deal.currency, base) if deal.amount_minor else "",
        ],
        "pick": deal.pk,
        "sum": deal.amount_minor if deal.currency == base else 0,
    }


def _views(request: HttpRequest, chosen: DealFilter) -> list[dict[str, Any]]:
    def view(label: str, state: str, missing: str = "") -> dict[str, Any]:
        current = (chosen.state or "all") == state and chosen.missing == missing
        return {"label": label, "url": address(request, state=state, missing=missing or None), "current": current}

    return [
        view(_("Open"), "open"),
        view(_("Without a next step"), "open", "step"),
        view(_("Without a customer"), "open", "party"),
        view(_("Won"), "won"),
        view(_("Lost"), "lost"),
        view(_("All"), "all"),
    ]


def _actions(actor: Any, chosen: DealFilter) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"url": reverse("crm:board"), "label": _("Board"), "icon": "layout-kanban"}]
    if chosen.missing == "step" and actor.can("deal.change"):
        label = _("Plan a next step for all")
        found.append({"url": reverse("crm:bulk_step"), "label": label, "icon": "calendar-event", "always": True})
    return found


def _empty(actor: Any, chosen: DealFilter) -> dict[str, Any]:
    if chosen == DealFilter(state="open", missing="step"):
        found = {"icon": "circle-check", "title": _("Every open deal has an owner and a next step")}
        return found | {"more_url": reverse("crm:deals"), "more": _("All open deals")}
    if chosen != DealFilter(state="open"):
        found = {"icon": "layout-kanban", "title": _("No deal here"), "text": _("No deal matches what you chose.")}
        return found | {"more_url": reverse("crm:deals"), "more": _("All open deals")}
    text = _("A deal is work that may be sold. It moves from stage to stage until it is won or lost.")
    found = {"icon": "layout-kanban", "title": _("No open deals"), "text": text}
    if actor.can("crm.import"):
        found |= {"more_url": reverse("crm:imports"), "more": _("Import a file")}
    return found


def _filter_form(request: HttpRequest, chosen: DealFilter) -> Any:
    said = {"owner": chosen.owner_id or "", "stage": chosen.stage_id or "", "closing": chosen.closing}
    form = forms.DealFilterForm(said)
    offer_picks(form, request.actor, creates=False)  # type: ignore[attr-defined]
    offer(form, "stage", [(stage.pk, pages.named(stage)) for stage in queries.pipeline_stages()])
    return form


def _enter_url(request: HttpRequest, found: Deal, stages: Sequence[Stage]) -> str:
    """Return where the stage that the bar was pressed for asks for what it wants, nothing where it wants nothing."""
    asked = request.GET.get("enter", "")
    stage = next((row for row in stages if str(row.pk) == asked), None)
    if stage is None or not services.lacking(found, stage):
        return ""
    return reverse("crm:deal_enter", args=[found.pk, stage.pk])


def _talk_views(request: HttpRequest, only: str) -> list[dict[str, Any]]:
    labels = {
        "": _("All"),
        "talks": _("Conversations"),
        "changes": _("Changes"),
        "delivery": _("Delivery"),
        "billing": _("Billing"),
    }
    return [
        {"label": label, "url": address(request, only=key, before=None), "current": only == key}
        for key, label in labels.items()
    ]
