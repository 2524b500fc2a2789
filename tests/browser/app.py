"""What a person does with the pages: go somewhere, fill in, press, read. Words are looked up in the page's language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

# For what depends on the words, the digits or the direction; the rest is the same page in either language.
in_both_languages = pytest.mark.parametrize("owner", ["ar", "en"], indirect=True)
E_MAIL, PASSWORD = "noura@madar.example", "madar-demo-2026"
DESK = (1440, 900)
WAIT_MS = 10_000
expect.set_options(timeout=WAIT_MS)


@dataclass
class App:
    """One person's browser window."""

    page: Page
    context: BrowserContext
    address: str
    language: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, browser: Browser, address: str, language: str, *, lax: bool = False) -> App:
        """Open a window in a language; `lax` lets a test run its own script in the page."""
        width, height = DESK
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            accept_downloads=True,
            bypass_csp=lax,
            reduced_motion="reduce",
        )
        context.set_default_timeout(WAIT_MS)
        app = cls(context.new_page(), context, address, language)
        app.speak(language)
        app.page.on("console", app._hear)
        app.page.on("pageerror", lambda error: app.complaints.append(f"{app.page.url}: {error}"))
        app.page.on("requestfailed", app._miss)
        return app

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self.language = language
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.address}])

    def say(self, text: str) -> str:
        """Return a text of the interface as this window shows it."""
        with override(self.language):
            return gettext(text)

    def go(self, path: str) -> int:
        """Open an address, and return the status of its answer."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer.status

    def sign_in(self, login: str = E_MAIL) -> None:
        """Sign in as somebody of the demo company, its owner if nobody else is named."""
        self.go("/accounts/login/")
        self.fill(login=login, password=PASSWORD)
        self.press("Sign in")
        self.page.wait_for_url(self.address + "/")

    def come_in(self, kept: list[Any]) -> None:
        """Be signed in as the owner: by the session that is kept, else by signing in, which is kept then.

        Sign-in is slowed after thirty in a minute, as it should be.
        """
        if kept:
            self.context.add_cookies(kept)
            self.go("/")
        if not kept or "/accounts/login/" in self.page.url:
            self.context.clear_cookies(name="sessionid")
            self.sign_in()
            kept[:] = [cookie for cookie in self.context.cookies() if cookie["name"] == "sessionid"]

    def fill(self, **values: str) -> None:
        """Fill in fields by their names; a list takes the choice with that text, or its first real one for "*"."""
        for name, value in values.items():
            box = self.main.locator(f"[name='{name.replace('__', '-')}']").first
            if box.get_attribute("data-pick-from"):
                self._pick(box, value)
            elif box.evaluate("box => box.tagName") == "SELECT":
                self._choose(box, value)
            elif box.get_attribute("type") == "radio":
                self.main.locator(f"[name='{name}'][value='{value}']").check()
            else:
                box.fill(value)

    def press(self, text: str) -> None:
        """Press the button or follow the link of a text, the last one if there are several; no head of a column."""
        name = re.compile(rf"^{re.escape(self.say(text))}$")
        shown = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        shown.and_(self.page.locator(":not(th a)")).last.click()

    def more(self, text: str) -> None:
        """Open the menu of further acts and press one of them."""
        self.page.locator(".w-bar .w-more > summary").click()
        self.press(text)

    def sees(self, text: str, *, translated: bool = True) -> None:
        """Wait until the page shows a text."""
        expect(self.page.locator("body")).to_contain_text(self.say(text) if translated else text)

    def figure(self, text: str) -> None:
        """Wait until the page shows a number, code or amount."""
        expect(self.page.locator(".n", has_text=text).first).to_be_visible()

    def downloads(self, link: Locator) -> bytes:
        """Return the file that a link leads to."""
        answer = self.context.request.get(self.address + (link.get_attribute("href") or ""))
        assert answer.ok, answer.status
        return answer.body()

    @property
    def main(self) -> Locator:
        """What the page is about, without the menu."""
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """The path of the page."""
        return self.page.url.removeprefix(self.address)

    def _pick(self, box: Locator, value: str) -> None:
        """Search for a text in a field that picks a record, and take the first that is found; the first for "*"."""
        field = box.locator("xpath=../input")
        field.click()
        if value != "*":
            field.fill(value)
        listed = self.page.locator(f"#{field.get_attribute('aria-controls')} [role=option]:not(.w-picker-new)")
        listed.filter(has_text=None if value == "*" else value).first.click()

    def _choose(self, box: Locator, value: str) -> None:
        if value == "*":
            box.select_option(index=1)
            return
        options: list[dict[str, Any]] = box.evaluate("box => [...box.options].map(o => ({v: o.value, t: o.text}))")
        box.select_option(next(o["v"] for o in options if value == o["v"] or value in o["t"]))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{self.page.url}: {request.url} {request.failure}")
