"""Addresses of what belongs to no room: files, what fields read and choose, views of lists."""

from __future__ import annotations

from django.urls import path

from wasl.core import views

app_name = "core"
urlpatterns = [
    path("files/<int:attachment_id>/", views.attachment, name="attachment"),
    path("read/<str:kind>/", views.read, name="read"),
    path("pick/<str:kind>/", views.pick, name="pick"),
    path("pick/<str:kind>/new/", views.pick_new, name="pick_new"),
    path("alike/<str:kind>/", views.alike, name="alike"),
    path("notices/", views.notices_page, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("views/save/", views.view_save, name="view_save"),
    path("views/<int:view_id>/delete/", views.view_delete, name="view_delete"),
]
