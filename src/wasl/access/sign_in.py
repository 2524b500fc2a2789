"""The forms of sign-in: allauth's, in our words and with the new password asked for once."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.core.parsing import to_western_digits

WORDS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "remember": _("Keep me signed in on this device"),
    "oldpassword": _("Current password"),
    "code": _("Code"),
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


class CodeField(forms.CharField):
    """A code as people type it: with spaces, in either digits."""

    def to_python(self, value: Any) -> Any:
        """Return the code in Western digits without spaces."""
        return "".join(to_western_digits(super().to_python(value) or "").split())


class Coded(Worded):
    """Ask for a code with the keyboard of numbers, and let the device offer it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "autofocus": True}
        self.fields["code"] = CodeField(label=_("Code"), max_length=20, widget=forms.TextInput(attrs=attrs))


class CodeForm(Coded, second_factor.AuthenticateForm):  # type: ignore[misc]
    """Give the second factor: a code of the app, or a recovery code."""


class CodeAgainForm(Coded, second_factor.ReauthenticateForm):  # type: ignore[misc]
    """Give the second factor once more before something that matters."""


class ActivateForm(Coded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """Switch the second factor on, by the first code of the app."""


class PasswordAgainForm(Worded, allauth.ReauthenticateForm):  # type: ignore[misc]
    """Give the password once more before something that matters."""
