"""The addresses of all rooms."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("wasl.access.sign_in_urls")),
    path("api/v1/", include("wasl.api.urls")),
    path("", include("wasl.web.urls")),
    path("finance/", include("wasl.receivables.urls")),
    path("finance/expenses/", include("wasl.payables.urls")),
    path("finance/money/", include("wasl.banking.urls")),
    path("finance/ledger/", include("wasl.ledger.urls")),
    path("", include("wasl.insight.urls")),
    path("", include("wasl.core.urls")),
    path("", include("wasl.access.urls")),
    path("", include("wasl.parties.urls")),
    path("", include("wasl.crm.urls")),
    path("", include("wasl.messages.urls")),
    path("people/", include("wasl.people.urls")),
    path("", include("wasl.projects.urls")),
    path("", include("wasl.sales.urls")),
]
handler400 = "wasl.web.failures.not_read"
handler500 = "wasl.web.failures.failed"
