"""Organisations and people by programs: added once, found, told apart, changed on their version, kept with files."""

from tests import makers
from tests.api.conftest import NO_FILES, points_at, program_of

PDF = b"%PDF-1.4 a contract"


def a_customer(program, **more):
    """Return a customer as the API answers them."""
    said = {
        "name": "Nakheel Hospitality",
        "name_ar": "نخيل للضيافة",
        "is_customer": True,
        "email": "Pay@Nakheel.example",
    }
    return program.post("/parties", said | more).json()


def test_a_customer_is_added_found_and_changed(program, layla):
    added = a_customer(program, tax_number="300000000000003", city="Riyadh")
    person = program.post("/parties", {"kind": "person", "name": "Sara", "parent_id": added["id"]}).json()
    path = f"/parties/{added['id']}"
    changed = program.patch(path, {"payment_terms_days": 45, "is_supplier": True}, version=added["version"])
    late = program.patch(path, {"city": "Jeddah", "payment_terms_days": 45}, version=added["version"])

    assert (added["email"], added["owner_id"]) == ("pay@nakheel.example", layla.member_id)
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert late.json()["conflicts"] == [{"field": "city", "yours": "Jeddah", "theirs": "Riyadh"}]
    assert program.get(path).json() == changed.json() | {"payment_terms_days": 45, "city": "Riyadh"}
    for asked, names in (
        ("q=نخيل", ["Nakheel Hospitality"]),
        ("q=sar", ["Sara"]),
        ("role=supplier", ["Nakheel Hospitality"]),
        ("role=customer&q=Sara", []),
        (f"owner_id={layla.member_id}&sort=-name", ["Sara", "Nakheel Hospitality"]),
    ):
        assert [row["name"] for row in program.get(f"/parties?{asked}").json()["items"]] == names, asked
    assert person["parent_id"] == added["id"]


def test_who_is_here_already_is_told_with_the_surest_first(program):
    added = a_customer(program, tax_number="300000000000003", phone="+966 50 123 4567")
    twice = program.post("/parties", {"name": "Another", "tax_number": "300000000000003"})
    near = program.post("/parties", {"name": "Nakheel Hospitalty"}).json()

    for asked, why in (
        ("tax_number=300000000000003&email=pay@nakheel.example", "tax_number"),
        ("email=PAY@nakheel.example", "email"),
        ("phone=0501234567", "phone"),
    ):
        found = program.get(f"/likenesses/parties?{asked}").json()
        assert [(one["party"]["id"], one["why"]) for one in found] == [(added["id"], why)], asked
    alike = program.get("/likenesses/parties?name=Nakheel Hospitality&email=pay@nakheel.example").json()
    assert [(one["party"]["id"], one["why"]) for one in alike] == [(added["id"], "email"), (near["id"], "name")]
    assert (twice.status_code, twice.json()["code"], twice.json()["field"]) == (409, "party_twice", "tax_number")


def test_a_file_is_kept_with_a_customer_and_read_by_who_may(program, layla, omar):
    added = a_customer(program)
    kept = program.upload(f"/parties/{added['id']}/files?name=contract.exe", PDF)
    path = f"/files/{kept.json()['id']}"

    assert kept.status_code == 201
    assert (kept.json()["file_name"], kept.json()["content_type"]) == ("contract.pdf", "application/pdf")
    assert program.get(f"/parties/{added['id']}/files").json() == [kept.json()]
    assert program.download(path) == program_of(omar).download(path) == PDF
    assert program_of(layla, "ledger:read").get(path).status_code == 404


def test_a_file_sent_twice_under_a_key_is_kept_once(program):
    path = f"/parties/{a_customer(program)['id']}/files"
    tried = program.upload(f"{path}?name=a.pdf&dry_run=true", PDF)
    sent = [program.upload(f"{path}?name=a.pdf", data, Idempotency_Key="file-1") for data in (PDF, PDF, PDF + b"!")]

    assert tried["Wasl-Dry-Run"] == sent[1]["Idempotent-Replayed"] == "true"
    assert [answer.status_code for answer in sent] == [201, 201, 409]
    assert [row["id"] for row in program.get(path).json()] == [sent[0].json()["id"]] == [sent[1].json()["id"]]


def test_a_file_that_is_not_accepted_says_why(program):
    path = f"/parties/{a_customer(program)['id']}/files"
    for data, code in NO_FILES:
        refused = program.upload(f"{path}?name=contract.pdf", data)

        assert (refused.status_code, refused.json()["code"]) == (422, code), data
        assert refused.json()["remedy"]
        assert program.get(path).json() == []


def test_what_no_party_can_be_is_named(program):
    for said, field, code in [
        ({}, "name", "missing"),
        ({"name": "  "}, "name", "string_too_short"),
        ({"name": "A" * 201}, "name", "string_too_long"),
        ({"name": "A", "kind": "robot"}, "kind", "literal_error"),
        ({"name": "A", "email": "nobody"}, "email", "email"),
        ({"name": "A", "parent_id": 10**6}, "parent_id", "bad_input"),
        ({"name": "A", "owner_id": 10**6}, "owner_id", "bad_input"),
        ({"name": "A", "currency": "XXY"}, "currency", "bad_input"),
        ({"name": "A", "currency": "sar"}, "currency", "string_pattern_mismatch"),
        ({"name": "A", "payment_terms_days": 366}, "payment_terms_days", "less_than_equal"),
        ({"name": "A", "payment_terms_days": "30"}, "payment_terms_days", "int_type"),
        ({"name": "A", "is_customer": "yes"}, "is_customer", "bool_type"),
        ({"name": "A", "merged_into_id": 1}, "merged_into_id", "extra_forbidden"),
    ]:
        problem = program.post("/parties", said).json()

        assert points_at(problem, field, code), (said, problem)
        assert program.get("/parties").json()["items"] == []


def test_nobody_belongs_to_themselves_or_to_their_own(program):
    above = a_customer(program)
    below = program.post("/parties", {"name": "Branch", "parent_id": above["id"]}).json()
    for parent in (above, below):
        refused = program.patch(f"/parties/{above['id']}", {"parent_id": parent["id"]}, version=1).json()
        assert (refused["code"], refused["field"]) == ("bad_input", "parent_id"), parent["name"]


def test_who_only_reads_adds_and_changes_nobody(program, layla, noor):
    party, reader = a_customer(program), program_of(makers.make_actor(noor, "Hind", "member"))

    assert reader.get(f"/parties/{party['id']}").status_code == 200
    assert reader.post("/parties", {"name": "A"}).json()["code"] == "not_allowed"
    assert reader.patch(f"/parties/{party['id']}", {"name": "A"}, version=1).status_code == 403
    assert reader.upload(f"/parties/{party['id']}/files", PDF).status_code == 403
