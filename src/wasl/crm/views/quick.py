"""Create a lead or a deal by a few fields, in the drawer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core.pages import page, today_of
from wasl.core.picking import offer_picks
from wasl.core.quick import quick_page
from wasl.crm import forms, queries, services


@page("lead.capture")
def lead_quick(request: HttpRequest) -> HttpResponse:
    """Capture a lead by the little that is known at first; its owner is who captures it."""
    actor = request.actor  # type: ignore[attr-defined]

    def do(said: dict[str, Any]) -> int:
        known = {name: said[name] for name in ("name", "company_name", "phone", "email", "source")}
        return int(services.capture_lead(actor=actor, owner_id=actor.member_id, **known).pk)

    return quick_page(
        request,
        forms.QuickLeadForm(request.POST or None),
        act="lead.capture",
        title=_("New lead"),
        full=reverse("crm:lead_add"),
        layout=[("name",), ("company_name",), ("phone", "email"), ("source",)],
        do=do,
        then=lambda key: reverse("crm:lead", args=[key]),
        done=_("The lead is captured."),
        alike="lead",
    )


@page("deal.open")
def deal_quick(request: HttpRequest) -> HttpResponse:
    """Open a deal by the little that is known at first: in the first stage, in the base currency, one's own."""
    actor = request.actor  # type: ignore[attr-defined]
    form = forms.QuickDealForm(request.POST or None, currency=actor.company.base_currency)
    offer_picks(form, actor)
    asked = form.ask_for(queries.pipeline_stages()[0].required)

    def do(said: dict[str, Any]) -> int:
        deal = services.open_deal(
            actor=actor,
            on=today_of(request),
            title=said["title"],
            party_id=said["party"],
            amount_minor=said["amount_minor"] or 0,
            expected_close=said["expected_close"],
            next_step=form.step(),
            **form.asked(),
        )
        return int(deal.pk)

    return quick_page(
        request,
        form,
        act="deal.open",
        title=_("New deal"),
        full=reverse("crm:deal_add"),
        layout=[
            ("party",),
            ("title",),
            ("amount", "expected_close"),
            ("step_subject", "step_due"),
            *((each,) for each in asked),
        ],
        do=do,
        then=lambda key: reverse("crm:deal", args=[key]),
        done=_("The deal is on the board."),
        fields=forms.ASKED_FIELDS,
    )
