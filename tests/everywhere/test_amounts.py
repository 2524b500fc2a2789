"""Every form that takes an amount says so beside the field when its currency cannot hold it, and saves nothing."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from tests.everywhere.conftest import World
from tests.everywhere.routes import Route, routes
from tests.everywhere.test_reading import rows
from tests.everywhere.test_typed_text import filled
from wasl.core.forms import AmountField
from wasl.core.scope import company_scope
from wasl.crm.models import Deal, Stage
from wasl.ledger.models import OpenItem
from wasl.projects.models import BillingRule

pytestmark = pytest.mark.pages

FINE = "12.345"  # thousandths, which the demo's riyals do not have
KINDS = ("fixed", "milestone", "time_materials")


def test_an_amount_that_its_currency_cannot_hold_is_an_error_beside_its_field(world: World) -> None:
    seen: set[Any] = set()
    wrong = []
    client = world.clients["owner"]
    for name, url, form in shown_forms(world):
        for field_name, field in form.fields.items():
            if not isinstance(field, AmountField):
                continue
            seen.add(type(form).clean)
            sent = everything(client.get(url).context) | {form.add_prefix(field_name): FINE}
            before = rows()
            with transaction.atomic():
                answer = client.post(url, sent)
                saved = rows() != before
                transaction.set_rollback(True)
            told = field_name in errors_of(answer, form)
            if saved or not told:
                wrong.append((name, type(form).__name__, field_name, answer.status_code))
    assert not wrong
    assert [kind.__name__ for kind in amount_forms_declared() if kind.clean not in seen] == []


def shown_forms(world: World) -> Iterator[tuple[str, str, forms.Form]]:
    """Give each form with an amount that a page of the owner shows, and where."""
    for route in routes():
        for url in addresses(world, route):
            answer = world.clients["owner"].get(url)
            if answer.status_code == 200 and answer.context:
                for form in forms_of(answer.context):
                    if any(isinstance(field, AmountField) for field in form.fields.values()):
                        yield route.name, url, form


def addresses(world: World, route: Route) -> set[str]:
    """Return a page's addresses for the newest and the oldest record."""
    found = {url for order in ("-pk", "pk") if (url := route.url(world.company.pk, order))}
    if route.name == "crm:deal_field":
        return {url.replace("/title/", "/amount/") for url in found}
    if route.name == "crm:deal_enter":
        with company_scope(world.company.pk):
            deal = Deal.objects.filter(state="open").first()
            stage = deal.pipeline.stages.exclude(pk=deal.stage_id).first()
            Deal.objects.filter(pk=deal.pk).update(amount_minor=0)
            Stage.objects.filter(pk=stage.pk).update(required=["amount"])
        return {reverse(route.name, args=[deal.pk, stage.pk])}
    if route.name == "projects:rule":
        with company_scope(world.company.pk):
            projects = BillingRule.objects.filter(kind="fixed").order_by("project").values_list("project_id", flat=True)
        return {reverse(route.name, args=[key, kind]) for key in projects[:3] for kind in KINDS}
    if route.name == "payables:reimburse":
        with company_scope(world.company.pk):
            owed = OpenItem.objects.filter(kind="claim", open_minor__gt=0).values_list("employee_id", flat=True)
        return {reverse(route.name, args=[key]) for key in owed[:1]}
    return found


def forms_of(context: Any) -> list[forms.Form]:
    """Return the form of a page and those of its lines."""
    form, lines = context.get("form"), context.get("formset")
    return [*([form] if isinstance(form, forms.Form) else []), *(lines.forms if lines is not None else [])]


def everything(context: Any) -> dict[str, Any]:
    """Return what a page's form and lines would send."""
    data: dict[str, Any] = {}
    for form in forms_of(context):
        data |= filled(form, "x")
    if (lines := context.get("formset")) is not None:
        data |= {f"{lines.prefix}-TOTAL_FORMS": len(lines.forms), f"{lines.prefix}-INITIAL_FORMS": 0}
    return data


def errors_of(answer: Any, form: forms.Form) -> dict[str, Any]:
    """Return the errors of the same form in an answer."""
    if not answer.context:
        return {}
    return next((again.errors for again in forms_of(answer.context) if again.prefix == form.prefix), {})


def amount_forms_declared() -> set[Any]:
    """Return all form classes that declare an amount."""
    return {
        kind
        for config in apps.get_app_configs()
        if config.name.startswith("wasl.") and find_spec(f"{config.name}.forms")
        for module in modules(f"{config.name}.forms")
        for _name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, forms.BaseForm)
        and any(isinstance(field, AmountField) for field in getattr(kind, "base_fields", {}).values())
    }


def modules(name: str) -> list[Any]:
    """Return the modules of a room's forms."""
    found = import_module(name)
    if not hasattr(found, "__path__"):
        return [found]
    return [import_module(f"{name}.{each.name}") for each in iter_modules(found.__path__)]
