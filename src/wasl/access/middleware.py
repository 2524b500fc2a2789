"""The company in force for a request, from the session."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.scope import company_scope

SESSION_KEY = "company"


class CurrentCompany:
    """Set `request.actor` and put its company in force; None where nobody is signed in or no company is theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if user.language and "django_language" not in request.COOKIES:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        member = _member(user.pk, request.session.get(SESSION_KEY))
        if member is None:
            return self.get_response(request)
        actor = Actor.of(member)
        request.actor = actor  # type: ignore[attr-defined]
        with company_scope(actor.company.pk, member.pk):
            return self.get_response(request)


def _member(user_id: int, company_id: int | None) -> Member | None:
    mine = Member.everywhere.select_related("company").filter(user_id=user_id, is_active=True).order_by("pk")
    chosen = mine.filter(company_id=company_id).first() if company_id else None
    return chosen or mine.first()
