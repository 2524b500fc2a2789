"""Lists of the API: each row once, in any order, with the fields that are asked for."""

import random

import pytest

from wasl.crm import services as crm
from wasl.crm.models import Deal


@pytest.fixture
def deals(layla, frozen):
    chance = random.Random(7)
    for _deal in range(23):
        crm.open_deal(
            actor=layla,
            title=f"Deal {chance.randrange(6)}",
            on=frozen.date(),
            amount_minor=chance.choice((0, 500, 900)),
            expected_close=chance.choice((None, frozen.date(), frozen.date().replace(day=1))),
        )
    return list(Deal.objects.order_by("pk"))


def walk(program, path):
    """Return the items of all pages of a list."""
    found, cursor = [], ""
    while True:
        page = program.get(f"{path}&cursor={cursor}").json()
        found += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return found


@pytest.mark.parametrize("limit", [1, 4, 23, 50])
@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("by", ["", "id", "title", "amount", "stage_since", "expected_close"])
def test_every_row_comes_once_in_any_order(program, deals, by, way, limit):
    sort = f"{way}{by}" if by else ""
    found = walk(program, f"/deals?sort={sort}&limit={limit}")

    assert sorted(deal["id"] for deal in found) == [deal.pk for deal in deals]
    name = sort.removeprefix("-") or "id"
    values = [float(deal["amount"]["amount"]) if name == "amount" else deal[name] for deal in found]
    valued = [value for value in values if value is not None]
    assert valued == sorted(valued, reverse=sort.startswith("-") or not sort)
    assert values == valued + [None] * (len(values) - len(valued))


def test_a_row_that_comes_meanwhile_moves_no_other(program, deals, layla, frozen):
    first = program.get("/deals?limit=10").json()
    crm.open_deal(actor=layla, title="New", on=frozen.date())
    second = program.get(f"/deals?limit=10&cursor={first['next_cursor']}").json()

    assert [deal["id"] for deal in first["items"] + second["items"]] == [deal.pk for deal in reversed(deals)][:20]


def test_only_the_fields_that_are_asked_for_come(program, deals):
    items = program.get("/deals?fields=title,amount&limit=2").json()["items"]

    assert [set(item) for item in items] == [{"id", "title", "amount"}] * 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("sort=colour", "sort"),
        ("fields=secret", "fields"),
        ("cursor=nonsense", "cursor"),
        ("cursor=WyIiLDEsMF0", "cursor"),
        ("cursor=W1tdLHt9LDFd", "cursor"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("state=gone", "state"),
        ("owner_id=0", "owner_id"),
        ("owner_id=99999999999999999999", "owner_id"),
    ],
)
def test_what_a_list_does_not_offer_is_named(program, deals, query, field):
    answer = program.get(f"/deals?{query}")

    assert answer.status_code == 422, answer.content
    assert answer.json()["field"] == field


def test_a_cursor_of_another_order_is_refused(program, deals):
    cursor = program.get("/deals?sort=title&limit=5").json()["next_cursor"]

    assert program.get(f"/deals?sort=amount&limit=5&cursor={cursor}").status_code == 422


def test_a_misspelt_filter_is_refused_and_gives_no_row(program, deals):
    answer = program.get("/deals?owner=3")

    assert answer.status_code == 422
    assert answer.json()["field"] == "owner"
    assert "owner_id, party_id" in answer.json()["detail"]
