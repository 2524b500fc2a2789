"""For who writes programs: the new token is copied by keyboard, and an endpoint is found by typing."""

from playwright.sync_api import expect

from tests.browser.app import App
from tests.browser.test_sign_in import tab_to


def test_a_new_token_is_copied_by_keyboard_and_says_so(owner: App) -> None:
    owner.context.grant_permissions(["clipboard-read", "clipboard-write"])
    owner.go("/tokens/new/")
    owner.fill(name="Website")
    owner.press("Make the token")
    secret = owner.page.locator("#secret").input_value()

    tab_to(owner, "[data-copy=secret]")
    owner.page.keyboard.press("Enter")

    expect(owner.page.locator(".w-copy [role=status]").first).to_have_text(owner.say("Copied"))
    assert owner.page.evaluate("navigator.clipboard.readText()") == secret
    assert owner.complaints == []


def test_an_endpoint_is_found_by_typing(owner: App) -> None:
    owner.go("/api/v1/docs")
    owner.page.keyboard.press("/")
    owner.page.keyboard.type("POST credit")

    rows = owner.page.locator("[data-narrowed]:visible")
    expect(owner.page.locator("[data-narrow-said]")).to_have_text(f"Endpoints found: {rows.count()}")
    assert 0 < rows.count() < 10
    assert all("POST" in text and "credit" in text.lower() for text in rows.all_inner_texts())
    expect(owner.page.locator("section.w-card:visible")).to_have_count(owner.page.locator(".w-kinds a:visible").count())
