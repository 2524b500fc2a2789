"""Take the pictures of the papers: the demo company on `wasl serve`, in both languages, into docs/pictures.

Chromium is named in CHROMIUM, or found as `chromium`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE = {"width": 1440, "height": 900}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
E_MAIL, PASSWORD = "noura@madar.example", "madar-demo-2026"
# What to show: a name, a page, and the link on it to follow, where the page shows one record.
WANTED = (
    ("today", "/", ""),
    ("board", "/board/", ""),
    ("deal", "/board/", "[data-lane]:nth-child(2) [data-card] a.m >> nth=-1"),
    ("invoices", "/finance/invoices/", ""),
    ("invoice", "/finance/invoices/", "tbody a.m >> nth=0"),
    ("profit", "/profit/", ""),
)


def main() -> int:
    """Make the company, serve it, and take every picture."""
    with tempfile.TemporaryDirectory() as home:
        settings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        settings |= {"WASL_HOME": home, "PYTHONPATH": str(ROOT / "src")}
        wasl = [sys.executable, "-m", "wasl.cli.main"]
        subprocess.run([*wasl, "demo"], env=settings, check=True, stdout=subprocess.DEVNULL)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([*wasl, "serve", "--port", str(port)], env=settings, stdout=subprocess.DEVNULL)
        try:
            take_all(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()
    return 0


def take_all(address: str) -> None:
    """Take the pictures in both languages."""
    wait_for(f"{address}/accounts/login/")
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for language in ("ar", "en"):
            context = browser.new_context(viewport=SIZE, locale=language)
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            page = context.new_page()
            page.goto(f"{address}/accounts/login/")
            page.fill("[name=login]", E_MAIL)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(f"{address}/")
            for name, path, link in WANTED:
                take(page, address + path, link, PICTURES / f"{name}.{language}.png")
        browser.close()


def take(page: Page, url: str, link: str, target: Path) -> None:
    """Take one picture, in 256 colours so that it stays small; the median cut leaves large even areas as they are."""
    page.goto(url)
    if link:
        page.locator(link).click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(target, optimize=True)


def wait_for(url: str, seconds: int = 60) -> None:
    """Return once an address answers.

    :raises TimeoutError: it does not.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)


if __name__ == "__main__":
    sys.exit(main())
