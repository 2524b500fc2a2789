"""Pages of customers: the list, one record, adding and changing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wasl.access import queries as access
from wasl.core import formats
from wasl.core.errors import NotFound
from wasl.core.forms import KeyedForm
from wasl.core.inline import Kept, change_field
from wasl.core.listing import tabs
from wasl.core.pages import act_page, page, press, sheet
from wasl.core.panels import panels
from wasl.core.picking import offer_picks
from wasl.core.quick import begun, quick_page
from wasl.parties import bulk, forms, queries, services
from wasl.parties.models import Party

EDITED = frozenset({"phone", "email"})


@page("party.view")
def parties(request: HttpRequest) -> HttpResponse:
    """List organisations and people by the role they have."""
    actor = request.actor  # type: ignore[attr-defined]
    columns: list[dict[str, Any]] = [
        {"key": "name", "label": _("Name"), "link": True, "phone": "b", "by": "name"},
        {"key": "role", "label": _("Role"), "phone": "d"},
        {"key": "city", "label": _("City"), "phone": "a", "by": "city"},
        {"key": "country", "label": _("Country"), "wide": True, "phone": "x", "by": "country"},
        {"key": "sector", "label": _("Sector"), "extra": True, "phone": "x", "by": "sector"},
        {"key": "owner", "label": _("Account owner"), "phone": "x", "by": "owner__name"},
        {"key": "email", "label": _("E-mail"), "extra": True, "phone": "x", "by": "email"},
        {"key": "phone", "label": _("Phone"), "extra": True, "phone": "x"},
        {"key": "tax_number", "label": _("Tax number"), "extra": True, "phone": "x"},
    ]
    return sheet(
        request,
        title=_("Customers"),
        columns=columns,
        bulk=("party.hand_over",),
        rows=bulk.parties_asked(actor, request.GET),
        draw=lambda shown: [_row(party) for party in shown],
        views=tabs(
            request,
            "role",
            {"": _("All"), "customer": _("Customers"), "supplier": _("Suppliers")},
            bulk.role_of(request.GET),
        ),
        filter_form=forms.PartyFilterForm(request.GET),
        add={
            "url": reverse("parties:add"),
            "quick": reverse("parties:quick"),
            "label": pgettext("add", "Customer"),
            "action": _("New customer"),
        }
        if actor.can("party.add")
        else None,
        searched=True,
        empty={
            "icon": "building",
            "title": _("Nobody here yet"),
            "text": _(
                "Everybody you sell to or buy from, with all that happened between you. A lead that wins joins them."
            ),
        },
    )


@page("party.view")
def party(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show one record: details, what the rooms know of it, and one timeline of all that happened."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.party(actor, party_id)
    if found.pk != party_id:
        return redirect("parties:party", found.pk)
    return render(
        request,
        "parties/party.html",
        {
            "party": found,
            "name": named(found),
            "subtitle": " · ".join(filter(None, (found.sector, found.city, formats.format_country(found.country)))),
            "roles": _roles(found),
            "pairs": _pairs(found, with_terms="finance" in actor.company.modules, may_change=actor.can("party.change")),
            "may_change": actor.can("party.change"),
            "people": list(Party.objects.filter(parent=found, merged_into=None).order_by("name")[:20]),
            "action_panels": panels(request, "party_actions", found.pk),
            "panels": panels(request, "party", found.pk),
            "main_panels": panels(request, "party_timeline", found.pk),
        },
    )


@page("party.add")
def add(request: HttpRequest) -> HttpResponse:
    """Add a record, after showing who may be the same."""
    actor = request.actor  # type: ignore[attr-defined]
    sent, typed = begun(request)
    initial = {"owner": actor.member_id, "is_customer": True, "name": request.GET.get("name", "")}
    form = _form(request, initial | typed, sent)

    def do(said: dict[str, Any]) -> int:
        return int(services.add_party(actor=actor, **_values(said)).pk)

    return act_page(
        request,
        form,
        act="party.add",
        title=_("New customer"),
        do=do,
        then=lambda key: reverse("parties:party", args=[key]),
        done=_("Added."),
        crumb=_list_crumb(),
        alike="party",
    )


@page("party.add")
def quick(request: HttpRequest) -> HttpResponse:
    """Add a customer by the little that is known at first; one looks after it oneself."""
    actor = request.actor  # type: ignore[attr-defined]

    def do(said: dict[str, Any]) -> int:
        known = {name: said[name] for name in ("name", "name_ar", "kind", "email", "phone")}
        return int(services.add_party(actor=actor, role="customer", owner_id=actor.member_id, **known).pk)

    return quick_page(
        request,
        forms.QuickPartyForm(request.POST or None),
        act="party.add",
        title=_("New customer"),
        full=reverse("parties:add"),
        layout=[("name",), ("name_ar",), ("phone", "email"), ("kind",)],
        do=do,
        then=lambda key: reverse("parties:party", args=[key]),
        done=_("Added."),
        alike="party",
    )


@page("party.change")
def change(request: HttpRequest, party_id: int) -> HttpResponse:
    """Change what a record says of itself."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.party(actor, party_id)
    initial = {name: getattr(found, name) for name in forms.FIELDS}
    form = _form(
        request,
        initial | {"parent": found.parent_id, "owner": found.owner_id, "version": found.version},
        request.POST or None,
    )

    def do(said: dict[str, Any]) -> int:
        version = said["version"]
        return int(services.change_party(actor=actor, party_id=found.pk, version=version, **_values(said)).pk)

    return act_page(
        request,
        form,
        act="party.change",
        title=_("Change the details"),
        do=do,
        then=lambda key: reverse("parties:party", args=[key]),
        done=_("Saved."),
        crumb={"url": reverse("parties:party", args=[found.pk]), "label": named(found)},
    )


@page("party.change")
def attach(request: HttpRequest, party_id: int) -> HttpResponse:
    """Attach a file to a record."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.party(actor, party_id)
    file, then = request.FILES.get("file"), reverse("parties:party", args=[party_id])
    if request.method != "POST" or file is None:
        return redirect(then)
    data, name = file.read(), file.name or ""
    return press(
        request,
        act="file.attach",
        do=lambda: services.attach_file(actor=actor, party_id=party_id, data=data, filename=name),
        then=then,
        done=_("The file is attached."),
    )


def named(party: Party) -> str:
    """Return a party's name in the language of the page."""
    return party.display_name(get_language() or "en")


@page("party.change")
def party_field(request: HttpRequest, party_id: int, field: str) -> HttpResponse:
    """Change the phone or e-mail of a record where its page shows it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.party(actor, party_id)
    if field not in EDITED:
        raise NotFound()

    def read() -> Kept:
        row = queries.party(actor, found.pk)
        return Kept(getattr(row, field), row.version)

    def save(form: KeyedForm, version: int) -> None:
        services.change_party(actor=actor, party_id=found.pk, version=version, **{field: form.cleaned_data[field]})

    return change_field(
        request,
        act="party.change",
        name=field,
        form=lambda data, initial: forms.PartyForm(data, initial=initial),
        read=read,
        save=save,
        then=reverse("parties:party", args=[found.pk]),
    )


def _form(request: HttpRequest, initial: dict[str, Any], sent: Any) -> forms.PartyForm:
    actor = request.actor  # type: ignore[attr-defined]
    form = forms.PartyForm(sent, initial=initial)
    if "finance" not in actor.company.modules:
        del form.fields["payment_terms_days"]
    offer_picks(form, actor)
    return form


def _values(said: dict[str, Any]) -> dict[str, Any]:
    values = {name: said[name] for name in forms.FIELDS if name in said}
    return values | {"currency": said["currency"], "parent_id": said["parent"], "owner_id": said["owner"]}


def _list_crumb() -> dict[str, str]:
    return {"url": reverse("parties:parties"), "label": _("Customers")}


def _roles(party: Party) -> list[dict[str, str]]:
    roles = [{"text": pgettext("role", "Customer"), "tone": "ok"}] if party.is_customer else []
    return [*roles, {"text": _("Supplier"), "tone": "info"}] if party.is_supplier else roles


def _row(party: Party) -> dict[str, Any]:
    roles = _roles(party)
    return {
        "url": reverse("parties:party", args=[party.pk]),
        "cells": [
            named(party),
            {"pill": " · ".join(role["text"] for role in roles), "tone": roles[0]["tone"]} if roles else "",
            party.city,
            formats.format_country(party.country),
            party.sector,
            {"person": access.named(party.owner)} if party.owner else "",
            {"code": party.email} if party.email else "",
            {"code": party.phone} if party.phone else "",
            {"code": party.tax_number} if party.tax_number else "",
        ],
        "pick": party.pk,
    }


def _pairs(party: Party, *, with_terms: bool, may_change: bool) -> list[dict[str, Any]]:
    facts = party.facts
    pairs = [
        (_("Account owner"), access.named(party.owner), ""),
        (_("Part of"), named(party.parent) if party.parent else "", _url(party.parent)),
        (_("Job title"), facts.get("title", ""), ""),
        (_("Phone"), party.phone, f"tel:{party.phone}"),
        (_("E-mail"), party.email, f"mailto:{party.email}"),
        (_("Website"), party.website, party.website if party.website.startswith(("http://", "https://")) else ""),
        (_("Address"), party.address, ""),
        (_("Tax registration number"), party.tax_number, ""),
        (_("Commercial registration"), party.registration_number, ""),
        (_("Currency"), party.currency, ""),
        (_("Payment terms in days"), str(party.payment_terms_days) if with_terms else "", ""),
        (_("Year established"), str(facts.get("year_established", "")), ""),
        (_("Revenue"), str(facts.get("revenue", "")), ""),
        (_("Employees"), str(facts.get("employees", "")), ""),
    ]
    edits = {_("Phone"): "phone", _("E-mail"): "email"} if may_change else {}
    return [
        {
            "label": label,
            "value": value,
            "url": url if value else "",
            "edit": reverse("parties:party_field", args=[party.pk, edits[label]]) if label in edits else "",
        }
        for label, value, url in pairs
        if value or label in edits
    ]


def _url(party: Party | None) -> str:
    return reverse("parties:party", args=[party.pk]) if party else ""
