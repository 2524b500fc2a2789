"""What the joined data says, through the API alone: Today, the figures, margins."""

from tests.api.conftest import program_of
from tests.api.test_ledger import a_journal
from tests.api.test_sales import a_customer, a_quote


def test_a_step_that_is_late_is_on_today(program):
    deal = a_customer(program)
    step = {"subject": "Call Sara", "due_date": "2026-11-20"}
    program.post("/activities/plan", {"deal_id": deal["id"], "step": step})
    found = program.get("/today").json()

    late = [item for item in found["items"] if item["days_late"] == 4]
    assert len(late) == 1
    assert late[0]["stake"] == {"amount": "1000.00", "currency": "SAR"}
    assert late[0]["kind"] in {kind["kind"] for kind in found["kinds"]}


def test_figures_and_margins_say_what_was_billed(program):
    deal = a_customer(program)
    quote = program.post("/quotes/issue", a_quote(program, deal) | {"deal_id": None}).json()
    program.post(f"/quotes/{quote['id']}/invoice")
    a_journal(program)
    figures = program.get("/figures").json()
    profit = program.get("/profit-and-loss").json()
    margins = program.get("/margins").json()["rows"]
    customers = program.get("/margins?by=customer").json()["rows"]

    assert figures["receivable"]["amount"] == "1000.00"
    assert figures["cash"]["amount"] == "-250.00"
    assert figures["months"][-1]["profit"] == profit["profit"] == {"amount": "750.00", "currency": "SAR"}
    assert sum(float(row["margin"]["amount"]) for row in margins) == 750
    assert [(row["id"], row["revenue"]["amount"]) for row in customers] == [(deal["party_id"], "1000.00")]


def test_who_sells_sees_no_profit(omar):
    for path in ("figures", "margins", "profit-and-loss", "accounts"):
        assert program_of(omar).get(f"/{path}").status_code == 403
