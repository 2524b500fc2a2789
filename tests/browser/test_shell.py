"""What frames every page: the bell, the member's own menu, the switch of companies."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.app import App
from wasl.core import clock

SELLER = "sara@madar.example"
TODAY = clock.today("Asia/Riyadh").isoformat()


def test_a_colleague_is_told_what_was_handed_over_and_opens_it(owner: App, browser: Browser) -> None:
    seller = App.opened(browser, owner.address, "en")
    seller.sign_in(SELLER)
    seller.go("/notices/")
    if seller.main.get_by_role("button", name=seller.say("Mark all as read")).is_visible():
        seller.press("Mark all as read")
    bell = seller.page.locator(".w-side [data-bell]")
    expect(bell).to_be_hidden()
    name = f"Handed over {owner.language}"
    owner.go("/leads/new/")
    owner.fill(name=name)
    owner.press("Save")
    owner.page.wait_for_url(re.compile(r"/leads/\d+/$"))
    lead = owner.path
    owner.go(f"{lead}assign/")
    owner.fill(owner={"ar": "سارة", "en": "Sara"}[owner.language], step_subject="Call", step_due=TODAY)
    owner.main.locator("form .btn-primary").click()
    owner.page.wait_for_url(f"**{lead}")

    expect(bell).to_have_text("1")
    bell.click()
    told = seller.page.locator("#drawer[open] .w-notices button", has_text=name).first
    expect(told).to_contain_text(seller.say("Not read yet"))
    told.click()
    seller.page.wait_for_url(f"**{lead}")
    expect(seller.page.locator("h1")).to_contain_text(name)
    expect(bell).to_be_hidden()
    assert not seller.complaints
    seller.close()


def test_digits_are_those_that_the_reader_chose_on_arabic_pages_alone(visitor: App) -> None:
    visitor.sign_in()
    visitor.go("/deals/")
    choose(visitor, "Digits like ١٢٣")
    figure = visitor.main.locator("tfoot .n").last
    expect(figure).to_have_text(re.compile("[٠-٩]"))
    assert not re.search("[0-9]", figure.inner_text())
    visitor.go("/board/")
    expect(visitor.page.locator("[data-lane-sum]").first).to_have_text(re.compile("[٠-٩]"))
    visitor.speak("en")
    visitor.go("/deals/")
    expect(figure).to_have_text(re.compile("[0-9]"))
    visitor.speak("ar")
    visitor.go("/deals/")
    choose(visitor, "Digits like 123")
    expect(figure).to_have_text(re.compile("[0-9]"))
    assert not visitor.complaints


def choose(app: App, text: str) -> None:
    """Press something in the member's own menu."""
    app.page.locator(".w-side .w-me > summary").click()
    app.page.locator(".w-side .w-me").get_by_role("button", name=app.say(text)).click()
    app.page.wait_for_load_state()


def test_one_goes_from_company_to_company(visitor: App) -> None:
    visitor.go("/accounts/signup/")
    visitor.fill(email="two@companies.example", password1="a-long-password-2")
    visitor.press("Create an account")
    for name in ("شركة الأولى", "شركة الثانية"):
        visitor.go("/company/new/")
        visitor.fill(**({"person": "نور السالم"} if "الأولى" in name else {}), name=name, start="crm")
        visitor.press("Create company")
        visitor.page.wait_for_url(visitor.address + "/")
        expect(visitor.page.locator(".w-side .w-org")).to_have_text(name)
    visitor.go("/customers/new/")
    visitor.fill(name="عميل الثانية")
    visitor.press("Save")
    visitor.page.wait_for_url(re.compile(r"/customers/\d+/$"))
    customer = visitor.path

    visitor.page.locator(".w-side").get_by_role("link", name=visitor.say("Change the company")).click()
    row = visitor.page.locator("#drawer[open] li", has_text="شركة الأولى")
    row.get_by_role("button").click()
    expect(visitor.page.locator(".w-side .w-org")).to_have_text("شركة الأولى")
    visitor.go("/customers/")
    expect(visitor.page.get_by_text("عميل الثانية")).to_have_count(0)
    assert visitor.go(customer) == 404
    visitor.complaints.clear()
