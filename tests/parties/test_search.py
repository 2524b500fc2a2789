"""Search finds records by what people remember, in either script, within what the searcher may see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests import makers
from wasl.core.bulk import insert_rows, reserve_ids
from wasl.core.scope import company_scope
from wasl.core.search_index import index_name
from wasl.crm import queries as crm_queries
from wasl.crm import services as crm
from wasl.parties import queries, services
from wasl.parties.models import Party
from wasl.receivables import queries as receivables

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def people(layla):
    """A handful of customers as they are entered: some in one script, some in both."""
    for name, name_ar in (
        ("Nakheel Hospitality", "شركة نخيل للضيافة"),
        ("محمد العتيبي", ""),
        ("Khalid Trading", ""),
        ("مؤسسة أنوار الشرق", ""),
        ("Trade Mohammed Brothers", ""),
    ):
        services.add_party(actor=layla, name=name, name_ar=name_ar, phone="+966501234567", email="hello@noor.example")
    return layla


def titles(actor, text):
    with translation.override("en"):
        return [row.title for row in queries.search(actor, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nakheel", "Nakheel Hospitality"),
        ("نخيل", "Nakheel Hospitality"),
        ("النَخيل", "Nakheel Hospitality"),
        ("Nakhil", "Nakheel Hospitality"),
        ("للضيافه", "Nakheel Hospitality"),
        ("muhammad", "محمد العتيبي"),
        ("مـحـمـد", "محمد العتيبي"),
        ("خالد", "Khalid Trading"),
        ("انوار", "مؤسسة أنوار الشرق"),
        ("أنوار الشرق", "مؤسسة أنوار الشرق"),
        ("kh", "Khalid Trading"),
        ("alid", "Khalid Trading"),
    ],
)
def test_a_party_is_found_in_either_script(people, text, found):
    assert found in titles(people, text)


@pytest.mark.parametrize("text", ["0501234567", "٠٥٠ ١٢٣ ٤٥٦٧", "+966501234567", "hello@noor"])
def test_a_phone_or_an_email_finds_the_party(people, text):
    assert len(titles(people, text)) == 5


@pytest.mark.parametrize("text", ["zzqqx", "xq", "%", "_", "ƿ", '"', "' OR 1=1", "\0", "محمد nakheel"])
def test_what_is_not_there_is_not_found(people, text):
    assert titles(people, text) == []


def test_the_name_that_begins_with_the_text_comes_first(people):
    services.add_party(actor=people, name="Mohammed")

    assert titles(people, "mohammed") == ["Mohammed", "Trade Mohammed Brothers", "محمد العتيبي"]


def test_the_list_of_parties_finds_as_search_does(people):
    assert [row.name for row in queries.parties(people, text="محمد")] == ["Trade Mohammed Brothers", "محمد العتيبي"]


def test_the_index_follows_changes_bulk_inserts_and_deletes(people):
    changed = Party.objects.get(name="Khalid Trading")
    services.change_party(actor=people, party_id=changed.pk, version=changed.version, name="Walid Trading")
    services.add_parties(actor=people, parties=[Party(name=f"Bulk {number}") for number in range(3)])
    (key,) = reserve_ids(Party, 1)
    insert_rows(
        Party,
        ["id", "company_id", "kind", "name", "name_ar", "search_text", "is_customer", "is_supplier", "email", "phone"]
        + ["website", "address", "city", "country", "tax_number", "registration_number", "currency", "language"]
        + ["payment_terms_days", "sector", "facts", "external_key", "version"],
        [[key, people.company.pk, "person", "Row", "", " ƿrowena ", False, False, *[""] * 10, 30, "", {}, "", 1]],
    )

    assert titles(people, "khalid") == []
    assert titles(people, "وليد") == ["Walid Trading"]
    assert len(titles(people, "bulk")) == 3
    assert titles(people, "rowena") == ["Row"]
    Party.objects.filter(pk=key).delete()
    assert titles(people, "rowena") == []


def test_another_company_finds_nothing(people):
    rival = makers.make_company(name="Rival")
    with company_scope(rival.pk):
        salem = makers.make_actor(rival, "Salem", "owner")

        assert titles(salem, "nakheel") == []
        assert titles(salem, "ho") == []


def test_a_seller_finds_the_deals_of_their_own_only(people, omar):
    party = Party.objects.get(name="Nakheel Hospitality")
    for actor, title in ((people, "Annual report"), (omar, "Annual meeting")):
        crm.open_deal(actor=actor, title=title, party_id=party.pk, amount_minor=4_600_000, on=TODAY)

    assert [row.title for row in crm_queries.search_deals(omar, "annual")] == ["Annual meeting"]
    assert [row.title for row in crm_queries.search_deals(omar, "46,000")] == ["Annual meeting"]
    assert {row.title for row in crm_queries.search_deals(people, "نخيل")} == {"Annual report", "Annual meeting"}
    assert {row.title for row in crm_queries.search_deals(people, "٤٦٠٠٠")} == {"Annual report", "Annual meeting"}


def test_an_accountant_finds_no_deal(people, noor):
    party = Party.objects.get(name="Nakheel Hospitality")
    crm.open_deal(actor=people, title="Annual report", party_id=party.pk, amount_minor=100, on=TODAY)
    reader = makers.make_actor(noor, "Reader", "accountant")

    assert crm_queries.search_deals(reader, "annual") == []
    assert crm_queries.search_leads(reader, "annual") == []


@pytest.mark.parametrize(
    "text", ["INV-2026-0001", "inv-2026-1", "inv 1", "2026-1", "1", "٠٠٠١", "1,150", "نخيل", "PO-77"]
)
def test_an_invoice_is_found_by_number_amount_customer_and_reference(people, text):
    party = Party.objects.get(name="Nakheel Hospitality")
    made = makers.make_invoice(people, party, "1000", reference="PO-77")

    assert [row.title for row in receivables.search(people, text)] == [made.number]


def test_an_amount_is_read_in_the_currency_of_the_document(people):
    party = Party.objects.get(name="Nakheel Hospitality")
    makers.make_invoice(people, party, "1000")  # SAR 1,150.00 is 115,000 halalas

    assert receivables.search(people, "115,000") == []
    assert receivables.search(people, "115") == []


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_words_are_looked_up_in_the_index_on_sqlite(people):
    with CaptureQueriesContext(connection) as asked:
        titles(people, "nakheel")

    said = [each["sql"] for each in asked]
    assert any(f"{index_name('parties_party')} MATCH" in one for one in said)
    assert not any("LIKE" in one for one in said)


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_the_trigram_index_is_there_on_postgresql(people):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index_name("parties_party")])
        (definition,) = cursor.fetchone()

    assert "gin_trgm_ops" in definition
