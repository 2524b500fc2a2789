"""Tags of the pages of sign-in."""

from __future__ import annotations

from django import template
from django.conf import settings

from wasl.access.rules import device_of

register = template.Library()
register.filter("device", device_of)


@register.simple_tag
def sign_up_is_open() -> bool:
    """Tell whether strangers may create an account."""
    return not settings.SIGN_UP_CLOSED
