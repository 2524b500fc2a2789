"""What the pages of people ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.core.forms import ChoiceField, DateField, KeyedForm, PriceField, offer
from wasl.core.picking import PickField
from wasl.people import queries


class DepartmentForm(KeyedForm):
    """A department."""

    name = forms.CharField(label=_("Name"), max_length=100)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=100, required=False)


class DepartmentChangeForm(DepartmentForm):
    """A department, and whether it is in use."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


class EmployeeFilterForm(forms.Form):
    """Which employees: by department."""

    department = ChoiceField(label=_("Department"), required=False, empty=_("All"))

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        offer(self, "department", queries.department_names().items())


class MoveForm(forms.Form):
    """Which department many employees move to."""

    department = ChoiceField(label=_("Department"), required=False, empty=_("None"))


class EmployeeForm(KeyedForm):
    """An employee."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=100, required=False)
    department = ChoiceField(label=_("Department"), required=False, empty=_("None"))
    member = PickField(
        "free_member",
        label=_("Signs in as"),
        required=False,
        empty=_("Does not sign in"),
        help_text=_("It links the employee to a sign-in, so that they book their own time."),
    )


class EmployeeChangeForm(EmployeeForm):
    """An employee, and whether they still work here."""

    is_active = forms.BooleanField(label=_("Still employed"), required=False)


class CostRateForm(KeyedForm):
    """What an hour costs from a day on."""

    valid_from = DateField(label=_("From"))
    hour_cost = PriceField(label=_("Cost of an hour"))
