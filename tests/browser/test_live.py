"""What somebody else changes appears by itself, soon, on whatever shows it; what one types oneself stays untouched."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app import App
from wasl.core import clock

SELLER = "faisal@madar.example"
SOON_MS = 5_000
TODAY = clock.today("Asia/Riyadh").isoformat()


@pytest.fixture(scope="module")
def seller(browser: Browser, address: str) -> Iterator[App]:
    """A seller of the demo company in a browser of their own."""
    app = App.opened(browser, address, "en")
    app.sign_in(SELLER)
    yield app
    app.close()


@pytest.fixture
def name() -> str:
    """A name that no deal has yet."""
    return f"Watched {time.time_ns() % 10**9}"


@pytest.fixture
def deal(seller: App, name: str) -> str:
    """A deal of the seller that waits for them today."""
    seller.go("/deals/new/")
    seller.fill(title=name, amount="1000", step_subject="Call", step_due=TODAY)
    seller.press("Save")
    seller.page.wait_for_url(re.compile(r"/deals/\d+/$"))
    return seller.path


def rename(owner: App, deal: str, title: str) -> None:
    """Give a deal another name where it stands."""
    owner.go(deal)
    owner.page.locator(f"[data-edit='{deal}edit/title/']").click()
    owner.page.locator("[data-inline] [name=title]").fill(title)
    owner.page.locator("[data-inline] [name=title]").press("Enter")
    expect(owner.page.locator("h1")).to_contain_text(title)


def test_a_change_appears_within_five_seconds_on_board_list_today_and_deal(
    owner: App, seller: App, deal: str, name: str
) -> None:
    pages: dict[str, Page] = {}
    for path in ("/board/", f"/deals/?owner=all&q={name.split()[1]}", "/", deal):
        pages[path] = seller.context.new_page()
        pages[path].goto(seller.address + path)
        expect(pages[path].get_by_text(name).first).to_be_visible()
    title = f"{name} and renamed"
    rename(owner, deal, title)

    changed = time.monotonic()
    for path, page in pages.items():
        left = SOON_MS - (time.monotonic() - changed) * 1000
        expect(page.get_by_text(title).first, path).to_be_visible(timeout=max(left, 1))
        for region in page.locator("[data-live]").all():
            expect(page.locator(f"#{region.get_attribute('id')}"), path).to_have_count(1)
        page.close()


def test_a_page_where_nothing_happens_is_not_loaded_again(seller: App) -> None:
    page = seller.context.new_page()
    page.goto(seller.address + "/deals/new/")
    page.evaluate("() => { window.isTheSame = true; }")
    page.wait_for_timeout(SOON_MS)
    assert page.evaluate("() => window.isTheSame")
    page.close()


def test_what_is_typed_stays_and_news_are_offered(owner: App, seller: App, deal: str, name: str) -> None:
    page = seller.context.new_page()
    page.goto(seller.address + "/board/")
    card = page.locator("[data-card]", has_text=name).first
    card.focus()
    card.press("m")
    expect(page.locator("dialog[open]")).to_be_visible()
    title = f"{name} meanwhile"
    rename(owner, deal, title)

    expect(page.locator("#news")).to_be_attached(timeout=SOON_MS)
    expect(page.locator("dialog[open]")).to_be_visible()
    expect(page.get_by_text(title)).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator("#news").click()
    expect(page.get_by_text(title).first).to_be_visible()
    page.close()


def test_a_card_that_another_moved_changes_its_lane_and_the_totals(owner: App, seller: App, deal: str) -> None:
    page = seller.context.new_page()
    page.goto(seller.address + "/board/")
    lanes = page.locator(".w-lane")
    before = [lanes.nth(place).locator("[data-lane-count]").inner_text() for place in (0, 1)]
    owner.go("/board/")
    card = owner.page.locator(f"[data-card]:has(a[href='{deal}'])")
    card.focus()
    card.press("m")
    with owner.page.expect_response(re.compile(r"/move/$")):
        owner.page.locator("dialog[open] button").nth(1).click()

    expect(lanes.nth(1).locator(f"a[href='{deal}']")).to_be_visible(timeout=SOON_MS)
    after = [lanes.nth(place).locator("[data-lane-count]").inner_text() for place in (0, 1)]
    assert [int(now) - int(then) for now, then in zip(after, before, strict=True)] == [-1, 1]
    page.close()
