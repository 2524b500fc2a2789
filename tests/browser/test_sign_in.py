"""Coming in: signing up with a company, signing in and out, and doing it all without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.app import E_MAIL, PASSWORD, App


def test_a_visitor_signs_up_and_their_company_opens_on_today(visitor: App) -> None:
    visitor.go("/")
    visitor.press("Create an account")
    visitor.fill(email="new@owner.example", password1="a-long-password-1")
    visitor.press("Create an account")
    visitor.page.wait_for_url("**/company/new/")
    visitor.fill(person="نور السالم", name="استوديو نور", start="crm")
    visitor.press("Create company")

    expect(visitor.page).to_have_url(visitor.address + "/")
    visitor.sees("استوديو نور", translated=False)
    visitor.sees("First steps")


def test_a_wrong_password_is_told_in_our_words(visitor: App) -> None:
    visitor.go("/accounts/login/")
    visitor.fill(login=E_MAIL, password="not-the-password")
    visitor.press("Sign in")

    visitor.sees("E-mail or password is not right.")


def test_signing_in_says_nothing_and_signing_out_leads_back(owner: App) -> None:
    expect(owner.page.locator("#toasts")).to_be_empty()
    owner.page.locator(".w-side .w-me > summary").click()
    owner.page.locator(".w-side").get_by_role("button", name=owner.say("Sign out")).click()

    owner.page.wait_for_url(re.compile(r"/accounts/login/"))


def test_a_deal_is_opened_by_keyboard_alone(visitor: App) -> None:
    keys = visitor.page.keyboard
    visitor.go("/accounts/login/")
    tab_to(visitor, "[name=login]")
    keys.type(E_MAIL)
    tab_to(visitor, "[name=password]")
    keys.type(PASSWORD)
    keys.press("Enter")
    visitor.page.wait_for_url(visitor.address + "/")
    tab_to(visitor, "a[href='/board/']")
    keys.press("Enter")
    visitor.page.wait_for_url("**/board/")
    tab_to(visitor, "[data-card] a")
    keys.press("Enter")

    visitor.page.wait_for_url(re.compile(r"/deals/\d+/$"))


def tab_to(app: App, selector: str) -> None:
    """Press Tab until the focus is on a wanted element.

    :raises AssertionError: it cannot be reached, or the focus does not show.
    """
    for _press in range(60):
        app.page.keyboard.press("Tab")
        if app.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            shown = app.page.evaluate(
                "() => { const style = getComputedStyle(document.activeElement);"
                " return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; }"
            )
            assert shown, f"the focus does not show on {selector}"
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")
