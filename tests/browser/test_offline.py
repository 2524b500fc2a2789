"""Wasl as an app on a phone: it can be installed, and without a connection nothing that was typed is lost."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.app import App

READY = "() => navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))"
ICONS = """async (sources) => {
  const sizes = [];
  for (const source of sources) {
    const image = new Image();
    image.src = source;
    await image.decode();
    sizes.push(image.naturalWidth);
  }
  return sizes;
}"""


def test_it_can_be_installed(owner: App) -> None:
    owner.go("/")
    owner.page.wait_for_function(READY)
    devtools = owner.context.new_cdp_session(owner.page)
    found = devtools.send("Page.getAppManifest")

    assert found["errors"] == []
    hindered = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {each["errorId"] for each in hindered} <= {"in-incognito"}  # as all windows of these tests are
    icons = re.findall(r'"src": ?"([^"]+)"', found["data"])
    assert len(icons) == 2
    assert all(size > 0 for size in owner.page.evaluate(ICONS, icons))


def test_without_a_connection_a_page_says_so_and_the_draft_comes_back_with_it(owner: App) -> None:
    name = f"Typed on a train {owner.language}"
    owner.go("/leads/new/")
    owner.page.wait_for_function(READY)
    owner.fill(name=name)
    owner.context.new_cdp_session(owner.page).send("Network.clearBrowserCache")
    owner.context.set_offline(True)
    owner.page.locator(".w-side a[href='/customers/']").click()
    owner.sees("No connection")
    owner.sees("What you typed is kept on this device and comes back with its form.")
    assert (
        owner.page.evaluate("getComputedStyle(document.querySelector('.w-logo')).backgroundColor") != "rgba(0, 0, 0, 0)"
    )
    assert owner.page.evaluate("document.documentElement.lang") == owner.language
    assert "Madar" not in owner.page.content()

    owner.context.set_offline(False)
    owner.page.wait_for_url("**/customers/")
    expect(owner.page.locator(".w-side")).to_be_visible()
    owner.go("/leads/new/")
    expect(owner.main.locator("[name=name]")).to_have_value(name)
    owner.press("Save")
    owner.page.wait_for_url(re.compile(r"/leads/\d+/$"))
    owner.sees(name, translated=False)


def test_the_page_without_a_connection_follows_the_language(visitor: App) -> None:
    visitor.sign_in()
    visitor.page.wait_for_function(READY)
    visitor.speak("en")
    visitor.go("/")
    visitor.page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.update())")
    visitor.page.wait_for_function(
        "() => caches.keys().then((names) => names.length === 1 && names[0].startsWith('en'))"
    )
    visitor.context.set_offline(True)
    visitor.page.locator(".w-side a[href='/customers/']").click()
    visitor.sees("No connection")
    visitor.context.set_offline(False)
