"""Addresses of what belongs to no room: files."""

from __future__ import annotations

from django.urls import path

from wasl.core import views

app_name = "core"
urlpatterns = [
    path("files/<int:attachment_id>/", views.attachment, name="attachment"),
]
