"""Whatever is typed into any text field of any form is shown as text, or refused clearly: it is never run."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.db import transaction

from tests.everywhere.conftest import World
from tests.everywhere.routes import routes
from wasl.core.forms import DateField, NumberField
from wasl.core.picking import PickField, picker
from wasl.core.scope import company_scope

pytestmark = pytest.mark.pages

SCRIPT = "<script>alert(1)</script>"
TEXTS = {
    "markup": SCRIPT + "\"'><img src=x onerror=alert(1)> {{ 7|add:7 }} {% now 'Y' %}",
    "long": "م" * 300,
    "marks": "👩🏽‍💻 متجر \u200b\u200e\u202eevil\u2066\u200d\ufeff a\tb\x07c\x00\r\nd",
}
RAW = (SCRIPT, "<img src=x")
SHOWN_ON = (
    "/",
    "/search/?q=onerror",
    "/search/palette/?q=onerror",
    "/board/",
    "/deals/?state=all",
    "/leads/?state=all",
    "/customers/",
    "/quotes/",
    "/projects/?state=all",
    "/time/entries/",
    "/finance/invoices/?view=all",
    "/finance/expenses/?view=all",
    "/team/",
    "/audit/",
    "/notices/",
)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_in_any_field_is_shown_as_text_or_refused(world: World, text: str) -> None:
    client, sent, wrong = world.clients["owner"], 0, []
    client.raise_request_exception = False
    for route in routes():
        url = route.url(world.company.pk)
        form = form_of(client.get(url)) if url else None
        if form is None or not any(is_text(field) for field in form.fields.values()):
            continue
        sent += 1
        with transaction.atomic():
            with company_scope(world.company.pk):
                data = filled(form, text)
            answer = client.post(url, data)
            if answer.status_code in (301, 302):
                answer = client.get(answer["Location"])
            transaction.set_rollback(True)
        body = (
            b"".join(answer).decode(errors="replace") if answer.streaming else answer.content.decode(errors="replace")
        )
        if answer.status_code >= 500 or any(raw in body for raw in RAW):
            wrong.append((route.name, answer.status_code))
        if answer.status_code == 422 and not any(mark in body for mark in ('class="w-err"', 'role="alert"')):
            wrong.append((route.name, "refused without a word"))
    assert sent > 20
    assert not wrong


def test_what_was_typed_is_shown_as_text_wherever_it_appears(world: World) -> None:
    client, taken, seen, wrong = world.clients["owner"], 0, 0, []
    client.raise_request_exception = False
    for route in routes():
        url = route.url(world.company.pk)
        form = form_of(client.get(url)) if url else None
        if form is None or not any(is_text(field) for field in form.fields.values()):
            continue
        with transaction.atomic():
            with company_scope(world.company.pk):
                data = filled(form, TEXTS["markup"])
            if client.post(url, data).status_code in (301, 302):
                taken += 1
                for path in SHOWN_ON:
                    body = client.get(path).content.decode()
                    seen += "onerror=alert" in body
                    if any(raw in body for raw in RAW):
                        wrong.append((route.name, path))
            transaction.set_rollback(True)
    assert taken > 10
    assert seen > 20
    assert not wrong


def form_of(answer: Any) -> forms.Form | None:
    """Return the form that a page shows to be sent, or None."""
    if answer.status_code != 200 or not answer.context:
        return None
    found = answer.context.get("form")
    return found if isinstance(found, forms.Form) else None


def is_text(field: forms.Field) -> bool:
    """Tell whether a field takes any text."""
    is_plain = type(field) in (forms.CharField, forms.EmailField)
    return is_plain and not field.widget.is_hidden and not isinstance(field.widget, forms.PasswordInput)


def filled(form: forms.Form, text: str) -> dict[str, Any]:
    """Return a form's data: what it proposes, the first choices, and the text in each text field."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if is_text(field):
            value = text
        elif value in (None, ""):
            value = proposal(field)
        if value not in (None, "", False):
            data[form.add_prefix(name)] = value
    return data


def proposal(field: forms.Field) -> Any:
    """Return something that a field without a value accepts."""
    if isinstance(field, DateField):
        return date(2030, 1, 1).isoformat()
    if isinstance(field, NumberField):
        return "5"
    if isinstance(field, PickField):
        with company_scope(field.source.actor.company.pk):
            return next((row.pk for row in picker(field.kind).find(field.source.actor, "")), None)
    values = [value for value, _label in getattr(field, "choices", []) if value]
    return values[0] if values else None
