"""Employees, departments and what an hour costs, by programs: who may see a rate, and what work then costs."""

from tests import makers
from tests.api.conftest import points_at, program_of


def test_a_department_and_its_people_are_added_and_changed(program, omar):
    design = program.post("/departments", {"name": "Design", "name_ar": "التصميم"}).json()
    said = {"name": "Omar Ali", "job_title": "Designer", "department_id": design["id"], "member_id": omar.member_id}
    added = program.post("/employees", said)
    path = f"/employees/{added.json()['id']}"
    changed = program.patch(path, {"job_title": "Lead"}, version=1)
    late = program.patch(path, {"job_title": "Head"}, version=1)
    left = program.patch(path, {"is_active": False}, version=2).json()
    renamed = program.patch(f"/departments/{design['id']}", {"name": "Studio"}, version=1).json()

    assert added.status_code == 201
    assert changed.json() == added.json() | {"job_title": "Lead", "version": 2}
    assert late.json()["conflicts"] == [{"field": "job_title", "yours": "Head", "theirs": "Lead"}]
    assert left == changed.json() | {"is_active": False, "version": 3} == program.get(path).json()
    assert renamed == design | {"name": "Studio", "version": 2} == program.get(f"/departments/{design['id']}").json()
    assert program.get("/departments?fields=name").json()["items"] == [{"id": design["id"], "name": "Studio"}]
    for asked, found in (("q=omar", 1), ("q=layla", 0), ("is_active=true", 0), ("is_active=false", 1)):
        assert len(program.get(f"/employees?{asked}").json()["items"]) == found, asked


def test_work_costs_the_rate_of_its_day(program, omar):
    employee = program.post("/employees", {"name": "Omar", "member_id": omar.member_id}).json()
    rates = f"/employees/{employee['id']}/cost-rates"
    for valid_from, cost in (("2026-01-01", "80"), ("2026-11-01", "100.50"), ("2026-11-01", "120.25")):
        assert program.post(rates, {"valid_from": valid_from, "hour_cost": cost}).status_code == 201
    party = makers.make_customer().pk
    project = program.post("/projects", {"name": "Portal", "party_id": party}).json()
    for day in ("2026-10-31", "2026-11-02"):
        work = {"employee_id": employee["id"], "project_id": project["id"], "hours": "2", "date": day}
        assert program.post("/time-entries", work).status_code == 201

    shown = [(row["valid_from"], row["hour_cost"]) for row in program.get(rates).json()]
    assert shown == [("2026-11-01", "120.25"), ("2026-01-01", "80")]
    figures = program.get(f"/projects/{project['id']}/margin").json()
    assert "400.50" in str(figures), figures


def test_a_rate_is_told_to_nobody_else(program, omar):
    employee = program.post("/employees", {"name": "Omar", "member_id": omar.member_id}).json()
    rates = f"/employees/{employee['id']}/cost-rates"
    program.post(rates, {"valid_from": "2026-01-01", "hour_cost": "77.77"})
    seller = program_of(omar)

    assert seller.get(rates).json()["code"] == "not_allowed"
    assert seller.post(rates, {"valid_from": "2026-01-01", "hour_cost": "1"}).status_code == 403
    assert seller.post("/departments", {"name": "Mine"}).status_code == 403
    assert "77.77" not in seller.get(f"/employees/{employee['id']}").content.decode()
    assert "77.77" not in program.get("/audit").content.decode()


def test_what_nobody_can_be_is_named(program):
    huda = program.post("/employees", {"name": "Huda"}).json()
    program.post("/departments", {"name": "Studio"})
    for path, said, field, code in [
        ("/employees", {}, "name", "missing"),
        ("/employees", {"name": "Huda"}, "name", "bad_input"),
        ("/employees", {"name": "A", "department_id": 10**6}, "department_id", "bad_input"),
        ("/employees", {"name": "A", "member_id": 10**6}, "member_id", "bad_input"),
        ("/employees", {"name": "A", "job_title": "B" * 101}, "job_title", "string_too_long"),
        ("/employees", {"name": "A", "hour_cost": "5"}, "hour_cost", "extra_forbidden"),
        ("/departments", {"name": ""}, "name", "string_too_short"),
        ("/departments", {"name": "Studio"}, "name", "bad_input"),
        ("cost-rates", {"hour_cost": "5"}, "valid_from", "missing"),
        ("cost-rates", {"valid_from": "2026-01-01", "hour_cost": "-1"}, "hour_cost", "greater_than_equal"),
        ("cost-rates", {"valid_from": "2026-01-01", "hour_cost": 5}, "hour_cost", "decimal_text"),
        ("cost-rates", {"valid_from": "2026-01-01", "hour_cost": "1.1234567"}, "hour_cost", "string_pattern_mismatch"),
        ("cost-rates", {"valid_from": "1899-12-31", "hour_cost": "1"}, "valid_from", "greater_than_equal"),
    ]:
        problem = program.post(f"/employees/{huda['id']}/{path}" if path == "cost-rates" else path, said).json()

        assert points_at(problem, field, code), (said, problem)
        assert len(program.get("/employees").json()["items"]) == len(program.get("/departments").json()["items"]) == 1


def test_a_member_is_one_employee(program, omar):
    program.post("/employees", {"name": "Omar", "member_id": omar.member_id})
    second = program.post("/employees", {"name": "Omar too", "member_id": omar.member_id}).json()
    taken = program.post("/employees", {"name": "Huda"}).json()
    renamed = program.patch(f"/employees/{taken['id']}", {"name": "Omar"}, version=1).json()

    assert (second["code"], second["field"]) == ("bad_input", "member_id")
    assert (renamed["code"], renamed["field"]) == ("bad_input", "name")
