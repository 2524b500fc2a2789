"""A person without a mouse: everything is reached by Tab, shortcuts and the command palette."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.app import App

STEPS_MAX = 160
AT = """([kind, wanted]) => {
  const at = document.activeElement;
  const picks = at.role === "combobox" && at.parentElement.querySelector(`[data-pick-from][name="${wanted}"]`);
  if (kind === "field") return at.name === wanted || Boolean(picks);
  if (kind === "css") return at.matches(wanted);
  const said = (at.getAttribute("aria-label") || at.innerText || "").trim();
  return at.matches("a, button, summary") && (said === wanted || said.startsWith(`${wanted}\\n`));
}"""
SHOWS = """() => {
  const style = getComputedStyle(document.activeElement);
  const isField = document.activeElement.matches("input, textarea, select");
  return isField || style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


class Keys:
    """One person's keyboard. Every move says where the focus is; it is never lost."""

    def __init__(self, app: App) -> None:
        self.app, self.page = app, app.page

    def go_to(self, section: str) -> None:
        """Open a page by the command palette."""
        self.page.keyboard.press("Control+k")
        self.page.keyboard.type(self.app.say(section))
        option = self.page.locator("#palette [role=option][aria-selected=true]")
        expect(option).to_contain_text(self.app.say(section))
        self.page.keyboard.press("Enter")

    def reach(self, kind: str, wanted: str) -> None:
        """Press Tab until the focus is where it is wanted: on a `field` by name, a `css` selector, or a text.

        :raises AssertionError: it cannot be reached, or the focus does not show.
        """
        for _step in range(STEPS_MAX):
            if self.page.evaluate(AT, [kind, wanted]):
                assert self.page.evaluate(SHOWS), f"the focus does not show on {wanted}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} cannot be reached by Tab on {self.app.path}")

    def press(self, text: str, *, translated: bool = True) -> None:
        """Reach a button or link by its text, and press Enter."""
        self.reach("text", self.app.say(text) if translated else text)
        self.page.keyboard.press("Enter")

    def fill(self, **values: str) -> None:
        """Type into fields, each reached by Tab; "*" takes the first real choice of a list."""
        for name, value in values.items():
            name = name.replace("__", "-")
            self.reach("field", name)
            at = self.page.evaluate("document.activeElement.getAttribute('role') || document.activeElement.tagName")
            if at == "combobox":
                if value != "*":
                    self.page.keyboard.type(value)
                elif not self.page.locator("[role=option]:visible").count():
                    self.page.keyboard.press("ArrowDown")
                expect(self.page.locator("[role=option]:visible").first).to_be_visible()
                self.page.keyboard.press("ArrowDown" if value == "*" else "Home")
                self.page.keyboard.press("Enter")
            elif at == "SELECT":
                if value == "*":
                    self.page.keyboard.press("ArrowDown")
                else:
                    self.page.keyboard.type(value)
            else:
                self.page.keyboard.press("Control+a")
                self.page.keyboard.type(value)

    def send(self) -> None:
        """Send the form that the focus is in."""
        self.page.keyboard.press("Control+Enter")

    def arrives(self, path: str) -> None:
        """Wait for a page whose path matches."""
        self.page.wait_for_url(re.compile(path))

    def is_somewhere(self) -> None:
        """The focus is on something, not lost to the page."""
        expect(self.page.locator(":focus")).to_have_count(1)
