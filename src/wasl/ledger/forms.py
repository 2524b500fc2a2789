"""Forms of the books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.formats import language
from wasl.core.forms import (
    AmountField,
    ChoiceField,
    DateField,
    KeyedForm,
    NumberField,
    PercentField,
    currency_choices,
    minor_of,
    offer,
)
from wasl.core.periods import fiscal_year_start
from wasl.core.picking import KEY_MAX, PickField, Source, offer_picks
from wasl.ledger import queries
from wasl.ledger.labels import ROLE_LABELS, TREATMENT_LABELS
from wasl.ledger.models import Account
from wasl.ledger.queries.drills import CREDIT, DEBIT, FLOWS
from wasl.ledger.rules.roles import ROLE_TYPES
from wasl.people import queries as people
from wasl.people.models import Department

RATE_PLACES = 10


def account_options(roles: tuple[str, ...] = (), *, active_only: bool = True) -> list[tuple[int, str]]:
    """Return accounts to choose from: code and name in the reader's language."""
    lang = language()
    rows = queries.accounts(roles=roles, active_only=active_only)
    return [(account.pk, f"{account.code} {account.display_name(lang)}") for account in rows]


def money_options() -> list[tuple[int, str]]:
    """Return bank and cash accounts to choose from, each with its currency."""
    lang = language()
    rows = queries.accounts(roles=("bank", "cash"), active_only=True)
    return [(account.pk, f"{account.display_name(lang)} ({account.currency})") for account in rows]


def tax_options(on: date) -> list[tuple[int, str]]:
    """Return taxes to choose from, without those that are withheld."""
    lang, percents = language(), queries.tax_percents(on)
    return [
        (tax.pk, tax_label(tax, percents.get(tax.pk), lang))
        for tax in queries.taxes()
        if tax.treatment != "withholding"
    ]


def tax_text(tax: Any, percents: dict[int, Decimal]) -> str:
    """Return what a line is taxed with: its percent, else why there is none."""
    if tax is None:
        return str(_("Out of scope"))
    if tax.treatment == "standard" and tax.pk in percents:
        return formats.format_percent(percents[tax.pk])
    return str((tax.name_ar or tax.name) if language() == "ar" else tax.name)


def tax_label(tax: Any, percent: Decimal | None, lang: str) -> str:
    """Return a tax's name after its percent where it charges one, so that a narrow field still tells how much."""
    name = (tax.name_ar or tax.name) if lang == "ar" else tax.name
    if tax.treatment in ("standard", "withholding") and percent and f"{percent.normalize():f}" not in name:
        return f"{formats.LRI}{percent.normalize():f}%{formats.PDI} {name}"
    return str(name)


def withholding_options(on: date) -> list[tuple[int, str]]:
    """Return withholding taxes to choose from."""
    lang, percents = language(), queries.tax_percents(on)
    rows = queries.taxes().filter(treatment="withholding")
    return [(tax.pk, tax_label(tax, percents.get(tax.pk), lang)) for tax in rows]


def project_options() -> list[tuple[int, str]]:
    """Return projects, as far as lines can be told apart by them."""
    return [(row.pk, row.label) for row in queries.dimensions("project")]


def department_options(*, active_only: bool = True) -> list[tuple[int, str]]:
    """Return departments to choose from."""
    lang = language()
    return [(row.pk, row.display_name(lang)) for row in people.departments(active_only=active_only)]


def currency_options(base: str, used: list[str]) -> list[tuple[str, str]]:
    """Return currencies to choose from: the base first, then those that have a rate, then all others."""
    return currency_choices(base, *(code for code in used if code != base))


class PeriodForm(forms.Form):
    """The span of a report: the fiscal year so far, where nothing is chosen."""

    narrows = False
    first = DateField(label=_("From"), required=False, attrs={"data-submit": ""})
    last = DateField(label=_("To"), required=False, attrs={"data-submit": ""})

    def __init__(self, given: Mapping[str, Any], *, today: date, start_month: int) -> None:
        begins = fiscal_year_start(today, start_month)
        values = {"first": begins.isoformat(), "last": today.isoformat()}
        values |= {name: given[name] for name in ("first", "last") if given.get(name)}
        super().__init__(values)
        self.is_valid()
        self.first_day: date = self.cleaned_data.get("first") or begins
        self.last_day: date = self.cleaned_data.get("last") or today


class DayForm(forms.Form):
    """The day of a report: today, where nothing is chosen."""

    narrows = False  # nothing on a day is an answer, not a search without one
    at = DateField(label=_("On"), required=False, attrs={"data-submit": ""})

    def __init__(self, given: Mapping[str, Any], *, today: date) -> None:
        super().__init__({"at": given.get("at") or today.isoformat()})
        self.is_valid()
        self.day: date = self.cleaned_data.get("at") or today


class SpanFilterForm(forms.Form):
    """The dates of a list, both in; open where nothing is chosen."""

    first = DateField(label=_("From"), required=False, attrs={"data-submit": ""})
    last = DateField(label=_("To"), required=False, attrs={"data-submit": ""})

    def asked(self) -> dict[str, Any]:
        """Return the filter; what cannot be read is left out, and its field says so."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class CustomerFilterForm(SpanFilterForm):
    """Which records of a list: by customer and date."""

    party = PickField("party", label=_("Customer"), required=False, empty=_("All"))
    field_order: tuple[str, ...] = ("party", "first", "last")

    def __init__(self, given: Any, actor: Actor) -> None:
        super().__init__(given)
        offer_picks(self, actor, creates=False)

    def asked(self) -> dict[str, Any]:
        """Return the filter as queries take it: a record that is chosen as its id."""
        records = (PickField, ChoiceField)
        return {
            f"{name}_id" if isinstance(self.fields[name], records) else name: value
            for name, value in super().asked().items()
        }


class LineFilterForm(SpanFilterForm):
    """Which lines: read from an address that a figure leads to."""

    account = PickField("moved_account", label=_("Account"), required=False, empty=_("All"))
    project = PickField("moved_project", label=_("Project"), required=False, empty=_("All"))
    department = ChoiceField(
        label=_("Department"), required=False, empty=_("All"), widget=forms.Select({"data-submit": ""})
    )
    party = forms.IntegerField(required=False, max_value=KEY_MAX, widget=forms.HiddenInput)
    employee = forms.IntegerField(required=False, max_value=KEY_MAX, widget=forms.HiddenInput)
    role = forms.ChoiceField(required=False, choices=[("", ""), *ROLE_LABELS.items()], widget=forms.HiddenInput)
    without = forms.ChoiceField(required=False, choices=[("", ""), *ROLE_LABELS.items()], widget=forms.HiddenInput)
    projects = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.MultipleHiddenInput)
    type = forms.MultipleChoiceField(
        required=False, choices=[(name, name) for name in ROLE_TYPES], widget=forms.MultipleHiddenInput
    )
    side = forms.ChoiceField(
        required=False, choices=[("", ""), (DEBIT, DEBIT), (CREDIT, CREDIT)], widget=forms.HiddenInput
    )
    flow = forms.ChoiceField(
        required=False, choices=[("", ""), *((name, name) for name in FLOWS)], widget=forms.HiddenInput
    )
    closing = forms.ChoiceField(required=False, choices=[("", ""), ("0", "0")], widget=forms.HiddenInput)
    sign = forms.ChoiceField(required=False, choices=[("", ""), (CREDIT, CREDIT)], widget=forms.HiddenInput)

    def __init__(self, given: Any, actor: Actor) -> None:
        super().__init__(given)
        offer_picks(self, actor, creates=False)
        offer(self, "projects", project_options())
        offer(self, "department", [(0, _("Without a department")), *department_options(active_only=False)])

    def line_filter(self, today: date) -> queries.LineFilter:
        """Return the filter; what cannot be read is left out, and its field says so."""
        self.is_valid()
        found = self.cleaned_data
        dimensions: dict[str, Any] = {
            f"{name}_id": found.get(name) for name in ("account", "party", "project", "department", "employee")
        }
        return queries.LineFilter(
            last=found.get("last") or today,
            **({"first": found["first"]} if found.get("first") else {}),
            role=found.get("role", ""),
            without_role=found.get("without", ""),
            project_ids=tuple(found.get("projects", ())),
            types=tuple(found.get("type", ())),
            side=found.get("side", ""),
            flow=found.get("flow", ""),
            with_closing=found.get("closing") != "0",
            **dimensions,
        )


class AccountForm(KeyedForm):
    """A new account."""

    code = forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput({"inputmode": "numeric"}))
    name = forms.CharField(label=_("Name"), max_length=120)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), help_text=_("What the app posts to this account."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", ROLE_LABELS.items())


class TaxForm(KeyedForm):
    """A new tax code with its first rate."""

    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=100)
    treatment = forms.ChoiceField(label=_("Treatment"), choices=[*TREATMENT_LABELS.items()])
    percent = PercentField(label=_("Percent"))
    recoverable_percent = PercentField(label=_("Recoverable share on purchases"), initial="100", required=False)
    valid_from = DateField(label=_("Valid from"))
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False, help_text=_("The law or notice that sets the rate.")
    )


class TaxRateForm(KeyedForm):
    """A new rate of a tax."""

    valid_from = DateField(label=_("Valid from"))
    percent = PercentField(label=_("Percent"))
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False, help_text=_("The law or notice that sets the rate.")
    )


class RateForm(KeyedForm):
    """An exchange rate from a day on."""

    currency = forms.ChoiceField(label=_("Currency"))
    date = DateField(label=_("Valid from"))
    rate = NumberField(label=_("Rate"), places=RATE_PLACES)

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = currency_options(base, queries.rate_currencies())
        offer(self, "currency", [option for option in options if option[0] != base])
        self.fields["rate"].help_text = _("How many %(base)s one unit is worth.") % {"base": base}


class JournalForm(KeyedForm):
    """The head of a manual journal."""

    date = DateField(label=_("Date"))
    memo = forms.CharField(label=_("Description"), max_length=300, required=False)
    reverse_on = DateField(
        label=_("Reverse on"), required=False, help_text=_("For accruals: a reversing entry is posted on that day.")
    )


class JournalLineForm(forms.Form):
    """A line of a manual journal: one of debit and credit."""

    account = PickField("account", label=_("Account"))
    debit = AmountField(label=_("Debit"), required=False)
    credit = AmountField(label=_("Credit"), required=False)
    project = PickField("journal_project", label=_("Project"), required=False, follows=True)
    department = ChoiceField(label=_("Department"), required=False, empty=_("None"))

    def __init__(
        self, *args: Any, accounts: Source, projects: Source, departments: Any, base: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        for name, source in (("account", accounts), ("project", projects)):
            field: Any = self.fields[name]
            field.offer(source)
        offer(self, "department", departments)

    def clean(self) -> dict[str, Any]:
        """Refuse a line that has both sides, or neither; give its side in minor units of the base currency, signed."""
        found = super().clean() or {}
        sides = [name for name in ("debit", "credit") if found.get(name)]
        if not self.errors and len(sides) != 1:
            self.add_error("debit", _("Enter either a debit or a credit."))
        debit, credit = (minor_of(self, name, self.base) for name in ("debit", "credit"))
        found["signed_minor"] = (debit or 0) - (credit or 0)
        return found


JournalLines = forms.formset_factory(JournalLineForm, extra=0, can_delete=True, can_order=True)


class DayOfActForm(KeyedForm):
    """The date on which something is done."""

    date = DateField(label=_("Date"))


class LockForm(KeyedForm):
    """Lock the books up to a day."""

    until = DateField(label=_("Lock up to and including"))
    reason = forms.CharField(label=_("Note"), max_length=300, required=False)


class UnlockForm(KeyedForm):
    """Move the lock back."""

    until = DateField(label=_("Keep locked up to"), required=False, help_text=_("Leave empty to unlock everything."))
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("It is kept in the history."))


class YearForm(KeyedForm):
    """Close a fiscal year."""

    year_end = DateField(label=_("Last day of the year"))


def last_year_end(today: date, start_month: int) -> date:
    """Return the last day of the fiscal year before this one."""
    return fiscal_year_start(today, start_month) - timedelta(days=1)


def account_name(account: Account) -> str:
    """Return an account's code and name in the reader's language."""
    return f"{account.code} {account.display_name(language())}"


def about_line(line: Any) -> str:
    """Return whom and what a line is for: party, project, department, employee, as far as it has them."""
    parts = (
        getattr(line, "party", None) and line.party.display_name(language()),
        line.project and line.project.label,
        department_name(line.department),
        getattr(line, "employee", None),
    )
    return " · ".join(str(part) for part in parts if part)


def department_name(department: Department | None) -> str:
    """Return a department's name in the reader's language, nothing where there is none."""
    return department.display_name(language()) if department else ""
