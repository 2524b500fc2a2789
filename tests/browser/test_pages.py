"""Every page that the menu leads to in two steps: nothing fails, nothing overflows, everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from tests.browser.app import DESK, App

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FILES = re.compile(r"/pdf/|\.pdf|/files/|format=csv|/statements/\d+/[A-Z]{3}/|^/accounts/")
PHONE = (390, 844)
STEPS = 2
LEAST_PAGES = 60
OVERFLOW = """() => {
  const wide = (box) => box ? box.scrollWidth - box.clientWidth : 0;
  return Math.max(wide(document.documentElement), wide(document.querySelector("main")));
}"""
FINDINGS = """async (rules) => {
  const found = await axe.run(document, {resultTypes: ["violations"], ...(rules ? {runOnly: rules} : {})});
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 150)}`);
}"""
DARK = "() => document.documentElement.setAttribute('data-bs-theme', 'dark')"


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[App]:
    """The owner, in a window in which the tests may run their own script."""
    app = App.opened(browser, address, "ar", lax=True)
    app.sign_in()
    yield app
    app.close()


@pytest.fixture(scope="module")
def pages(reader: App) -> list[str]:
    """One address of each kind of page, as far as two steps from the menu lead."""
    found, ways = {"/": "/"}, ["/"]
    for _step in range(STEPS):
        ways = [url for way in ways for url in new_links(reader, way, found)]
    return list(found.values())


def new_links(reader: App, way: str, found: dict[str, str]) -> list[str]:
    """Open a page and return the addresses on it that are of a kind not seen before."""
    reader.go(way)
    new = []
    hrefs: list[str] = reader.page.eval_on_selector_all(
        "a[href^='/']", "links => links.map(a => a.getAttribute('href'))"
    )
    for href in hrefs:
        url = href.partition("#")[0]
        if not FILES.search(url) and kind_of(url) not in found:
            found[kind_of(url)] = url
            new.append(url)
    return new


def kind_of(url: str) -> str:
    """Return an address without what differs from record to record."""
    return re.sub(r"\d+", "N", url.partition("?")[0])


def test_the_menu_leads_far(pages: list[str]) -> None:
    assert len(pages) >= LEAST_PAGES


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_fits_the_desk_and_the_phone(reader: App, pages: list[str], language: str) -> None:
    reader.speak(language)
    wrong: list[Any] = []
    for url in pages:
        status = reader.go(url)
        if status != 200:
            wrong.append((url, status))
        for width, height in (PHONE, DESK):
            reader.page.set_viewport_size({"width": width, "height": height})
            if (over := reader.page.evaluate(OVERFLOW)) > 1:
                wrong.append((url, width, f"{over}px too wide"))

    assert not wrong
    assert not reader.complaints


def test_every_page_can_be_used_by_everybody(reader: App, pages: list[str]) -> None:
    """Axe finds nothing serious; dark colours are asked about their contrast alone, which is all that they change."""
    reader.speak("ar")
    wrong: list[Any] = []
    for url in pages:
        reader.go(url)
        reader.page.evaluate(AXE)
        wrong += [(url, "light", finding) for finding in reader.page.evaluate(FINDINGS)]
        reader.page.evaluate(DARK)
        wrong += [(url, "dark", finding) for finding in reader.page.evaluate(FINDINGS, ["color-contrast"])]

    assert not wrong


@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "password/reset/done", "password/reset/key/1-x"])
def test_pages_before_sign_in_can_be_used_by_everybody(browser: Browser, address: str, path: str) -> None:
    app = App.opened(browser, address, "ar", lax=True)
    app.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    assert app.go(f"/accounts/{path}/") == 200
    app.page.evaluate(AXE)

    assert app.page.evaluate(FINDINGS) == []
    assert app.page.evaluate(OVERFLOW) == 0
    app.close()
