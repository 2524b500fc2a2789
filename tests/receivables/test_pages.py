"""Pages of invoices and payments: what they show, that acts work and happen once, and that walls hold."""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import makers
from wasl.access.models import User
from wasl.ledger import queries as ledger
from wasl.ledger import services as ledger_services
from wasl.messages.models import OutboxMessage
from wasl.receivables import queries, services
from wasl.receivables.models import Document, Payment, WriteOff

TODAY = date(2026, 11, 24)
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}


def sign_in(actor, language="en"):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def client(layla):
    """Layla, signed in, reading English."""
    return sign_in(layla)


@pytest.fixture
def nakheel(noor):
    """A customer with an address for letters."""
    return makers.make_customer(email="pay@nakheel.example", name_ar="نخيل للضيافة")


@pytest.fixture
def unpaid(layla, nakheel):
    """An invoice of 1,150.00, long overdue."""
    return makers.make_invoice(layla, nakheel, "1000", on=date(2026, 3, 3))


def url(name, *keys):
    return reverse(f"receivables:{name}", args=keys)


def invoice_form(customer, price="1000", **fields):
    return {
        "form_key": "k",
        "kind": "invoice",
        "party": customer.pk,
        "date": "٢٠٢٦-١١-٢٠",
        "lines-TOTAL_FORMS": 1,
        "lines-INITIAL_FORMS": 0,
        "lines-0-description": "Design",
        "lines-0-quantity": "2",
        "lines-0-price": price,
        "lines-0-tax": ledger.default_tax_id(),
    } | fields


@pytest.mark.parametrize("name", ["invoices", "new", "payments", "payment_new", "refunds", "ageing", "aged_items"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_page_opens_full_and_empty(layla, unpaid, salem, name, language):
    for actor in (layla, salem):
        answer = sign_in(actor, language).get(url(name))

        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text


@pytest.mark.parametrize("view", queries.VIEWS)
def test_the_list_counts_and_sums_what_it_shows(client, layla, nakheel, unpaid, view):
    makers.make_invoice(layla, nakheel, "200", on=date(2026, 11, 20))
    client.post(url("new"), invoice_form(nakheel))

    page = client.get(url("invoices"), {"view": view})

    counts = {one["label"]: one["count"] for one in page.context["views"]}
    assert counts == {"Unpaid": 2, "Overdue": 1, "Drafts": 1, "Paid": 0, "All": 3}
    # 1,150.00 and 230.00
    assert (
        page.context["figure_minor"]
        == {"unpaid": 138_000, "overdue": 115_000, "drafts": 0, "paid": 0, "all": 138_000}[view]
    )


@pytest.mark.parametrize(("text", "found"), [("نخيل", 1), ("INV", 1), ("1150", 1), ("١١٥٠", 1), ("zzz", 0)])
def test_an_invoice_is_found_by_customer_number_or_amount(client, unpaid, text, found):
    page = client.get(url("invoices"), {"view": "all", "q": text})

    assert len(page.context["rows"]) == found


def test_the_list_costs_the_same_at_any_length(client, layla, nakheel, unpaid):
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as caught:
            client.get(url("invoices"))
            client.get(url("payments"))
        counts.append(len(caught))
        for _one in range(10):
            makers.make_invoice(layla, nakheel, "10", on=date(2026, 3, 3))
    assert counts[0] == counts[1]


def test_a_draft_sent_twice_is_written_once_then_changed_and_posted(client, nakheel):
    first, second = (client.post(url("new"), invoice_form(nakheel, "=500*2")) for _time in range(2))
    draft = Document.objects.get()

    assert first["Location"] == second["Location"] == url("invoice", draft.pk)
    assert draft.total_minor == 230_000
    assert client.get(url("edit", draft.pk)).status_code == 200
    changed = client.post(url("edit", draft.pk), invoice_form(nakheel, "50", form_key="e", version=draft.version))
    assert changed.status_code == 302
    assert "post-dialog" in client.get(url("invoice", draft.pk)).text
    client.post(url("post", draft.pk))
    draft.refresh_from_db()
    assert (draft.state, draft.total_minor) == ("posted", 11_500)
    assert client.get(url("edit", draft.pk)).status_code == 302


def test_a_stale_draft_is_not_overwritten(client, nakheel):
    client.post(url("new"), invoice_form(nakheel))
    draft = Document.objects.get()

    answer = client.post(url("edit", draft.pk), invoice_form(nakheel, "1", form_key="x", version=draft.version + 5))

    assert answer.status_code == 422
    assert "Somebody else changed" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("lines-0-price", "abc", "not a number"),
        ("lines-0-quantity", "-1", "or more"),
        ("date", "31/31/2026", "no such day"),
        ("due_date", "2026-01-01", "lies before the invoice date"),
        ("discount", "200%", "between 0 and 100"),
        ("discount", "1.234", "SAR has 2 decimals: write 1.23"),
        ("party", "", "required"),
        ("currency", "KWD", "no exchange rate for KWD"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, nakheel, field, value, said):
    answer = client.post(url("new"), invoice_form(nakheel, **{field: value}))

    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert not Document.objects.exists()


def test_the_preview_follows_the_typing_and_writes_nothing(client, nakheel):
    answer = client.post(url("preview"), invoice_form(nakheel, "1.5k", discount="10%"))

    # 2 x 1,500 less 10% is 2,700.00; tax 405.00
    assert "3,105.00" in answer.text
    assert "−300.00" in answer.text
    assert not Document.objects.exists()


def test_a_deposit_is_offered_and_used_in_the_final_invoice(client, layla, nakheel):
    deposit = makers.make_invoice(layla, nakheel, "300", kind="deposit", on=date(2026, 11, 1))

    assert deposit.number in client.post(url("preview"), invoice_form(nakheel)).text
    client.post(url("new"), invoice_form(nakheel, offsets=deposit.pk, act="post"))

    final = Document.objects.get(kind="invoice")
    assert final.prepaid_minor == 34_500
    assert deposit.number in client.get(url("invoice", final.pk)).text


def test_a_payment_settles_and_leaves_an_advance_that_is_used_and_given_back(client, layla, nakheel, unpaid):
    form = {
        "form_key": "p",
        "party": nakheel.pk,
        "date": "2026-04-01",
        "currency": "SAR",
        "account": makers.bank().pk,
        "amount": "1.5k",
        f"apply_{unpaid.pk}": "1000",
    }
    assert unpaid.number in client.get(url("payment_new"), {"party": nakheel.pk, "document": unpaid.pk}).text
    first, second = (client.post(url("payment_new"), form) for _time in range(2))
    payment = Payment.objects.get()

    assert first["Location"] == second["Location"] == url("payment", payment.pk)
    page = client.get(url("payment", payment.pk)).text
    assert unpaid.number in page
    assert "500.00" in page
    client.post(url("use", payment.pk), {"document": unpaid.pk, "date": "2026-04-02", "amount": ""})
    client.post(url("give_back", payment.pk), {"date": "2026-04-03", "amount": "50", "account": makers.bank().pk})
    assert queries.document_page(layla, unpaid.pk).open_minor == 0
    assert "300.00" in client.get(url("payment", payment.pk)).text
    assert "RF-2026" in client.get(url("refunds")).text
    assert "RF-2026" in client.get(url("refunds"), {"party_id": nakheel.pk, "first": "2026-01-01"}).text
    assert "RF-2026" not in client.get(url("refunds"), {"last": "2025-12-31"}).text
    assert url("refunds") in client.get(url("payments")).text
    assert payment.number in client.get(url("invoice", unpaid.pk)).text


@pytest.mark.parametrize(
    ("field", "value", "said"), [("amount", "900", "only 900.00 was received"), ("amount", "1.005", "write 1.01")]
)
def test_a_payment_that_does_not_fit_is_explained(client, nakheel, unpaid, field, value, said):
    form = {
        "party": nakheel.pk,
        "date": "2026-04-01",
        "currency": "SAR",
        "account": makers.bank().pk,
        f"apply_{unpaid.pk}": "1000",
        field: value,
    }

    answer = client.post(url("payment_new"), form)

    assert answer.status_code == 422
    assert said in answer.text


def test_a_payment_is_reversed(client, layla, nakheel, unpaid):
    payment = services.receive_payment(
        actor=layla, party_id=nakheel.pk, on=date(2026, 4, 1), amount_minor=115_000, account_id=makers.bank().pk,
        apply=[services.Apply(unpaid.pk)],
    )  # fmt: skip

    client.post(url("payment_reverse", payment.pk), {"date": "2026-04-05"})

    assert queries.document_page(layla, unpaid.pk).open_minor == 115_000
    assert "Reversed" in client.get(url("payment", payment.pk)).text


def test_an_invoice_is_credited_by_lines_then_in_full(client, layla, nakheel):
    unpaid = makers.make_invoice(layla, nakheel, "100", "200", on=date(2026, 3, 3))
    refused = client.post(url("credit_note", unpaid.pk), {"date": "2026-04-01", "reason": "x", "scope": "lines"})
    answer = client.post(
        url("credit_note", unpaid.pk),
        {"date": "2026-04-01", "reason": "Late", "scope": "lines", "quantity_2": "0.5", "apply": "on"},
    )

    note = Document.objects.get(kind="credit_note")
    assert refused.status_code == 422
    assert answer["Location"] == url("invoice", note.pk)
    assert note.total_minor == 11_500
    assert queries.document_page(layla, unpaid.pk).open_minor == 34_500 - 11_500
    again = client.post(url("credit_note", unpaid.pk), {"date": "2026-04-01", "reason": "x", "scope": "full"})
    assert "can still be credited" in again.text


def test_an_invoice_is_reversed_or_written_off(client, layla, nakheel, unpaid):
    other = makers.make_invoice(layla, nakheel, "100", on=date(2026, 3, 3))

    early = client.post(url("reverse", other.pk), {"date": "2026-03-01"})
    client.post(url("reverse", other.pk), {"date": "2026-03-05"})
    client.post(url("write_off", unpaid.pk), {"date": "2026-05-01", "reason": "Bankrupt", "tax_relief": "on"})

    other.refresh_from_db()
    assert "lies before a document" in early.text
    assert other.state == "reversed"
    assert queries.document_page(layla, unpaid.pk).open_minor == 0
    assert "Bankrupt" in client.get(url("invoice", unpaid.pk)).text


def test_a_write_off_tells_its_effect_and_leaves_a_record(client, layla, nakheel, unpaid):
    before = client.get(url("write_off", unpaid.pk)).text
    client.post(url("write_off", unpaid.pk), {"date": "2026-05-01", "reason": "Bankrupt", "tax_relief": "on"})
    row = WriteOff.objects.get()
    record, invoice = client.get(url("written_off", row.pk)), client.get(url("invoice", unpaid.pk)).text

    # 1,150.00 open, of which 150.00 is tax that comes back: the loss is 1,000.00
    assert "150.00" in before
    assert "1,000.00" in before
    assert "Bankrupt" in record.text
    assert "1,150.00" in record.text
    assert reverse("ledger:entry", args=[row.entry_id]) in record.text
    assert url("written_off", row.pk) in invoice
    assert "wrote the debt off" in invoice
    assert "Written off" in client.get(url("invoices"), {"view": "paid"}).text
    assert url("written_off", row.pk) in client.get(url("statement", nakheel.pk), YEAR).text
    assert url("written_off", row.pk) in client.get(reverse("ledger:entry", args=[row.entry_id])).text


def test_relief_is_not_offered_where_there_is_no_tax(client, layla, nakheel):
    line = services.LineDraft("Work", price=Decimal(100))
    free = services.issue_invoice(actor=layla, given=services.DocumentInput(nakheel.pk, date(2026, 3, 3), [line]))

    assert "tax_relief" not in client.get(url("write_off", free.pk)).text


def test_a_letter_with_the_paper_goes_to_the_outbox_once(client, unpaid):
    form = {"form_key": "l", "to": "pay@nakheel.example", "subject": "Invoice", "body": "Please", "language": "ar"}

    for _time in range(2):
        client.post(url("send", unpaid.pk), form)

    letter = OutboxMessage.objects.get()
    assert len(letter.attachment_ids) == 1
    unpaid.refresh_from_db()
    assert unpaid.sent_at is not None


@pytest.mark.parametrize("language", ["ar", "en"])
def test_papers_are_pdfs(client, layla, nakheel, unpaid, language):
    payment = services.receive_payment(
        actor=layla, party_id=nakheel.pk, on=date(2026, 4, 1), amount_minor=1_000, account_id=makers.bank().pk
    )
    note = services.issue_credit_note(actor=layla, on=date(2026, 4, 2), invoice_id=unpaid.pk, reason="Late")

    for address in (
        url("pdf", unpaid.pk, language),
        url("pdf", note.pk, language),
        url("voucher", payment.pk, language),
        f"{url('statement_pdf', nakheel.pk, 'SAR', language)}?first=2026-01-01&last=2026-12-31",
    ):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_a_statement_closes_at_what_is_open(client, layla, nakheel, unpaid):
    ledger_services.set_exchange_rate(actor=layla, currency="USD", on=date(2026, 1, 1), rate=Decimal("3.75"))
    makers.make_invoice(layla, nakheel, "80", on=date(2026, 6, 3), currency="USD")
    makers.make_invoice(layla, nakheel, "300", kind="deposit", on=date(2026, 6, 3))
    services.receive_payment(
        actor=layla, party_id=nakheel.pk, on=date(2026, 4, 1), amount_minor=150_000, account_id=makers.bank().pk,
        apply=[services.Apply(unpaid.pk, 50_000)],
    )  # fmt: skip

    found = {one.currency: one for one in queries.statements_of(layla, nakheel.pk, first=date(2026, 4, 1), last=TODAY)}

    assert found["SAR"].opening_minor == 115_000
    for one in found.values():
        assert one.closing_minor == sum(one.ageing.values())
        assert one.closing_minor == one.opening_minor + one.debit_minor - one.credit_minor
    assert client.get(url("statement", nakheel.pk), YEAR).status_code == 200


def test_each_cell_of_the_ageing_opens_the_items_that_add_up_to_it(client, layla, nakheel, unpaid):
    makers.make_invoice(layla, makers.make_customer("Helix"), "70", on=date(2026, 10, 1))
    services.receive_payment(
        actor=layla, party_id=nakheel.pk, on=date(2026, 4, 1), amount_minor=1_500, account_id=makers.bank().pk
    )

    page = client.get(url("ageing"), {"at": "2026-11-24"})
    figures = re.findall(r'<a class="drill" href="([^"]+)"><bdi class="n">([^<]+)</bdi>', page.text)

    assert len(figures) > 8
    for address, shown in figures:
        minor = int(Decimal(shown.replace(",", "").replace("−", "-")) * 100)
        assert client.get(html.unescape(address)).context["figure_minor"] == minor


def test_nothing_of_another_company_can_be_opened(layla, nakheel, unpaid, salem):
    payment = services.receive_payment(
        actor=layla, party_id=nakheel.pk, on=date(2026, 4, 1), amount_minor=1_000, account_id=makers.bank().pk
    )
    stranger = sign_in(salem)

    for name in ("invoice", "edit", "send", "credit_note", "reverse", "write_off", "apply_credit", "use_credit_note"):
        assert stranger.get(url(name, unpaid.pk)).status_code == 404, name
    for name in ("post", "discard"):
        assert stranger.post(url(name, unpaid.pk)).status_code == 404, name
    for name in ("payment", "use", "give_back", "payment_reverse"):
        assert stranger.get(url(name, payment.pk)).status_code == 404, name
    assert stranger.get(url("pdf", unpaid.pk, "ar")).status_code == 404
    assert stranger.get(url("statement", nakheel.pk)).status_code == 404


def test_a_seller_sees_only_what_is_theirs_and_posts_nothing(omar, unpaid):
    seller = sign_in(omar)

    assert seller.get(url("invoice", unpaid.pk)).status_code == 404
    assert len(seller.get(url("invoices"), {"view": "all"}).context["rows"]) == 0
    assert seller.get(url("new")).status_code == 403
    assert seller.get(url("payments")).status_code == 403


def test_today_and_the_customers_panel_tell_what_is_owed(layla, nakheel, unpaid):
    group = makers.on_today(queries.today_overdue, layla, TODAY, kind="overdue")
    panel = queries.party_panel(layla, nakheel.pk)

    assert (group.count, len(group.rows[0].acts)) == (1, 2)
    assert (panel["owed"], panel["overdue"]) == (115_000, 115_000)
    assert queries.overdue(layla).rows.get().pk == unpaid.pk
    assert queries.search(layla, unpaid.number)[0].url == url("invoice", unpaid.pk)


def test_a_credit_that_is_not_there_is_said_in_words_with_what_helps(client, layla, nakheel, unpaid):
    answer = client.get(url("apply_credit", unpaid.pk)).text
    assert "has no advance and no open credit note" in answer
    assert f"{url('payment_new')}?party={nakheel.pk}&amp;document={unpaid.pk}" in answer

    note = services.issue_credit_note(actor=layla, on=date(2026, 4, 2), invoice_id=unpaid.pk, reason="Late", apply=True)
    assert "Nothing is open on" in client.get(url("apply_credit", unpaid.pk)).text

    paid = services.receive_payment(
        actor=layla, party_id=nakheel.pk, on=date(2026, 4, 3), amount_minor=5_000, account_id=makers.bank().pk
    )
    answer = client.get(url("use", paid.pk)).text
    assert "no open invoice" in answer
    assert url("give_back", paid.pk) in answer
    assert note.number


def test_the_ageing_tells_how_many_documents_each_figure_holds(client, layla, nakheel, unpaid):
    makers.make_invoice(layla, nakheel, "10", on=date(2026, 3, 4))

    found = client.get(url("ageing"), {"at": "2026-11-24"})
    items = client.get(url("aged_items"), {"at": "2026-11-24"})

    assert "2 documents" in found.text
    assert {view["label"]: view["count"] for view in items.context["views"]}["Over 90 days"] == 2
