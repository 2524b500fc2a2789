"""The audit trail says everything in words: events, records, labels and values."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

import wasl
from tests.core.test_picking import sign_in
from wasl.access import audit_words
from wasl.access import services as access
from wasl.core.models import Event
from wasl.parties import services as parties

SOURCES = Path(wasl.__file__).parent
TOLD_BY_NOBODY = {"deal_id", "lead_id", "document_ids", "activity_id"}


def recorded():
    """Return the names of all events that are recorded by a plain name, with their facts by keyword."""
    for path in SOURCES.rglob("services/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"
            if is_call and node.args and isinstance(node.args[0], ast.Constant) and "." in str(node.args[0].value):
                yield node.args[0].value, [word.arg for word in node.keywords if word.arg not in (None, "party_id")]


def test_every_event_and_every_fact_has_words():
    found = list(recorded())
    assert len(found) > 50
    with translation.override("ar"):
        assert [name for name, _facts in found if audit_words.what(name, {}) == name] == []
    keys = {key for _name, facts in found for key in facts} - audit_words.SILENT
    wordless = {key for key in keys if not key.endswith("_ar")} - audit_words.FACTS.keys()
    assert {key for key in wordless if key.removesuffix("_id") not in audit_words.FACTS} == set()


@pytest.fixture
def reader(client, layla):
    """Return the client of an owner who has added and changed a customer, and whose colleague changed the role."""
    party = parties.add_party(actor=layla, name="Oasis", name_ar="الواحة")
    parties.change_party(actor=layla, party_id=party.pk, version=party.version, city="Riyadh")
    access.add_member(actor=layla, name="Sami", email="sami@x.example", role="sales")
    sign_in(client, layla)
    return client


def test_the_page_names_records_and_labels_and_shows_no_code(reader):
    page = reader.get("/audit/", headers={"Accept-Language": "ar"}).content.decode()
    main = page[page.index("<main") : page.index("</main")]

    assert "الواحة" in main
    assert "المدينة" in main
    assert "المبيعات" in main
    assert "Oasis" not in main
    assert not any(name in main for name in {*Event.objects.values_list("name", flat=True), "parties.party", "role"})


def test_a_search_finds_what_is_said(reader):
    found = reader.get("/audit/?q=عميل", headers={"Accept-Language": "ar"}).content.decode()

    assert "الواحة" in found
    assert "Sami" not in found[found.index("<main") : found.index("</main")]
