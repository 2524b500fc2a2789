"""The forms of sign-in: allauth's, in our words and with the new password asked for once."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

WORDS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "remember": _("Keep me signed in on this device"),
    "oldpassword": _("Current password"),
}
NEW_PASSWORD = _("At least ten characters, and not only digits.")


class Worded(forms.Form):
    """Name the fields in our words, without placeholders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = WORDS.get(name, field.label)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].label = _("New password")
            self.fields["password1"].help_text = NEW_PASSWORD


class LoginForm(Worded, allauth.LoginForm):  # type: ignore[misc]
    """Sign in."""


class SignupForm(Worded, allauth.SignupForm):  # type: ignore[misc]
    """Sign up by e-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Password")


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):  # type: ignore[misc]
    """Change one's own password."""


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link to choose a new password."""


class ResetPasswordKeyForm(Worded, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a new password after following the link."""
