"""Who calls: a program with a token, or the page of somebody who is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer


class Token(HttpBearer):
    """`Authorization: Bearer …`: the middleware has read it, and put its member in force."""

    openapi_description = "A token made under *API tokens*; it is shown once."

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return who acts by the token, None for one that is not (or no longer) good."""
        return request.actor if request.by_token else None  # type: ignore[attr-defined]


class SignedIn(APIKeyCookie):
    """The session of the pages; what it writes carries the pages' CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = "The session of the pages; a write also sends `X-CSRFToken`."

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return who is signed in, None for nobody."""
        return None if request.by_token else request.actor  # type: ignore[attr-defined]
