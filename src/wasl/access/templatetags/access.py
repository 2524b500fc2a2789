"""Tags of the pages of sign-in."""

from __future__ import annotations

from django import template

from wasl.access.rules import device_of

register = template.Library()
register.filter("device", device_of)
