"""Pages of API tokens: those there are, make one, end one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access import forms, queries, services
from wasl.access.models import ApiToken
from wasl.core import clock
from wasl.core.cells import day_cell
from wasl.core.errors import Refusal
from wasl.core.forms import add_refusal
from wasl.core.pages import page, press, sheet, today_of


@page("token.keep")
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens that the reader may end."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    columns: list[dict[str, Any]] = [
        {"key": "name", "label": _("What it is for"), "link": True, "phone": "b", "by": "name"},
        {"key": "whose", "label": _("Acts as"), "phone": "a"},
        {"key": "scopes", "label": _("What it may do"), "wide": True, "phone": "x"},
        {"key": "used", "label": _("Last used"), "phone": "x", "by": "last_used_at"},
        {"key": "until", "label": _("Works until"), "phone": "x", "by": "expires_at"},
        {"key": "state", "label": _("State"), "phone": "d"},
    ]
    return sheet(
        request,
        title=_("API tokens"),
        columns=columns,
        rows=queries.tokens(actor),
        draw=lambda shown: [_row(token, today) for token in shown],
        actions=[{"url": reverse("api:docs"), "label": _("API description"), "icon": "book"}],
        add={"url": reverse("access:token_add"), "label": _("Token")},
        empty={
            "icon": "link",
            "title": _("No program acts for you"),
            "text": _("A token lets a program do what you may do, or less; you end it here at any time."),
        },
    )


def _row(token: ApiToken, today: date) -> dict[str, Any]:
    text, tone = _state(token)
    return {
        "url": reverse("access:token", args=[token.pk]),
        "cells": [
            token.name,
            {"person": queries.named(token.member)},
            forms.scopes_text(token.scopes),
            _day(token.last_used_at, today),
            _day(token.expires_at, today),
            {"pill": text, "tone": tone},
        ],
    }


def _day(moment: Any, today: date) -> Any:
    return day_cell(moment.date() if moment else None, today)


def _state(token: ApiToken) -> tuple[str, str]:
    if token.revoked_at is not None:
        return _("Ended"), ""
    if token.expires_at is not None and token.expires_at <= clock.now():
        return _("Expired"), "warn"
    return _("In force"), "ok"


@page("token.keep")
def token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Show one token and end it."""
    found, today = queries.token(request.actor, token_id), today_of(request)  # type: ignore[attr-defined]
    text, tone = _state(found)
    pairs = [
        {"label": _("Acts as"), "value": queries.named(found.member)},
        {"label": _("What it may do"), "value": forms.scopes_text(found.scopes)},
        {"label": _("Begins with"), "value": found.start},
        {"label": _("Last used"), "value": _day(found.last_used_at, today) or _("Never")},
        {"label": _("Works until"), "value": _day(found.expires_at, today) or _("Until it is ended")},
    ]
    for pair in pairs:
        if isinstance(pair["value"], dict):
            pair["value"] = pair["value"]["text"]
    return render(
        request,
        "access/token.html",
        {"token": found, "pairs": pairs, "state": {"text": text, "tone": tone}, "works": tone == "ok"},
    )


@page("token.keep")
def token_add(request: HttpRequest) -> HttpResponse:
    """Make a token; the answer shows its secret, once."""
    form = forms.TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = services.make_token(actor=request.actor, **form.said())  # type: ignore[attr-defined]
            example = f'curl -H "Authorization: Bearer {secret}" {request.build_absolute_uri("/api/v1/deals")}'
            return render(request, "access/token_made.html", {"token": made, "secret": secret, "example": example})
        except Refusal as error:
            add_refusal(form, error)
    return render(request, "access/token_add.html", {"form": form})


@page("token.keep")
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="token.revoke",
        do=lambda: services.revoke_token(actor=actor, token_id=token_id),
        then=reverse("access:tokens"),
        done=_("The token is ended: what shows it is refused from now on."),
    )
