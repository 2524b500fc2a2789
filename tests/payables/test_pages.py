"""Pages of expense claims: handed in with a receipt, decided, paid back, and walls between people and companies."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests import makers
from wasl.access.models import User
from wasl.core.attachments import attachments_of
from wasl.ledger import queries as ledger
from wasl.payables import queries, services
from wasl.payables.models import Claim, Reimbursement
from wasl.people.models import Employee


def sign_in(actor, language="en"):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    client.cookies["django_language"] = language
    return client


def url(name, *keys):
    return reverse(f"payables:{name}", args=keys)


@pytest.fixture
def employee(noor, omar):
    """Omar, as an employee."""
    return Employee.objects.create(name="Omar", member_id=omar.member_id)


@pytest.fixture
def claim(omar, employee):
    """A claim of Omar's over 115.00, handed in."""
    line = services.ClaimLineDraft(price=115, description="Taxi", tax_id=ledger.default_tax_id())
    made = services.draft_claim(actor=omar, given=services.ClaimInput(employee.pk, date(2026, 11, 3), [line]))
    return services.submit_claim(actor=omar, claim_id=made.pk)


def form(employee, **fields):
    return {
        "form_key": "c",
        "employee": employee.pk,
        "date": "2026-11-03",
        "paid_by": "employee",
        "prices_include_tax": "on",
        "lines-TOTAL_FORMS": 1,
        "lines-INITIAL_FORMS": 0,
        "lines-0-description": "Taxi",
        "lines-0-price": "١١٥",
        "lines-0-tax": ledger.default_tax_id(),
    } | fields


def photo():
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    return SimpleUploadedFile("receipt.png", file.getvalue())


@pytest.mark.parametrize("name", ["claims", "new", "owed"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_page_opens_full_and_empty(layla, claim, salem, name, language):
    for actor in (layla, salem):
        answer = sign_in(actor, language).get(url(name))

        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text


def test_an_expense_is_handed_in_once_with_its_receipt(omar, employee):
    client = sign_in(omar)

    for _time in range(2):
        answer = client.post(url("new"), form(employee, act="submit", receipt=photo()))

    claim = Claim.objects.get()
    assert answer["Location"] == url("claim", claim.pk)
    assert (claim.state, claim.total_minor, claim.tax_minor) == ("submitted", 11_500, 1_500)
    (file,) = attachments_of("payables.claim", [claim.pk])
    assert client.get(reverse("core:attachment", args=[file.pk])).status_code == 200
    assert "receipt.png" in client.get(url("claim", claim.pk)).text


def test_a_file_that_can_run_is_refused_beside_its_field(omar, employee):
    bad = SimpleUploadedFile("receipt.png", b"<html><script>x</script></html>")

    answer = sign_in(omar).post(url("new"), form(employee, receipt=bad))

    assert answer.status_code == 422
    assert answer.context["form"].errors["receipt"]
    assert not Claim.objects.exists()


def test_a_draft_is_changed_handed_in_or_discarded(omar, employee):
    client = sign_in(omar)
    client.post(url("new"), form(employee))
    draft = Claim.objects.get()

    client.post(url("edit", draft.pk), form(employee, form_key="e", version=draft.version, **{"lines-0-price": "23"}))
    client.post(url("submit", draft.pk))
    draft.refresh_from_db()

    assert (draft.state, draft.total_minor) == ("submitted", 2_300)
    assert client.get(url("edit", draft.pk)).status_code == 302
    client.post(url("new"), form(employee, form_key="d"))
    other = Claim.objects.exclude(pk=draft.pk).get()
    client.post(url("discard", other.pk))
    assert Claim.objects.count() == 1


def test_an_expense_is_approved_and_paid_back(layla, claim, employee):
    client = sign_in(layla)
    assert makers.on_today(queries.today_claims, layla, date(2026, 11, 24), kind="claims").count == 1
    assert queries.waiting(layla).rows.count() == 1

    for _time in range(2):
        client.post(url("approve", claim.pk), {"form_key": "a"})
    claim.refresh_from_db()
    assert claim.state == "approved"
    assert "115.00" in client.get(url("owed")).text
    too_much = client.post(
        url("reimburse", employee.pk), {"date": "2026-11-24", "account": makers.bank().pk, "amount": "200"}
    )
    client.post(url("reimburse", employee.pk), {"date": "2026-11-24", "account": makers.bank().pk, "amount": ""})

    assert "is more than the 115.00 that is open" in too_much.text
    assert Reimbursement.objects.get().amount_minor == 11_500
    assert not queries.owed_to_employees(layla)


def test_what_was_paid_back_is_listed_with_its_expenses(layla, omar, claim, employee):
    client = sign_in(layla)
    client.post(url("approve", claim.pk))
    client.post(url("reimburse", employee.pk), {"date": "2026-11-24", "account": makers.bank().pk, "amount": "100"})
    paid, claim = Reimbursement.objects.get(), Claim.objects.get()

    listed = client.get(url("reimbursements"))
    record = client.get(url("reimbursement", paid.pk)).text

    assert paid.number in listed.text
    assert claim.number in listed.text
    assert "100.00" in listed.text
    assert paid.number in client.get(url("reimbursements"), {"format": "csv"}).getvalue().decode()
    assert paid.number not in client.get(url("reimbursements"), {"last": "2026-11-23"}).text
    assert paid.number in client.get(url("reimbursements"), {"employee_id": employee.pk}).text
    assert url("claim", claim.pk) in record
    assert reverse("ledger:entry", args=[paid.entry_id]) in record
    assert url("reimbursements") in client.get(url("owed")).text
    assert [one.amount_minor for one in queries.paid_claims([paid.pk])[paid.pk]] == [10_000]
    assert sign_in(omar).get(url("reimbursement", paid.pk)).status_code == 403


def test_an_expense_is_sent_back_with_a_reason(layla, omar, claim):
    client = sign_in(layla)

    assert client.post(url("reject", claim.pk), {"reason": ""}).status_code == 422
    client.post(url("reject", claim.pk), {"reason": "No receipt"})

    assert "No receipt" in sign_in(omar).get(url("edit", claim.pk)).text


def test_an_approved_expense_is_reversed(layla, claim):
    client = sign_in(layla)
    client.post(url("approve", claim.pk))

    client.post(url("reverse", claim.pk), {"date": "2026-11-24"})

    claim.refresh_from_db()
    assert claim.state == "reversed"


def test_nobody_opens_or_decides_what_is_not_theirs(claim, salem, noor, omar):
    stranger, colleague = sign_in(salem), sign_in(makers.make_actor(noor, "Mona", "sales"))

    for name in ("claim", "edit", "reject", "reverse"):
        assert stranger.get(url(name, claim.pk)).status_code == 404, name
    assert stranger.get(url("reimburse", claim.employee_id)).status_code == 404
    assert colleague.get(url("claim", claim.pk)).status_code == 404
    assert "not among the employees" in colleague.get(url("new")).text
    assert sign_in(omar).post(url("approve", claim.pk)).status_code == 403
    assert sign_in(omar).get(url("owed")).status_code == 403
