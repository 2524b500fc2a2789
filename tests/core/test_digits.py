"""Arabic-Indic digits where a member chose them: on Arabic pages only, never in files, papers and inputs."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from tests.core.test_picking import sign_in
from wasl.core import formats
from wasl.core.models import Event
from wasl.core.pages import paged
from wasl.crm import queries, services
from wasl.crm.models import Deal

AR = {"Accept-Language": "ar"}


def test_figures_days_and_counts_have_the_digits_of_the_choice():
    with formats.arabic_digits(), translation.override("ar"):
        assert formats.format_minor(-123_450, "SAR") == "\N{MINUS SIGN}١٬٢٣٤٫٥٠"
        assert formats.format_percent(34) == "٣٤٪"
        assert formats.format_date(date(2026, 11, 23), None, date(2025, 1, 1)) == "٢٣ نوفمبر ٢٠٢٦"
        assert formats.plural_days(11) == "١١ يومًا"
    with formats.arabic_digits(), translation.override("en"):
        assert formats.format_minor(123_450, "SAR") == "1,234.50"
    with translation.override("ar"):
        assert formats.format_minor(123_450, "SAR") == "1,234.50"


def test_papers_keep_western_digits():
    @formats.western
    def paper():
        return formats.format_minor(100, "SAR")

    with formats.arabic_digits(), translation.override("ar"):
        assert paper() == "1.00"


@pytest.fixture
def reader(client, layla):
    """Return a client whose member chose Arabic-Indic digits, and who has a deal of 48,000."""
    services.open_deal(actor=layla, title="Website 24", on=date(2026, 11, 24), amount_minor=4_800_000)
    sign_in(client, layla)
    assert client.post("/digits/", {"digits": "arabic", "next": "/deals/"}).url == "/deals/"
    return client


def test_the_choice_shows_on_arabic_pages_and_leaves_names_as_they_are(reader):
    page = reader.get("/deals/", headers=AR).content.decode()

    assert "٤٨٬٠٠٠" in page
    assert "Website 24" in page
    assert "٤٨٬٠٠٠" not in reader.get("/deals/", headers={"Accept-Language": "en"}).content.decode()
    assert Event.objects.filter(name="member.digits_chosen").count() == 1


def test_files_and_inputs_keep_western_digits(reader):
    assert "٤" not in reader.get("/deals/?format=csv", headers=AR).content.decode()
    page = reader.get(f"/deals/{Deal.objects.get().pk}/change/", headers=AR).content.decode()
    assert 'value="48000' in page


def test_they_are_given_back(reader):
    reader.post("/digits/", {"digits": "western", "next": "https://evil.example/"})

    assert "48,000" in reader.get("/deals/", headers=AR).content.decode()


def test_counts_percents_and_the_sums_of_a_moved_card_follow_the_choice(reader):
    stages = queries.pipeline_stages()
    board = reader.get("/board/", headers=AR).content.decode()
    assert "data-lane-count>١<" in board
    assert f"{formats_of(stages[0].percent)}" in board

    moved = reader.post(f"/deals/{Deal.objects.get().pk}/move/", {"stage": stages[1].pk}, headers=AR).json()

    assert moved["counts"][str(stages[1].pk)] == "١"
    assert moved["sums"][str(stages[1].pk)] == "٤٨٬٠٠٠"


def test_what_a_change_writes_keeps_western_digits(reader):
    deal = Deal.objects.get()
    reader.post(f"/deals/{deal.pk}/stage/", {"stage": queries.pipeline_stages()[1].pk}, headers=AR)

    assert not any(digit in str(event.facts) for event in Event.objects.all() for digit in "٠١٢٣٤٥٦٧٨٩")


def formats_of(percent):
    """Return a percentage as its reader has it."""
    with formats.arabic_digits(), translation.override("ar"):
        return formats.format_percent(percent)


def test_the_pager_counts_in_them(rf):
    with formats.arabic_digits(), translation.override("ar"):
        _shown, pager = paged(rf.get("/x/"), list(range(120)), 120)

    assert pager["text"] == "١–٥٠ / ١٢٠"
