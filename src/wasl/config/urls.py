"""The addresses of all rooms."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("wasl.web.urls")),
    path("finance/ledger/", include("wasl.ledger.urls")),
    path("", include("wasl.insight.urls")),
]
