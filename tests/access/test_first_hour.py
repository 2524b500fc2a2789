"""The first hour: a company in a minute, first steps, a sample to look around in and to throw away."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access import services
from wasl.access.actor import Actor
from wasl.access.models import Member, User
from wasl.cli import demo
from wasl.core.errors import BadInput, NotAllowed
from wasl.core.models import Company, CompanyModel, Event
from wasl.core.scope import company_scope
from wasl.core.tally import Tally
from wasl.crm import services as crm
from wasl.crm.models import Stage
from wasl.insight import queries
from wasl.ledger.models import Entry, Line

pytestmark = pytest.mark.django_db
WORDS_OF_ACCOUNTING = ("Ledger", "Invoice", "Payment", "Expense", "Journal", "VAT", "Margin", "Cash", "Profit")


@pytest.fixture
def visitor() -> Client:
    client = Client(headers={"accept-language": "en"})
    user = services.create_user(email="dana@new.example", password=makers.PASSWORD)
    client.force_login(user, backend="wasl.access.backends.MemberBackend")
    return client


def found(visitor: Client, start: str, **said: str) -> Company:
    answer = visitor.post(
        "/company/new/", {"person": "Dana Price", "name": "Dana Ltd", "country": "AE", "start": start, **said}
    )
    assert answer["Location"] == "/"
    return Company.objects.get()


def test_a_company_takes_its_currency_and_time_from_its_country(visitor: Client) -> None:
    company = found(visitor, "all")

    assert (company.base_currency, company.time_zone) == ("AED", "Asia/Dubai")
    assert company.modules == ["crm", "projects", "finance"]
    with company_scope(company.pk):
        assert Member.objects.get().name == "Dana Price"
        assert Stage.objects.exists()
    assert "Dana" in visitor.get("/").content.decode()
    assert "Your name" not in visitor.get("/company/new/").content.decode(), "who is known is not asked again"


def test_another_country_needs_a_currency(visitor: Client) -> None:
    answer = visitor.post("/company/new/", {"person": "D", "name": "X", "country": "ZZ", "start": "crm"})

    assert answer.status_code == 422
    assert not Company.objects.exists()


def test_a_company_with_sales_alone_sees_no_word_of_accounting(visitor: Client) -> None:
    company = found(visitor, "crm")
    with company_scope(company.pk):
        actor = Actor.of(Member.objects.select_related("company").get())
        party = makers.make_customer("Nakheel")
        deal = crm.open_deal(actor=actor, title="Site", on=company.created_at.date(), party_id=party.pk)
    pages = ["/", "/deals/", "/board/", "/leads/", f"/deals/{deal.pk}/", f"/customers/{party.pk}/", "/team/"]

    for page in [*pages, f"/deals/{deal.pk}/win/"]:
        text = visitor.get(page).content.decode()
        assert [word for word in WORDS_OF_ACCOUNTING if f">{word}" in text] == [], page


def test_a_deal_is_won_without_projects(visitor: Client) -> None:
    company = found(visitor, "crm")
    with company_scope(company.pk):
        actor = Actor.of(Member.objects.select_related("company").get())
        party = makers.make_customer("Nakheel")
        deal = crm.open_deal(actor=actor, title="Site", on=company.created_at.date(), party_id=party.pk)

    answer = visitor.post(f"/deals/{deal.pk}/win/", {"kickoff": "", "kickoff_on": ""})

    assert answer["Location"] == f"/deals/{deal.pk}/"
    with company_scope(company.pk):
        deal.refresh_from_db()
    assert deal.state == "won"


def test_first_steps_are_ticked_off_as_they_are_done_and_can_be_put_away(layla: Actor) -> None:
    today = layla.company.created_at.date()
    assert not any(
        each.is_done for each in queries.first_steps(layla, today, Tally())() if each.step.url_name == "crm:deal_add"
    )
    crm.open_deal(actor=layla, title="Site", on=today)

    done = {each.step.url_name: each.is_done for each in queries.first_steps(layla, today, Tally())()}
    assert done["crm:deal_add"]
    assert not done["sales:quote_add"]
    browser = signed_in(layla, "en")
    assert "First steps" in browser.get("/").content.decode()
    browser.post("/guide/off/")
    assert "First steps" not in browser.get("/").content.decode()


def test_a_sample_company_is_made_once_for_its_owner_and_leaves_nothing_behind(layla: Actor) -> None:
    user = User.objects.get(pk=layla.user_id)
    users, entries = User.objects.count(), Entry.everywhere.filter(company=layla.company).count()
    sample = demo.make_sample(user=user, language="en")

    assert demo.make_sample(user=user, language="en") == sample
    assert User.objects.count() == users, "nobody else can sign in to it"
    with company_scope(sample.pk):
        assert Entry.objects.count() > 20
        owner = Actor.of(Member.objects.select_related("company").get(user=user))
        services.erase_sample_company(actor=owner)

    with company_scope(sample.pk):
        left = {
            model._meta.label: model.objects.count()
            for model in CompanyModel.__subclasses__()
            if not model._meta.abstract
        }
    assert set(left.values()) == {0}, left
    assert not Company.objects.filter(pk=sample.pk).exists()
    assert Entry.everywhere.filter(company=layla.company).count() == entries


def test_a_company_of_ones_own_cannot_be_erased(layla: Actor, omar: Actor) -> None:
    with pytest.raises(BadInput):
        services.erase_sample_company(actor=layla)
    with pytest.raises(NotAllowed):
        services.erase_sample_company(actor=omar)
    assert signed_in(layla).post("/company/erase-sample/")["Location"] == "/companies/"
    assert Company.objects.filter(pk=layla.company.pk).exists()


@pytest.mark.parametrize("table", ["ledger_line", "ledger_entry", "core_event"])
def test_books_of_a_real_company_stay_append_only_beside_a_sample(layla: Actor, table: str) -> None:
    makers.make_invoice(layla, makers.make_customer("Nakheel"), "100")
    assert Line.objects.exists() and Event.objects.exists()
    Company.objects.create(slug="s", name="S", country="SA", base_currency="SAR", is_sample=True)

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE company_id = %s", [layla.company.pk])
