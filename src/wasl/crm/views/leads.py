"""Pages of leads: the list, one lead, capture, assign, qualify, set aside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wasl.core.cells import day_cell
from wasl.core.listing import tabs
from wasl.core.pages import act_page, address, page, press, sheet, today_of
from wasl.core.picking import offer_picks
from wasl.core.quick import begun
from wasl.crm import forms, pages, queries, services
from wasl.crm.models import Lead
from wasl.crm.queries.timeline import timeline
from wasl.crm.rules import leads as rules
from wasl.crm.views.filters import lead_filter
from wasl.parties import queries as parties


@page("lead.view")
def leads(request: HttpRequest) -> HttpResponse:
    """List leads by state; those that lack an owner or a next step have their own view."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = lead_filter(request.GET)
    state, missing, today = chosen["state"], chosen["missing"], today_of(request)
    columns: list[dict[str, Any]] = [
        {"key": "name", "label": _("Lead"), "link": True, "phone": "b", "by": "name"},
        {"key": "company", "label": _("Company"), "phone": "a", "by": "company_name"},
        {"key": "source", "label": _("Source"), "wide": True, "phone": "x", "by": "source"},
        {"key": "owner", "label": _("Owner"), "phone": "e", "by": "owner__name"},
        {"key": "state", "label": _("State"), "phone": "d", "by": "state"},
        {"key": "captured", "label": _("Captured"), "phone": "x", "by": "created_at"},
        {"key": "email", "label": _("E-mail"), "extra": True, "phone": "x"},
        {"key": "phone", "label": _("Phone"), "extra": True, "phone": "x"},
    ]
    return sheet(
        request,
        title=_("Leads"),
        columns=columns,
        bulk=("lead.hand_over",),
        rows=queries.leads(actor, **chosen),
        draw=lambda shown: [_row(lead, today) for lead in shown],
        views=_views(request, state, missing, queries.leads(actor, missing=True).count()),
        add={
            "url": reverse("crm:lead_add"),
            "quick": reverse("crm:lead_quick"),
            "label": _("Lead"),
            "action": _("New lead"),
        }
        if actor.can("lead.capture")
        else None,
        searched=True,
        filter_form=_filter_form(actor, chosen),
        empty=_empty(actor, missing),
    )


@page("lead.view")
def lead(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Show one lead: what comes next, what happened, what is known."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.lead(actor, lead_id)
    today = today_of(request)
    is_open = found.state in rules.OPEN
    state, tone = pages.LEAD_STATES[found.state]
    return render(
        request,
        "crm/lead.html",
        {
            "lead": found,
            "is_open": is_open,
            "may_change": actor.can("lead.change"),
            "state": {"text": state, "tone": tone},
            "step": pages.step_box(actor, queries.open_step(lead_id=found.pk), today),
            "plan_url": reverse("crm:lead_step", args=[found.pk]) if is_open else "",
            "pairs": pages.lead_pairs(found, may_change=actor.can("lead.change")),
            **pages.story(request, timeline(lead_id=found.pk, before=request.GET.get("before", ""))),
            "log": forms.LogForm(),
            "log_url": reverse("crm:lead_log", args=[found.pk]),
            "file_url": reverse("crm:lead_file", args=[found.pk]),
            "alike": [(one.party.pk, pages.named(one.party)) for one in _alike(found)] if is_open else [],
        },
    )


@page("lead.capture")
def lead_add(request: HttpRequest) -> HttpResponse:
    """Capture a lead; who may be the same is shown before it is saved twice."""
    actor = request.actor  # type: ignore[attr-defined]
    sent, typed = begun(request)
    form = forms.NewLeadForm(sent, initial={"owner": actor.member_id} | typed)
    offer_picks(form, actor)
    form.make_step_optional()

    def do(said: dict[str, Any]) -> int:
        known = {name: said[name] for name in ("name", "company_name", "phone", "email", "source", "message")}
        made = services.capture_lead(actor=actor, owner_id=said["owner"], next_step=form.step(), **known)
        return int(made.pk)

    return act_page(
        request,
        form,
        act="lead.capture",
        title=_("New lead"),
        do=do,
        then=lambda key: reverse("crm:lead", args=[key]),
        done=_("The lead is captured."),
        crumb=_list_crumb(),
        alike="lead",
    )


@page("lead.change")
def lead_change(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Change what is known of a lead."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.lead(actor, lead_id)
    names = ("name", "company_name", "phone", "email", "source", "message")
    form = forms.LeadForm(request.POST or None, initial={name: getattr(found, name) for name in names})

    def do(said: dict[str, Any]) -> int:
        changes = {name: said[name] for name in names}
        return int(services.change_lead(actor=actor, lead_id=lead_id, version=found.version, **changes).pk)

    return _lead_act(request, form, found, "lead.change", _("Change the lead"), do, _("Saved."))


@page("lead.assign")
def lead_assign(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Give a lead an owner and a next step."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.lead(actor, lead_id)
    form = forms.AssignForm(request.POST or None, initial={"owner": found.owner_id or actor.member_id})
    offer_picks(form, actor)
    if queries.open_step(lead_id=found.pk) is not None:
        form.make_step_optional()

    def do(said: dict[str, Any]) -> int:
        step = form.step()
        return int(services.assign_lead(actor=actor, lead_id=lead_id, owner_id=said["owner"], next_step=step).pk)

    return _lead_act(request, form, found, "lead.assign", _("Assign the lead"), do, _("The lead has an owner."))


@page("lead.change")
def lead_qualify(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Turn a lead into a deal with a customer: one that is there, or a new one of the lead's facts."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.lead(actor, lead_id)
    alike = _alike(found)
    initial = {"title": found.company_name or found.name, "party": alike[0].party.pk if alike else None}
    initial["contact_name"] = found.name if found.company_name else ""
    form = forms.QualifyForm(request.POST or None, initial=initial, currency=actor.company.base_currency)
    offer_picks(form, actor)
    form.ask_for(queries.pipeline_stages()[0].required)
    if queries.open_step(lead_id=found.pk) is not None:
        form.make_step_optional()

    def do(said: dict[str, Any]) -> int:
        deal = services.qualify_lead(
            actor=actor,
            lead_id=lead_id,
            on=today_of(request),
            title=said["title"],
            party_id=said["party"],
            amount_minor=said["amount_minor"],
            expected_close=said["expected_close"],
            next_step=form.step(),
            **form.asked(),
        )
        return int(deal.pk)

    return act_page(
        request,
        form,
        act="lead.qualify",
        title=_("Qualify the lead"),
        do=do,
        then=lambda key: reverse("crm:deal", args=[key]),
        done=_("The lead is a deal now."),
        fields=forms.ASKED_FIELDS,
        crumb=_crumb(found),
        intro=_("The lead stays the same record: it gains a customer and a deal, and its history goes with it."),
        submit=_("Qualify"),
    )


@page("lead.change")
def lead_disqualify(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Set a lead aside, perhaps until a day."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.lead(actor, lead_id)

    def do(said: dict[str, Any]) -> int:
        wake_on, reason = said["wake_on"], said["reason"]
        return int(services.disqualify_lead(actor=actor, lead_id=lead_id, reason=reason, wake_on=wake_on).pk)

    form = forms.DisqualifyForm(request.POST or None)
    return _lead_act(request, form, found, "lead.disqualify", _("Set the lead aside"), do, _("The lead is set aside."))


@require_POST
@page("lead.change")
def lead_work(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Take a lead up again."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="lead.work",
        do=lambda: services.work_on_lead(actor=actor, lead_id=lead_id),
        then=reverse("crm:lead", args=[lead_id]),
        done=_("The lead is in progress."),
    )


def _lead_act(request: HttpRequest, form: Any, found: Lead, act: str, title: str, do: Any, done: str) -> HttpResponse:
    then = reverse("crm:lead", args=[found.pk])
    return act_page(request, form, act=act, title=title, do=do, then=lambda _key: then, done=done, crumb=_crumb(found))


def _crumb(found: Lead) -> dict[str, str]:
    return {"url": reverse("crm:lead", args=[found.pk]), "label": found.name}


def _list_crumb() -> dict[str, str]:
    return {"url": reverse("crm:leads"), "label": _("Leads")}


def _alike(found: Lead) -> list[Any]:
    return parties.alike(name=found.company_name or found.name, email=found.email, phone=found.phone)


def _row(lead: Lead, today: Any) -> dict[str, Any]:
    state, tone = pages.LEAD_STATES[lead.state]
    return {
        "url": reverse("crm:lead", args=[lead.pk]),
        "cells": [
            lead.name,
            lead.company_name,
            lead.source,
            {"person": pages.named(lead.owner)} if lead.owner else {"pill": _("no owner"), "tone": "bad"},
            {"pill": state, "tone": tone},
            day_cell(lead.created_at.date(), today),
            {"code": lead.email} if lead.email else "",
            {"code": lead.phone} if lead.phone else "",
        ],
        "pick": lead.pk,
    }


def _views(request: HttpRequest, state: str, missing: bool, lacking: int) -> list[dict[str, Any]]:
    labels = {"open": _("Open"), "qualified": _("Qualified"), "disqualified": _("Not suitable"), "all": _("All")}
    found = tabs(request, "state", labels, "" if missing else state or "all", missing=None)
    waiting = {"label": _("Waiting for an owner or a step"), "count": lacking, "current": missing}
    return [found[0], waiting | {"url": address(request, state=None, missing=1)}, *found[1:]]


def _filter_form(actor: Any, chosen: dict[str, Any]) -> forms.OwnerFilterForm:
    form = forms.OwnerFilterForm({"owner": chosen["owner_id"] or ""})
    offer_picks(form, actor, creates=False)
    return form


def _empty(actor: Any, missing: bool) -> dict[str, str]:
    if missing:
        return {
            "icon": "circle-check",
            "title": _("Every open lead has an owner and a next step"),
            "more_url": reverse("crm:leads"),
            "more": _("Open leads"),
        }
    found = {
        "icon": "user-plus",
        "title": _("No leads yet"),
        "text": _("A lead is somebody who may become a customer. Capture the first, or bring a list in from a file."),
    }
    if actor.can("crm.import"):
        found |= {"more_url": reverse("crm:imports"), "more": _("Import a file")}
    return found
