"""The command palette by keyboard, in both languages, and from the menu of a phone."""

from playwright.sync_api import expect

from tests.browser.app import App, in_both_languages

PHONE = {"width": 390, "height": 844}


@in_both_languages
def test_a_record_is_found_in_the_other_script_and_opened_by_keyboard(owner: App) -> None:
    page = owner.page
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name=owner.say("Search and commands"))
    expect(box).to_be_focused()
    expect(page.get_by_role("option").first).to_be_visible()

    page.keyboard.type("nakheel" if owner.language == "ar" else "نخيل")
    found = page.get_by_role("group", name=owner.say("Customers")).get_by_role("option")
    expect(found.locator("mark").first).to_be_visible()
    expect(found.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == found.first.get_attribute("id")

    page.keyboard.press("ArrowDown")
    expect(found.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers/*/")
    assert owner.complaints == []


def test_what_was_opened_is_offered_again_and_escape_closes(owner: App) -> None:
    page = owner.page
    owner.go("/customers/1/")
    title = page.locator(".w-bar h1").inner_text()
    owner.go("/")
    page.keyboard.press("Control+k")
    recent = page.get_by_role("group", name=owner.say("Recent"))
    expect(recent.get_by_role("option", name=title)).to_be_visible()

    page.keyboard.type("zzqqx")
    expect(page.locator("#palette")).to_contain_text(
        owner.say("Nothing found for <bdi>%(text)s</bdi>").split("<")[0].strip()
    )
    page.keyboard.press("Escape")
    expect(recent).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()


def test_an_act_is_done_before_its_answer_has_come(owner: App) -> None:
    page = owner.page
    page.keyboard.press("Control+k")
    page.keyboard.type("hgfdk;" if owner.language == "ar" else "hjkl")
    page.keyboard.press("Escape")
    page.keyboard.type("فاتورة" if owner.language == "ar" else "new invoice")
    page.keyboard.press("Enter")

    page.wait_for_url("**/invoices/new/*")


@in_both_languages
def test_the_language_is_switched_from_the_palette(owner: App) -> None:
    page = owner.page
    other = "English" if owner.language == "ar" else "العربية"
    page.keyboard.press("Control+k")
    page.keyboard.type(other)
    expect(page.get_by_role("option", name=other, exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page.locator("html")).to_have_attribute("lang", "en" if other == "English" else "ar")


def test_the_search_in_a_phones_menu_opens_the_palette(owner: App) -> None:
    page = owner.page
    page.set_viewport_size(PHONE)
    page.locator("[data-open=menu]").click()
    page.locator("#menu [data-search]").click()

    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("#menu")).not_to_be_visible()
    box = page.locator("#palette").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, PHONE["width"])
