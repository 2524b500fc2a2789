"""Addresses of expense claims."""

from __future__ import annotations

from django.urls import path

from wasl.payables import views

app_name = "payables"
urlpatterns = [
    path("", views.claims, name="claims"),
    path("new/", views.new, name="new"),
    path("owed/", views.owed, name="owed"),
    path("owed/<int:employee_id>/", views.reimburse, name="reimburse"),
    path("<int:claim_id>/", views.claim, name="claim"),
    path("<int:claim_id>/edit/", views.edit, name="edit"),
    path("<int:claim_id>/submit/", views.submit, name="submit"),
    path("<int:claim_id>/discard/", views.discard, name="discard"),
    path("<int:claim_id>/approve/", views.approve, name="approve"),
    path("<int:claim_id>/reject/", views.reject, name="reject"),
    path("<int:claim_id>/reverse/", views.reverse_claim, name="reverse"),
]
