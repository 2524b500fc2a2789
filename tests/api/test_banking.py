"""Bank and cash accounts by programs: opened, charged by the bank, with balances that are those of the books."""

from tests.api.conftest import points_at
from wasl.ledger import queries as ledger


def a_bank(program, **more):
    """Return the answer to a new bank account."""
    said = {"name": "Riyad Bank", "name_ar": "بنك الرياض", "currency": "SAR", "iban": "SA03 8000 0000 6080 1016 7519"}
    return program.post("/bank-accounts", said | more)


def a_transfer(program, from_id, to_id, sum_):
    """Move money between two accounts, as a journal does."""
    lines = [
        {"account_id": to_id, "amount": {"amount": sum_}},
        {"account_id": from_id, "amount": {"amount": f"-{sum_}"}},
    ]
    return program.post("/journals", {"date": "2026-11-20", "memo": "Transfer", "lines": lines})


def test_an_account_is_opened_filled_and_charged(program):
    opened = a_bank(program, bank_name="Riyad")
    account = opened.json()
    first = next(row for row in program.get("/bank-accounts").json() if row["id"] != account["id"])
    moved = a_transfer(program, first["id"], account["id"], "500.00")
    tax = ledger.default_tax_id()
    charge = {"account_id": account["id"], "date": "2026-11-21", "net": "20.00", "tax_id": tax, "memo": "Transfers"}
    fee = program.post("/bank-fees", charge)
    balances = {row["id"]: row for row in program.get("/bank-accounts?on=2026-11-21").json()}
    lines = program.get(f"/entries/{fee.json()['entry_id']}").json()["lines"]

    assert (opened.status_code, moved.status_code, fee.status_code) == (201, 201, 201)
    assert (account["iban"], account["balance"]) == ("SA0380000000608010167519", {"amount": "0.00", "currency": "SAR"})
    assert (fee.json()["net"]["amount"], fee.json()["tax"]["amount"]) == ("20.00", "3.00")
    assert program.get(f"/bank-fees/{fee.json()['id']}").json() == fee.json()
    assert sorted(line["base"]["amount"] for line in lines) == ["-23.00", "20.00", "3.00"]
    assert balances[account["id"]]["balance"]["amount"] == "477.00"
    assert balances[first["id"]]["balance"]["amount"] == "-500.00"
    assert balances[account["id"]] == account | {
        name: balances[account["id"]][name] for name in ("balance", "base_balance")
    }
    before = {row["id"]: row["balance"]["amount"] for row in program.get("/bank-accounts?on=2026-11-20").json()}
    assert before[account["id"]] == "500.00"


def test_an_account_in_another_currency_has_both_balances(program):
    account = a_bank(program, currency="USD").json()

    assert account["balance"] == {"amount": "0.00", "currency": "USD"}
    assert account["base_balance"] == {"amount": "0.00", "currency": "SAR"}
    charge = {"account_id": account["id"], "date": "2026-11-21", "net": "20.00"}
    refused = program.post("/bank-fees", charge).json()
    assert (refused["code"], refused["field"]) == ("currency_mismatch", "account_id")


def test_what_no_account_can_be_is_named(program):
    for said, field, code in [
        ({"name": ""}, "name", "string_too_short"),
        ({"currency": "XXY"}, "currency", "bad_input"),
        ({"currency": "riyal"}, "currency", "string_pattern_mismatch"),
        ({"role": "safe"}, "role", "literal_error"),
        ({"iban": "S" * 43}, "iban", "string_too_long"),
        ({"balance": "5"}, "balance", "extra_forbidden"),
    ]:
        before = len(program.get("/bank-accounts").json())
        problem = a_bank(program, **said).json()

        assert points_at(problem, field, code), (said, problem)
        assert len(program.get("/bank-accounts").json()) == before


def test_what_no_bank_charges_is_named(program):
    account = program.get("/bank-accounts").json()[0]["id"]
    charge = {"account_id": account, "date": "2026-11-21", "net": "20.00"}
    for change, status, field, code in [
        ({"net": "0.00"}, 422, "net", "bad_amount"),
        ({"net": "-5.00"}, 422, "net", "bad_amount"),
        ({"net": "1.005"}, 422, "net", "bad_amount"),
        ({"net": 20}, 422, "net", "string_type"),
        ({"net": "999999999999999"}, 422, "net", "bad_amount"),
        ({"date": "2026-02-30"}, 422, "date", "date_from_datetime_parsing"),
        ({"date": "24/11/2026"}, 422, "date", "date_type"),
        ({"account_id": 10**6}, 404, "account_id", "not_found"),
        ({"tax_id": 10**6}, 404, "tax_id", "not_found"),
        ({"department_id": 10**6}, 404, "department_id", "not_found"),
        ({"memo": "A" * 201}, 422, "memo", "string_too_long"),
    ]:
        problem = program.post("/bank-fees", charge | change).json()

        assert points_at(problem, field, code, status), (change, problem)
        assert program.get("/entries").json()["items"] == []


def test_a_locked_day_takes_no_charge(program):
    account = program.get("/bank-accounts").json()[0]["id"]
    program.post("/periods/lock", {"until": "2026-11-21"})
    refused = program.post("/bank-fees", {"account_id": account, "date": "2026-11-21", "net": "20.00"})

    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (409, "period_locked", "date")
