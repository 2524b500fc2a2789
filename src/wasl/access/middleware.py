"""Who is signed in, and the company in force for a request, from the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from wasl.access import queries, rules, services
from wasl.access.actor import Actor, acts_by_area
from wasl.access.models import Member
from wasl.core import habits
from wasl.core.formats import arabic_digits, reader_chose
from wasl.core.scope import company_scope

SESSION_KEY = "company"


class SignInRequired(LoginRequiredMiddleware):
    """Ask who opens a page to sign in; what was sent after the session ended leads back to the page it was typed on."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        """Let the API say itself that it is not known who calls."""
        return None if is_api(request) else super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Redirect to sign-in, with the page to come back to."""
        typed_on = request.headers.get("Referer", "")
        if request.method == "POST" and url_has_allowed_host_and_scheme(typed_on, {request.get_host()}):
            parts = urlsplit(typed_on)
            return redirect_to_login(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        return super().handle_no_permission(request, view_func)


class CurrentCompany:
    """Set `request.actor` and put its company in force; None where nobody is signed in or no company is theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.by_token = None, False  # type: ignore[attr-defined]
        if secret := _bearer(request):
            return self._for_program(request, secret)
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if user.language and "django_language" not in request.COOKIES:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        member = _member(user.memberships, request.session.get(SESSION_KEY))
        if member is None:
            return self.get_response(request)
        actor = Actor.of(member)
        request.actor = actor  # type: ignore[attr-defined]
        with (
            company_scope(actor.company.pk, member.pk),
            habits.of(actor.company),
            reader_chose(user.arabic_digits),
            arabic_digits(user.arabic_digits and _is_read(request)),
        ):
            return self.get_response(request)

    def _for_program(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Let a program act by its token; whoever is signed in beside it does not count."""
        token = queries.by_token(secret)
        if token is None:
            return self.get_response(request)
        actor = replace(Actor.of(token.member), allowed=rules.acts_within(token.scopes, acts_by_area()))
        request.actor, request.by_token = actor, True  # type: ignore[attr-defined]
        with company_scope(actor.company.pk, token.member.pk), habits.of(actor.company):
            services.note_use(token=token)
            return self.get_response(request)


def _bearer(request: HttpRequest) -> str:
    """Return the secret that a program shows, on addresses of the API only."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" and is_api(request) else ""


def is_api(request: HttpRequest) -> bool:
    """Tell whether an address belongs to the API, which answers programs and never leads to sign-in."""
    return request.path.startswith(settings.API_PATH)


def _is_read(request: HttpRequest) -> bool:
    """Tell whether the answer is a page that is read: no file, nothing that is written from, nothing for programs."""
    return request.method == "GET" and not request.GET.get("format") and not is_api(request)


def _member(members: list[Member], company_id: int | None) -> Member | None:
    """Return the member of the company that was chosen, else the first."""
    return next((member for member in members if member.company_id == company_id), members[0] if members else None)
