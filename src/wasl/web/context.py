"""What the page shell needs, for every template."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

from wasl.core import clock
from wasl.core.money import exponent_of
from wasl.web import navigation

THEMES = ("light", "dark")
SHELL, PEEK, DRAWER = "web/shell.html", "web/peek.html", "drawer-body"


def who(actor: Any) -> str:
    """Return by what a browser knows whose drafts are whose: the user, then the company."""
    return f"{actor.user_id}.{actor.company.pk}"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return actor, company, its today, language, direction, theme, and the menu once it is drawn."""
    lang = "ar" if (get_language() or "en").startswith("ar") else "en"
    theme = request.COOKIES.get("theme", "")
    context: dict[str, Any] = {
        "lang": lang,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "theme": theme if theme in THEMES else "light",
        "languages": settings.LANGUAGES,
        "actor": None,
        "company": None,
    }
    actor = getattr(request, "actor", None)
    if actor is None:
        return context
    return context | {
        "frame": PEEK if request.headers.get("HX-Target") == DRAWER else SHELL,
        "decimals": exponent_of(actor.company.base_currency),
        "who": who(actor),
        "actor": actor,
        "company": actor.company,
        "today": clock.today(actor.company.time_zone),
        "company_name": (lang == "ar" and actor.company.name_ar) or actor.company.name,
        "shell": navigation.Shell(actor, request.path, len(request.user.memberships)),  # type: ignore[union-attr]
    }
