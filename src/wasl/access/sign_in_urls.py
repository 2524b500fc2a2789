"""Addresses of sign-in: those pages of allauth that Wasl has."""

from __future__ import annotations

from allauth.account import views
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.urls import path, re_path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("security/", second_factor.index, name="mfa_index"),
    path("security/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("security/code/again/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("security/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/recovery/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("security/recovery/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("security/recovery/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
