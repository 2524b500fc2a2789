"""Addresses of the shell: search, theme, language, and in development the component page."""

from __future__ import annotations

from django.conf import settings
from django.urls import path
from django.views.i18n import set_language

from wasl.web import views

app_name = "web"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("theme/", views.theme, name="theme"),
    path("language/", set_language, name="language"),
]
if settings.DEBUG:
    urlpatterns.append(path("_components", views.components, name="components"))
