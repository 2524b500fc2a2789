"""Forms that are filled in whatever they ask, so that every form there is can be tried."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.app import App
from wasl.core import clock

TODAY = clock.today("Asia/Riyadh").isoformat()
FIELDS = "input:visible, select:visible, textarea:visible"


def fill_all(app: App, text: str) -> None:
    """Fill in each field of the page's form that is still empty: text, amounts, days, the first of what is offered."""
    form = app.main.locator("form[method=post]").last
    for picker in form.get_by_role("combobox").all():
        if picker.is_visible() and not picker.input_value() and picker.get_attribute("aria-controls"):
            pick_first(app, picker)
    for field in form.locator(FIELDS).all():
        if not field.get_attribute("aria-controls") and field.is_editable():
            fill_one(field, text)


def pick_first(app: App, picker: Locator) -> None:
    """Take the first record that a field offers, if it offers any."""
    picker.click()
    listed = app.page.locator(f"#{picker.get_attribute('aria-controls')}")
    expect(listed.locator("li").first).to_be_visible()
    option = listed.locator("[role=option]:not(.w-picker-new)")
    if option.count():
        option.first.click()
    else:
        picker.press("Escape")


def fill_one(field: Locator, text: str) -> None:
    """Fill in one field that is empty, by its kind."""
    kind = field.evaluate("field => field.tagName === 'SELECT' ? 'select' : field.type")
    if kind in ("checkbox", "radio", "file") or field.input_value():
        return
    if kind == "select":
        if field.locator("option").count() > 1:
            field.select_option(index=1)
    elif field.get_attribute("data-reads") == "date":
        field.fill(TODAY)
    elif field.get_attribute("placeholder") == "14:30":
        field.fill("14:30")
    elif field.get_attribute("inputmode") in ("decimal", "numeric"):
        field.fill("5")
    elif kind == "email":
        field.fill(f"{abs(hash(text))}@twice.example")
    elif kind == "tel":
        field.fill(f"05{abs(hash(text)) % 10**8:08}")
    else:
        field.fill(text[: int(field.get_attribute("maxlength") or 200)])
