"""How sign-in by allauth fits our users."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wasl.core.secrets import seal, unseal


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign up by e-mail; the rest is allauth's."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This sign-in is switched off."),
        "email_password_mismatch": _("E-mail or password is not right."),
        "email_taken": _("Somebody already signs in with this e-mail."),
        "enter_current_password": _("The current password is not right."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell whether strangers may create an account; who is invited may in any case."""
        return not settings.SIGN_UP_CLOSED

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page after sign-in: Today."""
        return "/"

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Leave the user name alone: there is none."""

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: the page that opens shows that sign-in, sign-out or the change worked."""

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as the letter has it, without a site's name before it."""
        return subject


class LongEnough(MinimumLengthValidator):
    """A password has ten characters or more; Django's own words for it are in English only."""

    def __init__(self) -> None:
        super().__init__(min_length=10)

    def get_error_message(self) -> str:
        """Return what is asked for."""
        return gettext("Use ten characters or more.")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: its keys are sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Codes change every half minute: enter the one that is shown now."),
        "cannot_generate_recovery_codes": _("Switch the second factor on first."),
    }

    def encrypt(self, text: str) -> str:
        """Return a key as it is kept."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a key that was kept."""
        return unseal(encrypted_text)
