"""Addresses of bank and cash accounts."""

from __future__ import annotations

from django.urls import path

from wasl.banking import views

app_name = "banking"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("new/", views.new, name="new"),
    path("fees/new/", views.fee_new, name="fee_new"),
    path("fees/<int:fee_id>/", views.fee, name="fee"),
]
