"""The books through the API alone: a journal from its posting to its reversal, statements, periods."""

import pytest

from wasl.core.scope import company_scope
from wasl.ledger import queries


def accounts(program):
    """Return the ids of the default accounts by role."""
    items = program.get("/accounts?limit=200").json()["items"]
    return {row["role"]: row["id"] for row in items if row["is_default"]}


def a_journal(program, **more):
    """Return the answer to a journal of 250 that pays an expense from the bank."""
    chart = accounts(program)
    lines = [
        {"account_id": chart["expense"], "amount": {"amount": "250.00"}},
        {"account_id": chart["bank"], "amount": {"amount": "-250.00"}},
    ]
    return program.post("/journals", {"date": "2026-11-20", "memo": "Rent", "lines": lines} | more)


def test_a_journal_is_posted_seen_in_the_statements_and_reversed(program, noor):
    posted = a_journal(program)
    journal = posted.json()
    profit = program.get("/profit-and-loss?first=2026-11-01&last=2026-11-30").json()
    trial = program.get("/trial-balance?last=2026-11-30").json()
    sheet = program.get("/balance-sheet?at=2026-11-30").json()
    lines = program.get(f"/ledger-lines?account_id={accounts(program)['bank']}").json()["items"]
    flow = program.get("/cash-flow?first=2026-11-01&last=2026-11-30").json()

    assert posted.status_code == 201
    assert journal["number"] == "JV-2026-0001"
    assert [line["base"]["amount"] for line in journal["entry"]["lines"]] == ["250.00", "-250.00"]
    assert program.get(f"/entries/{journal['entry_id']}").json() == journal["entry"]
    assert profit["profit"] == {"amount": "-250.00", "currency": "SAR"}
    with company_scope(noor.pk):
        found = queries.profit_and_loss(first=queries.first_day(), last=queries.first_day())
    assert profit["expenses_total"]["amount"] == f"{found.expenses_minor / 100:.2f}"
    assert sum(float(row["closing"]["amount"]) for row in trial["rows"]) == 0
    assert sheet["assets_total"] == sheet["equity_total"]
    assert [line["entry_id"] for line in lines] == [journal["entry_id"]]
    assert (flow["operating"]["amount"], flow["closing"]["amount"]) == ("-250.00", "-250.00")
    turned = program.post(f"/journals/{journal['id']}/reverse", {"on": "2026-11-21"}).json()
    assert turned["reversed_on"] == "2026-11-21"
    assert turned["entry"]["reversed_by_id"]
    again = program.post(f"/journals/{journal['id']}/reverse", {"on": "2026-11-22"})
    assert (again.status_code, again.json()["code"]) == (409, "already_reversed")


def test_a_locked_period_takes_nothing_until_it_is_unlocked(program):
    locked = program.post("/periods/lock", {"until": "2026-11-21"})
    refused = a_journal(program)
    program.post("/periods/unlock", {"reason": "A late bill"})

    assert locked.json()["locked_until"] == "2026-11-21"
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (409, "period_locked", "date")
    assert a_journal(program).status_code == 201
    assert [row["reason"] for row in program.get("/periods").json()["locks"]] == ["A late bill", ""]


def test_a_year_is_closed_once(program):
    a_journal(program)
    closed = program.post("/periods/close-year", {"year_end": "2026-12-31"})
    again = program.post("/periods/close-year", {"year_end": "2026-12-31"})

    assert closed.json()["entry_id"]
    assert (again.status_code, again.json()["code"]) == (409, "year_closed")
    assert program.get("/balance-sheet?at=2026-12-31").json()["profit_not_closed"]["amount"] == "0.00"


def test_an_account_a_tax_and_a_rate_are_added(program):
    account = program.post("/accounts", {"code": "6999", "name": "Travel", "role": "expense"}).json()
    program.post(f"/accounts/{account['id']}/default")
    tax = program.post("/taxes", {"code": "T9", "name": "Ninth", "percent": "9"}).json()
    program.post(f"/taxes/{tax['id']}/rates", {"valid_from": "2027-01-01", "percent": "10"})
    rate = program.post("/exchange-rates", {"currency": "USD", "rate": "3.75"}).json()
    taken = program.post("/accounts", {"code": "6999", "name": "Again", "role": "expense"}).json()

    assert accounts(program)["expense"] == account["id"]
    assert [each["percent"] for each in program.get(f"/taxes/{tax['id']}").json()["rates"]] == ["10", "9"]
    assert (rate["date"], rate["rate"]) == ("2026-11-24", "3.75")
    assert (taken["code"], taken["field"]) == ("bad_input", "code")


@pytest.mark.parametrize(
    "path", ["trial-balance", "profit-and-loss", "cash-flow", "tax-return", "margins", "ledger-lines"]
)
@pytest.mark.parametrize("span", ["first=1900-01-01&last=2199-12-31", "first=2199-12-31&last=1900-01-01"])
def test_no_span_is_too_far(program, path, span):
    assert program.get(f"/{path}?{span}").status_code == 200
    assert program.get(f"/{path}?first=0001-01-01").status_code == 422


def test_a_journal_that_does_not_balance_is_refused(program):
    chart = accounts(program)
    lines = [{"account_id": chart["expense"], "amount": {"amount": "250.00"}}]

    assert program.post("/journals", {"lines": lines}).json()["code"] == "unbalanced"
    assert program.post("/journals", {"lines": []}).status_code == 422
