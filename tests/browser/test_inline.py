"""Simple values are changed where they stand, undone by one press, and never written over what others wrote."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.app import App, in_both_languages


@pytest.fixture
def deal(owner: App) -> str:
    """A deal of its own for each test: its address."""
    owner.go("/deals/new/")
    owner.fill(title=f"Inline {owner.language}", amount="100", step_subject="Call", step_due="2030-01-01")
    owner.main.get_by_role("button", name=owner.say("Save")).last.click()
    owner.page.wait_for_url(re.compile(r"/deals/\d+/$"))
    return owner.path


def value(app: App, path: str, name: str) -> Locator:
    """Return the value that is changed where it stands."""
    return app.page.locator(f"[data-edit='{path}edit/{name}/']")


@in_both_languages
def test_a_title_is_changed_by_keys_and_undone(owner: App, deal: str) -> None:
    value(owner, deal, "title").press("Enter")
    field = owner.page.locator("[data-inline] [name=title]")
    expect(field).to_be_focused()
    field.fill("سلمى <b> & 🙂")
    field.press("Enter")

    expect(value(owner, deal, "title").locator("bdi")).to_have_text("سلمى <b> & 🙂")
    expect(value(owner, deal, "title")).to_be_focused()
    owner.page.locator(".w-toast [data-undo]").click()
    owner.sees("As it was before.")
    expect(value(owner, deal, "title").locator("bdi")).to_have_text(f"Inline {owner.language}")
    assert not owner.complaints


def test_escape_leaves_all_as_it_was(owner: App, deal: str) -> None:
    value(owner, deal, "amount").click()
    owner.page.locator("[data-inline] [name=amount]").fill("999")
    owner.page.locator("[data-inline] [name=amount]").press("Escape")

    expect(owner.page.locator("[data-inline]")).to_have_count(0)
    expect(value(owner, deal, "amount")).to_be_focused()
    owner.page.reload()
    expect(value(owner, deal, "amount")).to_contain_text("100")


def test_an_amount_that_cannot_be_read_says_so_and_the_head_follows_what_can(owner: App, deal: str) -> None:
    value(owner, deal, "amount").click()
    field = owner.page.locator("[data-inline] [name=amount]")
    field.fill("much")
    field.press("Enter")
    expect(owner.page.locator("[data-inline] .w-err")).to_be_visible()
    expect(owner.page.locator("[data-inline] [name=amount]")).to_have_value("much")
    owner.page.locator("[data-inline] [name=amount]").fill("=200*1.15")
    owner.page.locator("[data-inline] [name=amount]").press("Enter")

    expect(owner.page.locator("#live-head .fig")).to_contain_text("230")


def test_two_who_change_the_same_value_see_both(owner: App, deal: str) -> None:
    value(owner, deal, "title").click()
    field = owner.page.locator("[data-inline] [name=title]")
    other = owner.context.new_page()
    other.goto(owner.address + deal)
    other.locator(f"[data-edit='{deal}edit/title/']").click()
    other.locator("[data-inline] [name=title]").fill("Theirs")
    other.locator("[data-inline] [name=title]").press("Enter")
    expect(other.locator(f"[data-edit='{deal}edit/title/'] bdi")).to_have_text("Theirs")
    field.fill("Mine")
    field.press("Enter")

    asked = owner.page.locator("[data-inline]")
    expect(asked.locator("dd").first).to_have_text("Theirs")
    expect(asked.locator("dd").last).to_have_text("Mine")
    asked.get_by_role("button", name=owner.say("Save mine")).click()
    expect(value(owner, deal, "title").locator("bdi")).to_have_text("Mine")


def test_what_others_changed_elsewhere_does_not_stand_in_the_way(owner: App, deal: str) -> None:
    value(owner, deal, "title").click()
    other = owner.context.new_page()
    other.goto(owner.address + deal)
    other.locator(f"[data-edit='{deal}edit/amount/']").click()
    other.locator("[data-inline] [name=amount]").fill("500")
    other.locator("[data-inline] [name=amount]").press("Enter")
    expect(other.locator("#live-head .fig")).to_contain_text("500")
    owner.page.locator("[data-inline] [name=title]").fill("Still mine")
    owner.page.locator("[data-inline] [name=title]").press("Enter")

    expect(value(owner, deal, "title").locator("bdi")).to_have_text("Still mine")
    expect(owner.page.locator("#live-head .fig")).to_contain_text("500")
