"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from wasl.api import views
from wasl.api.assembly import the_api

app_name = "api"
urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("docs", views.docs, name="docs"),
    path("", the_api().urls),
    path("<path:rest>", views.nothing_here, name="nothing_here"),
]
