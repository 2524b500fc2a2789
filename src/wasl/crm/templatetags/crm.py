"""Tags for the pieces of crm that other pages show."""

from __future__ import annotations

from typing import Any

from django import template

from wasl.crm import forms, pages
from wasl.crm.queries import timeline

register = template.Library()


@register.simple_tag(takes_context=True)
def party_story(context: template.Context, party_id: int) -> dict[str, Any]:
    """Return what happened with a customer, in all rooms, as far as the address asks for it."""
    request = context["request"]
    return pages.story(request, timeline(party_id=party_id, before=request.GET.get("before", "")))


@register.simple_tag
def log_form() -> forms.LogForm:
    """Return the empty form that logs what happened."""
    return forms.LogForm()
