"""Pages of the shell itself: search, theme, and in development the component page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from wasl.access import services
from wasl.core import events, notices
from wasl.core.listing import searched
from wasl.core.pages import ours, page
from wasl.core.room import FOUND_ROWS
from wasl.web import palette as palettes
from wasl.web import samples
from wasl.web.context import THEMES, who

YEAR_SECONDS = 365 * 24 * 60 * 60


@require_GET
@page()
def search(request: HttpRequest) -> HttpResponse:
    """Show the records that the rooms find for a text, each row a link."""
    text = searched(request.GET)
    found = palettes.records(request.actor, text, FOUND_ROWS)  # type: ignore[attr-defined]
    return render(request, "web/search.html", {"text": text, "found": found})


@require_GET
@page()
def palette(request: HttpRequest) -> HttpResponse:
    """Answer what the command palette shows for a text: acts, pages and records to choose from."""
    text = searched(request.GET)
    answer = palettes.palette(request, text)
    return render(request, "web/palette.html", {"text": text, "answer": answer})


@require_GET
@page()
def live(request: HttpRequest) -> HttpResponse:
    """Tell the version of the company's data, or nothing while it is the one that the page has."""
    version = events.latest()
    if request.GET.get("v") == str(version):
        return HttpResponse(status=204)
    unread = notices.unread(request.actor.member_id).count()  # type: ignore[attr-defined]
    return JsonResponse({"version": version, "notices": unread})


@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Tell a page before it sends a form who is signed in now, where that is anybody, and a fresh token."""
    actor = getattr(request, "actor", None)
    return JsonResponse({"who": who(actor) if actor else "", "token": get_token(request)})


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen colours in a cookie and go back to the page."""
    response = HttpResponseRedirect(ours(request, request.POST.get("next", "/")))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    return response


@require_POST
@page()
def digits(request: HttpRequest) -> HttpResponse:
    """Keep with which digits the member reads Arabic pages, and go back to the page."""
    services.choose_digits(actor=request.actor, arabic=request.POST.get("digits") == "arabic")  # type: ignore[attr-defined]
    return HttpResponseRedirect(ours(request, request.POST.get("next", "/")))


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states. In development only."""
    return render(request, "web/components.html", samples.context())
