"""Records are created in the drawer over their list, one after the other, and nobody twice unseen."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.app import App, in_both_languages


def drawer(app: App) -> Locator:
    """Return the drawer."""
    return app.page.locator("#drawer[open]")


@in_both_languages
def test_c_opens_the_short_form_and_shift_enter_goes_on_to_the_next(owner: App) -> None:
    owner.go("/leads/")
    owner.page.keyboard.press("c")
    name = drawer(owner).locator("[name=name]")
    expect(name).to_be_focused()
    name.fill(f"First of two {owner.language}")
    name.press("Shift+Enter")
    expect(name).to_have_value("")
    expect(name).to_be_focused()
    name.fill(f"Second of two {owner.language}")
    name.press("Enter")
    expect(drawer(owner)).to_have_count(0)

    expect(owner.page.locator("#toasts a").last).to_have_attribute("href", re.compile(r"/leads/\d+/"))
    for each in ("First", "Second"):
        expect(owner.page.locator("#live-rows")).to_contain_text(f"{each} of two {owner.language}")
    assert owner.path.startswith("/leads/")
    assert not owner.complaints


def test_what_is_refused_is_said_in_the_drawer_and_nothing_typed_is_lost(owner: App) -> None:
    owner.go("/customers/")
    owner.page.keyboard.press("c")
    drawer(owner).locator("[name=name]").fill("Kept in the drawer")
    drawer(owner).locator("[name=email]").fill("no address")
    drawer(owner).locator("[name=email]").press("Enter")

    expect(drawer(owner).locator("[name=email][aria-invalid=true]")).to_be_focused()
    expect(drawer(owner).locator("[name=name]")).to_have_value("Kept in the drawer")
    drawer(owner).locator("[data-more]").click()
    owner.page.wait_for_url("**/customers/new/")
    expect(owner.main.locator("[name=name]")).to_have_value("Kept in the drawer")
    expect(owner.main.locator("[name=email]")).to_have_value("no address")


def test_who_is_here_already_is_shown_while_typing(owner: App) -> None:
    owner.go("/customers/")
    name = owner.main.locator("tbody a.m").first.inner_text()
    owner.page.keyboard.press("c")
    drawer(owner).locator("[name=name]").fill(name)
    expect(drawer(owner).locator("[data-alike-into] a").first).to_be_visible()
    drawer(owner).locator("[name=name]").fill("zzz qqq www")
    expect(drawer(owner).locator("[data-alike-into] a")).to_have_count(0)


def test_the_plus_of_a_phone_opens_the_drawer(owner: App) -> None:
    owner.page.set_viewport_size({"width": 390, "height": 780})
    owner.go("/")
    owner.page.locator(".w-tabs .plus").click()
    owner.page.locator("#create a[href='/deals/new/']").click()
    expect(drawer(owner).locator("[name=title]")).to_be_visible()
    expect(owner.page.locator("#create[open]")).to_have_count(0)
    assert owner.page.evaluate("document.documentElement.scrollWidth") <= 390
