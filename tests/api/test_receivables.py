"""Invoices and payments by programs: from a draft to money given back."""

import pytest

from tests import makers
from wasl.ledger import queries as ledger
from wasl.receivables import queries


@pytest.fixture
def invoice(noor):
    """What a program sends for an invoice of 1,150.00."""
    tax = ledger.taxes().get(is_default=True).pk
    line = {"description": "Design", "quantity": "2", "price": "500", "tax_id": tax}
    return {"party_id": makers.make_customer(email="pay@nakheel.example").pk, "date": "2026-11-01", "lines": [line]}


def test_an_invoice_goes_from_a_draft_to_money_given_back(program, layla, frozen, invoice):
    worked = program.post("/invoices/preview", invoice).json()
    draft = program.post("/invoices", invoice).json()
    changed = program.patch(f"/invoices/{draft['id']}", {"reference": "PO-7"}, version=draft["version"]).json()
    posted = program.post(f"/invoices/{draft['id']}/post").json()
    said = {"party_id": invoice["party_id"], "date": "2026-11-20", "account_id": makers.bank().pk}
    apply = [{"document_id": draft["id"], "amount": "1150"}]
    paid = program.post("/payments", said | {"amount": {"amount": "1200"}, "apply": apply}).json()
    credit = program.get(f"/parties/{invoice['party_id']}/credits").json()[0]
    back = program.post(f"/credits/{credit['id']}/refund", {"account_id": said["account_id"]})
    whole = program.get(f"/invoices/{draft['id']}").json()

    assert worked["total"] == draft["total"] == {"amount": "1150.00", "currency": "SAR"}
    assert (changed["reference"], changed["lines"][0]["price"]) == ("PO-7", "500")
    assert (posted["state"], posted["open"]["amount"]) == ("posted", "1150.00")
    assert paid["left"]["amount"] == credit["open"]["amount"] == "50.00"
    assert (back.status_code, back.json()["amount"]["amount"]) == (201, "50.00")
    assert whole["open"]["amount"] == "0.00"
    assert whole["settled"][0]["id"] == paid["id"]
    assert program.get(f"/invoices/{draft['id']}/pdf?language=en").content.startswith(b"%PDF")


def test_a_credit_note_and_a_write_off_leave_nothing_open(program, invoice):
    issued = program.post("/invoices/issue", invoice).json()
    part = {"reason": "One piece too many", "lines": [{"of_line": 1, "quantity": "1"}]}
    note = program.post(f"/invoices/{issued['id']}/credit-notes", part).json()
    lost = program.post(f"/invoices/{issued['id']}/write-off", {"reason": "Bankrupt", "tax_relief": True})

    assert note["total"]["amount"] == "575.00"
    assert (lost.json()["amount"]["amount"], lost.json()["relief"]["amount"]) == ("575.00", "75.00")
    assert program.get(f"/invoices/{issued['id']}").json()["open"]["amount"] == "0.00"


def test_figures_are_those_of_the_pages(program, layla, frozen, invoice):
    for _invoice in range(2):
        program.post("/invoices/issue", invoice)
    aged = program.get("/receivables/ageing?on=2026-12-20").json()
    statement = program.get(f"/parties/{invoice['party_id']}/statement").json()

    assert program.get("/receivables/figures?view=unpaid").json()["open"]["amount"] == "2300.00"
    assert aged[0]["buckets"]["d1_30"]["amount"] == "2300.00"
    assert queries.ageing_sums(layla, frozen.date().replace(month=12, day=20))["d1_30"] == 230000
    assert statement[0]["closing"]["amount"] == "2300.00"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"due_date": "2026-10-01"}, "due_date", "bad_input"),
        ({"currency": "XXY"}, "currency", "bad_input"),
        ({"offsets": [{"document_id": 10**6}]}, "offsets", "bad_input"),
        ({"lines": []}, "lines", "invalid"),
        ({"discount": "0.001"}, "discount", "bad_amount"),
        ({"party_id": 10**6}, "", "not_found"),
        ({"lines": [{"price": "-5"}]}, "lines", "bad_amount"),
    ],
)
def test_what_cannot_be_invoiced_is_named(program, invoice, change, field, code):
    problem = program.post("/invoices", invoice | change).json()

    assert (problem["code"], problem.get("field", "")) == (code, field)
    assert program.get("/invoices").json()["items"] == []
