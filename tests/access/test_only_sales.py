"""A company that only sells sees no word of the books."""

from __future__ import annotations

from django.test import Client

from wasl.access import services
from wasl.access.actor import Actor
from wasl.access.models import User
from wasl.core.models import Company


def signed_in(actor: Actor) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_settings_ask_for_taxes_and_years_once_there_is_finance(layla: Actor) -> None:
    client = signed_in(layla)
    Company.objects.filter(pk=layla.company.pk).update(tax_number="300000000000003", fiscal_year_start_month=4)
    assert "Tax registration number" in client.get("/company/").content.decode()
    for module in ("projects", "finance"):
        services.switch_module(actor=layla, module=module, on=False)

    page = client.get("/company/").content.decode()
    assert "Tax registration number" not in page
    assert "Fiscal year" not in page
    said = {"name": "Noor Ltd", "language": "en", "time_zone": "Asia/Riyadh", "version": layla.company.version}
    assert client.post("/company/", said).status_code == 302
    kept = Company.objects.get(pk=layla.company.pk)
    assert (kept.name, kept.tax_number, kept.fiscal_year_start_month) == ("Noor Ltd", "300000000000003", 4)


def test_quotes_ask_for_no_deposit_and_promise_no_invoice(layla: Actor) -> None:
    client = signed_in(layla)
    assert "Deposit" in client.get("/quotes/new/").content.decode()
    services.switch_module(actor=layla, module="finance", on=False)

    assert "Deposit" not in client.get("/quotes/new/").content.decode()
    assert "invoice" not in client.get("/quotes/").content.decode().lower()
