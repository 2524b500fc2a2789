"""Addresses of customers."""

from __future__ import annotations

from django.urls import path

from wasl.parties import views

app_name = "parties"
urlpatterns = [
    path("customers/", views.parties, name="parties"),
    path("customers/new/", views.add, name="add"),
    path("customers/quick/", views.quick, name="quick"),
    path("customers/<int:party_id>/", views.party, name="party"),
    path("customers/<int:party_id>/change/", views.change, name="change"),
    path("customers/<int:party_id>/edit/<str:field>/", views.party_field, name="party_field"),
    path("customers/<int:party_id>/file/", views.attach, name="attach"),
]
