"""Pages of the books: what they show, that figures open their rows, and that acts are done once."""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import makers
from wasl.access.models import User
from wasl.ledger import queries, services
from wasl.ledger.models import Account, Journal, PeriodLock
from wasl.ledger.rules.entries import LineValues
from wasl.receivables import services as receivables
from wasl.receivables.models import Document

PAGES = [
    *("home", "profit", "balance_sheet", "cash_flow", "trial_balance", "vat", "lines", "entries"),
    *("accounts", "account_new", "taxes", "tax_new", "rates", "rate_new", "journals", "journal_new"),
    *("periods", "lock", "unlock", "year_close"),
]
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}
REPORTS = ("trial_balance", "profit", "balance_sheet", "cash_flow", "vat")


@pytest.fixture
def client(layla):
    """Layla, signed in, reading English."""
    return sign_in(layla)


def sign_in(actor, language="en"):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def busy(noor, layla):
    """A year with an invoice, a payment in part, a foreign invoice, a journal and a department."""
    services.set_exchange_rate(actor=layla, currency="USD", on=date(2026, 1, 1), rate=Decimal("3.75"))
    nakheel = makers.make_customer()
    first = makers.make_invoice(layla, nakheel, "1000", "250.50", on=date(2026, 3, 3))
    makers.make_invoice(layla, makers.make_customer("Helix"), "80", on=date(2026, 6, 3), currency="USD")
    receivables.receive_payment(
        actor=layla,
        party_id=nakheel.pk,
        on=date(2026, 4, 1),
        amount_minor=60_000,
        account_id=makers.bank().pk,
        apply=[receivables.Apply(first.pk)],
    )
    capital, bank, rent = (queries.default_account(role).pk for role in ("share_capital", "bank", "expense"))
    journal(layla, date(2026, 1, 5), (bank, 500_000), (capital, -500_000))
    journal(layla, date(2026, 5, 5), (rent, 30_000), (bank, -30_000))
    return nakheel


def journal(actor, on, *sides):
    lines = [line_of(account, minor) for account, minor in sides]
    return services.post_journal(actor=actor, on=on, lines=lines)


def line_of(account, minor):
    return LineValues(account, minor, "SAR", minor, None, None, None, None)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_page_opens_empty_and_full(layla, busy, salem, name, language):
    for actor in (layla, salem):
        answer = sign_in(actor, language).get(reverse(f"ledger:{name}"))

        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text


@pytest.mark.parametrize(
    ("name", "by"), [*((name, "") for name in REPORTS), *(("profit", by) for by in ("month", "project", "department"))]
)
def test_each_figure_of_a_report_opens_the_lines_that_add_up_to_it(client, busy, name, by):
    page = client.get(
        reverse(f"ledger:{name}"), {"first": "2026-01-01", "last": "2026-12-31", "at": "2026-12-31", "by": by}
    )

    figures = re.findall(r'<a class="drill" href="([^"]+)"><bdi class="n">([^<]+)</bdi>', page.text)

    assert len(figures) >= 5
    for url, shown in figures:
        minor = int(Decimal(shown.replace(",", "").replace("−", "-")) * 100)
        assert client.get(html.unescape(url)).context["figure_minor"] == minor, (name, url, shown)


def test_an_account_runs_from_opening_to_closing(client, busy):
    bank = makers.bank()

    page = client.get(reverse("ledger:account", args=[bank.pk]), {"first": "2026-04-01", "last": "2026-12-31"})

    # 5,000 capital, then 600 in and 300 out
    balances = [str(row["cells"][5]) for row in page.context["rows"]]
    assert [re.sub(r"<[^>]+>", "", text) for text in balances] == ["5,000.00", "5,600.00", "5,300.00"]


def test_a_report_can_be_taken_as_a_file_that_no_spreadsheet_runs(client, busy, layla):
    services.add_account(actor=layla, code="=1+1", name="@evil", role="expense")

    answer = client.get(reverse("ledger:accounts"), {"format": "csv"})

    assert answer["Content-Type"].startswith("text/csv")
    assert "'=1+1,'@evil" in answer.content.decode()


def test_a_journal_sent_twice_is_posted_once(client, busy):
    bank, rent = makers.bank(), queries.default_account("expense")
    before = Journal.objects.count()
    form = {
        "form_key": "k1",
        "date": "٢٠٢٦-١١-٢٠",
        "memo": "Rent",
        "lines-TOTAL_FORMS": 2,
        "lines-INITIAL_FORMS": 0,
        "lines-0-account": rent.pk,
        "lines-0-debit": "=1000*1.15",
        "lines-1-account": bank.pk,
        "lines-1-credit": "1.15k",
    }

    answers = [client.post(reverse("ledger:journal_new"), form) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Journal.objects.count() == before + 1
    assert answers[0]["Location"] == answers[1]["Location"]
    assert "1,150.00" in client.get(answers[0]["Location"]).text


def test_the_difference_of_a_journal_is_shown_while_it_is_typed_and_is_the_one_that_is_refused(client, busy):
    form = {
        "date": "2026-11-20",
        "lines-TOTAL_FORMS": 3,
        "lines-INITIAL_FORMS": 0,
        "lines-0-account": queries.default_account("expense").pk,
        "lines-0-debit": "=1000*1.15",
        "lines-1-credit": "1,149.75",
        "lines-2-debit": "70",
        "lines-2-DELETE": "on",
    }
    before = Journal.objects.count()

    live = client.post(reverse("ledger:journal_sides"), form)
    form["lines-1-account"] = makers.bank().pk
    refused = client.post(reverse("ledger:journal_new"), form)

    assert (live.context["debit"], live.context["credit"], live.context["difference"]) == (115_000, 114_975, 25)
    assert "Credit still missing" in live.text
    assert "Debits and credits differ" in refused.text
    assert refused.context["difference"] == 25
    assert Journal.objects.count() == before


def test_the_journal_names_each_document_and_its_customer_and_opens_it(client, busy):
    listed = client.get(reverse("ledger:entries"), YEAR)
    invoice = Document.objects.order_by("pk")[0]

    assert f"Invoice \u2066{invoice.number}\u2069" in html.unescape(listed.text)
    assert "Nakheel Hospitality" in listed.text
    assert reverse("receivables:invoice", args=[invoice.pk]) in listed.text
    assert "Manual journal \u2066JV-" in html.unescape(listed.text)
    assert "Customer document" not in listed.text


@pytest.mark.parametrize(
    ("debit", "said"),
    [("1000", "Debits and credits differ"), ("abc", "This is not a number"), ("1.155", "decimals")],
)
def test_what_is_wrong_with_a_journal_is_said(client, busy, debit, said):
    form = {
        "date": "2026-11-20",
        "lines-TOTAL_FORMS": 2,
        "lines-INITIAL_FORMS": 0,
        "lines-0-account": queries.default_account("expense").pk,
        "lines-0-debit": debit,
        "lines-1-account": makers.bank().pk,
        "lines-1-credit": "1150",
    }

    answer = client.post(reverse("ledger:journal_new"), form)

    assert answer.status_code == 422
    assert said in answer.text


def test_a_journal_is_reversed_once(client, layla, busy):
    row = journal(layla, date(2026, 7, 1), (makers.bank().pk, 100), (queries.default_account("expense").pk, -100))
    url = reverse("ledger:journal_reverse", args=[row.pk])

    first = client.post(url, {"date": "2026-07-02", "form_key": "a"})
    second = client.post(url, {"date": "2026-07-02", "form_key": "b"})

    assert first.status_code == 302
    assert "reversed before" in second.text
    assert client.post(url, {"date": "٣١-٣١-٢٠٢٦"}).status_code == 422


def test_books_are_locked_and_unlocked_with_a_reason(client, busy):
    client.post(reverse("ledger:lock"), {"until": "2026-06-30", "reason": ""})
    refused = client.post(reverse("ledger:unlock"), {"until": "2026-05-31", "reason": " "})
    client.post(reverse("ledger:unlock"), {"until": "2026-05-31", "reason": "Late bill"})

    assert refused.status_code == 422
    page = client.get(reverse("ledger:periods"))
    assert "Late bill" in page.text
    assert "2026-05-31" in page.text
    assert PeriodLock.objects.count() == 2


def test_a_year_is_closed_and_its_profit_report_stays(client, busy):
    answer = client.post(reverse("ledger:year_close"), {"year_end": "2026-12-31"})

    assert answer.status_code == 302
    page = client.get(reverse("ledger:profit"), YEAR)
    assert "1,250.50" in page.text


def test_another_account_becomes_the_default(client, layla, busy):
    other = services.add_account(actor=layla, code="5999", name="Travel", role="expense")

    assert client.get(reverse("ledger:account_default", args=[other.pk])).status_code == 200
    client.post(reverse("ledger:account_default", args=[other.pk]))

    assert queries.default_account("expense").pk == other.pk


def test_a_tax_takes_a_new_rate_from_a_day_on(client, busy):
    tax = queries.taxes().get(is_default=True)
    url = reverse("ledger:tax_rate", args=[tax.pk])

    client.post(url, {"valid_from": "2027-01-01", "percent": "٢٠٪", "source": "Royal decree"})
    refused = client.post(url, {"valid_from": "2027-01-01", "percent": "120"})

    assert queries.tax_terms([tax.pk], date(2027, 1, 1))[tax.pk].percent == 20
    assert queries.tax_terms([tax.pk], date(2026, 12, 31))[tax.pk].percent == 15
    assert "between 0 and 100" in refused.text
    assert "Royal decree" in client.get(reverse("ledger:taxes")).text


def test_an_account_with_a_code_that_is_taken_is_refused_beside_its_field(client, busy):
    taken = Account.objects.first().code

    answer = client.post(reverse("ledger:account_new"), {"code": taken, "name": "x", "role": "expense"})

    assert answer.context["form"].errors["code"] == ["There is already an account with this code."]


def test_nothing_of_another_company_can_be_opened(busy, layla, salem):
    row = journal(layla, date(2026, 7, 1), (makers.bank().pk, 100), (queries.default_account("expense").pk, -100))
    stranger = sign_in(salem)

    for name, key in (
        ("account", makers.bank().pk),
        ("account_default", makers.bank().pk),
        ("journal", row.pk),
        ("journal_reverse", row.pk),
        ("entry", row.entry_id),
        ("tax_rate", queries.taxes().first().pk),
    ):
        assert stranger.get(reverse(f"ledger:{name}", args=[key])).status_code == 404, name
    page = stranger.get(
        reverse("ledger:lines"), {"account": makers.bank().pk, "first": "2026-01-01", "last": "2026-12-31"}
    )
    assert page.context["figure_minor"] == 0


def test_a_seller_may_not_open_the_books_and_a_stranger_signs_in(omar, busy):
    assert sign_in(omar).get(reverse("ledger:home")).status_code == 403
    away = Client().get(reverse("ledger:home"))
    assert urlsplit(away["Location"]).path == reverse("account_login")


def test_a_list_costs_the_same_at_any_length(client, layla, busy):
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("ledger:entries"))
            client.get(reverse("ledger:lines"))
        counts.append(len(caught))
        for day in range(1, 20):
            journal(layla, date(2026, 8, day), (makers.bank().pk, 5), (queries.default_account("expense").pk, -5))
    assert counts[0] == counts[1]


def test_lines_are_narrowed_to_those_of_no_project(client, busy):
    offered = client.get("/pick/moved_project/?there=1").json()["rows"]

    assert (offered[0]["pk"], offered[0]["label"]) == (0, "Without a project")
    page = client.get("/finance/ledger/lines/", {"project": "0"}).content.decode()
    assert '<option value="0" selected>Without a project</option>' in page
