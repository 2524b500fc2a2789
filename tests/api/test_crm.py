"""Leads, deals and next steps by programs: given, moved, lost, opened again, put off, done and handed over."""

from tests.api.conftest import points_at, program_of

STEP = {"subject": "Call", "due_date": "2026-12-01"}


def test_a_deal_is_moved_lost_opened_again_and_handed_over(program, layla, omar):
    stages = program.get("/stages").json()
    deal = program.post("/deals", {"title": "Portal", "next_step": STEP}).json()
    path = f"/deals/{deal['id']}"
    moved = program.post(f"{path}/move", {"stage_id": stages[1]["id"]}).json()
    reason = program.get("/loss-reasons").json()[0]["id"]
    lost = program.post(f"{path}/lose", {"reason_id": reason, "note": "Too late"}).json()
    still = program.post(f"{path}/move", {"stage_id": stages[0]["id"]})
    again = program.post(f"{path}/reopen", {"next_step": STEP}).json()
    lead = program.post("/leads", {"name": "Sara"}).json()
    said = {"owner_id": omar.member_id, "deal_ids": [deal["id"]], "lead_ids": [lead["id"]]}
    given = program.post("/hand-over", said)

    assert (deal["stage_id"], moved["stage_id"]) == (stages[0]["id"], stages[1]["id"])
    assert (lost["state"], lost["loss_note"], lost["closed_on"]) == ("lost", "Too late", "2026-11-24")
    assert (still.status_code, still.json()["code"]) == (409, "deal_closed")
    assert (again["state"], again["next_due"], again["closed_on"]) == ("open", "2026-12-01", None)
    assert given.json() == {"count": 2}
    seller = program_of(omar)
    assert [row["owner_id"] for row in (seller.get(path).json(), seller.get(f"/leads/{lead['id']}").json())] == [
        omar.member_id
    ] * 2


def test_a_lead_is_given_an_owner_set_aside_and_comes_back_on_its_day(program, omar):
    lead = program.post("/leads", {"name": "Sara"}).json()
    path = f"/leads/{lead['id']}"
    given = program.post(f"{path}/assign", {"owner_id": omar.member_id, "next_step": STEP}).json()
    aside = program.post(f"{path}/disqualify", {"reason": "No budget", "wake_on": "2027-01-10"}).json()
    closed = program.post(f"{path}/disqualify", {"reason": "Again"}).json()

    assert (given["owner_id"], given["next_due"]) == (omar.member_id, "2026-12-01")
    assert (aside["state"], aside["reason"]) == ("disqualified", "No budget")
    assert (closed["status"], closed["code"]) == (409, "lead_closed")
    assert program_of(omar).post(f"{path}/work").json()["state"] == "working"


def test_steps_are_put_off_given_done_and_what_happened_is_kept(program, omar):
    deal = program.post("/deals", {"title": "Portal", "next_step": STEP}).json()
    asked = f"/activities?deal_id={deal['id']}"
    (step,) = program.get(f"{asked}&is_open=true").json()["items"]
    path = f"/activities/{step['id']}"
    put_off = program.post(f"{path}/snooze", {"until": "2026-12-05"}).json()
    given = program.post(f"{path}/owner", {"owner_id": omar.member_id}).json()
    last = program.post(f"{path}/complete", {"outcome": "Spoke"})
    done = program.post(f"{path}/complete", {"outcome": "Spoke", "next_step": STEP | {"due_date": "2026-12-09"}}).json()
    note = program.post("/activities", {"deal_id": deal["id"], "kind": "note", "body": "Prefers Arabic"}).json()

    assert (put_off["due_date"], given["owner_id"]) == ("2026-12-05", omar.member_id)
    assert (last.status_code, last.json()["code"]) == (409, "next_step_needed")
    assert (done["outcome"], done["done_at"]) == ("Spoke", "2026-11-24T07:30:00Z")
    assert program.get(f"/deals/{deal['id']}").json()["next_due"] == "2026-12-09"
    assert {row["id"] for row in program.get(f"{asked}&is_open=false").json()["items"]} == {step["id"], note["id"]}
    assert [row["due_date"] for row in program.get(f"{asked}&is_open=true").json()["items"]] == ["2026-12-09"]


def test_a_stage_asks_for_what_a_deal_must_say(program, omar):
    stage = program.get("/stages").json()[1]
    path = f"/stages/{stage['id']}"
    changed = program.patch(path, {"required": ["amount"], "percent": 35}, version=stage["version"]).json()
    late = program.patch(path, {"percent": 40}, version=stage["version"]).json()
    deal = program.post("/deals", {"title": "Portal"}).json()
    held = program.post(f"/deals/{deal['id']}/move", {"stage_id": stage["id"]}).json()
    program.patch(f"/deals/{deal['id']}", {"amount": {"amount": "500"}}, version=deal["version"])

    assert changed == stage | {"required": ["amount"], "percent": 35, "version": stage["version"] + 1}
    assert late["conflicts"] == [{"field": "percent", "yours": 40, "theirs": 35}]
    assert (held["code"], [each["field"] for each in held["errors"]]) == ("stage_needs", ["amount"])
    assert program.post(f"/deals/{deal['id']}/move", {"stage_id": stage["id"]}).json()["stage_id"] == stage["id"]
    assert program_of(omar).patch(path, {"percent": 1}, version=2).json()["code"] == "not_allowed"


def test_what_cannot_be_done_is_named(program):
    deal = program.post("/deals", {"title": "Portal", "next_step": STEP}).json()
    lead = program.post("/leads", {"name": "Sara"}).json()
    step = program.get(f"/activities?deal_id={deal['id']}").json()["items"][0]["id"]
    for path, said, field, code, status in [
        (f"/deals/{deal['id']}/move", {}, "stage_id", "missing", 422),
        (f"/deals/{deal['id']}/move", {"stage_id": 10**6}, "stage_id", "bad_input", 422),
        (f"/deals/{deal['id']}/lose", {"reason_id": 10**6}, "reason_id", "reason_needed", 409),
        (f"/leads/{lead['id']}/assign", {"owner_id": 10**6}, "owner_id", "bad_input", 422),
        (f"/leads/{lead['id']}/disqualify", {"reason": " "}, "reason", "string_too_short", 422),
        (f"/activities/{step}/snooze", {"until": "tomorrow"}, "until", "date_type", 422),
        (f"/activities/{step}/owner", {"owner_id": 10**6}, "owner_id", "bad_input", 422),
        ("/activities", {"kind": "dance"}, "kind", "literal_error", 422),
        ("/hand-over", {"owner_id": 10**6, "deal_ids": [deal["id"]]}, "owner_id", "bad_input", 422),
        ("/hand-over", {"owner_id": 1, "deal_ids": ["1"]}, "deal_ids.0", "int_type", 422),
    ]:
        problem = program.post(path, said).json()
        assert points_at(problem, field, code, status), (path, said, problem)
