"""Addresses of projects and time."""

from __future__ import annotations

from django.urls import path

from wasl.projects.views import billing, projects
from wasl.projects.views import time as times

app_name = "projects"
urlpatterns = [
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.project_add, name="add"),
    path("projects/<int:project_id>/", projects.project, name="project"),
    path("projects/<int:project_id>/change/", projects.project_change, name="change"),
    path("projects/<int:project_id>/roles/", projects.project_roles, name="roles"),
    path("projects/<int:project_id>/close/", projects.project_close, name="close"),
    path("projects/<int:project_id>/bill/", billing.bill, name="bill"),
    path("projects/<int:project_id>/billing/<str:kind>/", billing.rule, name="rule"),
    path("projects/<int:project_id>/milestones/<int:milestone_id>/", billing.milestone, name="milestone"),
    path("time/", times.week, name="time"),
    path("time/new/", times.time_add, name="time_add"),
    path("time/entries/", times.entries, name="time_entries"),
    path("time/<int:entry_id>/", times.time_change, name="time_change"),
    path("time/<int:entry_id>/delete/", times.time_delete, name="time_delete"),
]
