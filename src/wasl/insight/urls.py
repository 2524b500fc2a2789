"""Addresses of Today, the dashboard and margins."""

from __future__ import annotations

from django.urls import path

from wasl.insight import views

app_name = "insight"
urlpatterns = [
    path("", views.today, name="today"),
    path("profit/", views.profit, name="profit"),
    path("profit/payroll/", views.payroll_rest, name="payroll_rest"),
    path("profit/margins/<str:by>/", views.margins, name="margins"),
]
