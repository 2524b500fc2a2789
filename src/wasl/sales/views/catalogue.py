"""Pages of the catalogue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core.errors import NotFound
from wasl.core.formats import format_number
from wasl.core.forms import offer, western
from wasl.core.pages import act_page, page, paged, sheet
from wasl.ledger import queries as ledger
from wasl.sales import forms, pages, queries, services


@page("service.manage")
def catalogue(request: HttpRequest) -> HttpResponse:
    """List services."""
    actor = request.actor  # type: ignore[attr-defined]
    text = western(request.GET.get("q", ""))
    rows = queries.services(actor, text=text)
    shown, pager = paged(request, rows, rows.count())
    add = {"url": reverse("sales:service_add"), "label": _("Service"), "icon": "plus", "primary": True}
    return sheet(
        request,
        title=_("Services"),
        columns=[
            {"label": _("Name"), "link": True, "phone": "b"},
            {"label": _("Group"), "phone": "a"},
            {"label": _("Tax"), "phone": "x", "wide": True},
            {"label": _("State"), "phone": "d"},
            {"label": _("Currency"), "phone": "x"},
            {"label": _("Price"), "num": True, "phone": "e"},
        ],
        rows=[
            {
                "cells": [
                    pages.named(row),
                    row.group,
                    pages.named(row.tax) if row.tax else _("No tax"),
                    {"pill": _("On sale"), "tone": "ok"} if row.is_active else {"pill": _("Not on sale")},
                    row.currency,
                    "–" if row.price is None else format_number(row.price),
                ],
                "url": reverse("sales:service", args=[row.pk]),
            }
            for row in shown
        ],
        actions=[add],
        searched=True,
        query=text,
        pager=pager,
        empty={
            "icon": "package",
            "title": _("No services yet"),
            "text": _("What is sold often has its price and tax here once, and comes into quotes by its name."),
            "url": add["url"],
            "action": _("Service"),
        },
    )


@page("service.manage")
def service_add(request: HttpRequest) -> HttpResponse:
    """Add a service."""
    actor = request.actor  # type: ignore[attr-defined]
    taxes = _taxes()
    initial = {"currency": actor.company.base_currency, "tax": taxes[0][0] if taxes else None}
    form = forms.ServiceForm(request.POST or None, initial=initial)
    offer(form, "tax", taxes)
    return _page(request, form, _("New service"), lambda said: services.add_service(actor=actor, **_values(said)).pk)


@page("service.manage")
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """Change a service."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.services(actor).filter(pk=service_id).first()
    if found is None:
        raise NotFound()
    names = ("name", "name_ar", "code", "group", "unit", "price", "currency", "is_active")
    initial = {name: getattr(found, name) for name in names} | {"tax": found.tax_id}
    form = forms.ServiceChangeForm(request.POST or None, initial=initial)
    offer(form, "tax", _taxes())
    return _page(
        request,
        form,
        pages.named(found),
        lambda said: services.change_service(actor=actor, service_id=service_id, **_values(said)).pk,
    )


def _page(request: HttpRequest, form: forms.ServiceForm, title: str, do: Any) -> HttpResponse:
    return act_page(
        request,
        form,
        act="service.write",
        title=title,
        do=do,
        then=lambda _key: reverse("sales:services"),
        done=_("Saved."),
        crumb={"url": reverse("sales:services"), "label": _("Services")},
    )


def _taxes() -> list[tuple[int, str]]:
    return [(row.pk, pages.named(row)) for row in ledger.taxes()]


def _values(said: dict[str, Any]) -> dict[str, Any]:
    values = {name: said[name] for name in ("name", "name_ar", "code", "group", "unit", "price", "currency")}
    if "is_active" in said:
        values["is_active"] = said["is_active"]
    return values | {"tax_id": said["tax"]}
