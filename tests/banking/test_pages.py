"""Pages of bank and cash accounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests import makers
from wasl.access.models import User
from wasl.banking import queries
from wasl.banking.models import BankFee
from wasl.ledger import queries as ledger
from wasl.ledger import services as ledger_services
from wasl.receivables import services as receivables

TODAY = date(2026, 11, 24)


def sign_in(actor, language="en"):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    client.cookies["django_language"] = language
    return client


def url(name, *keys):
    return reverse(f"banking:{name}", args=keys)


@pytest.mark.parametrize("name", ["accounts", "new", "fee_new"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_page_opens(layla, name, language):
    answer = sign_in(layla, language).get(url(name))

    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.text


def test_an_account_in_another_currency_shows_both_amounts(layla):
    client = sign_in(layla)
    form = {"form_key": "n", "role": "bank", "name": "Dollars", "currency": "USD", "iban": "SA03 8000 0000 6080"}
    for _time in range(2):
        client.post(url("new"), form)
    ledger_services.set_exchange_rate(actor=layla, currency="USD", on=date(2026, 1, 1), rate=Decimal("3.75"))
    account = ledger.account_for("bank", "Dollars")
    customer = makers.make_customer()
    receivables.receive_payment(
        actor=layla, party_id=customer.pk, on=TODAY, amount_minor=10_000, account_id=account.pk, currency="USD"
    )

    row = next(one for one in queries.money_accounts(layla, TODAY) if one.account == account)

    assert (row.own_minor, row.base_minor) == (10_000, 37_500)
    page = client.get(url("accounts")).text
    assert "100.00" in page
    assert "375.00" in page
    assert "SA03800000006080" in page


def test_a_fee_is_recorded_once(layla):
    client = sign_in(layla)
    form = {
        "form_key": "f",
        "account": makers.bank().pk,
        "date": "2026-11-20",
        "net": "٢٠",
        "tax": ledger.default_tax_id(),
        "memo": "Transfer",
    }

    first, second = (client.post(url("fee_new"), form) for _time in range(2))

    fee = BankFee.objects.get()
    assert first["Location"] == second["Location"] == url("fee", fee.pk)
    assert (fee.net_minor, fee.tax_minor) == (2_000, 300)
    assert "Transfer" in client.get(url("fee", fee.pk)).text


@pytest.mark.parametrize(("amount", "said"), [("0", "cannot be used"), ("x", "not a number"), ("1.005", "write 1.01")])
def test_a_wrong_amount_is_explained_beside_the_field(layla, amount, said):
    form = {"account": makers.bank().pk, "date": "2026-11-20", "net": amount}

    answer = sign_in(layla).post(url("fee_new"), form)

    assert said in " ".join(answer.context["form"].errors["net"])


def test_another_company_and_a_seller_see_nothing(layla, omar, salem):
    client = sign_in(layla)
    client.post(url("fee_new"), {"account": makers.bank().pk, "date": "2026-11-20", "net": "20"})

    assert sign_in(salem).get(url("fee", BankFee.objects.get().pk)).status_code == 404
    assert sign_in(omar).get(url("accounts")).status_code == 403
