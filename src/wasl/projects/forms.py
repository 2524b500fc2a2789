"""What the pages of projects ask for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core.forms import (
    AmountField,
    ChoiceField,
    DateField,
    KeyedForm,
    PercentField,
    PriceField,
    QuantityField,
    minor_of,
    offer,
    reason_of,
)
from wasl.core.money import to_decimal
from wasl.core.parsing import ParseError, parse_hours, to_western_digits
from wasl.core.picking import PickField, Source
from wasl.ledger.forms import CustomerFilterForm, department_options

MINUTES_AN_HOUR = 60
HOUR_PLACES = Decimal("0.000001")


class TimeFilterForm(CustomerFilterForm):
    """Which time entries: by employee, project, the project's department and customer, and date."""

    project = PickField("timed_project", label=_("Project"), required=False, empty=_("All"))
    employee = PickField("timed_employee", label=_("Employee"), required=False, empty=_("All"))
    department = ChoiceField(label=_("Department"), required=False, empty=_("All"))
    field_order = ("employee", "project", "party", "department", "first", "last")

    def __init__(self, given: Any, actor: Actor) -> None:
        super().__init__(given, actor)
        offer(self, "department", [(0, _("Without a department")), *department_options(active_only=False)])


class ProjectFilterForm(CustomerFilterForm):
    """Which projects: by lead, customer and department."""

    owner = PickField("member", label=_("Project lead"), required=False, empty=_("All"))
    department = ChoiceField(label=_("Department"), required=False, empty=_("All"))
    first = last = None  # type: ignore[assignment]
    field_order = ("owner", "party", "department")

    def __init__(self, given: Any, actor: Actor) -> None:
        super().__init__(given, actor)
        offer(self, "department", department_options(active_only=False))


class LeadForm(forms.Form):
    """Who leads many projects from now on."""

    owner = PickField("member", label=_("Project lead"), empty=_("Choose a project lead"))


class ProjectChoiceForm(forms.Form):
    """Which project many time entries go to."""

    project = PickField("project", label=_("Project"), empty=_("Choose a project"))


class BillableForm(forms.Form):
    """Whether many time entries are billed to the customer."""

    is_billable = forms.TypedChoiceField(
        label=_("State"), choices=[("1", _("Billable")), ("0", _("Not billable"))], coerce=lambda value: value == "1"
    )


class HoursField(forms.CharField):
    """A length of time as people write it: `1.5`, `1:30`, `45m`. Cleans to a Decimal, None where empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return what its input holds: Western digits, whatever the page has."""
        return to_western_digits(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Decimal | None:
        """Return the hours, rounded to six decimals.

        :raises ValidationError: it is no length of time.
        """
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_hours(text).quantize(HOUR_PLACES, rounding="ROUND_HALF_UP")
        except ParseError as error:
            raise forms.ValidationError(reason_of(error), code=error.code) from error


class ProjectForm(KeyedForm):
    """A project; `party` is asked only for a new one."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, required=False)
    party = PickField("party", label=_("Customer"))
    owner = PickField("member", label=_("Project lead"), required=False, empty=_("Nobody yet"))
    department = ChoiceField(label=_("Department"), required=False, empty=_("None"))
    start_date = DateField(label=_("Start"), required=False)
    end_date = DateField(label=_("End"), required=False)
    budget = AmountField(label=_("Budget"), required=False, help_text=_("Without tax, in the base currency."))
    budget_hours = QuantityField(label=_("Budgeted hours"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base

    def clean(self) -> dict[str, Any]:
        """Turn the budget into minor units of the base currency."""
        found = super().clean() or {}
        found["budget_minor"] = self.minor("budget", self.base)
        return found


class QuickProjectForm(KeyedForm):
    """The little that is needed of a new project while something else is being written."""

    name = forms.CharField(label=_("Name"), max_length=200)
    party = PickField("party", label=_("Customer"))


class TimeForm(KeyedForm):
    """Time on a project and day."""

    employee = PickField("time_employee", label=_("Employee"))
    project = PickField("project", label=_("Project"))
    date = DateField(label=_("Day"))
    hours = HoursField(label=_("Hours"), help_text=_("1.5, 1:30 and 90m are the same."))
    note = forms.CharField(label=_("What was done"), max_length=300, required=False)
    is_billable = forms.BooleanField(label=_("Billable"), required=False, initial=True)


class FixedForm(KeyedForm):
    """A fixed price."""

    amount = AmountField(label=_("Price without tax"))
    tax = ChoiceField(label=_("Tax"), required=False, empty=_("No tax"))

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base

    def clean(self) -> dict[str, Any]:
        """Turn the price into minor units of the base currency."""
        found = super().clean() or {}
        found["amount_minor"] = self.minor("amount", self.base)
        return found


class SharesForm(KeyedForm):
    """A fixed price of which parts take different taxes: an amount for each."""

    def __init__(self, *args: Any, shares: Sequence[tuple[int | None, str, int]], base: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self.tax_ids = [tax_id for tax_id, _word, _minor in shares]
        for tax_id, word, minor in shares:
            label = format_lazy("{} · {}", _("Price without tax"), word)
            field = AmountField(label=label, required=False, initial=str(to_decimal(minor, base)))
            self.fields[f"amount_{tax_id or 0}"] = field

    def clean(self) -> dict[str, Any]:
        """Gather the amounts by tax, in minor units; an empty one drops its part."""
        found = super().clean() or {}
        amounts = [(tax_id, self.minor(f"amount_{tax_id or 0}", self.base)) for tax_id in self.tax_ids]
        found["shares"] = [(tax_id, amount) for tax_id, amount in amounts if amount]
        return found


class HourlyForm(KeyedForm):
    """Time and materials."""

    default_hour_price = PriceField(
        label=_("Price of an hour"), required=False, help_text=_("For everybody without a price of their own below.")
    )
    markup = PercentField(label=_("Markup on expenses"), required=False, help_text=_("In percent of the net cost."))
    tax = ChoiceField(label=_("Tax"), required=False, empty=_("No tax"))


class HourPriceLine(forms.Form):
    """What an hour of one employee is charged."""

    employee = PickField("employee", label=_("Employee"))
    price = PriceField(label=_("Price of an hour"))

    def __init__(self, *args: Any, employees: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["employee"]
        field.offer(employees)


class MilestonesForm(KeyedForm):
    """Milestones with one tax."""

    tax = ChoiceField(label=_("Tax"), required=False, empty=_("No tax"))


class MilestoneLine(forms.Form):
    """A milestone."""

    name = forms.CharField(label=_("Milestone"), max_length=200)
    amount = AmountField(label=_("Amount without tax"))
    due_date = DateField(label=_("Due"), required=False)

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units of the base currency."""
        found = super().clean() or {}
        found["amount_minor"] = minor_of(self, "amount", self.base)
        return found


class RolesForm(KeyedForm):
    """The roles of a project."""


class RoleLine(forms.Form):
    """A role as planned."""

    name = forms.CharField(label=_("Role"), max_length=100)
    hours = QuantityField(label=_("Hours"), required=False)
    hour_price = PriceField(label=_("Price of an hour"), required=False)
    hour_cost = PriceField(label=_("Planned cost of an hour"), required=False)

    def __init__(self, *args: Any, sees_cost: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_cost:
            del self.fields["hour_cost"]


class BillForm(KeyedForm):
    """What of a project is to be billed, and as of which day."""

    what = forms.ChoiceField(label=_("What to bill"))
    until = DateField(label=_("Time and expenses until"))
    percent = PercentField(
        label=_("Part of the fixed price"), required=False, help_text=_("In percent. Empty bills all that is left.")
    )


HourPriceLines = forms.formset_factory(HourPriceLine, extra=0, can_delete=True)
MilestoneLines = forms.formset_factory(MilestoneLine, extra=0, can_delete=True, can_order=True)
RoleLines = forms.formset_factory(RoleLine, extra=0, can_delete=True, can_order=True)
