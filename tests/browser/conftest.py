"""A demo company served by `wasl serve`, and one Chromium that looks at it. The tests only talk HTTP."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.app import App

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say of a test that failed what its page showed, first of all what it refused."""
    report = yield
    if report.failed and report.when == "call":
        for app in (one for one in getattr(item, "funcargs", {}).values() if isinstance(one, App)):
            report.sections.append((f"what {app.path} shows", _shown(app, "main")))
            crash = getattr(report.longrepr, "reprcrash", None)
            if crash:
                crash.message += f"\n{app.path} refuses: {_shown(app, '.w-err, [role=alert]')}"
    return report


def _shown(app: App, selector: str) -> str:
    try:
        return "\n".join(app.page.locator(selector).locator("visible=true").all_inner_texts())
    except Error as error:
        return f"nothing that can be read: {error.message}"


@pytest.fixture(scope="package")
def settings_of_the_server(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the server is told by its environment: above all its own home."""
    settings = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "WASL_DEBUG")}
    return settings | {"WASL_HOME": str(tmp_path_factory.mktemp("home")), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}


@pytest.fixture(scope="package")
def address(settings_of_the_server: dict[str, str]) -> Iterator[str]:
    """The address of a demo company, made and served by the commands that everybody uses."""
    settings = settings_of_the_server
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wasl = [sys.executable, "-m", "wasl.cli.main"]
    subprocess.run([*wasl, "demo", "--scale", "0.3"], env=settings, check=True, capture_output=True, timeout=180)
    with (Path(settings["WASL_HOME"]) / "serve.log").open("wb") as log:
        server = subprocess.Popen([*wasl, "serve", "--port", str(port)], env=settings, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/accounts/login/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="package")
def addresses(address: str, settings_of_the_server: dict[str, str]) -> list[str]:
    """Every address of the demo company that can be opened, from the routes and the records there are."""
    settings = settings_of_the_server | {"DJANGO_SETTINGS_MODULE": "wasl.config.settings"}
    command = [sys.executable, "-m", "tests.browser.addresses"]
    answer = subprocess.run(command, env=settings, cwd=ROOT, check=True, capture_output=True, timeout=60)
    return list(json.loads(answer.stdout))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium; where it is comes from CHROMIUM."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail("Chromium is missing: install the package chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[App]:
    """Somebody who has not signed in, with an Arabic browser."""
    app = App.opened(browser, address, "ar")
    yield app
    app.close()


@pytest.fixture(scope="package")
def session() -> list[Any]:
    """The owner's session, kept from test to test."""
    return []


@pytest.fixture
def owner(request: pytest.FixtureRequest, browser: Browser, address: str, session: list[Any]) -> Iterator[App]:
    """The owner of the demo company, signed in: in Arabic, and `in_both_languages` where a test says so."""
    app = App.opened(browser, address, getattr(request, "param", "ar"))
    app.come_in(session)
    yield app
    app.close()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return once an address answers.

    :raises RuntimeError: the server ended, or did not answer in time.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")
