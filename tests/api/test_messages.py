"""Letters by programs: they wait, are sent once, fail and wait again; and the texts they start from."""

from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from tests import makers
from tests.api.conftest import points_at, program_of
from wasl.ledger import queries as ledger

UNREACHABLE = f"{__name__}.Unreachable"


class Unreachable(EmailBackend):
    """A mail server that goes away."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.fixture
def letter(program):
    """A letter with an invoice of 1,150.00, as it waits in the outbox."""
    party = makers.make_customer(email="pay@nakheel.example", language="en").pk
    line = {"description": "Design", "price": "1000", "tax_id": ledger.default_tax_id()}
    invoice = program.post("/invoices/issue", {"party_id": party, "date": "2026-11-01", "lines": [line]}).json()
    queued = program.post(f"/invoices/{invoice['id']}/send", {"subject": "Your bill"})
    assert queued.status_code in (200, 201), queued.content
    return program.get(f"/letters/{queued.json()['id']}").json() | {"invoice_id": invoice["id"]}


def test_a_letter_carries_its_paper_and_waits_without_a_mail_server(program, letter):
    sent = program.post("/outbox/send")
    marked = program.post(f"/letters/{letter['id']}/mark-sent").json()

    assert (letter["to"], letter["subject"], letter["state"]) == ("pay@nakheel.example", "Your bill", "waiting")
    assert (letter["subject_kind"], letter["subject_id"]) == ("receivables.document", letter["invoice_id"])
    (paper,) = letter["attachment_ids"]
    assert program.download(f"/files/{paper}").startswith(b"%PDF")
    assert sent.json() == {"count": 0}
    assert (marked["state"], marked["sent_at"]) == ("sent", "2026-11-24T07:30:00Z")
    for asked, found in (("state=waiting", 0), ("state=sent&q=bill", 1), ("q=nakheel", 1), ("q=zakat", 0)):
        assert len(program.get(f"/letters?{asked}").json()["items"]) == found, asked
    assert mail.outbox == []


def test_letters_that_wait_are_sent_once(program, letter, settings):
    settings.SMTP_HOST = "mail.example"
    sent = [program.post("/outbox/send", Idempotency_Key=key).json() for key in ("now", "now", "then")]

    assert sent == [{"count": 1}, {"count": 1}, {"count": 0}]
    assert [(one.to, one.subject) for one in mail.outbox] == [(["pay@nakheel.example"], "Your bill")]
    assert [kind for _name, _data, kind in mail.outbox[0].attachments] == ["application/pdf"]
    assert program.get(f"/letters/{letter['id']}").json()["state"] == "sent"


def test_a_trial_sends_no_letter(program, letter, settings):
    settings.SMTP_HOST = "mail.example"
    tried = program.post("/outbox/send?dry_run=true")

    assert (tried.json(), tried["Wasl-Dry-Run"]) == ({"count": 1}, "true")
    assert mail.outbox == []
    assert program.get(f"/letters/{letter['id']}").json()["state"] == "waiting"
    assert program.post("/outbox/send").json() == {"count": 1}
    assert len(mail.outbox) == 1


def test_a_letter_that_fails_says_why_and_waits_again(program, letter, settings):
    settings.SMTP_HOST, works = "mail.example", settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = UNREACHABLE
    path = f"/letters/{letter['id']}"
    sent, failed = program.post("/outbox/send").json(), program.get(path).json()
    settings.EMAIL_BACKEND = works
    left = program.post("/outbox/send").json()
    waiting = program.post(f"{path}/retry").json()

    assert (sent, left) == ({"count": 0}, {"count": 0})
    assert (failed["state"], failed["error"]) == ("failed", "Connection unexpectedly closed")
    assert (waiting["state"], waiting["error"]) == ("waiting", "")
    assert program.post("/outbox/send").json() == {"count": 1}
    assert program.post(f"{path}/retry").json()["state"] == "sent"


def test_letters_start_from_the_companys_own_text_in_its_version(program, letter):
    said = {"kind": "invoice", "language": "en", "subject": "Bill {number}", "body": "Dear {name}"}
    shipped = {(row["kind"], row["language"]): row for row in program.get("/letter-templates").json()}
    changed = program.call("put", "/letter-templates", said, If_Match='"1"')
    late = program.call("put", "/letter-templates", said | {"subject": "Ours"}, If_Match='"1"')
    blind = program.call("put", "/letter-templates", said)
    draft = program.get(f"/invoices/{letter['invoice_id']}/letter").json()

    assert len(shipped) == 8
    assert {row["version"] for row in shipped.values()} == {1}
    assert changed.json() == said | {"body": "Dear {name}\n", "version": 2}
    assert late.json()["conflicts"] == [{"field": "subject", "yours": "Ours", "theirs": "Bill {number}"}] + [
        {"field": "body", "yours": "Dear {name}", "theirs": "Dear {name}\n"}
    ]
    assert (blind.status_code, blind.json()["code"]) == (428, "version_needed")
    assert (draft["subject"], draft["body"]) == ("Bill INV-2026-0001", "Dear Nakheel Hospitality\n")
    again = program.get("/letter-templates").json()
    assert [row["subject"] for row in again if (row["kind"], row["language"]) == ("invoice", "en")] == ["Bill {number}"]


def test_what_no_letter_starts_from_is_named(program):
    said = {"kind": "invoice", "language": "en", "subject": "Bill {number}", "body": "Dear {name}"}
    for change, field, code in [
        ({"kind": "poem"}, "kind", "literal_error"),
        ({"language": "fr"}, "language", "literal_error"),
        ({"subject": " "}, "subject", "string_too_short"),
        ({"subject": "A\nBcc: x@y.example"}, "subject", "bad_input"),
        ({"subject": "A" * 201}, "subject", "string_too_long"),
        ({"body": ""}, "body", "string_too_short"),
        ({"body": "A" * 20_001}, "body", "string_too_long"),
        ({"version": 2}, "version", "extra_forbidden"),
    ]:
        problem = program.call("put", "/letter-templates", said | change, If_Match='"1"').json()

        assert points_at(problem, field, code), (change, problem)


def test_a_letter_that_cannot_go_out_is_named(program, letter):
    for said, field, code in [
        ({"to": "nobody"}, "to", "email"),
        ({"subject": "A\nBcc: x@y.example"}, "subject", "bad_input"),
        ({"language": "fr"}, "language", "literal_error"),
    ]:
        problem = program.post(f"/invoices/{letter['invoice_id']}/send", said).json()

        assert points_at(problem, field, code), (said, problem)
        assert len(program.get("/letters").json()["items"]) == 1


def test_who_writes_no_letters_reads_none(program, letter, noor):
    stranger = program_of(makers.make_actor(noor, "Hind", "member"))
    seller = program_of(makers.make_actor(noor, "Sami", "sales"))
    said = {"kind": "invoice", "language": "en", "subject": "A", "body": "B"}

    for path in ("/letters", f"/letters/{letter['id']}", "/letter-templates", f"/files/{letter['attachment_ids'][0]}"):
        assert stranger.get(path).status_code in (403, 404), path
    assert stranger.post("/outbox/send").status_code == 403
    assert seller.call("put", "/letter-templates", said, If_Match='"1"').json()["code"] == "not_allowed"
    assert seller.post(f"/letters/{10**6}/retry").status_code == 404
