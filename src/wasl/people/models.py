"""The people who do the work: departments, employees and what an hour of theirs costs."""

from __future__ import annotations

from django.db import models

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel, Versioned


class Department(Versioned, CompanyModel):
    """A part of the company that income and cost are told apart by."""

    name = models.CharField(max_length=100)
    name_ar = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="department_once")]

    def __str__(self) -> str:
        return self.name

    def display_name(self, language: str) -> str:
        """Return the name in a language, or the one there is."""
        return (self.name_ar or self.name) if language == "ar" else self.name


class Employee(Versioned, CompanyModel):
    """A person employed; points to the member they act as, where they act."""

    member = models.OneToOneField(
        "access.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="employee"
    )
    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="employees"
    )
    job_title = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="employee_once")]

    def __str__(self) -> str:
        return self.name

    def display_name(self, language: str) -> str:
        """Return the name in a language, or the one there is."""
        return (self.name_ar or self.name) if language == "ar" else self.name


class CostRate(CompanyModel):
    """What an hour of an employee costs from a day on, in base currency. A later row replaces it."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="cost_rates")
    valid_from = models.DateField()
    hour_cost = FixedDecimalField(places=6)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "employee", "valid_from"], name="cost_rate_once")]
