"""Forms of expense claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core.forms import AmountField, ChoiceField, DateField, KeyedForm, minor_of, offer
from wasl.core.money import to_decimal
from wasl.core.picking import PickField, Source, offer_picks
from wasl.ledger import queries
from wasl.ledger.forms import (
    SpanFilterForm,
    account_options,
    department_options,
    money_options,
    tax_options,
)
from wasl.payables.models import Claim, ClaimLine
from wasl.payables.services import ClaimInput, ClaimLineDraft


class ClaimForm(KeyedForm):
    """The head of a claim, and its receipt."""

    employee = PickField("claim_employee", label=_("Employee"))
    date = DateField(label=_("Date of the expense"))
    merchant = forms.CharField(label=_("Merchant"), max_length=120, required=False)
    paid_by = forms.ChoiceField(
        label=_("Paid by"),
        choices=[("employee", _("The employee")), ("card", _("A company card")), ("bank", _("The company's bank"))],
    )
    account = ChoiceField(label=_("Card or bank account"), required=False, empty=_("The default"))
    prices_include_tax = forms.BooleanField(label=_("Amounts include tax"), required=False, initial=True)
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea({"rows": 2, "dir": "auto"}))
    receipt = forms.FileField(label=_("Receipt"), required=False, help_text=_("A photo or a PDF."))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_picks(self, actor)
        offer(self, "account", [*account_options(("card_payable",)), *money_options()])


@dataclass(frozen=True)
class LineOptions:
    """What lines can choose from, read once for all of them."""

    taxes: list[tuple[int, str]]
    departments: list[tuple[int, str]]
    accounts: Source
    projects: Source | None
    base: str

    @classmethod
    def on(cls, day: date, actor: Actor) -> LineOptions:
        """Read the options as they hold on a date; there is nothing to choose where the company has no project."""
        projects = Source("claim_project", actor) if queries.dimensions("project").exists() else None
        accounts, base = Source("claim_account", actor), actor.company.base_currency
        return cls(tax_options(day), department_options(), accounts, projects, base)


class LineForm(forms.Form):
    """One thing bought."""

    description = forms.CharField(label=_("Description"), max_length=300)
    price = AmountField(label=_("Amount"))
    account = PickField("claim_account", label=_("Account"), required=False, empty=_("The default"))
    tax = ChoiceField(label=_("Tax"), required=False, empty=_("Out of scope"))
    project = PickField("claim_project", label=_("Project"), required=False, follows=True)
    department = ChoiceField(label=_("Department"), required=False, empty=_("None"))
    is_billable = forms.BooleanField(label=_("Charge the customer"), required=False)

    def __init__(self, *args: Any, options: LineOptions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("tax", options.taxes), ("department", options.departments)):
            offer(self, name, rows)
            if not rows:
                del self.fields[name]
        account: Any = self.fields["account"]
        account.offer(options.accounts)
        if options.projects is None:
            del self.fields["project"], self.fields["is_billable"]
        else:
            project: Any = self.fields["project"]
            project.offer(options.projects)
        self.base = options.base

    def clean(self) -> dict[str, Any]:
        """Take as the price what the base currency can hold."""
        found = super().clean() or {}
        minor = minor_of(self, "price", self.base)
        if minor is not None:
            found["price"] = to_decimal(minor, self.base)
        return found


Lines = forms.formset_factory(LineForm, extra=0, can_delete=True, can_order=True)


def input_from(form: ClaimForm, lines: Any) -> ClaimInput:
    """Return what the forms say as a claim."""
    given = form.cleaned_data
    drafts = [
        ClaimLineDraft(
            price=row["price"],
            description=row["description"],
            account_id=row.get("account"),
            tax_id=row.get("tax"),
            project_id=row.get("project"),
            department_id=row.get("department"),
            is_billable=row.get("is_billable", False),
        )
        for line in lines.ordered_forms
        if (row := line.cleaned_data)
    ]
    return ClaimInput(
        employee_id=given["employee"],
        date=given["date"],
        lines=drafts,
        paid_by=given["paid_by"],
        account_id=given["account"],
        prices_include_tax=given["prices_include_tax"],
        merchant=given["merchant"],
        notes=given["notes"],
    )


def claim_initial(claim: Claim) -> dict[str, Any]:
    """Return a claim as the form shows it."""
    return {
        "employee": claim.employee_id,
        "date": claim.date.isoformat(),
        "merchant": claim.merchant,
        "paid_by": claim.paid_by,
        "account": claim.account_id,
        "prices_include_tax": claim.prices_include_tax,
        "notes": claim.notes,
        "version": claim.version,
    }


def line_initial(line: ClaimLine) -> dict[str, Any]:
    """Return a line as the form shows it."""
    return {
        "description": line.description,
        "price": f"{(line.price * line.quantity).normalize():f}",
        "account": line.account_id,
        "tax": line.tax_id,
        "project": line.project_id,
        "department": line.department_id,
        "is_billable": line.is_billable,
    }


class RejectForm(KeyedForm):
    """Why a claim is sent back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The employee reads it."))


class ClaimFilterForm(SpanFilterForm):
    """Which expenses: by employee and date."""

    employee_id = PickField("employee", label=_("Employee"), required=False, empty=_("All"))
    field_order = ("employee_id", "first", "last")

    def __init__(self, given: Any, actor: Actor) -> None:
        super().__init__(given)
        offer_picks(self, actor, creates=False)


class BulkRejectForm(forms.Form):
    """Why many claims are sent back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The employees read it."))


class ReimbursementFilterForm(SpanFilterForm):
    """Which reimbursements: by employee and date."""

    employee_id = PickField("reimbursed_employee", label=_("Employee"), required=False, empty=_("All"))
    field_order = ("employee_id", "first", "last")

    def __init__(self, given: Any, actor: Actor) -> None:
        super().__init__(given)
        offer_picks(self, actor, creates=False)


class ReimburseForm(KeyedForm):
    """Money paid back to an employee."""

    date = DateField(label=_("Date"))
    account = ChoiceField(label=_("From"), empty=None)
    amount = AmountField(label=_("Amount"), required=False, help_text=_("Leave empty to pay all that is owed."))

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        offer(self, "account", money_options())

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units of the base currency."""
        found = super().clean() or {}
        found["amount_minor"] = self.minor("amount", self.base)
        return found
