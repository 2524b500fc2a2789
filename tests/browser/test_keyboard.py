"""From a lead to its money without a mouse; the focus is never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.app import E_MAIL, PASSWORD, App, in_both_languages
from tests.browser.keys import Keys
from tests.browser.test_story import TODAY, TOMORROW

NAMES = {
    "ar": {"lead": "هالة العمري", "company": "مكتبة الأفق", "deal": "موقع مكتبة الأفق", "item": "بناء الموقع"},
    "en": {"lead": "Hala Omari", "company": "Horizon Books", "deal": "Horizon Books site", "item": "Building the site"},
}

MANY_NOTES = """async (count) => {
  const form = document.getElementById("compose");
  for (let number = 1; number <= count; number += 1) {
    const body = new FormData(form);
    body.set("body", `Note ${number}`);
    body.set("form_key", `many${Date.now()}${number}`);
    await fetch(form.action, { method: "POST", body });
  }
}"""


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_whole_line_goes_without_a_mouse(visitor: App, language: str) -> None:
    visitor.speak(language)
    owner, names = Keys(visitor), NAMES[visitor.language]

    sign_in(owner)
    capture_a_lead(owner, names)
    deal = qualify_it(owner, names)
    move_it_on_the_board(owner, names)
    write_a_note(owner, deal)
    quote_it(owner, names, deal)
    project = win_it(owner, deal)
    book_time(owner, project)
    claim_an_expense(owner)
    invoice = invoice_the_project(owner, project)
    send_it(owner, invoice)
    receive_it(owner)
    credit_it(owner, invoice)
    assert not visitor.complaints


def sign_in(owner: Keys) -> None:
    owner.app.go("/accounts/login/")
    owner.fill(login=E_MAIL, password=PASSWORD)
    owner.page.keyboard.press("Enter")
    owner.page.wait_for_url(owner.app.address + "/")


def capture_a_lead(owner: Keys, names: dict[str, str]) -> None:
    owner.go_to("Leads")
    owner.arrives("/leads/$")
    owner.page.keyboard.press("c")
    expect(owner.page.locator("#drawer [name=name]")).to_be_focused()
    owner.press("More fields")
    owner.arrives("/leads/new/")
    owner.fill(name=names["lead"], company_name=names["company"])
    owner.fill(owner="*", step_subject=names["item"], step_due=TOMORROW)
    owner.send()
    owner.arrives(r"/leads/\d+/$")
    owner.app.sees(names["lead"], translated=False)


def qualify_it(owner: Keys, names: dict[str, str]) -> str:
    owner.press("Qualify")
    owner.arrives("/qualify/$")
    owner.fill(title=names["deal"], amount="40,000", expected_close=TOMORROW)
    owner.fill(step_subject=names["item"], step_due=TOMORROW)
    owner.send()
    owner.arrives(r"/deals/\d+/$")
    return owner.app.path


def move_it_on_the_board(owner: Keys, names: dict[str, str]) -> None:
    owner.app.go("/board/")
    card = owner.page.locator("[data-card]", has_text=names["deal"])
    owner.reach("css", f"[data-card='{card.get_attribute('data-card')}']")
    owner.page.keyboard.press("m")
    owner.is_somewhere()
    owner.page.keyboard.press("Tab")
    label = owner.page.evaluate("document.activeElement.innerText")
    with owner.page.expect_response(re.compile(r"/move/$")):
        owner.page.keyboard.press("Enter")
    lane = owner.page.get_by_role("region", name=label)
    expect(lane.locator("[data-card]", has_text=names["deal"])).to_be_focused()


def write_a_note(owner: Keys, deal: str) -> None:
    owner.app.go(deal)
    owner.page.keyboard.press("n")
    owner.page.keyboard.type("Budget 40k + VAT · الميزانية معتمدة")
    owner.send()
    owner.app.sees("Budget 40k + VAT", translated=False)


def quote_it(owner: Keys, names: dict[str, str], deal: str) -> None:
    owner.app.go(deal)
    owner.press("Quote")
    owner.arrives("/quotes/new/")
    owner.fill(lines__0__description=names["item"], lines__0__quantity="2", lines__0__price="10,000")
    owner.page.keyboard.press("Enter")
    owner.fill(lines__1__description=names["company"], lines__1__price="20000")
    owner.send()
    owner.arrives(r"/quotes/\d+/$")
    owner.press("Send")
    owner.app.figure("Q-")
    owner.press("Accepted")
    owner.app.sees("The quote was accepted.")


def win_it(owner: Keys, deal: str) -> str:
    owner.press("We won it")
    owner.arrives("/win/$")
    owner.fill(start_date=TODAY)
    owner.send()
    owner.page.wait_for_url("**" + deal)
    owner.app.sees("Won")
    owner.reach("css", "main a[href^='/projects/']")
    owner.page.keyboard.press("Enter")
    owner.arrives(r"/projects/\d+/$")
    return owner.app.path


def book_time(owner: Keys, project: str) -> None:
    owner.press("Book time")
    owner.arrives("/time/new/")
    owner.fill(employee="*", hours="3:30", note="Workshop")
    owner.send()
    owner.arrives(r"/time/(\?.*)?$")


def claim_an_expense(owner: Keys) -> None:
    owner.go_to("Expenses")
    owner.arrives("/finance/expenses/$")
    owner.page.keyboard.press("c")
    owner.arrives("/finance/expenses/new/")
    owner.fill(employee="*", lines__0__description="Taxi", lines__0__price="115", lines__0__account="*")
    owner.press("Submit")
    owner.arrives(r"/expenses/\d+/$")
    owner.page.keyboard.press("a")
    owner.app.sees("Approved")


def invoice_the_project(owner: Keys, project: str) -> str:
    owner.app.go(project)
    owner.press("Prepare invoice")
    owner.arrives("/bill/$")
    owner.press("Prepare draft")
    owner.arrives(r"/invoices/\d+/$")
    owner.press("Post")
    owner.page.keyboard.press("Escape")
    expect(owner.page.locator("[data-open=post-dialog]")).to_be_focused()
    owner.page.keyboard.press("Enter")
    owner.reach("css", "dialog[open] .btn-primary")
    owner.page.keyboard.press("Enter")
    owner.app.figure("INV-")
    return owner.app.path


def send_it(owner: Keys, invoice: str) -> None:
    owner.press("Send")
    owner.arrives("/send/$")
    owner.fill(to="accounts@horizon.example")
    owner.send()
    owner.arrives(r"/outbox/\d+/$")
    owner.press("Open the document")
    owner.page.wait_for_url("**" + invoice)


def receive_it(owner: Keys) -> None:
    owner.press("Record payment")
    owner.arrives("/payments/new/")
    owner.reach("field", "amount")
    owner.send()
    owner.arrives(r"/payments/\d+/$")
    owner.app.figure("RV-")


def credit_it(owner: Keys, invoice: str) -> None:
    owner.app.go(invoice)
    owner.press("More")
    owner.press("Credit note")
    owner.arrives("/credit-note/$")
    owner.fill(reason="Discount agreed")
    owner.press("Issue the credit note")
    owner.app.figure("CN-")


@in_both_languages
def test_what_opens_over_the_page_gives_the_focus_back(owner: App) -> None:
    keys = Keys(owner)
    owner.go("/deals/")
    keys.page.keyboard.press("j")
    row = keys.page.evaluate("document.activeElement.outerHTML")
    for key, opened in (("p", "#drawer"), ("Shift+Slash", "#keys"), ("Control+k", "#palette")):
        keys.page.keyboard.press(key)
        expect(keys.page.locator(f"{opened}[open]")).to_be_visible()
        keys.is_somewhere()
        keys.page.keyboard.press("Escape")
        expect(keys.page.locator(opened)).to_be_hidden()
        assert keys.page.evaluate("document.activeElement.outerHTML") == row, opened
    owner.go("/board/")
    keys.reach("css", "[data-card]")
    keys.page.keyboard.press("m")
    keys.page.keyboard.press("Escape")
    assert keys.page.evaluate("document.activeElement.matches('[data-card]')")


def test_the_focus_stays_where_a_part_of_the_page_is_replaced(owner: App) -> None:
    keys = Keys(owner)
    owner.go("/deals/")
    keys.page.keyboard.press("j")
    keys.page.keyboard.press("x")
    keys.reach("css", "[data-unpick]")
    keys.page.keyboard.press("Enter")
    assert keys.page.evaluate("document.activeElement.matches('[data-pick]')")

    owner.go("/deals/1/")
    owner.page.evaluate(MANY_NOTES, 40)
    owner.page.reload()
    keys.reach("css", "#timeline [hx-get]")
    shown = owner.page.locator("#timeline > li")
    before = shown.count()
    keys.page.keyboard.press("Enter")
    expect(shown.nth(before)).to_be_visible()
    keys.is_somewhere()
    assert not owner.complaints
