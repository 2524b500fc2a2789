"""Pages of the catalogue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wasl.core.formats import format_number
from wasl.core.forms import offer
from wasl.core.listing import tabs
from wasl.core.pages import act_page, page, sheet
from wasl.ledger import queries as ledger
from wasl.sales import bulk, forms, pages, queries, services
from wasl.sales.models import Service


@page("service.manage")
def catalogue(request: HttpRequest) -> HttpResponse:
    """List services."""
    actor = request.actor  # type: ignore[attr-defined]
    views = {"": _("All"), "sold": _("On sale"), "stopped": _("Not on sale")}
    return sheet(
        request,
        title=_("Services"),
        columns=[
            {"key": "name", "label": _("Name"), "link": True, "phone": "b", "by": "name"},
            {"key": "code", "label": _("Code"), "phone": "x", "extra": True, "by": "code"},
            {"key": "group", "label": _("Group"), "phone": "a", "by": "group"},
            {"key": "unit", "label": _("Unit"), "phone": "x", "extra": True, "by": "unit"},
            {"key": "tax", "label": _("Tax"), "phone": "x", "wide": True},
            {"key": "state", "label": _("State"), "phone": "d", "by": "is_active"},
            {"key": "currency", "label": _("Currency"), "phone": "x", "by": "currency"},
            {"key": "price", "label": _("Price"), "num": True, "phone": "e", "by": "price"},
        ],
        rows=bulk.services_asked(actor, request.GET),
        draw=lambda shown: [_row(row) for row in shown],
        bulk=("service.stop", "service.sell"),
        views=tabs(request, "state", views, request.GET.get("state", "")),
        add={"url": reverse("sales:service_add"), "label": pgettext("add", "Service")},
        searched=True,
        empty={
            "icon": "package",
            "title": _("No services yet"),
            "text": _("What is sold often has its price and tax here once, and comes into quotes by its name."),
        },
    )


def _row(row: Service) -> dict[str, Any]:
    return {
        "cells": [
            pages.named(row),
            {"code": row.code} if row.code else "",
            row.group,
            row.unit,
            pages.named(row.tax) if row.tax else _("No tax"),
            {"pill": _("On sale"), "tone": "ok"} if row.is_active else {"pill": _("Not on sale")},
            row.currency,
            "–" if row.price is None else format_number(row.price),
        ],
        "url": reverse("sales:service", args=[row.pk]),
        "pick": row.pk,
    }


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
    found = queries.service(actor, service_id)
    names = ("name", "name_ar", "code", "group", "unit", "price", "currency", "is_active")
    initial = {name: getattr(found, name) for name in names} | {"tax": found.tax_id}
    initial["version"] = found.version
    form = forms.ServiceChangeForm(request.POST or None, initial=initial)
    form.add_version(found.version)
    offer(form, "tax", _taxes())

    def do(said: dict[str, Any]) -> int:
        version = said["version"]
        return services.change_service(actor=actor, service_id=service_id, version=version, **_values(said)).pk

    return _page(request, form, pages.named(found), do)


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
