"""Tags for the pieces of crm that other pages show."""

from __future__ import annotations

from typing import Any

from django import template

from wasl.core import clock
from wasl.crm import forms, pages
from wasl.crm.queries import Entry

register = template.Library()


@register.simple_tag(takes_context=True)
def timeline_entries(context: template.Context, found: list[Entry]) -> list[dict[str, Any]]:
    """Return the lines of a timeline for the member who reads."""
    return pages.entries(context["actor"], found, clock.now())


@register.simple_tag
def log_form() -> forms.LogForm:
    """Return the empty form that logs what happened."""
    return forms.LogForm()
