"""Tags that pages use for icons, money, dates, states and people. Loaded everywhere as built-ins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wasl.core import clock, formats
from wasl.web import marks, tables
from wasl.web.assets import asset_url
from wasl.web.marks import n

WHOLE = {"maxlength": False}
register = template.Library()
register.filter(n)
register.simple_tag(marks.pill)
register.simple_tag(marks.avatar)


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a built front-end file."""
    return asset_url(name)


@register.simple_tag
def icon(name: str, size: str = "", flip: bool = False) -> SafeString:
    """Draw an icon of the sprite; `size="sm"` is smaller, `flip=True` mirrors it in right-to-left pages."""
    return _drawn(name, size, flip, asset_url("icons.svg"))


@cache
def _drawn(name: str, size: str, flip: bool, sprite: str) -> SafeString:
    classes = " ".join(filter(None, ["i", size, "flip" if flip else ""]))
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, sprite, name)


@register.simple_tag
def money(minor: int | None, currency: str, whole: bool = False, code: bool = False) -> SafeString:
    """Write an amount in minor units; `whole=True` drops zero decimals, `code=True` adds the currency."""
    if minor is None:
        return SafeString("")
    number = n(formats.format_minor(minor, currency, whole_if_possible=whole))
    if not code:
        return number
    return format_html('{} <span class="unit">{}</span>', number, formats.currency_word(currency))


@register.simple_tag(takes_context=True, name="date")
def day(context: template.Context, value: date | None) -> SafeString:
    """Write a day as lists have it, with the exact day for machines; `today` comes from the context."""
    if value is None:
        return SafeString("")
    today = context.get("today") or clock.now().date()
    text = formats.format_date(value, None, today)
    number, rest = text.split(" ", 1)
    return format_html('<time datetime="{}"><bdi class="n">{}</bdi> {}</time>', value.isoformat(), number, rest)


@register.filter
def number(value: Decimal | int | None) -> SafeString:
    """Write a number with grouping and no trailing zeros."""
    return SafeString("") if value is None else n(formats.format_number(value))


@register.filter
def digits(value: int | str) -> str:
    """Write a bare count with the digits that the reader has chosen, where its isolation stands around it."""
    return formats.digits(str(value))


@register.filter
def percent(value: Decimal | int | None) -> SafeString:
    """Write a percentage (34.2 is `34.2%`)."""
    return SafeString("") if value is None else n(formats.format_percent(value))


@register.filter
def hours(minutes: int | None) -> SafeString:
    """Write minutes as decimal hours."""
    return SafeString("") if minutes is None else n(formats.format_minutes(minutes))


@register.filter
def days(value: int) -> str:
    """Write a number of days in words that agree with it."""
    return formats.plural_days(value)


@register.filter
def currency(code: str) -> str:
    """Return what stands after an amount in this language: `ر.س`, `SAR`."""
    return formats.currency_word(code)


@register.simple_tag
def progress(value: int | Decimal, maximum: int | Decimal = 100, label: str = "", tone: str = "") -> SafeString:
    """Draw a share of a whole as a bar; `label` says it to those who do not see it."""
    return format_html(
        '<progress class="w-prog {}" value="{}" max="{}" aria-label="{}"></progress>',
        tone,
        value,
        maximum,
        label,
    )


@register.simple_tag
def table(
    columns: list[dict[str, Any]],
    rows: list[Any],
    total: list[Any] | None = None,
    caption: str = "",
    stack: bool = True,
) -> SafeString:
    """Draw a table of ready-made cells; `wasl.web.tables` says what columns and rows may hold."""
    return tables.draw(columns, rows, total=total, caption=caption, stack=stack)


@register.filter
def control(field: BoundField) -> SafeString:
    """Draw the input of a field: user text takes the direction of what is typed, codes run left to right.

    The blank placeholder lets the style sheet give an empty input the direction of the page. Text that is too long is
    refused with a word, and not cut off by the browser.
    """
    kind = getattr(field.field.widget, "input_type", "textarea")
    if kind in ("checkbox", "radio", "select", "file", "hidden"):
        return field.as_widget()
    given = field.field.widget.attrs
    if kind in ("text", "search", "textarea") and given.get("inputmode", "text") == "text":
        return field.as_widget(
            attrs={"dir": given.get("dir", "auto"), "placeholder": given.get("placeholder", " "), **WHOLE}
        )
    return field.as_widget(attrs={"dir": "ltr", "class": f"n {given.get('class', '')}".strip(), **WHOLE})


@register.filter
def line_control(field: BoundField) -> SafeString:
    """Draw the input of a field in a table of lines, named by its column."""
    attrs: dict[str, str | bool] = {"class": "w-input", "aria-label": str(field.label), **WHOLE}
    if field.field.widget.attrs.get("inputmode") == "decimal":
        attrs |= {"class": "w-input n", "dir": "ltr"}
    elif kind(field) == "text":
        attrs |= {"dir": "auto", "placeholder": " "}
    return field.as_widget(attrs=attrs)


@register.filter
def kind(field: BoundField) -> str:
    """Return the kind of a field's input: `text`, `checkbox`, `select`, `textarea`…"""
    return getattr(field.field.widget, "input_type", "textarea")


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:
    """Draw a modal window, closed, that a button with `data-open="id"` opens."""
    return render_to_string("web/c/dialog.html", {"id": id, "title": title, "content": content})


@register.simple_block_tag
def drawer(content: str, id: str, title: str) -> str:
    """Draw a drawer at the end side, closed, that a button with `data-open="id"` opens."""
    return render_to_string("web/c/drawer.html", {"id": id, "title": title, "content": content})


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    icon: str = "",
    count: Any = "",
    more_url: str = "",
    more: str = "",
    id: str = "",
) -> str:
    """Draw a card: its head with icon, title, count and a link to the rest, then the content."""
    head = {"title": title, "icon": icon, "count": count, "more_url": more_url, "more": more, "id": id}
    return render_to_string("web/c/card.html", head | {"content": content})


@register.filter
def item(mapping: Any, key: str) -> Any:
    """Return a mapping's value for a key, or nothing."""
    return mapping.get(key, "")
