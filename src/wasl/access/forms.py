"""What the pages of companies and members ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.access import rules
from wasl.core.formats import format_list
from wasl.core.forms import ChoiceField, CurrencyField, DateField, KeyedForm

ROLES = [
    ("owner", pgettext_lazy("role", "Owner")),
    ("manager", pgettext_lazy("role", "Manager")),
    ("sales", pgettext_lazy("role", "Sales")),
    ("finance", pgettext_lazy("role", "Finance")),
    ("project_lead", pgettext_lazy("role", "Project lead")),
    ("member", pgettext_lazy("role", "Team member")),
    ("accountant", pgettext_lazy("role", "External accountant")),
]
COUNTRIES = [
    ("SA", _("Saudi Arabia")),
    ("AE", _("United Arab Emirates")),
    ("EG", _("Egypt")),
    ("KW", _("Kuwait")),
    ("QA", _("Qatar")),
    ("BH", _("Bahrain")),
    ("OM", _("Oman")),
    ("JO", _("Jordan")),
    ("ZZ", _("Another country")),
]
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
MONTHS = [
    (1, _("January")),
    (2, _("February")),
    (3, _("March")),
    (4, _("April")),
    (5, _("May")),
    (6, _("June")),
    (7, _("July")),
    (8, _("August")),
    (9, _("September")),
    (10, _("October")),
    (11, _("November")),
    (12, _("December")),
]
STARTS = [
    ("crm", _("Sales: leads, deals, quotes and follow-ups")),
    ("all", _("Everything: sales, projects, invoices and the books")),
]
AREAS = [
    ("crm", _("Leads and deals")),
    ("parties", _("Customers and suppliers")),
    ("sales", _("Quotes and services")),
    ("projects", _("Projects and time")),
    ("receivables", _("Invoices and payments")),
    ("payables", _("Expenses")),
    ("banking", _("Bank and cash")),
    ("ledger", _("Ledger")),
    ("people", _("People")),
    ("messages", _("Outbox")),
    ("insight", _("Today and profit")),
    ("access", _("Team")),
    ("core", _("Company and audit trail")),
]
CODE = {"inputmode": "latin"}


def zones() -> list[tuple[str, str]]:
    """Return the time zones of cities, those of the region first."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    near = ("Asia/Riyadh", "Asia/Dubai", "Asia/Kuwait", "Asia/Qatar", "Asia/Bahrain", "Asia/Amman", "Africa/Cairo")
    return [(name, name) for name in (*near, *(name for name in names if name not in near))]


class AuditFilterForm(forms.Form):
    """Whose acts the audit trail shows."""

    member = ChoiceField(label=_("Who"), required=False, empty=_("All"))


class CompanyFields(KeyedForm):
    """What a company says of itself on its papers."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_ar = forms.CharField(label=_("Arabic name"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), required=False, widget=forms.Textarea({"rows": 2}))
    address_ar = forms.CharField(label=_("Arabic address"), required=False, widget=forms.Textarea({"rows": 2}))
    tax_number = forms.CharField(
        label=_("Tax registration number"),
        max_length=50,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    registration_number = forms.CharField(
        label=_("Commercial registration"), max_length=50, required=False, widget=forms.TextInput(CODE)
    )
    iban = forms.CharField(label=_("IBAN"), max_length=42, required=False, widget=forms.TextInput(CODE))
    language = forms.ChoiceField(label=_("Document language"), choices=LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    fiscal_year_start_month = forms.TypedChoiceField(label=_("Fiscal year begins in"), choices=MONTHS, coerce=int)


class CompanyForm(CompanyFields):
    """Change what the company says of itself."""

    show_hijri = forms.BooleanField(
        label=_("Show Hijri days beside Gregorian ones"), required=False, help_text=_("By the calendar of Umm al-Qura.")
    )

    logo = forms.FileField(
        label=_("Logo"), required=False, help_text=_("PNG or JPEG. It stands on quotes and invoices.")
    )

    def keep_to_sales(self) -> None:
        """Leave out what only the books need; what is there stays as it is."""
        for name in ("tax_number", "fiscal_year_start_month"):
            del self.fields[name]


class NewCompanyForm(KeyedForm):
    """Create a company with the few things that are needed on the first day; the rest has its place in settings."""

    person = forms.CharField(label=_("Your name"), max_length=200)
    name = forms.CharField(label=_("Name of the company"), max_length=200)
    country = forms.ChoiceField(
        label=_("Country"), choices=COUNTRIES, help_text=_("It sets the time zone, the currency and the taxes.")
    )
    base_currency = CurrencyField(label=_("Currency"), empty=_("That of the country"), required=False)
    start = forms.ChoiceField(
        label=_("Begin with"), choices=STARTS, initial="crm", widget=forms.RadioSelect,
        help_text=_("The other parts can be switched on at any time, and nothing is lost by switching off."),
    )  # fmt: skip


class MemberForm(KeyedForm):
    """Add a person to the company."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_ar = forms.CharField(label=_("Arabic name"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Without an e-mail the person cannot sign in yet.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial="member")
    manager = ChoiceField(label=_("Reports to"), required=False, empty=_("Nobody"))
    region = forms.CharField(label=_("Region"), max_length=60, required=False)


class MemberChangeForm(KeyedForm):
    """Change a member's names, role, manager or region."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_ar = forms.CharField(label=_("Arabic name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    manager = ChoiceField(label=_("Reports to"), required=False, empty=_("Nobody"))
    region = forms.CharField(label=_("Region"), max_length=60, required=False)


class AcceptForm(forms.Form):
    """Choose a password for the first sign-in; who `is_known` joins with theirs."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "inputmode": "latin"}),
        help_text=_("At least ten characters. If you have a sign-in already, sign in first."),
    )

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["password"]


def scopes_text(scopes: Sequence[str]) -> str:
    """Return in words what a token may do."""
    words = {"read": _("Read: %(areas)s"), "write": _("Read and write: %(areas)s")}
    areas = dict(AREAS) | {rules.EVERY_AREA: _("everything")}
    said = []
    for reach, text in words.items():
        chosen = [scope.removesuffix(f":{reach}") for scope in scopes if scope.endswith(f":{reach}")]
        named = [str(areas.get(area, area)) for area in chosen]
        if named:
            said.append(str(text) % {"areas": format_list(named)})
    return " · ".join(said)


class TokenForm(KeyedForm):
    """What an API token is for, what it may do and until when."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    reach = forms.ChoiceField(
        label=_("What it may do"), choices=[("read", _("Read")), ("write", _("Read and write"))], initial="read"
    )
    areas = forms.MultipleChoiceField(
        label=_("Where"),
        required=False,
        choices=AREAS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen means everywhere. It never reaches further than you."),
    )
    expires_on = DateField(label=_("Works until"), required=False)

    def said(self) -> dict[str, Any]:
        """Return what the service asks for."""
        said = self.cleaned_data
        scopes = [f"{area}:{said['reach']}" for area in said["areas"] or [rules.EVERY_AREA]]
        return {"name": said["name"], "scopes": scopes, "expires_on": said["expires_on"]}
