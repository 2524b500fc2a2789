"""Many employees at once: moved to a department, marked as left."""

from __future__ import annotations

from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.people import services
from wasl.people.models import Employee


def test_employees_move_and_leave_and_keep_the_rest(layla: Actor, omar: Actor) -> None:
    design = services.add_department(actor=layla, name="Design")
    keys = [
        services.add_employee(actor=layla, name=name, job_title="Designer", member_id=member).pk
        for name, member in (("Sara", None), ("Omar", omar.member_id))
    ]
    browser = signed_in(layla)

    browser.post("/bulk/employee.move/", {"pick": keys, "from": "/people/", "department": design.pk, "do": "1"})
    browser.post("/bulk/employee.leave/", {"pick": keys[:1], "from": "/people/", "do": "1"})

    found = Employee.objects.order_by("pk").values_list("department_id", "job_title", "member_id", "is_active")
    assert list(found) == [(design.pk, "Designer", None, False), (design.pk, "Designer", omar.member_id, True)]
    assert [row["pick"] for row in browser.get(f"/people/?department={design.pk}&state=left").context["rows"]] == keys[
        :1
    ]
    assert signed_in(omar).get("/bulk/employee.move/").status_code == 403
