"""Pages of quotes, the catalogue and winning: they open for those who may, and do their act once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from tests import makers
from wasl.access.actor import Actor
from wasl.access.models import Member, User
from wasl.core import attachments
from wasl.core.pdf import render_pdf
from wasl.crm import services as crm
from wasl.crm.models import Deal
from wasl.ledger import queries as ledger
from wasl.messages.models import OutboxMessage
from wasl.messages.queries import Letter
from wasl.parties.models import Party
from wasl.projects.models import Project
from wasl.receivables.models import Document
from wasl.sales import paper, queries, services
from wasl.sales.errors import WrongQuoteState
from wasl.sales.models import Quote, Service

TODAY = date(2026, 11, 24)
LINES = {
    "lines-TOTAL_FORMS": "1",
    "lines-INITIAL_FORMS": "0",
    "lines-0-description": "تصميم",
    "lines-0-quantity": "٢",
    "lines-0-price": "1.5k",
    "lines-0-role": "Designer",
    "lines-0-hours": "16",
}


def signed_in(actor: Actor) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def nakheel(layla: Actor) -> Party:
    """A customer."""
    return makers.make_customer(name_ar="نخيل للضيافة")


@pytest.fixture
def quote(layla: Actor, nakheel: Party) -> Quote:
    """A quote that was sent."""
    tax = ledger.taxes().get(is_default=True)
    line = services.QuoteLineDraft("Design", Decimal(2), Decimal("333.333333"), tax.pk, Decimal(5))
    given = services.QuoteInput(nakheel.pk, TODAY, [line], deposit_percent=Decimal(30), notes="شكرًا")
    return services.issue_quote(actor=layla, given=given)


def head(nakheel: Party, **said: object) -> dict[str, object]:
    return {"party": nakheel.pk, "date": "2026-11-24", "currency": "SAR", "language": "ar", **LINES, **said}


def test_a_quote_is_written_as_people_type_and_kept_once(layla: Actor, nakheel: Party) -> None:
    client = signed_in(layla)
    assert client.get("/quotes/new/").status_code == 200
    said = head(nakheel, form_key="once", deposit_percent="30%")

    for _ in range(2):
        assert client.post("/quotes/new/", said).status_code == 302

    quote = Quote.objects.get()
    assert (quote.net_minor, quote.deposit_percent, quote.lines.get().planned_minutes) == (300_000, 30, 960)


def test_the_totals_are_shown_while_typing(layla: Actor, nakheel: Party) -> None:
    answer = signed_in(layla).post("/quotes/preview/", head(nakheel))
    assert "3,000.00" in answer.content.decode()
    assert not Quote.objects.exists()


def test_a_line_that_names_a_service_takes_its_words_and_price(layla: Actor, nakheel: Party) -> None:
    service = services.add_service(actor=layla, name="Design", price=Decimal(450))
    said = head(nakheel) | {"lines-0-service": service.pk, "lines-0-description": "", "lines-0-price": ""}

    signed_in(layla).post("/quotes/new/", said)

    line = Quote.objects.get().lines.get()
    assert (line.description, line.price, line.net_minor) == ("Design", 450, 90_000)


def test_pages_of_a_quote_open_and_its_buttons_work(layla: Actor, quote: Quote) -> None:
    client = signed_in(layla)
    assert quote.number in client.get("/quotes/").content.decode()
    assert client.get(f"/quotes/{quote.pk}/").status_code == 200
    client.post(f"/quotes/{quote.pk}/accept/")
    assert Quote.objects.get().state == "accepted"
    client.post(f"/quotes/{quote.pk}/invoice/")
    assert Document.objects.get().origin == f"quote:{quote.pk}"
    assert Document.objects.get().number in client.get(f"/quotes/{quote.pk}/").content.decode()


def test_a_revision_opens_as_a_draft(layla: Actor, quote: Quote) -> None:
    answer = signed_in(layla).post(f"/quotes/{quote.pk}/revise/", follow=True)
    assert "Q-2026-0001/2" in answer.content.decode()


def test_a_sellers_quote_is_not_there_for_another_seller(omar: Actor, quote: Quote) -> None:
    assert signed_in(omar).get(f"/quotes/{quote.pk}/").status_code == 404
    assert signed_in(omar).get("/services/").status_code == 403


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_paper_is_made_in_both_languages_with_percents_and_logo(layla: Actor, quote: Quote, language: str) -> None:
    picture = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(picture, "PNG")
    company, logo = layla.company, picture.getvalue()
    company.logo = attachments.attach(actor=layla, subject=company, data=logo, filename="logo.png")
    quote.language = language
    data, files = paper.quote_data(quote, list(queries.quote_lines(quote.pk)), company)

    assert data["columns"].keys() >= {"discount", "tax", "net"}
    assert {line["tax"] for line in data["lines"]} <= {"15%", ""} and "15%" in str(data["lines"])
    assert files[data["logo"]] == logo
    assert render_pdf(paper.TEMPLATE, data, files=files).startswith(b"%PDF")
    assert signed_in(layla).get(f"/quotes/{quote.pk}/paper.pdf").content.startswith(b"%PDF")


def test_a_deal_is_won_on_its_page_as_the_form_says(omar: Actor, nakheel: Party) -> None:
    deal = crm.open_deal(actor=omar, title="Website", on=TODAY, party_id=nakheel.pk, amount_minor=100_000)
    client = signed_in(omar)
    assert "Website" in client.get(f"/deals/{deal.pk}/win/").content.decode()

    said = {"project_name": "Site", "kind": "fixed", "amount": "1,200", "deposit_percent": "25", "form_key": "one"}
    assert client.post(f"/deals/{deal.pk}/win/", said).status_code == 302

    assert (Project.objects.get().name, Document.objects.get().net_minor) == ("Site", 30_000)
    assert client.get(f"/deals/{deal.pk}/").status_code == 200
    client.post(f"/deals/{deal.pk}/reopen-won/")
    assert Deal.objects.get().state == "open"


def test_the_catalogue_is_kept_on_its_pages(layla: Actor) -> None:
    client = signed_in(layla)
    client.post("/services/new/", {"name": "Design", "price": "450", "currency": "SAR"})
    service = Service.objects.get()
    said = {"name": "Design", "price": "500", "currency": "SAR", "is_active": "on", "version": service.version}
    client.post(f"/services/{service.pk}/", said)
    service.refresh_from_db()
    assert service.price == 500
    assert "500" in client.get("/services/").content.decode()


def test_a_sent_quote_is_mailed_with_its_paper_in_the_customers_language(layla: Actor, quote: Quote) -> None:
    Party.objects.filter(pk=quote.party_id).update(email="buyer@nakheel.example", language="ar")
    Member.objects.filter(pk=layla.member_id).update(name_ar="ليلى")
    client, address = signed_in(layla), f"/quotes/{quote.pk}/mail/"
    page = client.get(address).content.decode()
    assert "buyer@nakheel.example" in page and quote.number in page
    text = page.split("<textarea")[1].split("</")[0]
    assert "{" not in text and "ليلى" in text and "Layla" not in text
    assert f'href="{address}"' in client.get(f"/quotes/{quote.pk}/").content.decode()

    said = {"to": "buyer@nakheel.example", "subject": "Quote", "body": "Here it is", "language": "ar", "form_key": "k"}
    for _ in range(2):
        assert client.post(address, said).status_code == 302

    letter = OutboxMessage.objects.get()
    (paper_id,) = letter.attachment_ids
    assert (letter.to, letter.party_id, letter.subject_id) == ("buyer@nakheel.example", quote.party_id, quote.pk)
    assert attachments.Attachment.objects.get(pk=paper_id).file_name == f"{quote.number}.pdf"


def test_a_draft_is_not_mailed(layla: Actor, nakheel: Party) -> None:
    line = services.QuoteLineDraft("Design", Decimal(1), Decimal(10))
    draft = services.draft_quote(actor=layla, given=services.QuoteInput(nakheel.pk, TODAY, [line]))
    letter = Letter("a@b.example", "Quote", "Here it is", "en")

    assert signed_in(layla).get(f"/quotes/{draft.pk}/mail/").status_code == 404
    with pytest.raises(WrongQuoteState):
        services.mail_quote(actor=layla, quote_id=draft.pk, letter=letter)
    assert not OutboxMessage.objects.exists()


def test_a_letter_with_a_quote_fills_every_place(layla: Actor, quote: Quote) -> None:
    for language, until in (("ar", "إشعار آخر"), ("en", "further notice")):
        quote.language, quote.valid_until = language, None
        letter = queries.letter_with_quote(layla, quote)

        assert letter.language == language and until in letter.body and quote.number in letter.subject
        assert "{" not in letter.subject + letter.body
