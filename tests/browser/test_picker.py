"""Records are chosen by typing, and created where they are needed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.app import App, in_both_languages


def party(app: App):
    """Return the field that picks a customer."""
    return app.main.get_by_role("combobox", name=app.say("Customer"))


@in_both_languages
def test_a_customer_is_found_by_a_name_in_the_other_script_and_chosen_by_keys(owner: App) -> None:
    owner.go("/deals/new/")
    expect(owner.main.locator("select[name=party] option")).to_have_count(1)
    party(owner).press_sequentially("نخيل")
    first = owner.page.locator("[role=option]").first
    expect(first).to_be_visible()
    expect(first).to_have_attribute("aria-selected", "true")
    party(owner).press("ArrowDown")
    party(owner).press("ArrowUp")
    name = first.locator("bdi").first.inner_text()
    party(owner).press("Enter")

    expect(party(owner)).to_have_value(name)
    expect(party(owner)).to_have_attribute("aria-expanded", "false")
    assert owner.main.locator("select[name=party]").input_value()
    assert owner.path == "/deals/new/"
    assert not owner.complaints


def test_what_is_missing_is_created_without_leaving_the_form(owner: App) -> None:
    name = f"Brand new {owner.language}"
    owner.go("/deals/new/")
    owner.fill(title="A deal with somebody new")
    party(owner).press_sequentially(name)
    owner.page.locator(".w-picker-new").click()
    dialog = owner.page.get_by_role("dialog")
    expect(dialog.locator("[name=name]")).to_have_value(name)
    dialog.locator("[name=email]").fill("no address")
    dialog.get_by_role("button", name=owner.say("Create and choose")).click()
    expect(dialog.locator("[name=email]")).to_be_focused()
    dialog.locator("[name=email]").fill(f"{owner.language}@new.example")
    dialog.get_by_role("button", name=owner.say("Create and choose")).click()

    expect(dialog).to_be_hidden()
    expect(party(owner)).to_have_value(name)
    expect(party(owner)).to_be_focused()
    expect(owner.main.locator("[name=title]")).to_have_value("A deal with somebody new")
    owner.fill(step_subject="Call them", step_due="2030-01-01")
    owner.main.get_by_role("button", name=owner.say("Save")).last.click()
    owner.page.wait_for_url(re.compile(r"/deals/\d+/$"))
    owner.sees(name, translated=False)


def test_a_name_that_is_nobodys_is_not_left_out_in_silence(owner: App) -> None:
    owner.go("/deals/new/")
    owner.fill(title="A deal", step_subject="Call", step_due="2030-01-01")
    party(owner).press_sequentially("zzzz nobody")
    party(owner).press("Tab")
    expect(owner.main.locator(".w-picker .w-err")).to_have_text(owner.say("Choose one of the list."))
    owner.main.get_by_role("button", name=owner.say("Save")).last.click()
    expect(party(owner)).to_be_focused()
    assert owner.path == "/deals/new/"


@in_both_languages
def test_on_a_phone_the_list_stays_within_the_screen(owner: App) -> None:
    owner.page.set_viewport_size({"width": 390, "height": 780})
    owner.go("/finance/invoices/new/")
    party(owner).click()
    listed = owner.page.locator(".w-picker-list:popover-open")
    expect(listed.locator("[role=option]").first).to_be_visible()
    box = listed.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390
    party(owner).press("Escape")
    expect(listed).to_be_hidden()
    assert owner.page.evaluate("document.documentElement.scrollWidth") <= 390
