"""The company and its members by programs: roles, who is shut out, what the company says of itself, what happened."""

from tests import makers
from tests.api.conftest import points_at, program_of
from wasl.access import services as access


def test_a_member_is_added_given_a_role_and_shut_out(program, layla):
    said = {"name": "Huda", "name_ar": "هدى", "email": "Huda@noor.example", "role": "sales", "region": "Riyadh"}
    added = program.post("/members", said)
    member = added.json()
    path = f"/members/{member['id']}"
    changed = program.patch(path, {"role": "manager", "manager_id": layla.member_id}, version=1)
    late = program.patch(path, {"role": "finance"}, version=1)
    out = program.post(f"{path}/shut-out").json()
    listed = program.get("/members").json()

    assert added.status_code == 201
    assert (member["email"], member["is_active"], member["version"]) == ("huda@noor.example", True, 1)
    assert changed.json() == member | {"role": "manager", "manager_id": layla.member_id, "version": 2}
    assert late.json()["conflicts"] == [{"field": "role", "yours": "finance", "theirs": "manager"}]
    assert out["is_active"] is False
    assert [(row["name"], row["is_active"]) for row in listed] == [("Layla", True), ("Huda", False)]
    assert program.post(f"{path}/let-back").json() == program.get(path).json() == changed.json()
    happened = [row["name"] for row in program.get("/audit?q=member").json()["items"]]
    assert happened == ["member.let_back", "member.shut_out", "member.changed", "member.added"]


def test_what_a_member_may_do_follows_their_role_at_once(program, omar):
    seller, path = program_of(omar), f"/members/{omar.member_id}"
    before = seller.get("/trial-balance")
    program.patch(path, {"role": "finance"}, version=1)
    after = seller.get("/trial-balance")
    program.post(f"{path}/shut-out")
    out = seller.get("/trial-balance")
    program.post(f"{path}/let-back")

    assert [answer.status_code for answer in (before, after, out)] == [403, 200, 401]
    assert seller.get("/trial-balance").status_code == 200


def test_a_member_who_was_invited_comes_in_as_what_the_api_made_them(program, layla):
    member = program.post("/members", {"name": "Huda", "email": "huda@noor.example", "role": "finance"}).json()
    _invitation, secret = access.invite_member(actor=layla, member_id=member["id"])
    user = access.accept_invitation(secret=secret, password=makers.PASSWORD)

    assert [(one.pk, one.role) for one in user.memberships] == [(member["id"], "finance")]
    assert secret not in program.get("/audit").content.decode()


def test_the_company_keeps_an_owner_and_only_owners_make_one(program, layla, noor):
    manager = program_of(makers.make_actor(noor, "Majed", "manager"))
    own = f"/members/{layla.member_id}"
    left = program.patch(own, {"role": "sales"}, version=1).json()
    out = program.post(f"{own}/shut-out").json()
    made = manager.post("/members", {"name": "Huda", "role": "owner"}).json()

    assert (left["code"], out["code"], left["status"]) == ("last_owner", "last_owner", 409)
    assert (made["code"], made["field"]) == ("bad_input", "role")
    assert manager.post("/members", {"name": "Huda", "role": "sales"}).status_code == 201
    assert program.get(own).json()["role"] == "owner"


def test_the_company_says_of_itself_what_was_sent(program, omar):
    kept = program.get("/company").json()
    said = {"name_ar": "استوديو نور", "tax_number": "300000000000003", "show_hijri": True}
    changed = program.patch("/company", said, version=kept["version"])
    late = program.patch("/company", {"tax_number": "1"}, version=kept["version"])
    off = program.post("/company/modules", {"module": "projects", "on": False}).json()
    on = program.post("/company/modules", {"module": "projects", "on": True}).json()

    assert changed.json() == kept | said | {"version": kept["version"] + 1}
    assert late.json()["conflicts"] == [{"field": "tax_number", "yours": "1", "theirs": "300000000000003"}]
    assert sorted(kept["modules"]) == sorted([*off["modules"], "projects"]) == sorted(on["modules"])
    assert program_of(omar).get("/company").json() == program.get("/company").json()
    refused = program_of(omar).patch("/company", {"name": "Omar's"}, version=2)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_what_no_member_can_be_is_named(program):
    for said, field, code in [
        ({}, "name", "missing"),
        ({"name": " "}, "name", "string_too_short"),
        ({"name": "A", "role": "king"}, "role", "literal_error"),
        ({"name": "A", "email": "nobody"}, "email", "email"),
        ({"name": "A", "manager_id": 10**6}, "manager_id", "bad_input"),
        ({"name": "A", "region": "B" * 61}, "region", "string_too_long"),
        ({"name": "A", "is_active": False}, "is_active", "extra_forbidden"),
        ({"name": "A", "user_id": 1}, "user_id", "extra_forbidden"),
    ]:
        problem = program.post("/members", said).json()

        assert points_at(problem, field, code), (said, problem)
        assert len(program.get("/members").json()) == 1


def test_what_no_company_says_is_named(program):
    for said, field, code in [
        ({"name": ""}, "name", "string_too_short"),
        ({"language": "fr"}, "language", "literal_error"),
        ({"time_zone": "Asia/Atlantis"}, "time_zone", "bad_input"),
        ({"fiscal_year_start_month": 13}, "fiscal_year_start_month", "less_than_equal"),
        ({"show_hijri": 1}, "show_hijri", "bool_type"),
        ({"base_currency": "USD"}, "base_currency", "extra_forbidden"),
        ({"country": "EG"}, "country", "extra_forbidden"),
        ({"iban": "S" * 43}, "iban", "string_too_long"),
    ]:
        kept = program.get("/company").json()
        problem = program.patch("/company", said, version=kept["version"]).json()

        assert points_at(problem, field, code), (said, problem)
        assert program.get("/company").json() == kept


def test_what_cannot_be_switched_is_named(program):
    for said, field in [
        ({"module": "crm", "on": False}, "module"),
        ({"module": "games", "on": True}, "module"),
        ({"module": "projects", "on": "no"}, "on"),
        ({"module": "projects"}, "on"),
    ]:
        kept = program.get("/company").json()
        problem = program.post("/company/modules", said).json()

        assert (problem["status"], problem.get("field")) == (422, field), said
        assert program.get("/company").json() == kept


def test_the_audit_trail_names_who_did_what_by_a_program(program, omar, layla):
    lead = program_of(omar).post("/leads", {"name": "Sara"}).json()
    (event,) = program.get(f"/audit?member_id={omar.member_id}&q=lead").json()["items"]

    assert (event["name"], event["subject_kind"], event["subject_id"]) == ("lead.captured", "crm.lead", lead["id"])
    assert program.get(f"/audit?member_id={layla.member_id}&q=lead").json()["items"] == []
    assert program_of(omar).get("/audit").json()["code"] == "not_allowed"
