"""The palette and the search page: acts, pages and records that a member may see, marked and grouped."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.crm import services as crm
from wasl.web.palette import marked

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def customer(layla):
    """A customer with a deal of SAR 46,000 that is Layla's."""
    party = makers.make_customer("Nakheel Hospitality", name_ar="شركة نخيل", email="info@nakheel.example")
    crm.open_deal(actor=layla, title="Annual report", party_id=party.pk, amount_minor=4_600_000, on=TODAY)
    return party


def asked(actor, text="", language="en", page="web:palette"):
    client = signed_in(actor)
    client.cookies["django_language"] = language
    return client.get(reverse(page), {"q": text}).text


def test_an_empty_palette_offers_acts_and_pages(layla):
    html = asked(layla)

    assert reverse("receivables:new") in html
    assert reverse("receivables:invoices") in html
    assert 'name="language" value="ar"' in html
    assert 'name="theme" value="dark"' in html


def test_what_a_part_would_bring_is_found_before_it_is_switched_on(layla):
    assert "ready to switch on" not in asked(layla, "invoice")
    Company.objects.filter(pk=layla.company.pk).update(modules=["crm"])

    html = asked(layla, "invoice")

    assert "Invoices" in re.sub("<[^>]+>", "", html)
    assert f"{reverse('access:company')}#parts" in html


def test_acts_are_those_of_the_role(noor):
    html = asked(makers.make_actor(noor, "Reader", "accountant"))

    assert reverse("parties:add") not in html


@pytest.mark.parametrize("text", ["nakheel", "نخيل", "kodg", "ىشناثثم", "info@nakheel", "Nakhil"])
@pytest.mark.parametrize("page", ["web:palette", "web:search"])
def test_a_customer_is_found_as_people_type(layla, customer, text, page):
    assert reverse("parties:party", args=[customer.pk]) in asked(layla, text, page=page)


def test_the_other_layout_is_said(layla, customer):
    assert "other keyboard layout" in asked(layla, "kodg")
    assert "other keyboard layout" not in asked(layla, "نخيل")


@pytest.mark.parametrize("text", ["invoice", "فاتورة", "inv", "فات"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_act_is_found_by_its_name_in_either_language(layla, text, language):
    assert reverse("receivables:new") in asked(layla, text, language)


def test_an_amount_finds_the_deal(layla, customer):
    assert "Annual report" in asked(layla, "٤٦٬٠٠٠")


def test_a_seller_does_not_find_the_deal_of_another(omar, customer):
    assert "Annual report" not in asked(omar, "annual")
    assert "Annual report" not in asked(omar, "46,000")


def test_another_company_finds_nothing(customer):
    rival = makers.make_company(name="Rival")
    with company_scope(rival.pk):
        salem = makers.make_actor(rival, "Salem", "owner")
    for text in ("nakheel", "annual", "46,000"):
        assert "Nothing found" in asked(salem, text, page="web:search")


def test_nothing_found_helps_on(layla):
    html = asked(layla, "zzqqx")

    assert "Nothing found" in html
    assert "listbox" not in html


def test_a_text_is_never_taken_for_markup(layla):
    assert "<script>x" not in asked(layla, "<script>x")
    assert marked("<b>Nakheel</b>", ["nakheel"]) == "&lt;b&gt;<mark>Nakheel</mark>&lt;/b&gt;"


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("شركة النَّخيل", ["نخيل"], "شركة ال<mark>نَّخيل</mark>"),
        ("Nakheel Hospitality", ["نخيل"], "<mark>Nakheel</mark> Hospitality"),
        ("INV-2026-0042", ["0042"], "INV-2026-<mark>0042</mark>"),
        ("Banana", ["an", "ana"], "B<mark>anan</mark>a"),
        ("", ["x"], ""),
    ],
)
def test_what_was_looked_for_is_marked(text, words, found):
    assert marked(text, words).replace("</mark><mark>", "") == found
