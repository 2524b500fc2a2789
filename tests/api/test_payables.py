"""Expenses by programs: handed in with a receipt, decided, posted, paid back, undone; and who sees whose."""

import io

import pytest
from PIL import Image

from tests import makers
from tests.api.conftest import NO_FILES, points_at, program_of
from wasl.ledger import queries as ledger


@pytest.fixture
def seller(omar):
    """A program of Omar's, who sells, and is an employee."""
    return program_of(omar)


@pytest.fixture
def employee_id(program, omar):
    """Omar, as an employee."""
    return program.post("/employees", {"name": "Omar", "member_id": omar.member_id}).json()["id"]


@pytest.fixture
def taxi(employee_id):
    """A taxi of 115.00 with its tax, as a program says it."""
    line = {"description": "Taxi", "price": "115", "tax_id": ledger.default_tax_id()}
    return {"employee_id": employee_id, "date": "2026-11-03", "merchant": "Careem", "lines": [line]}


def photo():
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    return file.getvalue()


def balances(program):
    """Return what the accounts of each role came to."""
    roles = {row["id"]: row["role"] for row in program.get("/accounts?limit=200").json()["items"]}
    rows = program.get("/trial-balance?last=2026-12-31").json()["rows"]
    return {roles[row["account_id"]]: row["closing"]["amount"] for row in rows if row["closing"]["amount"] != "0.00"}


def test_an_expense_goes_from_a_receipt_to_money_paid_back(program, seller, taxi, employee_id):
    drafted = seller.post("/claims", taxi)
    path = f"/claims/{drafted.json()['id']}"
    changed = seller.patch(path, {"merchant": "Uber"}, version=1).json()
    late = seller.patch(path, {"merchant": "Bolt"}, version=1)
    receipt = seller.upload(f"{path}/files?name=receipt.png", photo())
    handed_in = seller.post(f"{path}/submit").json()
    own = seller.post(f"{path}/approve")
    approved = program.post(f"{path}/approve").json()

    assert drafted.status_code == receipt.status_code == 201
    assert [changed[name]["amount"] for name in ("net", "tax", "total")] == ["100.00", "15.00", "115.00"]
    assert late.json()["conflicts"] == [{"field": "merchant", "yours": "Bolt", "theirs": "Uber"}]
    assert (handed_in["state"], handed_in["lines"][0]["cost"]["amount"]) == ("submitted", "100.00")
    assert (own.status_code, own.json()["code"]) == (403, "not_allowed")
    assert (approved["state"], approved["number"], approved["open"]["amount"]) == ("approved", "EX-2026-0001", "115.00")
    assert approved["file_ids"] == [receipt.json()["id"]]
    assert program.download(f"/files/{receipt.json()['id']}") == photo()
    assert balances(program) == {"expense": "100.00", "tax_recoverable": "15.00", "employee_payable": "-115.00"}
    owed = [{"employee_id": employee_id, "count": 1, "open": {"amount": "115.00", "currency": "SAR"}}]
    assert program.get("/owed-to-employees").json() == owed

    bank = program.get("/bank-accounts").json()[0]["id"]
    part = program.post(f"/employees/{employee_id}/reimburse", {"account_id": bank, "amount": "15"})
    rest = program.post(f"/employees/{employee_id}/reimburse", {"account_id": bank, "on": "2026-11-23"})
    held = program.post(f"{path}/reverse")
    assert (part.json()["amount"]["amount"], rest.json()["amount"]["amount"]) == ("15.00", "100.00")
    assert program.get("/reimbursements?date_from=2026-11-24").json()["items"] == [part.json()]
    assert program.get(f"/reimbursements/{rest.json()['id']}").json() == rest.json()
    assert program.get(path).json()["open"]["amount"] == "0.00"
    assert program.get("/owed-to-employees").json() == []
    assert (held.status_code, held.json()["code"]) == (409, "has_applications")
    assert balances(program) == {"expense": "100.00", "tax_recoverable": "15.00", "bank": "-115.00"}


def test_an_expense_that_is_sent_back_is_mended_or_thrown_away(program, seller, taxi):
    claim = seller.post("/claims", taxi).json()
    path = f"/claims/{claim['id']}"
    seller.post(f"{path}/submit")
    gone_on = seller.patch(path, {"notes": "Late"}, version=2)
    back = program.post(f"{path}/reject", {"reason": "No receipt"}).json()
    said = {"lines": [taxi["lines"][0] | {"price": "57.50"}]}
    mended = seller.patch(path, said, version=back["version"]).json()

    assert (gone_on.status_code, gone_on.json()["code"]) == (409, "wrong_state")
    assert (back["state"], back["reason"]) == ("rejected", "No receipt")
    assert (mended["state"], mended["total"]["amount"], mended["merchant"]) == ("draft", "57.50", "Careem")
    assert [row["id"] for row in seller.get("/claims?view=mine&q=careem").json()["items"]] == [claim["id"]]
    assert program.get("/claims?view=waiting").json()["items"] == []
    assert seller.call("delete", path).status_code == 204
    assert seller.get(path).status_code == 404


def test_an_expense_is_recorded_and_undone_by_a_mirror(program, taxi):
    recorded = program.post("/claims/record", taxi | {"paid_by": "card"}, Idempotency_Key="card-9")
    again = program.post("/claims/record", taxi | {"paid_by": "card"}, Idempotency_Key="card-9")
    path = f"/claims/{recorded.json()['id']}"
    before = balances(program)
    early = program.post(f"{path}/reverse", {"on": "2026-11-02"})
    turned = program.post(f"{path}/reverse", {"on": "2026-11-24"})
    twice = program.post(f"{path}/reverse")

    assert (recorded.json()["state"], again.content) == ("approved", recorded.content)
    assert before == {"expense": "100.00", "tax_recoverable": "15.00", "card_payable": "-115.00"}
    assert (early.status_code, early.json()["code"]) == (422, "bad_date")
    assert (turned.json()["state"], turned.json()["reversed_on"]) == ("reversed", "2026-11-24")
    assert (twice.status_code, twice.json()["code"]) == (409, "already_reversed")
    assert balances(program) == {}


def test_files_are_listed_with_who_may_see_them(program, seller, taxi, noor):
    claim = program.post("/claims", taxi).json()
    path = f"/claims/{claim['id']}/files"
    tried = program.upload(f"{path}?name=a.png&dry_run=true", photo())
    kept = program.upload(f"{path}?name=a.png", photo(), Idempotency_Key="receipt-1").json()
    again = program.upload(f"{path}?name=a.png", photo(), Idempotency_Key="receipt-1").json()
    other = program_of(makers.make_actor(noor, "Hind", "member"))

    assert tried.status_code == 201
    assert program.get(path).json() == [kept] == [again]
    assert (kept["file_name"], kept["content_type"], kept["subject_id"]) == ("a.png", "image/png", claim["id"])
    for stranger in (seller, other):
        for answer in (
            stranger.get(path),
            stranger.upload(path, photo()),
            stranger.get(f"/files/{kept['id']}"),
            stranger.get(f"/claims/{claim['id']}"),
        ):
            assert answer.status_code == 404, answer.content
    reader = program_of(makers.make_actor(noor, "Abeer", "accountant"))
    assert (reader.get(path).json(), reader.upload(path, photo()).status_code) == ([kept], 403)


def test_a_receipt_that_is_not_accepted_says_why(program, taxi):
    path = f"/claims/{program.post('/claims', taxi).json()['id']}/files"
    for data, code in NO_FILES:
        refused = program.upload(f"{path}?name=receipt.pdf", data)

        assert (refused.status_code, refused.json()["code"]) == (422, code), data
        assert refused.json()["remedy"]
        assert program.get(path).json() == []


def test_what_nobody_can_claim_is_named(program, taxi):
    for change, status, field, code in [
        ({"employee_id": 10**6}, 404, "employee_id", "not_found"),
        ({"employee_id": "1"}, 422, "employee_id", "int_type"),
        ({"date": "03-11-2026"}, 422, "date", "date_type"),
        ({"paid_by": "friend"}, 422, "paid_by", "literal_error"),
        ({"lines": []}, 422, "lines", "too_short"),
        ({"lines": [{}]}, 422, "lines.0.price", "missing"),
        ({"lines": [{"price": 5}]}, 422, "lines.0.price", "decimal_text"),
        ({"lines": [{"price": "5", "quantity": "0.0000001"}]}, 422, "lines.0.quantity", "string_pattern_mismatch"),
        ({"lines": [{"price": "999999999999", "quantity": "999999999999"}]}, 422, "lines", "bad_amount"),
        ({"lines": [{"price": "5", "tax_id": 10**6}]}, 404, "tax_id", "not_found"),
        ({"lines": [{"price": "5", "account_id": 10**6}]}, 404, "account_id", "not_found"),
        ({"lines": [{"price": "5", "project_id": 10**6}]}, 404, "project_id", "not_found"),
        ({"lines": [{"price": "5", "department_id": 10**6}]}, 404, "department_id", "not_found"),
        ({"lines": [{"price": "5", "total": "5"}]}, 422, "lines.0.total", "extra_forbidden"),
        ({"state": "approved"}, 422, "state", "extra_forbidden"),
        ({"merchant": "A" * 201}, 422, "merchant", "string_too_long"),
    ]:
        problem = program.post("/claims", taxi | change).json()

        assert points_at(problem, field, code, status), (change, problem)
        assert program.get("/claims").json()["items"] == []


def test_what_cannot_be_paid_back_is_named(program, taxi, employee_id):
    program.post("/claims/record", taxi)
    bank = program.get("/bank-accounts").json()[0]["id"]
    for said, status, field, code in [
        ({"amount": "115.01"}, 409, "amount", "exceeds_open"),
        ({"amount": "0"}, 409, "amount", "exceeds_open"),
        ({"amount": "-1"}, 409, "amount", "exceeds_open"),
        ({"amount": "1.005"}, 422, "amount", "bad_amount"),
        ({"account_id": 10**6}, 404, "account_id", "not_found"),
        ({"on": "2026-11-02"}, 422, "on", "bad_date"),
    ]:
        problem = program.post(f"/employees/{employee_id}/reimburse", {"account_id": bank} | said).json()

        assert points_at(problem, field, code, status), (said, problem)
        assert program.get("/reimbursements").json()["items"] == []


def test_a_file_comes_as_it_is_and_no_larger_than_is_read(seller, taxi, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
    address = f"/api/v1/claims/{seller.post('/claims', taxi).json()['id']}/files?name=receipt.png"
    known = {"Authorization": f"Bearer {seller.secret}", "Accept-Language": "en"}
    in_a_form = seller.client.post(address, {"file": io.BytesIO(photo())}, headers=known)
    larger = seller.client.post(address, b"a" * (2**20 + 1), content_type="application/octet-stream", headers=known)

    assert points_at(in_a_form.json(), "Content-Type", "bad_input")
    assert (larger.status_code, larger.json()["code"]) == (413, "too_large")
    assert "1 MB" in larger.json()["detail"]
    assert seller.get(address.removeprefix("/api/v1").partition("?")[0]).json() == []
