"""Acts on next steps, the log of what happened, and files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.core.errors import BadInput, NotFound
from wasl.core.pages import act_page, page, press, sheet, today_of
from wasl.core.picking import offer_picks
from wasl.crm import forms, pages, queries, services
from wasl.crm.models import Activity
from wasl.crm.queries.deals import DealFilter
from wasl.crm.queries.today import steps_due, url_of
from wasl.parties import queries as parties


@page("activity.log")
def follow_ups(request: HttpRequest) -> HttpResponse:
    """List all follow-ups of the actor that are due."""
    actor = request.actor  # type: ignore[attr-defined]
    today = today_of(request)
    columns: list[dict[str, Any]] = [
        {"key": "step", "label": _("Next step"), "link": True, "phone": "b", "by": "subject"},
        {"key": "about", "label": _("About"), "phone": "a"},
        {"key": "kind", "label": _("Kind"), "extra": True, "phone": "x", "by": "kind"},
        {"key": "due", "label": _("Due"), "phone": "d", "by": ("due_date", "due_time")},
    ]
    return sheet(
        request,
        title=_("Follow-ups due"),
        columns=columns,
        rows=steps_due(actor, today),
        draw=lambda shown: [_row(step, today) for step in shown],
        bulk=("step.snooze", "step.hand_over", "step.done"),
        crumb={"url": "/", "label": _("Today")},
        empty={"icon": "circle-check", "title": _("No follow-up is due"), "more_url": "/", "more": _("Go to Today")},
    )


@page("activity.log")
def lead_step(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Plan the next step of a lead."""
    return _plan(request, {"lead_id": lead_id}, reverse("crm:lead", args=[lead_id]))


@page("activity.log")
def deal_step(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Plan the next step of a deal."""
    return _plan(request, {"deal_id": deal_id}, reverse("crm:deal", args=[deal_id]))


@page("activity.log")
def step_done(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Close a step and say what comes next."""
    actor = request.actor  # type: ignore[attr-defined]
    step = _step(actor, activity_id)
    form = forms.DoneForm(request.POST or None)
    form.make_step_optional()

    def do(said: dict[str, Any]) -> int:
        closed = services.complete_activity(
            actor=actor, activity_id=activity_id, outcome=said["outcome"], next_step=form.step()
        )
        return int(closed.pk)

    return act_page(
        request,
        form,
        act="activity.complete",
        title=step.subject,
        do=do,
        then=lambda _key: url_of(step),
        done=_("Done, and the next step is planned.") if request.POST.get("step_subject") else _("Done."),
        fields={"next_step": "step_subject"},
        crumb={"url": url_of(step), "label": str(step.deal or step.lead or step.party)},
        intro=_("Say how it went and what comes next, so that nothing is forgotten."),
        submit=_("Done"),
    )


@page("activity.log")
def step_snooze(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Move a step to another day; by one press from Today, or by a form."""
    actor = request.actor  # type: ignore[attr-defined]
    step = _step(actor, activity_id)
    form = forms.SnoozeForm(request.POST or None)

    def do(said: dict[str, Any]) -> int:
        return int(services.snooze(actor=actor, activity_id=activity_id, until=said["until"]).pk)

    return act_page(
        request,
        form,
        act="activity.snooze",
        title=_("Postpone: %(subject)s") % {"subject": step.subject},
        do=do,
        then=lambda _key: _back(request, url_of(step)),
        done=_("Moved to another day."),
        crumb={"url": url_of(step), "label": str(step.deal or step.lead or step.party)},
        submit=_("Postpone"),
    )


@page("activity.log")
def step_hand_over(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Hand one step to another member."""
    actor = request.actor  # type: ignore[attr-defined]
    step = _step(actor, activity_id)
    form = forms.OwnerForm(request.POST or None, initial={"owner": step.owner_id})
    offer_picks(form, actor)

    def do(said: dict[str, Any]) -> int:
        return int(services.change_step(actor=actor, activity_id=activity_id, owner_id=said["owner"]).pk)

    return act_page(
        request,
        form,
        act="activity.hand_over",
        title=_("Hand over: %(subject)s") % {"subject": step.subject},
        do=do,
        then=lambda _key: "/",
        done=_("The step is handed over."),
        crumb={"url": "/", "label": _("Today")},
    )


@page("deal.change")
def bulk_step(request: HttpRequest) -> HttpResponse:
    """Plan the same step for every open deal that has none."""
    actor = request.actor  # type: ignore[attr-defined]
    count = queries.deals(actor, DealFilter(missing="step")).count()
    initial = {"step_subject": _("Find out where it stands"), "step_due": today_of(request)}
    form = forms.BulkStepForm(request.POST or None, initial=initial)
    offer_picks(form, actor)

    def do(said: dict[str, Any]) -> int:
        step = form.step()
        if step is None:
            raise BadInput("step_subject", reason=_("Say what is to be done."))
        return services.bulk_plan_next_step(actor=actor, step=step, fill_owner_id=said["owner"])

    return act_page(
        request,
        form,
        act="deal.bulk_step",
        title=_("Plan a next step for all"),
        do=do,
        then=lambda _count: "/",
        done=ngettext("%(n)s deal has a next step.", "%(n)s deals have a next step.", count) % {"n": count},
        crumb={"url": reverse("crm:deals") + "?missing=step", "label": _("Deals")},
        intro=ngettext(
            "%(n)s open deal has no owner or no next step. Each gets this one, with its own owner.",
            "%(n)s open deals have no owner or no next step. Each gets this one, with its own owner.",
            count,
        )
        % {"n": count},
    )


@page("activity.log")
def lead_log(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Log what happened with a lead."""
    return _log(request, {"lead_id": lead_id}, reverse("crm:lead", args=[lead_id]))


@page("activity.log")
def deal_log(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Log what happened with a deal."""
    return _log(request, {"deal_id": deal_id}, reverse("crm:deal", args=[deal_id]))


@page("activity.log")
def party_log(request: HttpRequest, party_id: int) -> HttpResponse:
    """Log what happened with a customer."""
    return _log(request, {"party_id": party_id}, reverse("parties:party", args=[party_id]))


@page("lead.change")
def lead_file(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Attach a file to a lead."""
    return _file(request, {"lead_id": lead_id}, reverse("crm:lead", args=[lead_id]))


@page("deal.change")
def deal_file(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Attach a file to a deal."""
    return _file(request, {"deal_id": deal_id}, reverse("crm:deal", args=[deal_id]))


def _plan(request: HttpRequest, about: dict[str, Any], then: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    label = str(queries.lead(actor, about["lead_id"]) if "lead_id" in about else queries.deal(actor, about["deal_id"]))
    form = forms.StepForm(request.POST or None)

    def do(said: dict[str, Any]) -> int:
        step = form.step()
        if step is None:
            raise BadInput("step_subject", reason=_("Say what is to be done."))
        return int(services.plan_next_step(actor=actor, step=step, **about).pk)

    return act_page(
        request,
        form,
        act="activity.plan",
        title=_("Next step"),
        do=do,
        then=lambda _key: then,
        done=_("The next step is planned."),
        crumb={"url": then, "label": label},
    )


def _log(request: HttpRequest, about: dict[str, Any], then: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    _see(actor, about)
    form = forms.LogForm(request.POST or None)

    def do(said: dict[str, Any]) -> int:
        return int(services.log_activity(actor=actor, kind=said["kind"], body=said["body"], **about).pk)

    return act_page(
        request,
        form,
        act="activity.log",
        title=_("What happened"),
        do=do,
        then=lambda _key: then,
        done=_("Added to the timeline."),
        crumb={"url": then, "label": _("Back")},
    )


def _file(request: HttpRequest, about: dict[str, Any], then: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    _see(actor, about)
    file = request.FILES.get("file")
    if request.method != "POST" or file is None:
        return redirect(then)
    data, name = file.read(), file.name or ""
    return press(
        request,
        act="file.attach",
        do=lambda: services.attach_file(actor=actor, data=data, filename=name, **about),
        then=then,
        done=_("The file is attached."),
    )


def _see(actor: Any, about: dict[str, Any]) -> None:
    """Refuse a record that is not in the actor's sight, whatever else is wrong with the form.

    :raises NotFound: it is of another company, or outside of the role's scope.
    """
    if "lead_id" in about:
        queries.lead(actor, about["lead_id"])
    elif "deal_id" in about:
        queries.deal(actor, about["deal_id"])
    else:
        parties.party(actor, about["party_id"])


def _step(actor: Any, activity_id: int) -> Activity:
    """Return a step of the actor's own or of a record in their sight."""
    step = Activity.objects.select_related("deal", "lead", "party").filter(pk=activity_id).first()
    if step is None:
        raise NotFound()
    if step.owner_id != actor.member_id:
        record = step.deal or step.lead
        actor.require_owned("deal.view" if step.deal else "lead.view", record.owner_id if record else None)
    return step


def _back(request: HttpRequest, url: str) -> str:
    """Return the page a one-press act came from, if it is one of ours."""
    came = request.headers.get("Referer", "")
    if "step" in came or not url_has_allowed_host_and_scheme(came, {request.get_host()}, request.is_secure()):
        return url
    return came


def _row(step: Activity, today: date) -> dict[str, Any]:
    late = (today - step.due_on).days
    return {
        "url": reverse("crm:step_done", args=[step.pk]),
        "cells": [
            step.subject,
            " · ".join(filter(None, (pages.named(step.party), str(step.deal or step.lead or "")))),
            str(pages.KINDS[step.kind]),
            {"pill": pages.day(step.due_date, today), "tone": "bad" if late else "warn"},
        ],
        "pick": step.pk,
    }
