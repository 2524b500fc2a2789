"""How sign-in by allauth fits our users."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign up by e-mail; the rest is allauth's."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page after sign-in: Today."""
        return "/"

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Leave the user name alone: there is none."""
