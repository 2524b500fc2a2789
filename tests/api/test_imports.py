"""Files brought in by programs: sent, understood, tried, started, followed, mended, undone; and what is asked later."""

from datetime import timedelta

from tests.api.conftest import points_at, program_of
from tests.crm.test_import_pages import work
from tests.crm.test_imports import bring_in
from wasl.core import clock
from wasl.crm.models import ImportBatch
from wasl.parties.models import Party

ACCOUNTS = "Firm,sector,revenue,since\nAcme,technolgy,5,x\nBluth,retail,7,y\nAcme,technolgy,5,x\n,retail,1,z\n"
DEALS = (
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "A1,,Audit,Acme,Won,20-10-25,01-02-26,1054\n"
    "A2,,Audit,Acme,Engaging,21-10-25,,\n"
)


def sent(program, kind="accounts", text=ACCOUNTS, name="firms.csv", **headers):
    """Return the answer to a file."""
    return program.upload(f"/imports?kind={kind}&name={name}", text.encode(), **headers)


def names_of_parties(program):
    return sorted(row["name"] for row in program.get("/parties").json()["items"])


def test_a_file_is_understood_tried_brought_in_and_undone(program):
    batch = sent(program).json()
    path = f"/imports/{batch['id']}"
    recognised = {row["name"]: row["field"] for row in program.get(f"{path}/columns").json()}
    stuck = program.get(f"{path}/questions")
    chosen = program.post(f"{path}/columns", {"fields": {"Firm": "account", "sector": "sector"}}).json()
    doubts = program.get(f"{path}/questions").json()
    early = [program.post(f"{path}/{act}").json()["code"] for act in ("preview", "start")]

    assert (batch["state"], batch["file_name"], batch["total"]) == ("draft", "firms.csv", 0)
    assert (recognised["Firm"], recognised["since"]) == (None, None)
    assert (stuck.status_code, stuck.json()["code"], stuck.json()["field"]) == (422, "missing_column", "account")
    assert [(row["name"], row["field"]) for row in chosen] == [
        ("Firm", "account"),
        ("sector", "sector"),
        ("revenue", None),
        ("since", None),
    ]
    assert chosen[0]["samples"] == ["Acme", "Bluth"]
    assert [tuple(one[name] for name in ("field", "value", "proposal", "rows")) for one in doubts["open"]] == [
        ("sector", "technolgy", "technology", 2)
    ]
    assert early == ["questions_open", "questions_open"]

    said = {"answers": [{"field": "sector", "value": "technolgy", "answer": "software"}]}
    settled = program.post(f"{path}/answers", said).json()
    trial = program.post(f"{path}/preview", Accept_Language="en").json()
    started = program.post(f"{path}/start", Idempotency_Key="go-1", Accept_Language="en").json()
    again = program.post(f"{path}/start", Idempotency_Key="go-1", Accept_Language="en").json()
    assert settled["open"] == []
    assert [trial[name] for name in ("total", "created", "updated", "unchanged")] == [4, 2, 0, 1]
    assert trial["rejected"] == [{"row": 5, "column": "Firm", "error": "The cell is empty."}]
    assert trial["ignored"] == ["revenue", "since"]
    assert (started["state"], started["total"], started["read"]) == ("running", 4, 0)
    assert again == started
    assert names_of_parties(program) == []

    work()
    done = program.get(path).json()
    refused = program.get(f"{path}/refused-rows").json()
    assert [done[name] for name in ("state", "read", "created", "unchanged", "rejected_count")] == ["done", 4, 2, 1, 1]
    assert names_of_parties(program) == ["Acme", "Bluth"]
    assert Party.objects.get(name="Acme").sector == "software"
    assert refused == [
        {
            "row": 5,
            "error": "The cell is empty.",
            "cells": {"Firm": "", "sector": "retail", "revenue": "1", "since": "z"},
        }
    ]
    acme = Party.objects.get(name="Acme")
    program.patch(f"/parties/{acme.pk}", {"city": "Riyadh"}, version=1)
    would = program.post(f"{path}/preview-undo").json()
    undoing = program.post(f"{path}/undo").json()
    work()
    undone = program.get(path).json()
    assert undoing["state"] == "undoing"
    kept = {"kind": "parties.party", "subject_id": acme.pk, "name": "Acme"}
    for told in (would, undone):
        assert (told["removed"], told["restored"]) == (1, 0)
        assert [{name: one[name] for name in kept} for one in told["kept"]] == [kept]
    assert (undone["state"], names_of_parties(program)) == ("partly", ["Acme"])
    assert [row["id"] for row in program.get("/imports").json()["items"]] == [batch["id"]]


def test_dates_and_amounts_are_read_as_the_answer_says(program):
    batch = sent(program, "opportunities", DEALS.replace("20-10-25", "03-04-25").replace("21-10-25", "05-06-25")).json()
    path = f"/imports/{batch['id']}"
    asked = {one["field"]: one for one in program.get(f"{path}/questions").json()["open"] if one["about"] != "value"}
    answers = [{"field": name, "value": "*", "answer": "mdy"} for name in asked]
    left = program.post(f"{path}/answers", {"answers": answers, "accept": True}).json()
    program.post(f"{path}/start")
    work()
    deals = {row["state"]: row for row in program.get("/deals?state=all").json()["items"]}

    assert {name: (one["about"], one["proposal"]) for name, one in asked.items()} == {
        "engaged_on": ("date_order", "dmy"),
        "closed_on": ("date_order", "dmy"),
    }
    assert left["open"] == []
    assert (deals["won"]["closed_on"], deals["won"]["amount"]["amount"]) == ("2026-01-02", "1054.00")
    assert program.get(path).json()["created"] == 2


def test_what_was_taken_as_proposed_is_asked_later_and_put_right(program, layla):
    for number, sector in enumerate(("technolgy", "medcal")):
        bring_in(layla, "accounts", f"account,sector\nAcme {number},{sector}\n", accept=True)
    medical, technology = program.get("/import-questions").json()["items"]
    right = program.post(f"/import-questions/{technology['id']}/answer").json()
    wrong = program.post(f"/import-questions/{medical['id']}/answer", {"answer": "machinery"}).json()
    gone = program.post("/import-questions/1000000/answer", {"answer": "x"})

    assert (technology["column"], technology["value"], technology["proposal"]) == ("sector", "technolgy", "technology")
    assert (right["answer"], wrong["answer"], right["answered_at"]) == (
        "technology",
        "machinery",
        "2026-11-24T07:30:00Z",
    )
    assert set(Party.objects.values_list("name", "sector")) == {("Acme 0", "technology"), ("Acme 1", "machinery")}
    assert program.get("/import-questions").json()["items"] == []
    assert gone.status_code == 404


def test_a_file_is_discarded_and_sent_once_under_a_key(program):
    tried = program.upload("/imports?kind=accounts&name=a.csv&dry_run=true", ACCOUNTS.encode())
    first, second = (sent(program, Idempotency_Key="file-1").json() for _time in range(2))
    path = f"/imports/{first['id']}"

    assert (tried.status_code, first) == (201, second)
    assert ImportBatch.objects.count() == 1
    assert program.call("delete", path).status_code == 204
    assert program.get(path).status_code == 404
    assert program.post(f"{path}/start").status_code == 404


def test_one_that_nobody_moves_is_stalled_and_goes_on(program):
    batch = sent(program, text="account\nAcme\n").json()
    path = f"/imports/{batch['id']}"
    program.post(f"{path}/start")
    late = program.post(f"{path}/columns", {"fields": {"account": "account"}})
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        stalled = program.get(path).json()
        resumed = program.post(f"{path}/resume").json()

    assert (late.status_code, late.json()["code"]) == (409, "import_elsewhere")
    assert (stalled["state"], stalled["is_stalled"], resumed["is_stalled"]) == ("running", True, False)
    work()
    assert (program.get(path).json()["state"], names_of_parties(program)) == ("done", ["Acme"])
    assert program.post(f"{path}/resume").json()["code"] == "import_elsewhere"


def test_kinds_say_what_is_read_and_who_may(program, omar):
    kinds = {row["kind"]: row for row in program.get("/import-kinds").json()}
    needed = [one["name"] for one in kinds["opportunities"]["fields"] if one["is_required"]]

    assert set(kinds) >= {"accounts", "contacts", "leads", "opportunities", "products", "team"}
    assert set(needed) == {"opportunity_id", "stage"}
    seller = program_of(omar)
    for path in ("/import-kinds", "/imports", "/import-questions"):
        assert seller.get(path).json()["code"] == "not_allowed", path
    assert sent(seller).status_code == 403


def test_reasons_are_told_in_the_language_of_who_started_it(program):
    batch = sent(program, text="account,email\nAcme,nonsense\n").json()
    path = f"/imports/{batch['id']}"
    program.post(f"{path}/start", Accept_Language="ar")
    work()

    (refused,) = program.get(f"{path}/refused-rows").json()
    assert refused["error"] == "هذا ليس عنوان بريد إلكتروني."


def test_what_is_no_table_says_why(program):
    for kind, data, status, code in [
        ("cats", b"account\nAcme\n", 422, "unknown_kind"),
        ("accounts", b"", 422, "empty"),
        ("accounts", b"%PDF-1.4", 422, "not_a_table"),
        ("accounts", b"<svg/>", 422, "svg"),
        ("accounts", b"PK\x03\x04 broken", 422, "broken"),
    ]:
        refused = program.upload(f"/imports?kind={kind}&name=a.csv", data)

        assert (refused.status_code, refused.json()["code"]) == (status, code), data
        assert refused.json()["remedy"]
        assert program.get("/imports").json()["items"] == []


def test_what_no_file_is_read_as_is_named(program):
    for step, said, field, code in [
        ("columns", {"fields": {"Firm": "account", "since": "account"}}, "fields", "field_twice"),
        ("columns", {"fields": {"Firm": "nonsense"}}, "fields", "bad_input"),
        ("columns", {"fields": {"Nowhere": "account"}}, "account", "missing_column"),
        ("columns", {"fields": {"sector": "sector"}}, "account", "missing_column"),
        ("columns", {"fields": ["Firm"]}, "fields", "dict_type"),
        ("columns", {}, "fields", "missing"),
        ("answers", {"answers": [{"field": "nonsense", "value": "a", "answer": "b"}]}, "answers", "bad_input"),
        ("answers", {"answers": [{"field": "sector", "value": "a"}]}, "answers.0.answer", "missing"),
        ("answers", {"answers": [{"field": "sector", "value": "a", "answer": 5}]}, "answers.0.answer", "string_type"),
        ("answers", {"accept": "yes"}, "accept", "bool_type"),
    ]:
        path = f"/imports/{sent(program).json()['id']}"
        before = program.get(f"{path}/columns").json()
        problem = program.post(f"{path}/{step}", said).json()

        assert points_at(problem, field, code), (said, problem)
        assert program.get(f"{path}/columns").json() == before


def test_dates_and_amounts_are_written_in_known_ways(program):
    for field, answer in [("closed_on", "dym"), ("amount", "x")]:
        path = f"/imports/{sent(program, 'opportunities', DEALS).json()['id']}"
        said = {"answers": [{"field": field, "value": "*", "answer": answer}]}
        problem = program.post(f"{path}/answers", said).json()

        assert (problem["code"], problem["field"]) == ("bad_input", "answers")
        assert answer not in str(program.get(f"{path}/questions").json())
