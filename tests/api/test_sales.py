"""Sales through the API alone: from a service and a quote to a won deal with its project, and back."""


def a_customer(program):
    """Return the id of a customer, from a deal of theirs."""
    lead = program.post("/leads", {"name": "Sara", "company_name": "Alpha"}).json()
    return program.post(f"/leads/{lead['id']}/qualify", {"title": "Portal", "amount": {"amount": "1000"}}).json()


def a_quote(program, deal, **more):
    """Return what a quote of one service says."""
    service = program.post("/services", {"name": "Design", "price": "500.00"}).json()
    line = {"service_id": service["id"], "quantity": "2", "role": "Designer", "planned_hours": "10.5"}
    return {"party_id": deal["party_id"], "deal_id": deal["id"], "lines": [line]} | more


def test_a_quote_goes_from_draft_to_a_won_deal_and_back(program):
    deal = a_customer(program)
    said = a_quote(program, deal, deposit_percent="30")
    preview = program.post("/quotes/preview", said)
    draft = program.post("/quotes", said)
    quote = draft.json()
    changed = program.patch(f"/quotes/{quote['id']}", {"notes": "Thank you"}, version=quote["version"])
    sent = program.post(f"/quotes/{quote['id']}/send").json()
    plan = program.get(f"/deals/{deal['id']}/win").json()
    won = program.post(f"/deals/{deal['id']}/win", {"project_name": "New portal"})

    assert preview.json()["total"] == {"amount": "1000.00", "currency": "SAR"}
    assert draft.status_code == 201
    assert quote["lines"][0]["description"] == "Design"
    assert quote["lines"][0]["planned_hours"] == "10.5"
    assert quote["total"] == preview.json()["total"]
    assert changed.json()["notes"] == "Thank you"
    assert changed.json()["lines"] == quote["lines"]
    assert sent["number"] == "Q-2026-0001"
    assert plan["quote_id"] == quote["id"]
    assert plan["deposit"]["amount"] == "300.00"
    assert won.json()["deal"]["state"] == "won"
    assert won.json()["deposits"][0]["total"]["amount"] == "300.00"
    project = program.get(f"/projects/{won.json()['project_id']}").json()
    assert (project["name"], project["budget"]["amount"]) == ("New portal", "1000.00")
    assert program.get(f"/quotes/{quote['id']}").json()["state"] == "accepted"
    assert program.post(f"/deals/{deal['id']}/reopen-won").json()["state"] == "open"
    assert program.get(f"/projects/{project['id']}").json()["state"] == "closed"


def test_a_quote_without_a_deal_becomes_its_invoice_once(program):
    said = a_quote(program, a_customer(program)) | {"deal_id": None}
    quote = program.post("/quotes/issue", said).json()
    invoice = program.post(f"/quotes/{quote['id']}/invoice")
    again = program.post(f"/quotes/{quote['id']}/invoice", {})
    late = program.post(f"/quotes/{quote['id']}/cancel")

    assert invoice.json()["total"] == quote["total"]
    assert (again.status_code, again.json()["code"]) == (409, "already_invoiced")
    assert late.json()["code"] == "already_invoiced"
    assert program.get(f"/quotes/{quote['id']}").json()["invoice_id"] == invoice.json()["id"]


def test_a_quote_is_read_as_a_pdf(program):
    quote = program.post("/quotes", a_quote(program, a_customer(program))).json()
    paper = program.get(f"/quotes/{quote['id']}/pdf?language=ar")

    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_what_is_of_nobody_is_refused(program):
    said = a_quote(program, a_customer(program))
    for name in ("tax_id", "account_id", "project_id", "department_id", "service_id"):
        line = said["lines"][0] | {name: 10**6}
        assert program.post("/quotes", said | {"lines": [line]}).status_code == 404, name
    nobody = program.post("/quotes", said | {"party_id": 10**6}).json()
    assert (nobody["code"], nobody["field"]) == ("bad_input", "party_id")


def test_a_service_is_changed_on_the_version_that_was_read(program):
    service = program.post("/services", {"name": "Design", "price": "500"}).json()
    first = program.patch(f"/services/{service['id']}", {"price": "600"}, version=1)
    late = program.patch(f"/services/{service['id']}", {"price": "700"}, version=1)

    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert late.json()["conflicts"] == [{"field": "price", "yours": "700", "theirs": "600"}]
