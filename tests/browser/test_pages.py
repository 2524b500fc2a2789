"""Every page there is: nothing fails, nothing overflows, no text is cut off, everybody can read it, in both themes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from tests.browser.app import DESK, App

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
PHONE, TABLET = (390, 844), (768, 1024)
ASKED = {"ar": DESK, "en": PHONE}
PARTS = 4
LEAST_PAGES = 130
OVERFLOW = """() => {
  const wide = (box) => box ? box.scrollWidth - box.clientWidth : 0;
  return Math.max(wide(document.documentElement), wide(document.querySelector("main")));
}"""
CUT_OFF = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const hides = (style, axis) => ["hidden", "clip"].includes(style[`overflow${axis}`]);
  const isCut = (box) => {
    const style = getComputedStyle(box);
    if (!box.innerText?.trim() || box.clientWidth < 2 || !box.checkVisibility()) return false;
    if (box.closest("[title]") && (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none")) return false;
    return (hides(style, "X") && box.scrollWidth > box.clientWidth + 1) ||
      (hides(style, "Y") && box.scrollHeight > box.clientHeight + 1);
  };
  return [...document.body.querySelectorAll("*")].filter(isCut)
    .map((box) => `${box.tagName}.${box.className}: ${box.innerText.slice(0, 60)}`);
}"""
SMALL = """() => [...document.querySelectorAll(".w-dl-side :is(a, button, summary)")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24)
  .map((each) => `${each.className}: ${each.innerText.slice(0, 60)}`)"""
FINDINGS = """async (rules) => {
  const found = await axe.run(document, {resultTypes: ["violations"], runOnly: rules});
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 150)}`);
}"""
DARK = "() => document.documentElement.setAttribute('data-bs-theme', 'dark')"


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[App]:
    """The owner."""
    app = App.opened(browser, address, "ar")
    app.sign_in()
    yield app
    app.close()


@pytest.fixture(scope="module")
def pages(reader: App, addresses: list[str]) -> list[str]:
    """Those addresses that answer with a whole page of their own."""
    return [url for url in addresses if is_page(reader, url)]


def is_page(reader: App, url: str) -> bool:
    """Tell whether an address answers with a page; one that fails counts, so that it is found."""
    answer = reader.context.request.get(reader.address + url, max_redirects=0)
    kind = answer.headers.get("content-type", "")
    return answer.status >= 500 or (answer.ok and "html" in kind and "<html" in answer.text())


def test_there_are_many_pages(pages: list[str]) -> None:
    assert len(pages) >= LEAST_PAGES


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_can_be_read_and_used_by_everybody(reader: App, pages: list[str], language: str, part: int) -> None:
    reader.speak(language)
    reader.complaints.clear()
    wrong = [(url, *found) for url in pages[part::PARTS] for found in faults_of(reader, url)]

    assert not wrong, "\n".join(map(str, wrong))
    assert not reader.complaints


def faults_of(reader: App, url: str) -> Iterator[tuple[Any, ...]]:
    """Open a page once, and yield what is wrong with it on a desk, a tablet and a phone, in light and in dark.

    The rules of axe take most of the time, and depend neither on the words nor, but for contrast, on the theme: a page
    is asked for them on a desk in Arabic and on a phone in English, and for its contrast in dark in Arabic.
    """
    resize(reader, DESK)
    if (status := reader.go(url)) != 200:
        yield ("status", status)
    reader.page.evaluate(AXE)
    for size in (DESK, TABLET, PHONE):
        resize(reader, size)
        if (over := reader.page.evaluate(OVERFLOW)) > 1:
            yield (size[0], f"{over}px too wide")
        yield from ((size[0], "cut off", text) for text in reader.page.evaluate(CUT_OFF))
        yield from ((size[0], "too small to press", text) for text in reader.page.evaluate(SMALL))
        if size == ASKED[reader.language]:
            yield from ((size[0], finding) for finding in reader.page.evaluate(FINDINGS, RULES))
    if reader.language != "ar":
        return
    resize(reader, DESK)
    reader.page.evaluate(DARK)
    yield from (("dark", finding) for finding in reader.page.evaluate(FINDINGS, CONTRAST))


def resize(reader: App, size: tuple[int, int]) -> None:
    """Make the window another size."""
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "password/reset/done", "password/reset/key/1-x"])
def test_pages_before_sign_in_can_be_used_by_everybody(visitor: App, path: str) -> None:
    for language in ASKED:
        visitor.speak(language)
        assert list(faults_of(visitor, f"/accounts/{path}/")) == []
    assert not visitor.complaints
