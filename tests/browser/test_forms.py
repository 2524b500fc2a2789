"""What is typed into a form is never lost, and is understood as people write it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.app import App, in_both_languages
from wasl.core import clock
from wasl.core.formats import format_day

TODAY = clock.today("Asia/Riyadh")
MOVED_MS = 300


def lose_the_session(app: App) -> None:
    """End the session as time does: the browser keeps all but the session's cookie."""
    app.context.clear_cookies(name="sessionid")


def drafts(app: App) -> int:
    """Return how many drafts the browser keeps."""
    return int(app.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:')).length"))


def test_what_is_typed_comes_back_after_a_reload_and_can_be_discarded(owner: App) -> None:
    owner.go("/leads/new/")
    owner.fill(name="سلمى <b>", message="two\nlines", email="salma@sanbala.example")
    owner.page.reload()

    expect(owner.main.locator("[name=name]")).to_have_value("سلمى <b>")
    expect(owner.main.locator("[name=message]")).to_have_value("two\nlines")
    owner.press("Discard it")
    expect(owner.main.locator("[name=name]")).to_have_value("")
    owner.page.reload()
    expect(owner.main.locator("[name=name]")).to_have_value("")
    assert drafts(owner) == 0
    assert not owner.complaints


def test_a_draft_ends_when_the_server_accepts_the_form(owner: App) -> None:
    owner.go("/leads/new/")
    owner.fill(name="Draft that is accepted")
    owner.page.reload()
    owner.press("Save")
    owner.sees("Draft that is accepted", translated=False)
    assert drafts(owner) == 0
    owner.go("/leads/new/")
    expect(owner.main.locator("[name=name]")).to_have_value("")


def test_a_refused_form_keeps_its_draft(owner: App) -> None:
    owner.go("/leads/new/")
    owner.fill(name="Kept through a refusal", email="no address")
    owner.press("Save")
    expect(owner.main.locator("[name=email]")).to_have_attribute("aria-invalid", "true")
    owner.go("/")
    owner.go("/leads/new/")
    expect(owner.main.locator("[name=name]")).to_have_value("Kept through a refusal")
    owner.press("Discard it")


def test_lines_come_back_as_many_as_there_were(owner: App) -> None:
    owner.go("/quotes/new/")
    owner.fill(lines__0__description="First", lines__0__price="100")
    owner.press("Line")
    owner.fill(lines__1__description="Second", lines__1__price="200")
    owner.press("Line")
    owner.fill(lines__2__description="Third", lines__2__price="300")
    owner.main.locator("[name=lines-2-description]").press("Alt+ArrowUp")
    owner.main.locator("[data-line-remove]").first.click()
    owner.page.reload()

    shown = owner.main.locator("[data-line]:not([hidden]) [name$=-description]")
    expect(shown).to_have_count(2)
    assert [shown.nth(place).input_value() for place in range(2)] == ["Third", "Second"]
    owner.press("Discard it")
    assert not owner.complaints


def test_without_a_connection_the_form_stays_and_is_sent_again_by_a_press(owner: App) -> None:
    owner.go("/leads/new/")
    owner.fill(name="Written in a tunnel")
    owner.context.set_offline(True)
    owner.press("Save")
    owner.sees("No connection to the server. What you typed is kept: send it again once you are online.")
    expect(owner.main.locator("[name=name]")).to_have_value("Written in a tunnel")
    owner.context.set_offline(False)
    owner.press("Save")
    owner.page.wait_for_url(re.compile(r"/leads/\d+/$"))
    owner.sees("Written in a tunnel", translated=False)


def test_after_an_ended_session_one_signs_in_and_goes_on_where_one_was(owner: App) -> None:
    owner.go("/quotes/new/")
    owner.fill(lines__0__description="Written before the session ended", lines__0__price="100")
    lose_the_session(owner)
    owner.press("Save draft")
    owner.page.wait_for_url("**/accounts/login/**")
    assert drafts(owner) == 1
    owner.fill(login="noura@madar.example", password="madar-demo-2026")
    owner.press("Sign in")
    owner.page.wait_for_url("**/quotes/new/")
    expect(owner.main.locator("[name=lines-0-description]")).to_have_value("Written before the session ended")
    owner.press("Discard it")


def test_sign_out_forgets_all_drafts(owner: App) -> None:
    owner.go("/leads/new/")
    owner.fill(name="Not for who comes next")
    owner.page.reload()
    assert drafts(owner) == 1
    owner.page.locator(".w-side .w-me > summary").click()
    owner.press("Sign out")
    owner.page.wait_for_url("**/accounts/**")
    assert drafts(owner) == 0


def test_a_double_press_does_it_once(owner: App) -> None:
    owner.go("/leads/new/")
    owner.fill(name=f"Pressed twice {owner.language}")
    posts: list[Any] = []
    owner.page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    owner.page.get_by_role("button", name=owner.say("Save"), exact=True).dblclick()
    owner.page.wait_for_url(re.compile(r"/leads/\d+/$"))
    assert len(posts) == 1


def test_nothing_moves_beneath_a_press(owner: App) -> None:
    owner.go("/deals/new/")
    owner.fill(title=f"Pressed slowly {owner.language}", amount="1.5k", step_subject="Call", step_due="2030-01-01")
    save = owner.main.get_by_role("button", name=owner.say("Save")).last
    save.hover()
    with owner.page.expect_response("**/read/date/**"):
        owner.page.mouse.down()
    owner.page.wait_for_timeout(MOVED_MS)
    owner.page.mouse.up()
    owner.page.wait_for_url(re.compile(r"/deals/\d+/$"))


def test_a_name_that_is_nobodys_lets_go_of_a_press(owner: App) -> None:
    owner.go("/deals/new/")
    picker = owner.main.locator("[data-pick-from][name=party]").locator("xpath=../input")
    picker.fill("Nobody is called so")
    owner.page.get_by_role("button", name=owner.say("Save")).last.click(delay=MOVED_MS)
    expect(picker).to_be_focused()
    expect(picker).to_have_attribute("aria-invalid", "true")


@in_both_languages
def test_a_day_is_read_as_it_is_said_and_written_out(owner: App) -> None:
    said = {"ar": "بعد ٣ أيام", "en": "in 3 days"}[owner.language]
    day = TODAY + timedelta(days=3)
    owner.go("/deals/new/")
    field = owner.main.locator("[name=expected_close]")
    field.fill(said)
    field.press("Tab")
    expect(field).to_have_value(day.isoformat())
    expect(owner.main.locator(".w-read").first).to_contain_text(format_day(day, owner.language))
    field.fill("someday")
    field.press("Tab")
    owner.sees("This is not a date. Write it like 2026-11-23.")
    assert not owner.complaints


@in_both_languages
def test_the_calendar_is_walked_by_the_keyboard_in_both_directions(owner: App) -> None:
    owner.go("/deals/new/")
    field = owner.main.locator("[name=expected_close]")
    field.fill("2026-11-10")
    field.press("ArrowDown")
    focused = owner.page.locator(".w-days tbody button:focus")
    expect(focused).to_have_attribute("data-day", "2026-11-10")
    owner.page.keyboard.press("ArrowLeft")
    expect(focused).to_have_attribute("data-day", {"ar": "2026-11-11", "en": "2026-11-09"}[owner.language])
    owner.page.keyboard.press("ArrowDown")
    owner.page.keyboard.press("PageDown")
    expect(focused).to_have_attribute("data-day", {"ar": "2026-12-18", "en": "2026-12-16"}[owner.language])
    owner.page.keyboard.press("Home")
    first = focused.get_attribute("data-day") or ""
    assert date.fromisoformat(first).isoweekday() == 7  # in Saudi Arabia the week begins on Sunday
    owner.page.keyboard.press("Enter")
    expect(field).to_have_value(first)
    expect(field).to_be_focused()
    field.press("ArrowDown")
    owner.page.keyboard.press("Escape")
    expect(owner.page.locator(".w-days")).to_have_count(0)
    expect(field).to_be_focused()
    assert not owner.complaints


@in_both_languages
def test_an_amount_says_what_was_understood(owner: App) -> None:
    owner.go("/deals/new/")
    field = owner.main.locator("[name=amount]")
    for typed, read in (("1.5k", "= 1,500"), ("=1200*1.15", "= 1,380"), ("٢٥٠٫٥", "= 250.5")):
        field.fill(typed)
        field.press("Tab")
        expect(owner.main.locator(".w-read")).to_have_text(read)
    field.fill("250.5")
    field.press("Tab")
    expect(owner.main.locator(".w-read")).to_have_text("")


@in_both_languages
def test_after_a_refusal_one_stands_at_the_first_field_that_is_wrong_and_hears_why(owner: App) -> None:
    owner.go("/customers/new/")
    owner.fill(name="ن" * 300, email="no address")
    owner.press("Save")
    name = owner.main.locator("[name=name]")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    told = (name.get_attribute("aria-describedby") or "").split()
    assert any(owner.main.locator(f"[id='{each}'].w-err").count() for each in told)
    assert not owner.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    owner.fill(name="Named at last")
    owner.go("/customers/new/")
    expect(name).to_have_value("Named at last")
    expect(owner.main.locator("[name=email]")).to_have_value("no address")
    owner.press("Discard it")


def paste(app: App, field: str, text: str) -> None:
    """Paste a text into a field, as a spreadsheet puts it on the clipboard."""
    app.main.locator(f"[name={field}]").evaluate(
        """(field, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            field.focus();
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


@in_both_languages
def test_lines_are_written_by_the_keyboard_alone_and_their_totals_are_the_servers(owner: App) -> None:
    owner.go("/quotes/new/")
    owner.fill(party="*")
    item = owner.main.locator("[name=lines-0-description]")
    item.focus()
    owner.page.keyboard.press("Tab")
    owner.page.keyboard.type("brand")
    expect(owner.main.locator("[role=option]:visible")).to_have_count(1)
    owner.page.keyboard.press("ArrowDown")
    owner.page.keyboard.press("Enter")
    expect(item).not_to_have_value("")
    expect(owner.main.locator("[name=lines-0-price]")).not_to_have_value("")
    owner.main.locator("[name=lines-0-price]").fill("1,234.57")
    owner.main.locator("[name=lines-0-quantity]").fill("3")
    owner.page.keyboard.press("Enter")
    expect(owner.main.locator("[name=lines-1-description]")).to_be_focused()
    owner.page.keyboard.type("Second")
    owner.fill(lines__1__price="0.01")
    total = owner.main.locator("[data-preview-into] dd.b .n")
    expect(total).to_have_text("4,259.28")
    owner.press("Save draft")
    owner.figure("4,259.28")
    assert not owner.complaints


def test_a_field_that_searches_finds_what_is_typed_on_a_slow_network(owner: App) -> None:
    owner.go("/quotes/new/")
    network = owner.context.new_cdp_session(owner.page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 700, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", slow)
    owner.main.locator("[name=lines-0-description]").focus()
    owner.page.keyboard.press("Tab")
    owner.page.keyboard.type("bran", delay=250)
    expect(owner.main.locator("[role=option]:visible")).to_have_count(1)


def test_rows_of_a_spreadsheet_become_lines(owner: App) -> None:
    owner.go("/quotes/new/")
    paste(owner, "lines-0-description", "\n".join(f"Row {row}\t\t{row}\t10" for row in range(1, 121)))
    expect(owner.main.locator("[data-line]")).to_have_count(120)
    expect(owner.main.locator("[name=lines-119-description]")).to_have_value("Row 120")
    expect(owner.main.locator("[name=lines-119-quantity]")).to_have_value("120")
    expect(owner.main.locator("[name=lines-119-price]")).to_have_value("10")
    owner.fill(party="*")
    owner.press("Save draft")
    owner.page.wait_for_url(re.compile(r"/quotes/\d+/$"))
    owner.sees("Row 120", translated=False)


def test_too_many_rows_are_refused_at_once(owner: App) -> None:
    owner.go("/quotes/new/")
    paste(owner, "lines-0-description", "\n".join(f"Row {row}\t\t1\t10" for row in range(10_000)))
    expect(owner.main.locator("[data-lines-said]")).to_contain_text("500")
    expect(owner.main.locator("[data-line]")).to_have_count(1)


@in_both_languages
def test_lines_are_cards_on_a_phone(owner: App) -> None:
    owner.page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/quotes/new/", "/finance/invoices/new/", "/finance/expenses/new/"):
        owner.go(path)
        owner.press("Line")
        card = owner.main.locator("[data-lines]").evaluate("card => card.scrollWidth - card.clientWidth")
        page = owner.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (card, page) == (0, 0), path


def test_a_file_is_chosen_by_keyboard_or_dropped_and_is_named_in_our_own_words(owner: App, tmp_path: Path) -> None:
    rows = tmp_path / "أسماء.csv"
    rows.write_text("name\nDropped", "utf-8")
    owner.go("/import/")
    area = owner.main.locator("[data-drop]")
    expect(area).to_contain_text(owner.say("Choose a file"))
    assert area.locator("[type=file]").evaluate("input => getComputedStyle(input).opacity") == "0"
    owner.main.locator("select").first.focus()
    owner.page.keyboard.press("Tab")
    expect(area.locator("[type=file]")).to_be_focused()
    area.locator("[type=file]").set_input_files(rows)
    expect(area).to_contain_text("أسماء.csv")

    owner.page.reload()
    dropped = owner.page.evaluate_handle(
        "() => { const all = new DataTransfer(); all.items.add(new File(['name\\nDropped'], 'b.csv')); return all; }"
    )
    area.dispatch_event("dragover", {"dataTransfer": dropped})
    area.dispatch_event("drop", {"dataTransfer": dropped})
    expect(area).to_contain_text("b.csv")
    owner.press("Continue")
    owner.page.wait_for_url("**/columns/")


def test_what_is_cut_off_says_the_whole_in_its_title(owner: App) -> None:
    title = "A deal with a name that is far too long for the column of a board " * 2
    owner.go("/deals/new/")
    owner.fill(title=title, amount="1", step_subject=title, step_due="2030-01-01")
    owner.main.get_by_role("button", name=owner.say("Save")).last.click()
    owner.page.wait_for_url(re.compile(r"/deals/\d+/$"))
    owner.go("/board/")
    expect(owner.main.locator(f".w-deal-next [title='{title.strip()}']").first).to_be_visible()
