"""Addresses of the outbox."""

from __future__ import annotations

from django.urls import path

from wasl.messages import views

app_name = "outbox"
urlpatterns = [
    path("outbox/", views.messages, name="messages"),
    path("outbox/send/", views.send, name="send"),
    path("outbox/templates/", views.templates, name="templates"),
    path("outbox/templates/<str:kind>/<str:language>/", views.template, name="template"),
    path("outbox/<int:message_id>/", views.message, name="message"),
    path("outbox/<int:message_id>/sent/", views.mark_sent, name="mark_sent"),
    path("outbox/<int:message_id>/retry/", views.retry, name="retry"),
]
