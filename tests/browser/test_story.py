"""From a lead to its money on the ledger, as one person does it on the pages."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.app import App, in_both_languages
from wasl.core import clock

NAMES = {
    "ar": {
        "lead": "سلمى الحارثي",
        "company": "مخبز السنبلة",
        "phone": "0551234567",
        "email": "salma@sanbala.example",
        "deal": "هوية مخبز السنبلة",
        "item": "تصميم الهوية",
    },
    "en": {
        "lead": "Dana Price",
        "company": "Harbour Bakery",
        "phone": "0559876543",
        "email": "dana@harbour.example",
        "deal": "Harbour Bakery identity",
        "item": "Identity design",
    },
}
TODAY = clock.today("Asia/Riyadh").isoformat()
YESTERDAY = (clock.today("Asia/Riyadh") - timedelta(days=1)).isoformat()
TOMORROW = (clock.today("Asia/Riyadh") + timedelta(days=1)).isoformat()


@in_both_languages
def test_from_lead_to_cash(owner: App, tmp_path: Path) -> None:
    names = NAMES[owner.language]

    capture_a_lead(owner, names)
    deal = qualify_it(owner, names)
    move_it_on_the_board(owner, names, deal)
    write_a_note(owner, deal)
    quote = quote_it(owner, names, deal)
    win_it(owner, names, quote, deal)
    project = open_its_project(owner, names)
    book_time(owner, project)
    claim_an_expense(owner, names, tmp_path)
    invoice = invoice_the_project(owner, project)
    send_it(owner, invoice)
    receive_a_part(owner, invoice)
    receipt = receive_the_rest(owner, invoice)
    print_the_receipt(owner, receipt)
    credit_it(owner, invoice)
    read_the_statement(owner)
    open_the_margin(owner, names)
    assert not owner.complaints


def capture_a_lead(owner: App, names: dict[str, str]) -> None:
    owner.go("/leads/")
    owner.press("Lead")
    owner.press("More fields")
    owner.page.wait_for_url(re.compile("/leads/new/"))
    owner.fill(name=names["lead"], company_name=names["company"], phone=names["phone"], email=names["email"])
    owner.fill(owner="*", step_subject=names["item"], step_due=TOMORROW)
    owner.press("Save")
    owner.sees(names["lead"], translated=False)
    owner.sees(names["item"], translated=False)


def qualify_it(owner: App, names: dict[str, str]) -> str:
    owner.press("Qualify")
    owner.fill(title=names["deal"], amount="40,000", expected_close=TOMORROW)
    owner.fill(step_subject=names["item"], step_due=TOMORROW)
    owner.press("Qualify")
    owner.page.wait_for_url(re.compile(r"/deals/\d+/$"))
    return owner.path


def move_it_on_the_board(owner: App, names: dict[str, str], deal: str) -> None:
    owner.go("/board/")
    card = owner.page.locator("[data-card]", has_text=names["deal"])
    card.focus()
    card.press("m")
    stage = owner.page.locator("dialog[open] button").nth(2)
    label = stage.inner_text()
    with owner.page.expect_response(re.compile(r"/move/$")):
        stage.click()
    owner.page.reload()
    lane = owner.page.get_by_role("region", name=label)
    expect(lane.locator("[data-card]", has_text=names["deal"])).to_be_visible()


def write_a_note(owner: App, deal: str) -> None:
    owner.go(deal)
    owner.fill(body="Budget 40k + VAT · الميزانية معتمدة")
    owner.press("Add")
    owner.sees("Budget 40k + VAT", translated=False)


def quote_it(owner: App, names: dict[str, str], deal: str) -> str:
    owner.go(deal)
    owner.press("Quote")
    owner.fill(lines__0__description=names["item"], lines__0__quantity="2", lines__0__price="10,000", lines__0__tax="*")
    owner.press("Line")
    owner.fill(lines__1__description=names["company"], lines__1__price="20000", lines__1__tax="*")
    owner.press("Save draft")
    owner.figure("46,000.00")
    owner.press("Send")
    owner.figure("Q-")
    for paper in ("PDF in Arabic", "PDF in English"):
        link = owner.page.get_by_role("link", name=owner.say(paper)).first
        assert owner.downloads(link).startswith(b"%PDF")
    quote = owner.path
    owner.press("Accepted")
    owner.sees("The quote was accepted.")
    return quote


def win_it(owner: App, names: dict[str, str], quote: str, deal: str) -> None:
    owner.press("We won it")
    owner.sees("What will start")
    expect(owner.main.locator("[name=project_name]")).to_have_value(names["deal"])
    owner.fill(kind="fixed", start_date=TODAY)
    owner.press("We won it")
    owner.page.wait_for_url("**" + deal)
    owner.sees("Won")


def open_its_project(owner: App, names: dict[str, str]) -> str:
    owner.page.get_by_role("link", name=names["deal"]).last.click()
    owner.page.wait_for_url(re.compile(r"/projects/\d+/$"))
    return owner.path


def book_time(owner: App, project: str) -> None:
    owner.press("Book time")
    owner.fill(employee="*", date=YESTERDAY, hours="3:30", note="Workshop")
    owner.press("Save")
    owner.page.wait_for_url(re.compile(r"/time/(\?.*)?$"))
    owner.go(project)
    owner.figure("3.5")


def claim_an_expense(owner: App, names: dict[str, str], tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.png"
    owner.page.screenshot(path=receipt)
    owner.go("/finance/expenses/")
    owner.press("Expense")
    owner.main.locator("[name=receipt]").set_input_files(receipt)
    owner.fill(employee="*", lines__0__description="Taxi", lines__0__price="115", lines__0__account="*")
    owner.fill(lines__0__project=names["deal"])
    owner.press("Submit")
    owner.page.wait_for_url(re.compile(r"/expenses/\d+/$"))
    owner.sees("receipt.png", translated=False)
    owner.press("Approve")
    owner.sees("Approved")


def invoice_the_project(owner: App, project: str) -> str:
    owner.go(project)
    owner.press("Prepare invoice")
    owner.press("Prepare draft")
    owner.sees("Draft")
    owner.press("Post")
    owner.page.locator("dialog[open]").get_by_role("button", name=owner.say("Post"), exact=True).click()
    owner.figure("INV-")
    return owner.path


def send_it(owner: App, invoice: str) -> None:
    owner.press("Send")
    owner.fill(to="accounts@bakery.example")
    owner.press("Send")
    owner.press("I have sent it")
    owner.press("Open the document")
    owner.page.wait_for_url("**" + invoice)


def receive_a_part(owner: App, invoice: str) -> None:
    owner.go(invoice)
    owner.press("Record payment")
    key = invoice.rstrip("/").split("/")[-1]
    owner.fill(amount="10,000", **{f"apply_{key}": "10,000"})
    owner.press("Record payment")
    owner.page.wait_for_url(re.compile(r"/payments/\d+/$"))
    owner.go(invoice)
    owner.sees("Partly paid")


def receive_the_rest(owner: App, invoice: str) -> str:
    owner.press("Record payment")
    owner.press("Record payment")
    owner.page.wait_for_url(re.compile(r"/payments/\d+/$"))
    receipt = owner.path
    owner.go(invoice)
    owner.sees("Paid")
    return receipt


def print_the_receipt(owner: App, receipt: str) -> None:
    owner.go(receipt)
    owner.figure("RV-")
    assert owner.downloads(owner.page.get_by_role("link", name=owner.say("PDF in Arabic"))).startswith(b"%PDF")


def credit_it(owner: App, invoice: str) -> None:
    owner.go(invoice)
    owner.more("Credit note")
    owner.fill(reason="Discount agreed", scope="lines", quantity_1="0.25")
    owner.press("Issue the credit note")
    owner.figure("CN-")


def read_the_statement(owner: App) -> None:
    owner.press("Statement of account")
    owner.sees("INV-", translated=False)
    owner.sees("CN-", translated=False)
    assert owner.downloads(owner.page.get_by_role("link", name=owner.say("PDF in English"))).startswith(b"%PDF")


def open_the_margin(owner: App, names: dict[str, str]) -> None:
    owner.go("/profit/margins/project/")
    revenue = owner.page.get_by_role("row", name=names["deal"]).locator("a.drill").first
    figure = revenue.inner_text()
    revenue.click()
    expect(owner.main.locator("tfoot")).to_contain_text(figure)
    assert owner.main.locator("tbody tr").count() == 2
