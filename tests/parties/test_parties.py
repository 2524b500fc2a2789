"""One record of a person or an organisation, found again however it is written."""

from __future__ import annotations

import pytest

from wasl.access.actor import Actor
from wasl.core.attachments import open_attachment
from wasl.core.errors import BadInput, NotFound, StaleVersion
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.core.uploads import UploadError
from wasl.parties import queries, services
from wasl.parties.errors import PartyTwice
from wasl.parties.models import Party


def test_a_party_is_found_in_both_scripts_and_without_marks(omar: Actor) -> None:
    party = services.add_party(actor=omar, name="Nakheel", name_ar="شركة نخيل للضِّيافة", phone="+966 50 123 4567")

    for text in ("nakheel", "الضيافه نخيل".replace("ال", "لل"), "501234567", "نخيل"):
        assert queries.parties(omar, text=text).get() == party


def test_what_may_be_the_same_is_proposed_the_surest_first(omar: Actor) -> None:
    by_name = services.add_party(actor=omar, name="Nakheel Hospitality")
    by_mail = services.add_party(actor=omar, name="Other", email="info@nakheel.example")
    by_phone = services.add_party(actor=omar, name="Third", phone="0501234567")

    found = queries.alike(name="Nakhel Hospitality", email="INFO@nakheel.example", phone="+966501234567")

    assert [(one.party, one.why) for one in found] == [(by_mail, "email"), (by_phone, "phone"), (by_name, "name")]
    assert queries.alike(name="Something else") == []


def test_the_same_tax_number_twice_is_refused(omar: Actor) -> None:
    services.add_party(actor=omar, name="A", tax_number="300000000000003")

    with pytest.raises(PartyTwice):
        services.add_party(actor=omar, name="B", tax_number="300000000000003")


def test_a_change_needs_the_version_that_was_read(omar: Actor) -> None:
    party = services.add_party(actor=omar, name="A")
    services.change_party(actor=omar, party_id=party.pk, version=party.version, city="Riyadh")

    with pytest.raises(StaleVersion):
        services.change_party(actor=omar, party_id=party.pk, version=party.version, city="Jeddah")
    assert queries.parties(omar, text="riyadh").exists()


@pytest.mark.parametrize("said", [{"name": " "}, {"kind": "cat"}, {"currency": "XXX"}, {"facts": {}}])
def test_what_cannot_be_said_is_refused(omar: Actor, said: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        services.add_party(**{"actor": omar, "name": "A", **said})  # type: ignore[arg-type]


def test_the_role_of_customer_is_gained_once(omar: Actor) -> None:
    keys = [services.add_party(actor=omar, name=name).pk for name in "AB"]

    assert services.mark_customers(actor=omar, party_ids=keys) == 2
    assert services.mark_customers(actor=omar, party_ids=keys) == 0
    assert Party.objects.count() == 2


def test_a_file_opens_for_its_company_only(omar: Actor, rival: Company, salem: Actor) -> None:
    party = services.add_party(actor=omar, name="A")
    file = services.attach_file(actor=omar, party_id=party.pk, data=b"%PDF-1.7 hello", filename="../brief.exe")

    kept, path = open_attachment(actor=omar, attachment_id=file.pk)

    assert (kept.file_name, path.read_bytes()) == ("brief.pdf", b"%PDF-1.7 hello")
    with company_scope(rival.pk, salem.member_id), pytest.raises(NotFound):
        open_attachment(actor=salem, attachment_id=file.pk)
    with pytest.raises(UploadError):
        services.attach_file(actor=omar, party_id=party.pk, data=b"MZ\x90\x00\x03", filename="brief.pdf")
