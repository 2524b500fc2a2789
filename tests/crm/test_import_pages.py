"""A file goes through the pages: columns, questions, preview, progress, report, undo; and comes back for mending."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from openpyxl import Workbook

from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.core import clock
from wasl.core.models import Company
from wasl.crm import jobs
from wasl.crm.models import Deal, ImportBatch
from wasl.parties.models import Party

HEAD = "number,who,product,account,deal_stage,engage_date,close_date,close_value\n"
DEALS = HEAD + (
    "A1,Nobody,Audit,Acme,Won,20-10-25,01-03-26,1054\n"
    "A2,,Audit,Bluth,Engaging,20-10-25,,\n"
    "A2,,Audit,Bluth,Engaging,20-10-25,,\n"
    "A3,,Audit,Acme,Lost,20-10-25,31-02-26,10\n"
    'A4,,Audit,"=1+1",Lost,20-10-25,28-02-26,10\n'
)


@pytest.fixture
def browser(layla: Actor) -> Client:
    return signed_in(layla, "en")


def upload(browser: Client, kind: str, data: bytes, name: str = "deals.csv") -> ImportBatch:
    """Send a file, and return the import that it began."""
    answer = browser.post(reverse("crm:imports"), {"kind": kind, "file": SimpleUploadedFile(name, data)})
    batch: ImportBatch = ImportBatch.objects.order_by("-pk")[0]
    assert answer["Location"] == address("columns", batch)
    return batch


def address(name: str, batch: ImportBatch) -> str:
    return reverse(f"crm:import_{name}", args=[batch.pk])


def work() -> None:
    """Run the jobs that wait, as a worker does."""
    for result in DBTaskResult.objects.order_by("enqueued_at"):
        jobs.carry_on_import.call(**result.args_kwargs["kwargs"])
        result.delete()


def read_as(**fields: int) -> dict[str, str]:
    """Return what the page of columns says: the place of the column of each field."""
    return {f"c-{place}": name for name, place in fields.items()}


CHOSEN = read_as(opportunity_id=0, product=2, account=3, stage=4, engaged_on=5, closed_on=6, amount=7)


@pytest.fixture
def settled(browser: Client) -> ImportBatch:
    """A file of deals whose columns are chosen and whose questions are answered as proposed."""
    batch = upload(browser, "opportunities", DEALS.encode())
    browser.post(address("columns", batch), CHOSEN)
    browser.post(address("questions", batch), {"accept": "1"})
    return batch


@pytest.fixture
def brought(browser: Client, settled: ImportBatch) -> ImportBatch:
    """The same, brought in."""
    browser.post(address("preview", settled))
    work()
    settled.refresh_from_db()
    return settled


def test_columns_are_shown_with_cells_and_can_be_chosen(browser: Client) -> None:
    batch = upload(browser, "opportunities", DEALS.encode())

    page = browser.get(address("columns", batch)).content.decode()
    refused = browser.post(address("columns", batch), read_as(opportunity_id=0))
    twice = browser.post(address("columns", batch), CHOSEN | {"c-1": "product"})
    gone_on = browser.post(address("columns", batch), CHOSEN | {"c-1": "owner"})

    assert "<bdi>A1</bdi> · <bdi>A2</bdi>" in page
    assert '<option value="account" selected>' in page
    assert refused.status_code == twice.status_code == 422
    assert "both read as" in twice.content.decode()
    assert gone_on["Location"] == address("questions", batch)
    assert ImportBatch.objects.get().mapping["owner"] == "who"


def test_one_question_a_value_with_its_rows_and_one_press_takes_all(browser: Client) -> None:
    batch = upload(browser, "opportunities", DEALS.encode())
    browser.post(address("columns", batch), CHOSEN | {"c-1": "owner"})

    page = browser.get(address("questions", batch)).content.decode()
    back = browser.get(address("preview", batch))
    taken = browser.post(address("questions", batch), {"accept": "1"})

    assert page.count('name="q-value" value="Bluth"') == 1
    assert "2 rows" in page
    assert back["Location"] == address("questions", batch)
    assert taken["Location"] == address("preview", batch)
    assert ImportBatch.objects.get().answers["account"] == {"Acme": "Acme", "Bluth": "Bluth"}


def test_an_answer_is_obeyed_and_can_be_changed_before_the_run(browser: Client) -> None:
    batch = upload(browser, "accounts", b"account,sector\nAcme,technolgy\nBeta,retail\n", "accounts.csv")
    browser.post(address("columns", batch), read_as(account=0, sector=1))
    said = {"q-field": ["sector"], "q-value": ["technolgy"]}

    first = browser.post(address("questions", batch), said | {"q-answer": ["telecommunications"]})
    shown = browser.get(address("questions", batch)).content.decode()
    browser.post(address("questions", batch), said | {"q-answer": ["technology"]})
    browser.post(address("preview", batch))
    work()

    assert first["Location"] == address("preview", batch)
    assert 'value="telecommunications"' in shown
    assert Party.objects.get(name="Acme").sector == "technology"


def test_the_preview_counts_and_shows_rows_of_each_fate_and_writes_nothing(
    browser: Client, settled: ImportBatch
) -> None:
    answer = browser.get(address("preview", settled))

    page = answer.content.decode()
    assert [(part["id"], part["count"]) for part in answer.context["samples"]] == [("created", 2), ("unchanged", 1)]
    assert [row[0] for row in answer.context["refusals"]["rows"]] == ["5", "6"]
    assert "is a formula" in page and "There is no such day." in page
    assert not Deal.objects.exists() and not Party.objects.exists()


def test_the_run_is_a_job_whose_page_asks_again_until_it_is_done(browser: Client, settled: ImportBatch) -> None:
    started = browser.post(address("preview", settled), follow=True).content.decode()
    again = browser.post(address("preview", settled))
    under_way = browser.get(address("batch", settled), headers={"hx-request": "true"})
    assert not Deal.objects.exists()

    work()
    done = browser.get(address("batch", settled), headers={"hx-request": "true"})
    report = browser.get(address("batch", settled)).content.decode()

    assert 'hx-trigger="every 1s"' in started and "0 / 5" in under_way.content.decode()
    assert again["Location"] == address("batch", settled)
    assert done["HX-Refresh"] == "true" and "hx-trigger" not in done.content.decode()
    assert "Layla" in report and "Undo…" in report
    batch = ImportBatch.objects.get()
    assert (batch.read, batch.created, batch.unchanged, len(batch.rejected)) == (5, 2, 1, 2)
    assert Deal.objects.get(external_key="A1").party.name == "Acme"


def test_refused_rows_come_back_as_they_were_and_can_be_sent_again(browser: Client, brought: ImportBatch) -> None:
    answer = browser.get(address("refused", brought))

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == [*HEAD.strip().split(","), "Row", "Why"]
    assert lines[1][:8] == ["A3", "", "Audit", "Acme", "Lost", "20-10-25", "31-02-26", "10"]
    assert lines[2][3] == "'=1+1", "a formula does not run in what is downloaded"
    assert [line[8] for line in lines[1:]] == ["5", "6"]
    mended = answer.content.decode("utf-8-sig").replace("31-02-26", "28-02-26").replace("'=1+1", "Acme")
    again = upload(browser, "opportunities", mended.encode(), "mended.csv")
    browser.post(address("columns", again), CHOSEN)
    browser.post(address("questions", again), {"accept": "1"})
    browser.post(address("preview", again))
    work()
    assert Deal.objects.count() == 4


def test_an_undo_is_shown_before_it_is_done_and_told_afterwards(
    browser: Client, layla: Actor, brought: ImportBatch
) -> None:
    from wasl.crm import services

    deal = Deal.objects.get(external_key="A2")
    services.change_deal(actor=layla, deal_id=deal.pk, version=deal.version, title="Ours")

    shown = browser.get(address("undo", brought)).content.decode()
    assert Deal.objects.count() == 2, "a look changes nothing"
    browser.post(address("undo", brought))
    work()
    report = browser.get(address("batch", brought)).content.decode()

    assert "It was changed since." in shown and "that it made will be removed." in shown
    assert list(Deal.objects.values_list("title", flat=True)) == ["Ours"]
    assert "Undone in part" in report and "Ours" in report
    assert reverse("crm:deal", args=[deal.pk]) in report


def test_an_undo_that_is_pressed_twice_is_done_once_and_told_the_same(browser: Client, brought: ImportBatch) -> None:
    pressed = {"form_key": browser.get(address("undo", brought)).context["key"]}

    pages = [browser.post(address("undo", brought), pressed, follow=True).content.decode() for _press in range(2)]

    assert DBTaskResult.objects.count() == 1
    assert all("The undo is under way." in page and "has moved on" not in page for page in pages)


def test_imports_are_listed_with_who_when_and_what(browser: Client, brought: ImportBatch) -> None:
    upload(browser, "accounts", b"account\nAcme\n", "waiting.csv")

    rows = browser.get(reverse("crm:imports")).context["rows"]

    assert [(row["cells"][0], str(row["cells"][-1]["pill"])) for row in rows] == [
        ("waiting.csv", "Not imported yet"),
        ("deals.csv", "Imported"),
    ]
    assert rows[1]["cells"][2] == "Layla" and rows[1]["cells"][4:8] == ["2", "0", "1", "2"]


def test_a_file_that_waits_is_discarded(browser: Client, settled: ImportBatch) -> None:
    browser.post(address("discard", settled))

    assert not ImportBatch.objects.exists()
    assert browser.get(address("columns", settled)).status_code == 404


def test_an_import_without_a_worker_is_named_and_taken_up_again(
    browser: Client, settled: ImportBatch, frozen: Any
) -> None:
    browser.post(address("preview", settled))
    DBTaskResult.objects.all().delete()
    with clock.set_to(frozen + timedelta(minutes=2)):
        page = browser.get(address("batch", settled)).content.decode()
        browser.post(address("resume", settled))
        work()

    assert "No worker has moved this" in page
    assert ImportBatch.objects.get().state == "done" and Deal.objects.count() == 2


def test_a_run_that_cannot_go_on_says_why(browser: Client, layla: Actor, settled: ImportBatch) -> None:
    from wasl.access import services as access
    from wasl.access.models import Member

    browser.post(address("preview", settled))
    access.add_member(actor=layla, name="Second", role="owner")
    Member.objects.filter(pk=layla.member_id).update(role="manager")
    ImportBatch.objects.update(mapping={**ImportBatch.objects.get().mapping, "stage": "gone"})
    work()

    page = browser.get(address("batch", settled)).content.decode()
    assert "gone" in page and "of <bdi" in page
    assert ImportBatch.objects.get().state == "stopped"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"account,account\nx,y\n", "Two columns are called"),
        ("a.csv", b"", "The submitted file is empty."),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not accepted"),
        ("a.pdf", b"%PDF-1.4 x", "is no table"),
    ],
)
def test_what_is_no_table_is_refused_beside_the_file(browser: Client, name: str, data: bytes, said: str) -> None:
    answer = browser.post(reverse("crm:imports"), {"kind": "accounts", "file": SimpleUploadedFile(name, data)})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_arabic_files_of_any_spelling_come_in(browser: Client, encoding: str, mark: str) -> None:
    text = "اسم العميل,القطاع,المدينة\nنخيل للضيافة,retail,الرياض\nرواد التقنية,retail,جدة\n".replace(",", mark)
    batch = upload(browser, "accounts", text.encode(encoding), "عملاء.csv")

    browser.post(address("preview", batch))
    work()

    assert set(Party.objects.values_list("name", "city")) == {("نخيل للضيافة", "الرياض"), ("رواد التقنية", "جدة")}


def test_a_workbook_comes_in_and_its_error_cells_stop_no_other_row(browser: Client) -> None:
    book = Workbook()
    for row in (("account", "city"), ("Acme", "Riyadh"), ("#REF!", "Jeddah"), ("Beta", "Dammam")):
        book.active.append(row)
    book.active["A3"].data_type = "e"
    file = io.BytesIO()
    book.save(file)
    batch = upload(browser, "accounts", file.getvalue(), "accounts.xlsx")

    browser.post(address("preview", batch))
    work()

    batch.refresh_from_db()
    assert (batch.created, [row[0] for row in batch.rejected]) == (2, [3])
    assert set(Party.objects.values_list("name", flat=True)) == {"Acme", "Beta"}


def test_who_may_not_import_sees_no_step(omar: Actor, salem: Actor, brought: ImportBatch) -> None:
    for name in ("batch", "columns", "questions", "preview", "refused", "undo"):
        assert signed_in(omar).get(address(name, brought)).status_code == 403
        assert signed_in(salem).get(address(name, brought)).status_code == 404
    assert signed_in(salem).post(address("resume", brought)).status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_step_opens_in_both_languages(layla: Actor, noor: Company, settled: ImportBatch, language: str) -> None:
    browser = signed_in(layla, language)
    for name in ("columns", "questions", "preview"):
        answer = browser.get(address(name, settled))
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()
    browser.post(address("preview", settled))
    work()
    assert browser.get(address("batch", settled)).status_code == 200
    assert browser.get(address("undo", settled)).status_code == 200
