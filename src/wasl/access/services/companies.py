"""Create a company and change what it says of itself."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.apps import apps
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.access.models import User
from wasl.access.services.members import add_first_owner
from wasl.core import events
from wasl.core.errors import BadInput
from wasl.core.models import Company, CompanyModel
from wasl.core.money import CURRENCIES
from wasl.core.scope import company_scope

MODULES = ("crm", "projects", "finance")
TIME_ZONES = {
    "SA": "Asia/Riyadh",
    "AE": "Asia/Dubai",
    "EG": "Africa/Cairo",
    "KW": "Asia/Kuwait",
    "QA": "Asia/Qatar",
    "BH": "Asia/Bahrain",
    "OM": "Asia/Muscat",
    "JO": "Asia/Amman",
}
COUNTRY_CURRENCIES = {
    "SA": "SAR",
    "AE": "AED",
    "EG": "EGP",
    "KW": "KWD",
    "QA": "QAR",
    "BH": "BHD",
    "OM": "OMR",
    "JO": "JOD",
}
CHANGEABLE = frozenset(
    {
        "name",
        "name_ar",
        "address",
        "address_ar",
        "registration_number",
        "tax_number",
        "iban",
        "language",
        "time_zone",
        "fiscal_year_start_month",
        "show_hijri",
        "logo_id",
    }
)


@transaction.atomic
def create_company(
    *,
    name: str,
    country: str,
    base_currency: str = "",
    user: User | None = None,
    person: str = "",
    name_ar: str = "",
    language: str = "ar",
    time_zone: str = "",
    fiscal_year_start_month: int = 1,
    rounding: str = "half_up",
    tax_rounding: str = "document",
    modules: tuple[str, ...] = MODULES,
    is_sample: bool = False,
    details: dict[str, str] | None = None,
) -> Company:
    """Create a company; the rooms give it its chart, taxes and pipeline, and `user` becomes its owner.

    Without a currency or a time zone, those of the country are taken. `person` is what the owner is called.
    `details` are address, tax number and what else stands on its papers.

    :raises BadInput: an empty name, an unknown currency or time zone.
    """
    if not name.strip():
        raise BadInput("name", reason=_("A company needs a name."))
    base_currency = base_currency or COUNTRY_CURRENCIES.get(country, "")
    if base_currency not in CURRENCIES:
        raise BadInput("base_currency", reason=_("This currency is not known: use its three-letter ISO code."))
    if unknown := set(details or {}) - CHANGEABLE:
        raise BadInput(min(unknown), reason=_("This cannot be changed."))
    zone = time_zone or TIME_ZONES.get(country, "UTC")
    _check_zone(zone)
    company = Company.objects.create(
        slug=_free_slug(name),
        name=name.strip(),
        name_ar=name_ar.strip(),
        country=country,
        base_currency=base_currency,
        language=language,
        time_zone=zone,
        fiscal_year_start_month=fiscal_year_start_month,
        rounding=rounding,
        tax_rounding=tax_rounding,
        modules=list(modules),
        is_sample=is_sample,
        **(details or {}),
    )
    with company_scope(company.pk):
        if user is not None:
            add_first_owner(company=company, user=user, name=person.strip())
        events.record("company.created", company, name=company.name)
    return company


@transaction.atomic
def change_company(*, actor: Actor, version: int, **changes: Any) -> Company:
    """Change what the company says of itself; country and currency stay as they were.

    :raises StaleVersion: somebody else changed it since it was read.
    :raises BadInput: a value that cannot be used.
    """
    actor.require("company.settings")
    company = Company.objects.select_for_update().get(pk=actor.company.pk)
    company.expect(version)
    if unknown := set(changes) - CHANGEABLE:
        raise BadInput(min(unknown), reason=_("This cannot be changed."))
    if "time_zone" in changes:
        _check_zone(changes["time_zone"])
    if not changes.get("name", company.name).strip():
        raise BadInput("name", reason=_("A company needs a name."))
    for field, value in changes.items():
        setattr(company, field, value)
    company.version += 1
    company.save(update_fields=[*changes, "version"])
    events.record("company.changed", company, fields=sorted(changes))
    return company


@transaction.atomic
def switch_module(*, actor: Actor, module: str, on: bool) -> Company:
    """Switch a part of Wasl on or off; switching off hides, it deletes nothing."""
    actor.require("company.settings")
    if module not in MODULES or (module == "crm" and not on):
        raise BadInput("module", reason=_("This cannot be switched."))
    company = Company.objects.select_for_update().get(pk=actor.company.pk)
    company.modules = [name for name in MODULES if (on if name == module else name in company.modules)]
    company.save(update_fields=["modules"])
    events.record("company.module_switched", company, module=module, on=on)
    return company


@transaction.atomic
def erase_sample_company(*, actor: Actor) -> None:
    """Remove a sample company with all that is in it, in one act. A company of one's own keeps its books for ever.

    The guards of the books let the rows of sample companies go, and of no others.

    :raises BadInput: it is no sample.
    """
    actor.require("company.settings")
    company = Company.objects.select_for_update().get(pk=actor.company.pk)
    if not company.is_sample:
        raise BadInput("company", reason=_("Only a sample company can be removed."))
    Company.objects.filter(pk=company.pk).update(logo=None)
    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, CompanyModel)]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE company_id = %s", [company.pk])
        cursor.execute("DELETE FROM core_company WHERE id = %s", [company.pk])


def _check_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise BadInput("time_zone", reason=_("This time zone is not known."))


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "company"
    taken = set(Company.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return stem if stem not in taken else next(f"{stem}-{n}" for n in range(2, 10**6) if f"{stem}-{n}" not in taken)
