"""Foreign keys stay within a company: asked of every model, so that a new one is covered."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import F

from wasl.core.checks import Check, Finding
from wasl.core.models import CompanyModel
from wasl.core.scope import current_company_id, every_company


def keys_stay_in_the_company() -> Iterator[Finding]:
    """Yield each kind of row of the company that points to another company's row."""
    for model in apps.get_models():
        if not issubclass(model, CompanyModel):
            continue
        for field in model._meta.get_fields():
            target = field.related_model
            if not field.concrete or not isinstance(target, type) or not issubclass(target, CompanyModel):
                continue
            rows = model.everywhere.filter(company_id=current_company_id(), **{f"{field.name}__isnull": False})
            strayed = rows.exclude(**{f"{field.name}__company_id": F("company_id")})
            with every_company():
                keys = list(strayed.values_list("pk", flat=True)[:5])
            for key in keys:
                yield Finding("keys stay in the company", f"{model._meta.label} {key}", field.name)


CHECKS: list[Check] = [keys_stay_in_the_company]
