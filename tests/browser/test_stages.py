"""What a stage asks for is asked after the drop: saved, the card stays; left, it goes back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.app import App, in_both_languages


@pytest.fixture
def asking(owner: App) -> Iterator[str]:
    """Let the last stage ask for a service, and return its id."""
    owner.go("/stages/")
    last = owner.main.locator("tbody a.m").last
    address = last.get_attribute("href") or ""
    owner.go(address)
    owner.main.locator("[name=required][value=product]").check()
    owner.press("Save")
    owner.page.wait_for_url("**/stages/")
    yield address.strip("/").split("/")[-1]
    owner.go(address)
    owner.main.locator("[name=required][value=product]").uncheck()
    owner.press("Save")
    owner.page.wait_for_url("**/stages/")


def new_card(app: App) -> Locator:
    """Open a deal that says nothing but its name, and return its card on the board."""
    app.go("/board/")
    app.page.keyboard.press("c")
    app.page.locator("#drawer [name=title]").fill(f"Asked for more {app.language}")
    app.page.locator("#drawer [name=title]").press("Enter")
    href = app.page.locator("#toasts a").last.get_attribute("href") or ""
    key = re.findall(r"\d+", href)[0]
    app.go(f"/board/?q=Asked+for+more+{app.language}")
    return app.page.locator(f"[data-card='{key}']")


@in_both_languages
def test_the_stage_asks_after_the_drop(owner: App, asking: str) -> None:
    card = new_card(owner)
    first = card.evaluate("card => card.closest('[data-lane]').dataset.lane")
    title = owner.page.locator("dialog.w-sheet-up[open] li button").last
    card.focus()
    owner.page.keyboard.press("m")
    title.click()
    field = owner.page.locator("#drawer [name=product]")
    expect(field).to_be_focused()
    expect(owner.page.locator("#drawer .w-f")).to_have_count(1)
    owner.page.keyboard.press("Escape")
    expect(owner.page.locator(f"[data-lane='{first}'] [data-card='{card.get_attribute('data-card')}']")).to_be_visible()

    card.focus()
    owner.page.keyboard.press("m")
    title.click()
    field.fill("Audit")
    field.press("Enter")
    expect(owner.page.locator("#drawer[open]")).to_have_count(0)
    expect(
        owner.page.locator(f"[data-lane='{asking}'] [data-card='{card.get_attribute('data-card')}']")
    ).to_be_visible()
    owner.page.reload()
    expect(
        owner.page.locator(f"[data-lane='{asking}'] [data-card='{card.get_attribute('data-card')}']")
    ).to_be_visible()
