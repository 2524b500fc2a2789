"""Addresses of the shell: search, live data, acts on many records, the first hour, theme, language, components."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from wasl.web import bulk, first_hour, health, pwa, views

app_name = "web"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/palette/", views.palette, name="palette"),
    path("health/live", login_not_required(health.live), name="health_live"),
    path("health/ready", login_not_required(health.ready), name="health_ready"),
    path("alive/", login_not_required(views.alive), name="alive"),
    path("sample/", first_hour.sample, name="sample"),
    path("guide/off/", first_hour.guide, name="guide"),
    path("live/", views.live, name="live"),
    path("bulk/runs/<int:run_id>/", bulk.run, name="run"),
    path("bulk/<str:act>/", bulk.bulk, name="bulk"),
    path("app.webmanifest", login_not_required(pwa.manifest), name="manifest"),
    path("worker.js", login_not_required(pwa.worker), name="worker"),
    path("offline/", login_not_required(pwa.offline), name="offline"),
    path("theme/", login_not_required(views.theme), name="theme"),
    path("digits/", views.digits, name="digits"),
    path("language/", login_not_required(set_language), name="language"),
]
if settings.DEBUG:
    urlpatterns.append(path("_components", views.components, name="components"))
