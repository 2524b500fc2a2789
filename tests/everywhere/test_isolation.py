"""Nothing of a company is seen or changed from another one, on any address."""

import hashlib
import re

import pytest
from django.apps import apps
from django.db import transaction

from tests.everywhere.asking import names_read
from tests.everywhere.routes import MODELS, OTHER_MODELS, WORDS, company_models, routes
from tests.everywhere.test_amounts import everything, forms_of
from tests.everywhere.test_query_counts import grow
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.integrity import keys_stay_in_the_company
from wasl.core.models import CompanyModel
from wasl.core.picking import PickField
from wasl.core.scope import NoCompany, company_scope
from wasl.people import services as people

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
    before = digest(world.company.pk)

    read, written = world.salem.get(url), world.salem.post(url, {"key": "x"})

    assert read.status_code in (404, 405), read.status_code
    assert written.status_code in (404, 405), written.status_code
    assert 404 in (read.status_code, written.status_code)
    assert digest(world.company.pk) == before


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


@pytest.fixture(scope="module")
def theirs(world):
    """The rival's newest record of every kind, by its model; they are called what nothing else is."""
    with company_scope(world.rival.pk):
        owner = Actor.of(Member.objects.select_related("company").get())
        people.add_employee(actor=owner, name="Salem", member_id=owner.member_id)
        grow(world.rival, 1)
        keys = {m._meta.label: m.objects.order_by("-pk").values_list("pk", flat=True).first() for m in company_models()}
    return {label: key for label, key in keys.items() if key is not None}


@pytest.mark.pages
def test_forms_take_no_record_of_another_company(world, theirs):
    client, tried, taken = world.clients["owner"], 0, []
    before = digest(world.rival.pk)
    for route in routes():
        url = route.url(world.company.pk)
        answer = client.get(url) if url else None
        if answer is None or answer.status_code != 200 or not answer.context:
            continue
        for form in forms_of(answer.context):
            for name in filter(lambda name: is_key(form, name), form.fields):
                tried += 1
                with transaction.atomic(), company_scope(world.company.pk):
                    sent = everything(answer.context) | {form.add_prefix(name): theirs[kind_of(name)]}
                    taken += [(route.name, name, what) for what in harm(client.post(url, sent))]
                    transaction.set_rollback(True)
    assert tried > 60
    assert not taken
    assert digest(world.rival.pk) == before


@pytest.mark.pages
def test_whatever_an_address_reads_another_companys_ids_give_nothing(world, theirs):
    client, tried, taken = world.clients["owner"], 0, []
    before = digest(world.rival.pk)
    for route in routes():
        url = route.url(world.company.pk)
        for method in ("get", "post") if url else ():
            with transaction.atomic(), company_scope(world.company.pk):
                sent = {
                    name: theirs.get(kind_of(name), theirs["parties.Party"]) for name in names_read(client, method, url)
                }
                tried += len(sent)
                taken += [(route.name, method, what) for what in harm(getattr(client, method)(url, sent))]
                transaction.set_rollback(True)
    assert tried > 300
    assert not taken
    assert digest(world.rival.pk) == before


THEIR_WORD = "Extra 1-0"
# What fields and queries call a record, where it is not `MODELS`' own name without its ending.
CALLED = {
    "owner": "access.Member",
    "manager": "access.Member",
    "pick": "crm.Deal",
    "notice": "core.Notice",
}


def kind_of(name):
    """Return the kind of record that a field names; a customer where it names none."""
    word = name.rsplit("-", 1)[-1].removesuffix("_id")
    return CALLED.get(word) or MODELS.get(f"{word}_id") or "parties.Party"


def is_key(form, name):
    """Tell whether a field takes the id of a record."""
    field = form.fields[name]
    choices = [str(value) for value, _label in getattr(field, "choices", []) if value]
    is_hidden_key = field.widget.is_hidden and str(form[name].value() or "").isdecimal()
    return isinstance(field, PickField) or (all(map(str.isdecimal, choices)) and bool(choices)) or is_hidden_key


def harm(answer):
    """Return what an answer did that it should not: shown their words, pointed to their rows, failed."""
    if answer.status_code >= 500:
        yield answer.status_code
    if THEIR_WORD in text_of(answer):
        yield "shown"
    if answer.status_code < 400 and answer.wsgi_request.method == "POST":
        yield from (finding.row for finding in keys_stay_in_the_company())


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def digest(company_id):
    """Return a hash of every row of a company."""
    made = hashlib.sha256()
    with company_scope(company_id):
        for model in company_models():
            for row in model.objects.order_by("pk").values_list():
                made.update(repr(row).encode())
    return made.hexdigest()
