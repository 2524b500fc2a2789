"""Fields of deals and leads that are changed where their pages show them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wasl.core.errors import NotFound
from wasl.core.forms import KeyedForm
from wasl.core.inline import Kept, change_field
from wasl.core.pages import page
from wasl.core.picking import offer_picks
from wasl.crm import forms, pages, queries, services
from wasl.crm.models import Deal

DEAL_FIELDS = frozenset({"title", "amount", "expected_close", "owner"})
LEAD_FIELDS = frozenset({"name", "company_name", "email", "phone", "source"})


@page("deal.change")
def deal_field(request: HttpRequest, deal_id: int, field: str) -> HttpResponse:
    """Change a deal's name, amount, expected close or owner."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.deal(actor, deal_id)
    if field not in DEAL_FIELDS:
        raise NotFound()

    def form(data: Any, initial: dict[str, Any]) -> KeyedForm:
        made = forms.DealFieldForm(data, initial=initial, currency=found.currency)
        offer_picks(made, actor)
        return made

    def read() -> Kept:
        row = queries.deal(actor, deal_id)
        return Kept(_text(row, field), row.version)

    def save(asked: KeyedForm, version: int) -> None:
        value = asked.cleaned_data["amount_minor" if field == "amount" else field]
        column = {"amount": "amount_minor", "owner": "owner_id"}.get(field, field)
        services.change_deal(actor=actor, deal_id=deal_id, version=version, **{column: value})

    then = reverse("crm:deal", args=[deal_id])
    return change_field(request, act="deal.change", name=field, form=form, read=read, save=save, then=then)


def _text(deal: Deal, field: str) -> str:
    if field == "amount":
        return pages.amount_text(deal.amount_minor, deal.currency)
    if field == "expected_close":
        return deal.expected_close.isoformat() if deal.expected_close else ""
    return str((deal.owner_id if field == "owner" else deal.title) or "")


@page("lead.change")
def lead_field(request: HttpRequest, lead_id: int, field: str) -> HttpResponse:
    """Change what is known of a lead."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.lead(actor, lead_id)
    if field not in LEAD_FIELDS:
        raise NotFound()

    def read() -> Kept:
        row = queries.lead(actor, lead_id)
        return Kept(getattr(row, field), row.version)

    def save(asked: KeyedForm, version: int) -> None:
        value = asked.cleaned_data[field]
        services.change_lead(actor=actor, lead_id=lead_id, version=version, **{field: value})

    return change_field(
        request,
        act="lead.change",
        name=field,
        form=lambda data, initial: forms.LeadForm(data, initial=initial),
        read=read,
        save=save,
        then=reverse("crm:lead", args=[lead_id]),
    )
