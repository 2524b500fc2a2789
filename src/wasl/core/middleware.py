"""What every answer needs: refusals that say how to mend them, and which forms were accepted."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from wasl.core.errors import CannotWrite, DatabaseAway, NotAllowed, NotFound, Refusal
from wasl.core.unserved import asking_again, page_of, refusal_of

ACCEPTED, ACCEPTED_MAX, ACCEPTED_SECONDS = "accepted", 5, 3600
log = logging.getLogger("wasl")
PAGE_STATUS = {NotFound: 404, NotAllowed: 403, CannotWrite: 503}


class Refusals:
    """Answer a refusal with its status: 404 where there is no such record, 403 without permission, else 409.

    The address of a button that is only opened says so on a page (405).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content or request.method != "GET":
            return response
        error = {
            "message": _("This is the address of a button"),
            "remedy": _("Nothing happened: it does something only when it is pressed on its page."),
        }
        page = render(request, "web/refused.html", {"refusal": error}, status=response.status_code)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal into an answer; a full disk is one too, and a database that is away."""
        refusal = error if isinstance(error, Refusal) else refusal_of(error)
        if refusal is None:
            return None
        if refusal is not error:
            log.error("a request cannot be served: %s", error)
        if isinstance(refusal, DatabaseAway):
            return page_of(refusal)
        status = PAGE_STATUS.get(type(refusal), 409)
        answer = render(request, "web/refused.html", {"refusal": refusal}, status=status)
        return asking_again(answer)


class AcceptedForms:
    """Name the forms that a request had accepted, by their keys, in a cookie: the browser then drops its drafts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = getattr(request, "accepted_form", "")
        if key:
            before = request.COOKIES.get(ACCEPTED, "").split(".")[-ACCEPTED_MAX:]
            value = ".".join(filter(str.isalnum, [*before, key]))
            response.set_cookie(ACCEPTED, value, max_age=ACCEPTED_SECONDS, samesite="Lax", secure=request.is_secure())
        return response
