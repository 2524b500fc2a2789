"""Nothing of a company is seen or changed from another one, on any address."""

import re

import pytest
from django.apps import apps

from tests.everywhere.routes import MODELS, OTHER_MODELS, WORDS, company_models, routes
from wasl.core.models import CompanyModel
from wasl.core.scope import NoCompany, company_scope

# Rows that stand outside of companies, each with its reason.
SHARED = {
    "core.Company": "is the company",
    "core.Schedule": "runs for all companies",
    "core.JobFailure": "names its company; a failed job may belong to none",
    "access.User": "a person may belong to several companies",
}


def test_every_table_belongs_to_a_company():
    own = {model for model in apps.get_models() if model.__module__.startswith("wasl.")}

    assert len(own) > 30, "hardly any model was looked at"
    assert {model._meta.label for model in own if not issubclass(model, CompanyModel)} == set(SHARED)


@pytest.mark.parametrize("model", company_models(), ids=lambda model: model._meta.label)
def test_without_a_company_no_model_gives_a_row(model):
    with pytest.raises(NoCompany):
        list(model.objects.all()[:1])


@pytest.mark.parametrize("model", company_models(), ids=lambda model: model._meta.label)
def test_keys_and_indexes_begin_with_the_company(model):
    for constraint in model._meta.constraints:
        fields = getattr(constraint, "fields", ())
        assert not fields or fields[0] == "company", constraint.name
    for index in model._meta.indexes:
        assert index.fields[0] == "company", index.name


def test_every_part_of_an_address_is_known_to_these_tests():
    parts = {part for route in routes() for part in route.parts}

    assert len(routes()) > 60, "hardly any route was looked at"
    assert parts <= set(MODELS) | set(WORDS) | {part for _name, part in OTHER_MODELS}


@pytest.mark.parametrize("route", [r for r in routes() if r.has_record], ids=lambda route: route.name)
def test_another_companys_record_is_not_there(world, route):
    url = route.url(world.company.pk)
    if url is None:
        pytest.fail(f"the demo company has no record for {route.name}: it must show every feature")
    before = fingerprint(world.company.pk)

    read, written = world.salem.get(url), world.salem.post(url, {"key": "x"})

    assert read.status_code in (404, 405), read.status_code
    assert written.status_code in (404, 405), written.status_code
    assert 404 in (read.status_code, written.status_code)
    assert fingerprint(world.company.pk) == before


@pytest.mark.parametrize("route", [r for r in routes() if not r.has_record], ids=lambda route: route.name)
def test_a_list_shows_nothing_of_another_company(world, route):
    answer = world.salem.get(route.url(world.rival.pk))
    assert answer.status_code in (200, 204, 302, 405), answer.status_code
    if answer.status_code != 200:
        return
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()

    for name in ("Nakheel", "Rowad", "Noura", "Faisal", "Madar", "INV-2025", "INV-2026", "madar.example"):
        assert name not in text, name


def test_filters_by_another_companys_ids_find_nothing(world):
    with company_scope(world.company.pk):
        account = apps.get_model("ledger.Account").objects.get(role="bank", is_default=False).pk
        party = apps.get_model("parties.Party").objects.order_by("pk").first().pk
    answer = world.salem.get(f"/finance/ledger/lines/?account={account}&party={party}")

    assert answer.status_code == 200
    assert not re.search(r"TRF\d", answer.content.decode())


def fingerprint(company_id):
    """Return how many rows of each kind a company has, and its latest event."""
    with company_scope(company_id):
        return {model._meta.label: model.objects.count() for model in company_models()}
