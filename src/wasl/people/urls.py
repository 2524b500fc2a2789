"""Addresses of employees, departments and cost rates."""

from __future__ import annotations

from django.urls import path

from wasl.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.employee_add, name="add"),
    path("<int:employee_id>/", views.employee, name="employee"),
    path("<int:employee_id>/change/", views.employee_change, name="change"),
    path("<int:employee_id>/rate/", views.cost_rate, name="rate"),
    path("departments/", views.departments, name="departments"),
    path("departments/new/", views.department_add, name="department_add"),
    path("departments/<int:department_id>/", views.department_change, name="department_change"),
]
