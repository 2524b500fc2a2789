"""Pages appear soon, and what has appeared stays where it is: fonts, scripts and charts move nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.app import App
from tests.browser.pieces import in_pieces

PAGES = {
    "Today": r"^/$",
    "board": r"^/board/$",
    "list": r"^/deals/$",
    "deal": r"^/deals/\d+/$",
    "invoice": r"^/finance/invoices/\d+/$",
    "dashboard": r"^/profit/$",
}
SIZES = ((1440, 900), (390, 844))
SHIFT_MAX = 0.02
PAINT_MS_MAX = 5_000  # `make bench` has the figure: here other tests run beside it
SETTLED_MS = 600
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    const moved = each.sources.map(({ node }) => (node?.outerHTML || node?.textContent || "").slice(0, 120));
    window.shifts.push([each.value, moved]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
DRAWN = "() => [...document.querySelectorAll('[data-chart]')].every((chart) => chart.querySelector('svg'))"
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@pytest.mark.parametrize("name", PAGES)
def test_nothing_that_has_appeared_moves_and_it_appears_soon(owner: App, addresses: list[str], name: str) -> None:
    path = next(url for url in addresses if re.search(PAGES[name], url))
    owner.page.add_init_script(WATCH)
    wrong = []
    for size in SIZES:
        moved, painted = seen_first(owner, path, size)
        if sum(value for value, _nodes in moved) >= SHIFT_MAX:
            wrong.append((size, moved))
        if painted is None or painted > PAINT_MS_MAX:
            wrong.append((size, painted))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("name", ("board", "list"))
def test_a_page_that_arrives_in_pieces_moves_nothing(owner: App, addresses: list[str], name: str) -> None:
    path = next(url for url in addresses if re.search(PAGES[name], url))
    owner.page.add_init_script(WATCH)
    with in_pieces(owner.address) as slow:
        owner.address = slow
        moved, _painted = seen_first(owner, path, SIZES[0])
        owner.page.close()
    assert sum(value for value, _nodes in moved) < SHIFT_MAX, moved


def seen_first(owner: App, path: str, size: tuple[int, int]) -> tuple[list[Any], float | None]:
    """Open a page with nothing in the browser's cache; return what moved, and when something was seen first, in ms."""
    owner.page.set_viewport_size({"width": size[0], "height": size[1]})
    owner.context.new_cdp_session(owner.page).send("Network.clearBrowserCache")
    assert owner.go(path) == 200
    owner.page.wait_for_load_state("networkidle")
    owner.page.wait_for_function(DRAWN)
    owner.page.wait_for_timeout(SETTLED_MS)
    return owner.page.evaluate("window.shifts"), owner.page.evaluate(PAINTED)
