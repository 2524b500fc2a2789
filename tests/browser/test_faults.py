"""Bad luck and bad input: nothing is lost, nothing is done twice, nothing that is typed is run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Request, Response, Route, expect

from tests.browser.app import App, in_both_languages
from tests.browser.filling import fill_all
from tests.browser.test_pages import OVERFLOW

# A token is shown by the page that answers, once: sent again it makes another, which is ended as any is.
CREATES = re.compile(r"^/(?!company/|pick/|tokens/)[a-z/-]+/new/$")
NEEDS = {"/finance/payments/new/": "?party=1"}
LEAVES_EMPTY = {
    "/finance/invoices/new/": ("discount", "lines-0-discount"),
    "/finance/payments/new/": ("fee", "withholding"),
    "/finance/ledger/journals/new/": ("lines-0-credit", "lines-1-debit"),
    "/customers/new/": ("currency",),
}
LEAST_CREATES = 18
IMPORT_MS = 90_000


@contextmanager
def answers_lost(app: App, path: str) -> Iterator[None]:
    """Let the server do what it is asked at an address, and lose its answer with all that came with it."""

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        route.fetch(max_redirects=0)
        app.context.clear_cookies(name="accepted")
        app.context.clear_cookies(name="messages")
        return route.abort("connectionreset")

    app.page.route(f"**{path}", lose)
    with app.page.expect_event("requestfailed"):
        yield
    app.page.unroute(f"**{path}")
    app.complaints.clear()


def leads_called(app: App, name: str) -> int:
    """Return how many leads the list finds by a name."""
    app.go(f"/leads/?q={name.replace(' ', '+')}")
    return app.main.locator("tbody tr").count()


def test_a_lost_answer_and_a_reload_do_not_save_twice(owner: App) -> None:
    name = f"Lost answer {owner.language}"
    owner.go("/leads/new/")
    owner.fill(name=name, message="Said once")
    with answers_lost(owner, "/leads/new/"):
        owner.press("Save")
    owner.go("/leads/new/")
    expect(owner.main.locator("[name=name]")).to_have_value(name)
    owner.press("Save")
    owner.page.wait_for_url(re.compile(r"/leads/\d+/$"))
    assert leads_called(owner, name) == 1
    owner.go("/leads/new/")
    expect(owner.main.locator("[name=name]")).to_have_value("")


def test_after_a_lost_answer_a_changed_form_asks_before_it_saves_a_second_one(owner: App) -> None:
    name = f"Changed later {owner.language}"
    owner.go("/leads/new/")
    owner.fill(name=name)
    with answers_lost(owner, "/leads/new/"):
        owner.press("Save")
    owner.go("/leads/new/")
    owner.fill(message="One more word")
    owner.press("Save")
    owner.sees("See first whether it was saved then: sending it again saves a second one.")
    owner.press("Save")
    owner.page.wait_for_url(re.compile(r"/leads/\d+/$"))
    assert leads_called(owner, name) == 2


def test_going_back_after_posting_an_invoice_posts_no_second_one(owner: App) -> None:
    owner.go("/finance/invoices/new/")
    owner.fill(party="*", lines__0__description="Posted once", lines__0__price="100")
    owner.press("Save and post")
    owner.page.wait_for_url(re.compile(r"/invoices/\d+/$"))
    owner.figure("INV-")
    invoice = owner.path
    owner.page.go_back()
    owner.page.wait_for_url("**/invoices/new/")
    expect(owner.main.locator("[name=lines-0-description]")).to_have_value("")
    owner.press("Save and post")
    expect(owner.main.locator("[aria-invalid=true]").first).to_be_visible()
    owner.go("/finance/invoices/?q=INV")
    shown = owner.main.locator("tbody a.m").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert max(shown, key=lambda path: int(path.split("/")[3])) == invoice


def test_two_who_change_one_record_are_told_field_by_field(owner: App) -> None:
    owner.go("/customers/1/change/")
    other = owner.context.new_page()
    other.goto(owner.address + "/customers/1/change/")
    other.locator("[name=city]").fill(f"Taif {owner.language}")
    other.locator("main form .btn-primary").click()
    other.wait_for_url("**/customers/1/")
    owner.fill(city="Mine", website="https://mine.example")
    owner.press("Save")

    city = owner.main.locator(".w-f:has([name=city])")
    expect(city.locator(".w-err")).to_contain_text(f"Taif {owner.language}")
    expect(owner.main.locator("[name=city]")).to_have_value("Mine")
    expect(owner.main.locator("[name=website]")).to_have_value("https://mine.example")
    expect(owner.main.locator(".w-f:has([name=name]) .w-err")).to_have_count(0)
    owner.press("Save")
    owner.page.wait_for_url("**/customers/1/")
    owner.sees("Mine", translated=False)


@pytest.mark.parametrize("owner", ["en"], indirect=True)
def test_every_form_that_creates_is_sent_once_by_two_presses_and_done_once_if_it_comes_twice(
    owner: App, addresses: list[str]
) -> None:
    creates = [url for url in addresses if CREATES.search(url)]
    assert len(creates) >= LEAST_CREATES
    wrong = [fault for url in creates for fault in faults_of_two_presses(owner, url)]
    assert not wrong, "\n".join(map(str, wrong))


def faults_of_two_presses(owner: App, url: str) -> list[tuple[Any, ...]]:
    """Fill in a form, press twice, send the same again behind its back, and return what went wrong."""
    owner.go(url + NEEDS.get(url, ""))
    fill_all(owner, f"{owner.language} {abs(hash(url)) % 10**6}")
    for name in LEAVES_EMPTY.get(url, ()):
        owner.main.locator(f"[name='{name}']").evaluate("field => { field.value = ''; }")
    sent: list[tuple[Request, Response | None]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.is_navigation_request():
            sent.append((request, None))

    owner.page.on("request", note)
    owner.main.locator("button.btn-primary:visible, form .w-form-foot button:visible").or_(
        owner.page.locator(".w-bar button.btn-primary:visible")
    ).last.dblclick()
    owner.page.wait_for_url(lambda at: url not in at)
    owner.page.remove_listener("request", note)
    if len(sent) != 1:
        return [(url, "sent", len(sent))]
    request = sent[0][0]
    first = request.response()
    again = owner.context.request.post(
        request.url,
        data=request.post_data_buffer,
        headers={"Content-Type": request.headers["content-type"], "Referer": request.url},
        max_redirects=0,
    )
    said = (again.status, again.headers.get("location")) == (302, first.headers.get("location") if first else "")
    return [] if said else [(url, "again", again.status, again.headers.get("location"))]


NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> 'سلمى' & \"Ltd\" 👩🏽‍💻 a\u200bb"
LONG = {"ar": "م" * 200, "en": "W" * 200}  # the most that a name takes


def test_what_is_typed_is_shown_as_text_everywhere_and_never_run(owner: App) -> None:
    said: list[str] = []
    owner.page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    name = f"{NASTY} {owner.language}"
    owner.go("/deals/new/")
    owner.fill(title=name, amount="1", step_subject=name, step_due="2030-01-01")
    owner.main.get_by_role("button", name=owner.say("Save")).last.click()
    owner.page.wait_for_url(re.compile(r"/deals/\d+/$"))
    deal = owner.path
    shown = owner.page.locator("h1").inner_text()
    assert "<script>alert(1)</script><img src=x onerror=alert(2)>" in shown
    owner.fill(body=name)
    owner.press("Add")
    expect(owner.page.locator("#timeline")).to_contain_text("<script>alert(1)</script>")
    for path in ("/deals/?q=onerror", "/board/", "/", "/search/?q=onerror", "/audit/"):
        owner.go(path)
        owner.sees("<script>alert(1)</script><img src=x onerror=alert(2)>", translated=False)
        assert owner.page.locator("main img[src=x]").count() == 0, path
    owner.page.keyboard.press("Control+k")
    owner.page.keyboard.type("onerror")
    expect(owner.page.locator("#palette [role=option]").first).to_contain_text("<script>alert(1)</script>")
    owner.go(deal)
    owner.page.locator(f"[data-edit='{deal}edit/title/']").click()
    owner.page.locator("[data-inline] [name=title]").fill(f"<img src=x onerror=alert(3)> {owner.language}")
    owner.page.locator("[data-inline] [name=title]").press("Enter")
    expect(owner.page.locator(".w-toast").first).to_be_visible()
    expect(owner.page.locator("h1")).to_contain_text("<img src=x onerror=alert(3)>")
    assert said == []
    assert not owner.complaints


@in_both_languages
def test_names_of_the_greatest_length_push_nothing_off_the_page(owner: App) -> None:
    name = LONG[owner.language]
    owner.go("/customers/new/")
    owner.fill(name=name)
    owner.press("Save")
    owner.page.wait_for_url(re.compile(r"/customers/\d+/$"))
    customer = owner.path
    owner.go(f"/deals/new/?party={customer.split('/')[2]}")
    owner.fill(title=name, amount="99999999999", step_subject=name)
    owner.fill(step_due="2026-01-01")
    owner.main.get_by_role("button", name=owner.say("Save")).last.click()
    owner.page.wait_for_url(re.compile(r"/deals/\d+/$"))
    deal = owner.path
    for width in (1440, 390):
        owner.page.set_viewport_size({"width": width, "height": 844})
        for path in (
            customer,
            f"{customer}change/",
            deal,
            "/board/",
            "/deals/",
            "/customers/",
            "/",
            f"/search/?q={name[:4]}",
            "/audit/",
        ):
            owner.go(path)
            assert owner.page.evaluate(OVERFLOW) <= 1, (path, width)


@in_both_languages
def test_a_direction_is_kept_within_the_other(owner: App) -> None:
    owner.go("/deals/new/")
    owner.fill(title="(SAP) تطوير v2.0 – المرحلة 1!", amount="1", step_subject="Call", step_due="2030-01-01")
    owner.main.get_by_role("button", name=owner.say("Save")).last.click()
    owner.page.wait_for_url(re.compile(r"/deals/\d+/$"))
    for path in (owner.path, "/deals/?q=SAP", "/board/"):
        owner.go(path)
        holder = owner.page.get_by_text("(SAP) تطوير v2.0").first
        assert holder.evaluate("box => getComputedStyle(box).unicodeBidi") in ("isolate", "plaintext"), path


CHARTS = {
    "nothing": {"labels": [], "series": [{"values": []}]},
    "one point": {"labels": ["Nov"], "series": [{"values": [5], "kind": "line"}]},
    "below zero": {"labels": ["Oct", "Nov"], "series": [{"values": [-5, 3]}, {"values": [-1, -2], "kind": "line"}]},
    "very much": {"labels": ["Oct", "Nov"], "series": [{"values": [10**12, -(10**12)]}]},
    "all zero": {"labels": ["Oct", "Nov"], "series": [{"values": [0, 0]}]},
}
SPEC = re.compile(r'(<script id="[^"]+" type="application/json">)(\{[^<]*"series"[^<]*)(</script>)')


@pytest.mark.parametrize("name", CHARTS)
@in_both_languages
def test_charts_hold_whatever_figures_there_are(owner: App, name: str) -> None:
    spec = json.dumps(CHARTS[name] | {"label": name})

    def change(route: Route) -> None:
        answer = route.fetch()
        text, changed = SPEC.subn(lambda found: found[1] + spec + found[3], answer.text())
        assert changed
        route.fulfill(response=answer, body=text)

    owner.page.route("**/profit/", change)
    owner.go("/profit/")
    chart = owner.page.locator("[data-chart]").first
    expect(chart.locator("svg")).to_be_visible()
    assert chart.evaluate(CHART_FAULTS) == []
    assert not owner.complaints


CHART_FAULTS = """(chart) => {
  const frame = chart.getBoundingClientRect();
  const texts = [...chart.querySelectorAll("text")];
  const out = texts.filter((each) => {
    const box = each.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1;
  }).map((each) => each.textContent);
  const numbers = /NaN|Infinity|undefined/.test(chart.innerHTML) ? ["a figure that is none"] : [];
  return [...out, ...numbers];
}"""


@pytest.mark.parametrize("owner", ["ar"], indirect=True)
def test_ten_thousand_rows_are_brought_in_while_one_looks_on(owner: App, tmp_path: Path) -> None:
    rows = tmp_path / "many.csv"
    rows.write_text("name,email\n" + "\n".join(f"Many {n},many{n}@many.example" for n in range(10_000)), "utf-8")
    owner.go("/import/")
    owner.main.locator("[type=file]").set_input_files(rows)
    owner.press("Continue")
    owner.page.wait_for_url("**/columns/")
    owner.main.locator("select").nth(0).select_option(index=1)
    owner.press("Continue")
    owner.page.wait_for_url("**/preview/")
    owner.figure("10,000")
    owner.main.locator("form .btn-primary").click()
    expect(owner.page.locator("#progress")).to_be_visible()
    expect(owner.page.locator("#progress[hx-get]")).to_have_count(0, timeout=IMPORT_MS)
    owner.go("/customers/?q=Many+9999")
    owner.sees("Many 9999", translated=False)
    assert not owner.complaints


def paste(owner: App, text: str) -> None:
    """Put a text in place of what the field for rows holds, from the clipboard as people do."""
    owner.context.grant_permissions(["clipboard-read", "clipboard-write"])
    owner.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    owner.main.locator("[name=pasted]").focus()
    owner.page.keyboard.press("Control+a")
    owner.page.keyboard.press("Control+v")
    length = "() => document.querySelector('[name=pasted]').value.length"
    assert owner.page.evaluate(length) == len(text)


def test_ten_thousand_pasted_rows_are_read_and_one_more_is_refused(owner: App) -> None:
    head, rows = "Name\tE-mail\n", [f"Pasted {n}\tpasted{n}@many.example" for n in range(10_001)]
    owner.go("/import/")
    owner.fill(kind="leads")
    paste(owner, head + "\n".join(rows))
    owner.press("Continue")
    expect(owner.main.locator(".w-f:has([name=pasted]) .w-err")).to_be_visible()
    paste(owner, head + "\n".join(rows[:-1]))
    owner.press("Continue")
    owner.page.wait_for_url("**/columns/")
    owner.sees("Pasted 0", translated=False)
    owner.press("Continue")
    owner.page.wait_for_url("**/preview/", timeout=IMPORT_MS)
    owner.figure("10,000")
