"""Two people change one record: the second is told what the first wrote, field by field, and loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.crm import queries, services
from wasl.crm.models import Deal
from wasl.messages import services as messages
from wasl.people import services as people

TODAY = date(2026, 11, 24)


def test_the_second_sees_both_values_and_may_put_theirs_in_place(layla: Actor) -> None:
    party = makers.make_customer("Nakheel")
    deal = services.open_deal(actor=layla, title="Site", on=TODAY, party_id=party.pk, amount_minor=100_00)
    browser, address = signed_in(layla, "en"), f"/deals/{deal.pk}/change/"
    said = {
        "title": "Mine", "party": party.pk, "amount": "100", "currency": "SAR", "owner": layla.member_id, "version": 1,
    }  # fmt: skip
    services.change_deal(actor=layla, deal_id=deal.pk, version=1, title="Theirs")

    told = browser.post(address, said)
    page = told.content.decode()

    assert told.status_code == 422
    assert "It says now: Theirs." in page
    assert 'value="Mine"' in page
    assert page.count("It says now") == 1, "only what differs is told"
    assert 'name="version" value="2"' in page
    assert browser.post(address, said | {"version": 2})["Location"] == f"/deals/{deal.pk}/"
    assert Deal.objects.get(pk=deal.pk).title == "Mine"


def a_company(actor: Actor) -> tuple[str, dict[str, Any], Callable[[], object]]:
    return (
        "/company/", {"name": "Mine", "language": "en", "time_zone": "Asia/Riyadh", "fiscal_year_start_month": "1"},
        lambda: access.change_company(actor=actor, version=1, name="Theirs"),
    )  # fmt: skip


def a_member(actor: Actor) -> tuple[str, dict[str, Any], Callable[[], object]]:
    member = access.add_member(actor=actor, name="Huda", role="sales")
    return (
        f"/team/{member.pk}/change/", {"name": "Mine", "role": "sales"},
        lambda: access.change_member(actor=actor, member_id=member.pk, version=1, role="sales", name="Theirs"),
    )  # fmt: skip


def an_employee(actor: Actor) -> tuple[str, dict[str, Any], Callable[[], object]]:
    sara = people.add_employee(actor=actor, name="Sara")
    return (
        f"/people/{sara.pk}/change/", {"name": "Mine", "is_active": "on"},
        lambda: people.change_employee(actor=actor, employee_id=sara.pk, version=1, name="Theirs"),
    )  # fmt: skip


def a_department(actor: Actor) -> tuple[str, dict[str, Any], Callable[[], object]]:
    row = people.add_department(actor=actor, name="Delivery")
    return (
        f"/people/departments/{row.pk}/", {"name": "Mine", "is_active": "on"},
        lambda: people.change_department(actor=actor, department_id=row.pk, version=1, name="Theirs"),
    )  # fmt: skip


def a_stage(actor: Actor) -> tuple[str, dict[str, Any], Callable[[], object]]:
    stage = queries.pipeline_stages()[0]
    said = {"name_ar": stage.name_ar, "percent": stage.percent, "usual_days": stage.usual_days, "required": []}
    return (
        f"/stages/{stage.pk}/", said | {"name": "Mine"},
        lambda: services.change_stage(actor=actor, stage_id=stage.pk, version=1, name="Theirs", **said),
    )  # fmt: skip


def a_letter(actor: Actor) -> tuple[str, dict[str, Any], Callable[[], object]]:
    kind = {"kind": "invoice", "language": "en"}
    return (
        "/outbox/templates/invoice/en/", {"subject": "Mine", "body": "Dear {name}"},
        lambda: messages.change_template(actor=actor, version=1, subject="Theirs", body="Dear {name}", **kind),
    )  # fmt: skip


RECORDS = [a_company, a_member, an_employee, a_department, a_stage, a_letter]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_tells_of_a_change_made_meanwhile(layla: Actor, record: Any) -> None:
    address, said, meanwhile = record(layla)
    browser = signed_in(layla, "en")
    read = re.search(r'name="version" value="(\d+)"', browser.get(address).content.decode())
    assert read is not None
    assert browser.post(address, said).status_code == 422, "who does not say what they read overwrites nothing"
    meanwhile()

    told = browser.post(address, said | {"version": read[1]})
    assert told.status_code == 422
    assert "It says now: Theirs." in told.content.decode()

    again = re.search(r'name="version" value="(\d+)"', told.content.decode())
    assert again is not None and again[1] != read[1]
    assert browser.post(address, said | {"version": again[1]}).status_code == 302
    assert "Mine" in browser.get(address).content.decode()
