"""Every list sorts, chooses its columns, becomes a file of what is shown, keeps views, and shows its rows beside it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from itertools import groupby, pairwise
from typing import Any

import pytest
from django.db import transaction
from openpyxl import load_workbook

from tests import makers
from tests.everywhere.conftest import World
from tests.everywhere.routes import routes
from wasl.core import clock
from wasl.core.cells import number_text, plain
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.core.tabular import safe_cell
from wasl.crm import services as crm
from wasl.ledger import services as ledger
from wasl.parties.models import Party
from wasl.receivables import services as receivables

pytestmark = pytest.mark.pages

# Tables that are no list of records, each with its reason.
REPORTS = {
    "ledger:profit": "a statement: its rows have their order",
    "ledger:balance_sheet": "a statement",
    "ledger:cash_flow": "a statement",
    "ledger:trial_balance": "a statement",
    "ledger:vat": "a tax return",
    "ledger:taxes": "each tax with its rates under it",
    "outbox:templates": "six texts",
    "crm:stages": "the few steps of the pipeline, in their order",
}
EVERYTHING = {
    "crm:deals": "state=all",
    "crm:leads": "state=all",
    "receivables:invoices": "view=all",
    "payables:claims": "view=all",
    "projects:projects": "state=all",
}
UNSORTED = {"ledger:account": "its balance runs from row to row"}


@dataclass(frozen=True)
class List:
    """A list: its address with all there is in it, and what its page says of it."""

    name: str
    url: str
    context: Any

    def at(self, **said: str) -> str:
        """Return its address with more said."""
        query = "&".join(filter(None, (EVERYTHING.get(self.name, ""), *(f"{key}={said[key]}" for key in said))))
        return f"{self.url}?{query}"

    @property
    def keys(self) -> list[str]:
        """Return the columns that can be chosen."""
        return [column["key"] for column in self.context["chooser"]]


@pytest.fixture(scope="module")
def lists(world: World) -> list[List]:
    """Open every page and return those that are lists."""
    with company_scope(world.company.pk):
        fill(world.company)
    found = []
    for route in routes():
        url = route.url(world.company.pk)
        answer = world.clients["owner"].get(url) if url else None
        if answer is not None and answer.status_code == 200 and is_sheet(answer):
            full = world.clients["owner"].get(List(route.name, url, None).at())
            found.append(List(route.name, url, full.context))
    return found


def fill(company: Company) -> None:
    """Make what the demo has none of: exchange rates, a draft, and follow-ups of the owner that are due."""
    owner = makers.owner()
    today, party = clock.today(company.time_zone), Party.objects.order_by("pk").first()
    for days in (1, 2):
        on = today - timedelta(days)
        ledger.set_exchange_rate(actor=owner, currency="EUR", on=on, rate=Decimal(4))
        crm.plan_next_step(actor=owner, step=crm.NextStep(f"Call {days}", on), party_id=party.pk)
    lines = [receivables.LineDraft("Work", Decimal(1), Decimal(100))]
    receivables.draft_invoice(actor=owner, given=receivables.DocumentInput(party.pk, today, lines))


def is_sheet(answer: Any) -> bool:
    return any(template.name == "core/sheet.html" for template in answer.templates)


def chosen(lists: list[List]) -> Iterator[List]:
    return (one for one in lists if one.name not in REPORTS)


def rows_of(world: World, address: str) -> list[list[str]]:
    """Return the rows of a list as its file has them, the head first."""
    answer = world.clients["owner"].get(f"{address}&format=csv")
    assert answer.status_code == 200, address
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def body_of(world: World, one: List, **said: str) -> list[list[str]]:
    """Return the rows of a list with every column, without its head and total."""
    rows = rows_of(world, one.at(columns=",".join(one.keys), **said))[1:]
    return rows[:-1] if one.context["total"] else rows


def test_every_list_lets_its_columns_be_chosen(lists: list[List]) -> None:
    assert len(list(chosen(lists))) >= 27
    assert {one.name for one in lists if not one.context["chooser"]} == set(REPORTS)


def test_lists_have_rows_here(lists: list[List]) -> None:
    assert {one.name for one in chosen(lists) if not one.context["rows"]} == set()


def test_lists_are_sorted_as_said(world: World, lists: list[List]) -> None:
    wrong = []
    for one in chosen(lists):
        plain_rows, sorts = Counter(map(tuple, body_of(world, one))), sorts_of(world, one)
        assert sorts or one.name in UNSORTED, one.name
        for key in sorts:
            up, down = body_of(world, one, sort=key), body_of(world, one, sort=f"-{key}")
            place = places(one).index(key)
            if Counter(map(tuple, up)) != plain_rows:
                wrong.append((one.name, key, "not the same rows"))
            elif up != down[::-1]:
                wrong.append((one.name, key, "down is not up turned round"))
            elif not is_in_order([row[place] for row in up]):
                wrong.append((one.name, key, [row[place] for row in up][:12]))
    assert not wrong, "\n".join(map(str, wrong))


def places(one: List) -> list[str]:
    """Return the columns in the order of a file that has them all: those without a key come first."""
    fixed = [""] * sum(
        1 for column in one.context["columns"] if not column.get("key") and column.get("cls") != "w-pick"
    )
    return [*fixed, *one.keys]


def sorts_of(world: World, one: List) -> list[str]:
    """Return the columns that the page offers to sort by."""
    page = world.clients["owner"].get(one.at(columns=",".join(one.keys)))
    return [column["key"] for column in page.context["columns"] if column.get("sort")]


def is_in_order(texts: list[str]) -> bool:
    """Tell whether values grow; where they are no numbers or days, whether equal ones are together.

    Empty ones come last, or stand where 0 does.
    """
    said = [text for text in texts if text]
    if said and None not in map(number, said):
        empty_last = [number(text) for text in said] if texts[len(said) :] == [""] * texts.count("") else []
        values = empty_last or [number(text or "0") for text in texts]
        return all(before <= after for before, after in pairwise(values))
    return len([text for text, _group in groupby(texts)]) == len(set(texts))


def number(text: str) -> Decimal | None:
    """Return a number, or a day as one."""
    try:
        return Decimal(text.replace("-", "") if len(text) == 10 and text.count("-") == 2 else text)
    except InvalidOperation:
        return None


def test_columns_are_those_that_were_chosen(world: World, lists: list[List]) -> None:
    wrong = []
    for one in chosen(lists):
        asked = one.keys[::-1][:3]
        answer = world.clients["owner"].get(one.at(columns=",".join(asked)))
        shown = [column["key"] for column in answer.context["columns"] if column.get("key")]
        width = len(answer.context["columns"])
        if shown != asked or any(len(row["cells"] if isinstance(row, dict) else row) != width for row in
                                 answer.context["rows"]):  # fmt: skip
            wrong.append((one.name, shown))
        labels = {column["key"]: plain(column["label"]) for column in one.context["chooser"]}
        head = rows_of(world, one.at(columns=",".join(asked)))[0][-len(asked):]  # fmt: skip
        if [text.split(" ")[0] for text in head] != [labels[key].split(" ")[0] for key in asked]:
            wrong.append((one.name, head))
    assert not wrong, "\n".join(map(str, wrong))


def test_files_hold_what_the_page_shows(world: World, lists: list[List]) -> None:
    wrong = []
    for one in chosen(lists):
        address = one.at(columns=",".join(one.keys))
        page = world.clients["owner"].get(address)
        lines = rows_of(world, address)
        book = load_workbook(io.BytesIO(world.clients["owner"].get(f"{address}&format=xlsx").content)).active
        cells = [[in_file(cell.value) for cell in row] for row in book.iter_rows()]
        if [[in_file(text) for text in line] for line in lines] != cells:
            wrong.append((one.name, "workbook"))
        shown = [said(page.context["columns"], row) for row in page.context["rows"]]
        if shown != lines[1 : len(shown) + 1] or not shown:
            wrong.append((one.name, shown[:2], lines[1:3]))
    assert not wrong, "\n".join(map(str, wrong))


def in_file(value: Any) -> str:
    """Return a value of a workbook as a file of text has it."""
    if hasattr(value, "date"):
        value = value.date()
    text = "" if value is None else str(value)
    found = number(text)
    return text if found is None else f"{found.normalize():f}"


def said(columns: list[dict[str, Any]], row: Any) -> list[str]:
    """Return what the cells of a drawn row say."""
    cells = row["cells"] if isinstance(row, dict) else row
    return [
        safe_cell(
            cell["day"].isoformat()
            if isinstance(cell, dict) and "day" in cell
            else number_text(cell) if column.get("num") else plain(cell)
        )
        for column, cell in zip(columns, cells, strict=True)
        if column.get("cls") != "w-pick"
    ]  # fmt: skip


def test_a_view_can_be_kept_of_every_list(world: World, lists: list[List]) -> None:
    wrong = []
    for one in chosen(lists):
        query = f"columns={one.keys[0]}"
        with transaction.atomic():
            world.clients["owner"].post("/views/save/", {"page": one.url, "name": "Mine", "query": query})
            views = world.clients["owner"].get(f"{one.url}?{query}").context["views"]
            transaction.set_rollback(True)
        if [view["label"] for view in views if view["current"]] != ["Mine"]:
            wrong.append(one.name)
    assert not wrong, "\n".join(map(str, wrong))


def test_rows_are_shown_in_the_drawer(world: World, lists: list[List]) -> None:
    headers, wrong = {"HX-Request": "true", "HX-Target": "drawer-body"}, []
    for one in chosen(lists):
        urls = [row["url"] for row in one.context["rows"] if isinstance(row, dict) and row.get("url")]
        for url in dict.fromkeys((*urls[:1], *urls[-1:])):
            answer = world.clients["owner"].get(url, headers=headers)
            if answer.status_code != 200 or b"<html" in answer.content or b"w-peek" not in answer.content:
                wrong.append((one.name, url, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


def test_what_a_list_is_narrowed_by_is_carried_on(world: World, lists: list[List]) -> None:
    for one in chosen(lists):
        kept = dict(world.clients["owner"].get(one.at(columns=one.keys[0], page="2")).context["kept"])

        assert kept["columns"] == one.keys[0], one.name
        assert "page" not in kept, one.name
