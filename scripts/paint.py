"""Measure when a browser without a cache shows something of a page, and what moves then; prints JSON.

The company is the demo ten times over, on `wasl serve`, which has answered once before. Chromium is named in CHROMIUM,
or found as `chromium`. With an address as its argument, the company that is served there is measured.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
SIZES = ((1440, 900), (390, 844))
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
E_MAIL, PASSWORD = "noura@madar.example", "madar-demo-2026"
SCALE, TIMES, SETTLED_MS = "10", 3, 600
# A name, a page, and the link on it to follow, where the page shows one record.
WANTED = (
    ("today", "/", ""),
    ("board", "/board/", ""),
    ("list", "/deals/", ""),
    ("deal", "/deals/", "tbody a.m >> nth=0"),
    ("invoice", "/finance/invoices/", "tbody a.m >> nth=0"),
    ("dashboard", "/profit/", ""),
)
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => { for (const each of list.getEntries()) window.shift += each.value; })
  .observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


def main(address: str) -> int:
    """Print the figures of a company that is served, or of one made for it."""
    if address:
        print(json.dumps(measure(address), indent=1))
        return 0
    with served() as made:
        print(json.dumps(measure(made), indent=1))
    return 0


@contextmanager
def served() -> Iterator[str]:
    """Make the company in a home of its own and serve it."""
    with tempfile.TemporaryDirectory() as home:
        settings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        settings |= {"WASL_HOME": home, "PYTHONPATH": str(ROOT / "src")}
        wasl = [sys.executable, "-m", "wasl.cli.main"]
        subprocess.run([*wasl, "demo", "--scale", SCALE], env=settings, check=True, stdout=subprocess.DEVNULL)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([*wasl, "serve", "--port", str(port)], env=settings, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}/accounts/login/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(url: str) -> None:
    """Return once an address answers."""
    for _turn in range(300):
        try:
            urlopen(url, timeout=5).close()
            return
        except URLError:
            time.sleep(0.2)


def measure(address: str) -> dict[str, Any]:
    """Return for each page, width and language the median of the first paint in ms, and the most that moved."""
    found: dict[str, Any] = {}
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for language in ("ar", "en"):
            context = browser.new_context(locale=language)
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            page = context.new_page()
            sign_in(page, address)
            page.add_init_script(WATCH)
            for name, path, follow in WANTED:
                page.goto(address + path)
                if follow:
                    page.goto(address + str(page.locator(follow).get_attribute("href")))
                for width, height in SIZES:
                    page.set_viewport_size({"width": width, "height": height})
                    seen = [look(page) for _turn in range(TIMES)]
                    found[f"{name} {language} {width}"] = {
                        "first_paint_ms": round(statistics.median(paint for paint, _shift in seen)),
                        "shift": round(max(shift for _paint, shift in seen), 4),
                    }
        browser.close()
    worst = max(found.values(), key=lambda one: one["first_paint_ms"])["first_paint_ms"]
    return {"worst_first_paint_ms": worst, "worst_shift": max(one["shift"] for one in found.values()), "pages": found}


def sign_in(page: Page, address: str) -> None:
    """Sign in as the owner of the demo company."""
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", E_MAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button")
    page.wait_for_url(f"{address}/")


def look(page: Page) -> tuple[float, float]:
    """Open the page again as if never seen, and return when something was seen first and how much moved."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.clearBrowserCache")
    devtools.send("Storage.clearDataForOrigin", {"origin": page.url, "storageTypes": "cache_storage,service_workers"})
    page.goto(page.url)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED_MS)
    return page.evaluate(PAINTED), page.evaluate("window.shift")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
