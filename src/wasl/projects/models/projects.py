"""Projects and the roles that they plan with."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel, Versioned


class Project(Versioned, CompanyModel):
    """Work for a customer. `owner` leads it; `origin` names what it came from ("deal:5"), so that it comes once."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="projects")
    department = models.ForeignKey("people.Department", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("access.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    dimension = models.OneToOneField("ledger.Dimension", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="active")  # rules.STATES
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=120, blank=True)
    budget_minor = models.BigIntegerField(null=True, blank=True)  # base currency
    budget_minutes = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="project_code_once"),
            models.UniqueConstraint(
                fields=["company", "origin"], condition=~models.Q(origin=""), name="project_origin_once"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "state", "-id"], name="project_state"),
            models.Index(fields=["company", "party", "-id"], name="project_party"),
        ]

    def __str__(self) -> str:
        return self.name

    def display_name(self, language: str) -> str:
        """Return the name in a language, or the one there is."""
        return (self.name_ar or self.name) if language == "ar" else self.name


class ProjectRole(CompanyModel):
    """A kind of work that the project plans: how long, at what price and cost an hour, in base currency."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=100)
    planned_minutes = models.PositiveIntegerField(default=0)
    hour_price = FixedDecimalField(places=6, null=True)
    hour_cost = FixedDecimalField(places=6, null=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "project", "name"], name="project_role_once")]
