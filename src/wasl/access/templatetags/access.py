"""Tags of the pages of sign-in."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django import template
from django.template import Context

from wasl.access.rules import device_of

register = template.Library()
register.filter("device", device_of)


@register.simple_tag(takes_context=True)
def sign_up_is_open(context: Context) -> bool:
    """Tell whether strangers may create an account."""
    return bool(get_adapter().is_open_for_signup(context["request"]))
