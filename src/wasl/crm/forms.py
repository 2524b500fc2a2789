"""What the pages of crm ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.core.forms import KEY, AmountField, ChoiceField, CurrencyField, DateField, KeyedForm, PercentField, TimeField
from wasl.core.picking import PickField
from wasl.crm.errors import REQUIRED_WORDS
from wasl.crm.rules import activities as rules
from wasl.crm.services import NextStep

CLOSINGS = [
    ("", _("any day")),
    ("late", _("past its day")),
    ("month", _("this month")),
    ("next", _("next month")),
    ("none", _("no day yet")),
]
BOARD_ORDERS = [
    ("", _("the nearest next step")),
    ("age", _("the longest in its stage")),
    ("amount", _("the largest amount")),
    ("new", _("the newest")),
]
STEP_ASKED = ("step_subject", "step_due")
E_MAIL = ("email", pgettext_lazy("kind of activity", "E-mail"))
ASKED_FIELDS = {"amount_minor": "amount", "party_id": "party", "next_step": "step_subject"}
STEP_KINDS = [("call", _("Call")), ("meeting", _("Meeting")), ("task", _("Task")), E_MAIL]
LOG_KINDS = [("note", _("Note")), ("call", _("Call")), ("meeting", _("Meeting")), E_MAIL]


class StepFields(forms.Form):
    """What comes next and when. Left empty where a form allows it."""

    step_kind = forms.ChoiceField(label=_("Kind of next step"), choices=STEP_KINDS, initial=rules.CALL)
    step_subject = forms.CharField(label=_("Next step"), max_length=200)
    step_due = DateField(label=_("On"))
    step_time = TimeField(label=_("At"), required=False)

    def step(self, owner_id: int | None = None) -> NextStep | None:
        """Return the step that was entered, or None."""
        said = self.cleaned_data
        if not said.get("step_subject") or not said.get("step_due"):
            return None
        at: time | None = said.get("step_time")
        return NextStep(said["step_subject"], said["step_due"], said.get("step_kind") or rules.CALL, at, owner_id)

    def make_step_optional(self) -> None:
        """Let the step be left out; a subject without a day, or a day alone, is still asked for."""
        for name in ("step_subject", "step_due"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any] | None:
        """Ask for the other half where one is given."""
        said = super().clean() or {}
        subject, due = said.get("step_subject"), said.get("step_due")
        if subject and not due and "step_due" not in self.errors:
            self.add_error("step_due", _("Say when."))
        if due and not subject and "step_subject" not in self.errors:
            self.add_error("step_subject", _("Say what is to be done."))
        return said


class StepForm(KeyedForm, StepFields):
    """Plan a next step."""


class DoneForm(KeyedForm, StepFields):
    """Close a step, and say what comes next."""

    outcome = forms.CharField(label=_("How did it go?"), max_length=300, required=False)
    field_order = ["outcome", "step_kind", "step_subject", "step_due", "step_time"]


class BulkStepForm(KeyedForm, StepFields):
    """Plan the same next step for many deals."""

    owner = PickField(
        "member", label=_("Owner of deals that have none"), required=False, empty=_("Leave without an owner")
    )


class SnoozeForm(KeyedForm):
    """Move a step to another day."""

    until = DateField(label=_("New day"))


class OwnerForm(KeyedForm):
    """Choose who takes over."""

    owner = PickField("member", label=_("New owner"))


class AssignForm(KeyedForm, StepFields):
    """Give a lead an owner and a next step."""

    owner = PickField("member", label=_("Owner"))
    field_order = ["owner", "step_kind", "step_subject", "step_due", "step_time"]


class LeadForm(KeyedForm):
    """What is known of a lead."""

    name = forms.CharField(label=_("Name"), max_length=200)
    company_name = forms.CharField(label=_("Company"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}))
    email = forms.EmailField(label=_("E-mail"), required=False)
    source = forms.CharField(
        label=_("Source"), max_length=60, required=False, help_text=_("Referral, campaign, website, exhibition…")
    )
    message = forms.CharField(label=_("What they ask for"), required=False, widget=forms.Textarea({"rows": 3}))


class NewLeadForm(LeadForm, StepFields):
    """Capture a lead, with its owner and next step if they are known."""

    owner = PickField("member", label=_("Owner"), required=False, empty=_("Nobody yet"))
    field_order = [*LeadForm.base_fields, "owner"]


class QuickLeadForm(KeyedForm):
    """The little that is needed of a new lead."""

    name = forms.CharField(label=_("Name"), max_length=200)
    company_name = forms.CharField(label=_("Company"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}))
    email = forms.EmailField(label=_("E-mail"), required=False)
    source = forms.CharField(label=_("Source"), max_length=60, required=False)


class AskedFields(forms.Form):
    """What a short form asks for only where the first stage does."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=200, required=False)
    product = forms.CharField(label=_("Service"), max_length=120, required=False)

    def ask_for(self, names: Sequence[str]) -> list[str]:
        """Keep only the fields that are asked for, and return their names."""
        for name in [name for name in AskedFields.base_fields if name not in names]:
            del self.fields[name]
        return [name for name in AskedFields.base_fields if name in names]

    def asked(self) -> dict[str, Any]:
        """Return what was said in these fields."""
        return {name: self.cleaned_data[name] for name in AskedFields.base_fields if name in self.fields}


class QualifyForm(KeyedForm, StepFields, AskedFields):
    """Turn a lead into a deal with a customer."""

    party = PickField("party", label=_("Customer"), required=False, empty=_("Add as a new customer"))
    title = forms.CharField(label=_("Name of the deal"), max_length=200)
    amount = AmountField(label=_("Amount"), required=False)
    expected_close = DateField(label=_("Expected close"), required=False)
    field_order = ["party", "title", "amount", "expected_close", *AskedFields.base_fields]

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units."""
        said = super().clean() or {}
        said["amount_minor"] = self.minor("amount", self.currency) or 0
        return said


class DisqualifyForm(KeyedForm):
    """Set a lead aside."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    wake_on = DateField(
        label=_("Get in touch again on"), required=False, help_text=_("It will be on its owner's Today on that day.")
    )


class DealForm(KeyedForm):
    """What a deal says."""

    title = forms.CharField(label=_("Name of the deal"), max_length=200)
    party = PickField("party", label=_("Customer"), required=False, empty=_("Not known yet"))
    contact_name = forms.CharField(label=_("Contact person"), max_length=200, required=False)
    amount = AmountField(label=_("Amount"), required=False)
    currency = CurrencyField(label=_("Currency"))
    percent = PercentField(
        label=_("Chance"), required=False, places=0, help_text=_("Leave empty to take the usual chance of the stage.")
    )
    product = forms.CharField(label=_("Service"), max_length=120, required=False)
    expected_close = DateField(label=_("Expected close"), required=False)
    owner = PickField("member", label=_("Owner"), required=False, empty=_("Nobody yet"))

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units of the deal's currency."""
        said = super().clean() or {}
        if "currency" in said:
            said["amount_minor"] = self.minor("amount", said["currency"]) or 0
        return said


class DealFieldForm(DealForm):
    """A value of a deal that is changed where it stands."""

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_currency = currency

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units of the currency that the deal has."""
        said = super().clean()
        said["amount_minor"] = self.minor("amount", self.kept_currency) or 0
        return said


class BulkOwnerForm(forms.Form):
    """Choose who takes many records over."""

    owner = PickField("member", label=_("New owner"))


class BulkSnoozeForm(forms.Form):
    """The day that many steps move to."""

    until = DateField(label=_("New day"))


class BulkDoneForm(forms.Form):
    """How many steps went."""

    outcome = forms.CharField(label=_("How it went"), max_length=300, required=False)


class BulkStageForm(forms.Form):
    """Choose the stage that many deals move to."""

    stage = ChoiceField(label=_("Stage"), empty=None)


class BulkPlanForm(StepFields):
    """Plan the same next step on each of many deals, for its own owner."""


class OwnerFilterForm(forms.Form):
    """Narrow a list to one owner."""

    owner = PickField("member", label=_("Owner"), required=False, empty=_("all"))


class BoardForm(OwnerFilterForm):
    """Narrow the board, and say what comes first in its lanes."""

    closing = forms.ChoiceField(label=_("Expected close"), required=False, choices=CLOSINGS)
    order = forms.ChoiceField(label=_("First"), required=False, choices=BOARD_ORDERS)


class DealFilterForm(forms.Form):
    """Narrow a list of deals."""

    owner = PickField("member", label=_("Owner"), required=False, empty=_("all"))
    stage = ChoiceField(label=_("Stage"), required=False, empty=_("all"))
    closing = forms.ChoiceField(label=_("Expected close"), required=False, choices=CLOSINGS)


class NewDealForm(DealForm, StepFields):
    """Open a deal."""

    stage = ChoiceField(label=_("Stage"), empty=None)
    field_order = [*DealForm.base_fields, "stage"]


class QuickDealForm(KeyedForm, StepFields, AskedFields):
    """The little that is needed of a new deal: for whom, what, how much, when, and what comes next."""

    party = PickField("party", label=_("Customer"), required=False, empty=_("Not known yet"))
    title = forms.CharField(label=_("Name of the deal"), max_length=200)
    amount = AmountField(label=_("Amount"), required=False)
    expected_close = DateField(label=_("Expected close"), required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.make_step_optional()
        del self.fields["step_kind"], self.fields["step_time"]

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units."""
        said = super().clean() or {}
        said["amount_minor"] = self.minor("amount", self.currency)
        return said


class StageForm(KeyedForm):
    """A stage, and what a deal must say before it enters."""

    name = forms.CharField(label=_("Name"), max_length=80)
    name_ar = forms.CharField(label=_("Arabic name"), max_length=80, required=False)
    percent = PercentField(label=_("Usual chance"), places=0)
    usual_days = forms.IntegerField(label=_("Usual stay in days"), min_value=0, max_value=999)
    required = forms.MultipleChoiceField(
        label=_("A deal must say before it enters"),
        required=False,
        choices=list(REQUIRED_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )


class EnterForm(KeyedForm, StepFields):
    """What a stage asks for of one deal, and no more: `lacks` names it."""

    party = PickField("party", label=_("Customer"))
    contact_name = forms.CharField(label=_("Contact person"), max_length=200)
    amount = AmountField(label=_("Amount"), minimum=Decimal("0.001"))
    expected_close = DateField(label=_("Expected close"))
    product = forms.CharField(label=_("Service"), max_length=120)

    def __init__(self, *args: Any, lacks: Sequence[str], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        asked = {name for each in lacks for name in (STEP_ASKED if each == "next_step" else (each,))}
        for name in [name for name in self.fields if name not in asked and name != KEY]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Turn the amount into minor units."""
        said = super().clean() or {}
        if "amount" in self.fields:
            said["amount_minor"] = self.minor("amount", self.currency)
        return said

    def changes(self) -> dict[str, Any]:
        """Return what the deal is to say, by the service's names."""
        names = {"party": "party_id", "amount": "amount_minor"}
        kept = ("party", "contact_name", "amount", "expected_close", "product")
        return {
            names.get(name, name): self.cleaned_data[names[name] if name == "amount" else name]
            for name in kept
            if name in self.fields
        }


class LoseForm(KeyedForm):
    """Say why a deal was lost."""

    reason = ChoiceField(label=_("Loss reason"), empty=_("Choose the reason"))
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)


class LogForm(KeyedForm):
    """Log a note, a call, a meeting or a letter."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LOG_KINDS)
    body = forms.CharField(label=_("What happened"), widget=forms.Textarea({"rows": 3}))
