"""Every write of the API: once under a key, on trial, on the version that was read, with errors that say how."""

import pytest

from tests.api.conftest import program_of
from wasl.core.models import Event, IdempotencyKey
from wasl.crm.models import Deal, Lead

DEAL = {"title": "Portal", "amount": {"amount": "1150.50"}, "next_step": {"subject": "Call", "due_date": "2026-12-01"}}


def test_a_deal_is_opened_and_read(program):
    opened = program.post("/deals", DEAL)

    assert opened.status_code == 201, opened.content
    said = opened.json()
    assert said["amount"] == {"amount": "1150.50", "currency": "SAR"}
    assert said["next_due"] == "2026-12-01"
    read = program.get(f"/deals/{said['id']}")
    assert read.json() == said
    assert read["ETag"] == f'"{said["version"]}"'


def test_the_same_key_and_content_is_done_once(program):
    first, second = (program.post("/deals", DEAL, Idempotency_Key="order-7") for _time in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second["Idempotent-Replayed"] == "true"
    assert Deal.objects.count() == 1


def test_the_same_key_with_other_content_is_refused(program):
    program.post("/deals", DEAL, Idempotency_Key="order-7")
    answer = program.post("/deals", DEAL | {"title": "Another"}, Idempotency_Key="order-7")

    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency_conflict"
    assert Deal.objects.count() == 1


def test_what_is_refused_leaves_its_key_free(program):
    refused = program.post("/deals", DEAL | {"owner_id": 10**6}, Idempotency_Key="order-7")
    done = program.post("/deals", DEAL, Idempotency_Key="order-7")

    assert (refused.status_code, done.status_code) == (422, 201)


def test_two_members_may_use_the_same_key(program, omar):
    program.post("/deals", DEAL, Idempotency_Key="order-7")
    other = program_of(omar).post("/deals", DEAL, Idempotency_Key="order-7")

    assert other.status_code == 201
    assert Deal.objects.count() == 2


def test_a_trial_answers_what_would_be_and_keeps_nothing(program):
    events, keys = Event.objects.count(), IdempotencyKey.objects.count()
    answer = program.post("/deals?dry_run=true", DEAL, Idempotency_Key="order-8")

    assert answer.status_code == 201
    assert answer.json()["title"] == "Portal"
    assert answer["Wasl-Dry-Run"] == "true"
    assert Deal.objects.count() == 0
    assert (Event.objects.count(), IdempotencyKey.objects.count()) == (events, keys)


def test_a_trial_of_what_cannot_be_says_why(program):
    answer = program.post("/deals?dry_run=true", {"title": ""})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "title"


def test_a_trial_is_true_or_false(program):
    assert program.post("/deals?dry_run=perhaps", DEAL).status_code == 422
    assert Deal.objects.count() == 0


def test_a_change_needs_the_version_that_was_read(program):
    deal = program.post("/deals", DEAL).json()
    answer = program.patch(f"/deals/{deal['id']}", {"title": "New"})

    assert answer.status_code == 428
    assert answer.json()["code"] == "version_needed"


def test_a_change_of_what_was_changed_since_shows_both_values(program):
    deal = program.post("/deals", DEAL).json()
    path = f"/deals/{deal['id']}"
    done = program.patch(path, {"title": "Theirs"}, version=deal["version"])
    late = program.patch(path, {"title": "Mine", "product": ""}, version=deal["version"])

    assert done.status_code == 200
    assert done["ETag"] == f'"{deal["version"] + 1}"'
    assert late.status_code == 412
    assert late.json()["conflicts"] == [{"field": "title", "yours": "Mine", "theirs": "Theirs"}]
    assert Deal.objects.get().title == "Theirs"


def test_only_what_is_sent_is_changed(program):
    deal = program.post("/deals", DEAL).json()
    program.patch(f"/deals/{deal['id']}", {"product": "Web"}, version=deal["version"])

    found = Deal.objects.get()
    assert (found.title, found.product, found.amount_minor) == ("Portal", "Web", 115050)


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({"title": "A", "company_id": 5}, "company_id", "extra_forbidden"),
        ({"title": "A", "version": 9}, "version", "extra_forbidden"),
        ({}, "title", "missing"),
        ({"title": "A\x00"}, "title", "string_nul"),
        ({"title": "A", "amount": {"amount": "1.234"}}, "amount.amount", "bad_amount"),
        ({"title": "A", "amount": {"amount": "1", "currency": "XXY"}}, "amount.currency", "bad_input"),
        ({"title": "A", "amount": {"amount": 5}}, "amount.amount", "string_type"),
        ({"title": "A", "owner_id": 10**6}, "owner_id", "bad_input"),
        ({"title": "A", "percent": 101}, "percent", "less_than_equal"),
    ],
)
def test_what_cannot_be_used_is_named(program, sent, field, code):
    problem = program.post("/deals", sent).json()

    assert problem["status"] == 422
    assert problem["field"] == field
    assert code in (problem["code"], *(each["code"] for each in problem.get("errors", ())))
    assert Deal.objects.count() == 0


def test_words_are_in_the_language_of_the_request(program):
    answer = program.post("/deals", {}, Accept_Language="ar")

    assert answer.json()["detail"] == "هذا الحقل مطلوب."


def test_what_is_no_json_is_told(program):
    answer = program.client.post(
        "/api/v1/deals", "{", content_type="application/json", headers={"Authorization": f"Bearer {program.secret}"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_lead_goes_all_the_way(program):
    lead = program.post(
        "/leads", {"name": "سارة العتيبي", "email": "Sara@Example.com", "phone": "+966500000000"}
    ).json()
    program.post(f"/leads/{lead['id']}/work")
    deal = program.post(f"/leads/{lead['id']}/qualify", {"title": "بوابة", "amount": {"amount": "2000"}}).json()
    steps = program.post(
        "/activities/plan", {"deal_id": deal["id"], "step": {"subject": "Call", "due_date": "2026-12-01"}}
    )
    lost = program.post(f"/deals/{deal['id']}/lose", {"reason_id": program.get("/loss-reasons").json()[0]["id"]})

    assert lead["email"] == "sara@example.com"
    assert steps.status_code == 201
    assert lost.json()["state"] == "lost"
    assert program.get(f"/leads/{lead['id']}").json()["state"] == "qualified"
    assert Lead.objects.get().party_id == deal["party_id"]


@pytest.mark.parametrize(("kind", "said"), [("deals", DEAL), ("leads", {"name": "Sara"})])
def test_files_are_kept_with_deals_and_leads_for_who_sees_them(program, omar, kind, said):
    path = f"/{kind}/{program.post(f'/{kind}', said).json()['id']}/files"
    data = b"%PDF-1.4 a brief"
    kept = program.upload(f"{path}?name=brief.pdf", data, Idempotency_Key="brief-1").json()
    again = program.upload(f"{path}?name=brief.pdf", data, Idempotency_Key="brief-1").json()
    wrong = program.upload(path, b"MZ\x90\x00")
    stranger = program_of(omar)

    assert program.get(path).json() == [kept] == [again]
    assert (kept["file_name"], program.download(f"/files/{kept['id']}")) == ("brief.pdf", data)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "not_allowed")
    for answer in (stranger.get(path), stranger.upload(path, data), stranger.get(f"/files/{kept['id']}")):
        assert answer.status_code == 404, answer.content
