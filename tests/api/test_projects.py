"""Projects through the API alone: from opening to time, milestones and what is billed."""

from tests.api.test_sales import a_customer
from wasl.people import services as people


def a_project(program, **more):
    """Return a project of a new customer."""
    said = {"party_id": a_customer(program)["party_id"], "name": "Portal", "budget_hours": "40"}
    return program.post("/projects", said | more).json()


def test_time_is_booked_changed_billed_and_then_stays(program, layla, noor):
    employee = people.add_employee(actor=layla, name="Huda")
    project = a_project(program)
    path = f"/projects/{project['id']}"
    rule = {"kind": "time_materials", "default_hour_price": "200"}
    program.post(f"{path}/billing-rules", rule)
    said = {"employee_id": employee.pk, "project_id": project["id"], "hours": "7.5", "date": "2026-11-23"}
    time = program.post("/time-entries", said).json()
    more = program.patch(f"/time-entries/{time['id']}", {"hours": "8"}, version=time["version"]).json()
    unbilled = program.get("/unbilled-work").json()
    invoice = program.post(f"{path}/bill")
    late = program.patch(f"/time-entries/{time['id']}", {"hours": "9"}, version=more["version"])

    assert (more["hours"], more["version"]) == ("8", 2)
    assert unbilled[0]["total"] == {"amount": "1600.00", "currency": "SAR"}
    assert invoice.json()["total"] == unbilled[0]["total"]
    assert (late.status_code, late.json()["code"]) == (409, "immutable")
    figures = program.get(f"{path}/figures").json()
    assert (figures["hours"], figures["billed"]["amount"], figures["budget_percent"]) == ("8", "1600.00", 20)
    assert program.get("/unbilled-work").json() == []


def test_a_milestone_is_reached_and_proposed(program):
    project = a_project(program)
    path = f"/projects/{project['id']}"
    agreed = program.post(
        f"{path}/billing-rules", {"kind": "milestone", "milestones": [{"name": "Design", "amount": {"amount": "900"}}]}
    ).json()
    early = program.post(f"{path}/propose-invoice")
    stone = agreed[0]["milestones"][0]
    done = program.post(f"/milestones/{stone['id']}/complete").json()
    draft = program.post(f"{path}/propose-invoice").json()

    assert early.json()["code"] == "nothing_to_bill"
    assert done["done_on"] == "2026-11-24"
    assert (draft["state"], draft["total"]["amount"]) == ("draft", "900.00")
    assert program.get(f"{path}/billing-rules").json()[0]["milestones"][0]["state"] == "billed"


def test_a_closed_project_takes_no_time(program, layla, noor):
    employee = people.add_employee(actor=layla, name="Huda")
    project = a_project(program)
    program.post(f"/projects/{project['id']}/close")
    said = {"employee_id": employee.pk, "project_id": project["id"], "hours": "1"}
    refused = program.post("/time-entries", said)
    program.post(f"/projects/{project['id']}/reopen")
    time = program.post("/time-entries", said)

    assert (refused.json()["code"], refused.json()["field"]) == ("project_not_active", "project_id")
    assert time.status_code == 201
    assert program.call("delete", f"/time-entries/{time.json()['id']}").status_code == 204
    assert program.get("/time-entries").json()["items"] == []


def test_nobody_of_another_company_leads_a_project(program):
    project = a_project(program)
    refused = program.patch(f"/projects/{project['id']}", {"owner_id": 10**6}, version=project["version"]).json()

    assert (refused["code"], refused["field"]) == ("bad_input", "owner_id")
