"""Quotes: the arithmetic of invoices, a number when sent, revisions, and one invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests import makers
from wasl.access.actor import Actor
from wasl.core.errors import BadInput, NotAllowed, NotFound, StaleVersion
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.ledger import queries as ledger
from wasl.parties.models import Party
from wasl.receivables import services as receivables
from wasl.receivables.errors import AlreadyInvoiced, EmptyDocument
from wasl.sales import errors, queries, services
from wasl.sales.models import Quote

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def nakheel(layla: Actor) -> Party:
    """A customer."""
    return makers.make_customer()


def offer(party: Party, *prices: str, **said: object) -> services.QuoteInput:
    tax = ledger.taxes().get(is_default=True)
    lines = [services.QuoteLineDraft("Work", Decimal(1), Decimal(price), tax.pk) for price in prices]
    return services.QuoteInput(party.pk, MAY, lines, **said)


def test_a_quote_comes_to_what_its_invoice_comes_to(layla: Actor, nakheel: Party) -> None:
    given = offer(nakheel, "33.33", "66.66", "0.01", discount_percent=Decimal(7), prices_include_tax=True)
    quote = services.issue_quote(actor=layla, given=given)

    invoice = services.invoice_quote(actor=layla, quote_id=quote.pk, on=JUNE)

    assert (invoice.net_minor, invoice.tax_minor, invoice.total_minor) == (
        quote.net_minor,
        quote.tax_minor,
        quote.total_minor,
    )
    assert invoice.reference == quote.number == "Q-2026-0001"
    quote.refresh_from_db()
    assert quote.state == "accepted"
    assert not makers.findings()


def test_a_quote_is_invoiced_once_until_its_invoice_is_reversed(layla: Actor, nakheel: Party) -> None:
    quote = services.issue_quote(actor=layla, given=offer(nakheel, "100"))
    invoice = services.invoice_quote(actor=layla, quote_id=quote.pk, on=JUNE)
    with pytest.raises(AlreadyInvoiced):
        services.invoice_quote(actor=layla, quote_id=quote.pk, on=JUNE)
    with pytest.raises(AlreadyInvoiced):
        services.cancel_quote(actor=layla, quote_id=quote.pk, on=JUNE)

    receivables.reverse_document(actor=layla, document_id=invoice.pk, on=JUNE)

    assert services.invoice_quote(actor=layla, quote_id=quote.pk, on=JUNE).total_minor == 11_500


def test_a_draft_has_no_number_and_changes_until_it_is_sent(layla: Actor, nakheel: Party) -> None:
    quote = services.draft_quote(actor=layla, given=offer(nakheel, "100"))
    assert quote.number == ""
    services.change_quote(actor=layla, quote_id=quote.pk, given=offer(nakheel, "200"), version=1)
    with pytest.raises(StaleVersion):
        services.change_quote(actor=layla, quote_id=quote.pk, given=offer(nakheel, "300"), version=1)
    sent = services.send_quote(actor=layla, quote_id=quote.pk)
    assert (sent.number, sent.net_minor) == ("Q-2026-0001", 20_000)
    with pytest.raises(errors.WrongQuoteState):
        services.change_quote(actor=layla, quote_id=quote.pk, given=offer(nakheel, "1"), version=sent.version)


def test_a_revision_keeps_the_number_and_takes_the_place_of_the_old(layla: Actor, nakheel: Party) -> None:
    first = services.issue_quote(actor=layla, given=offer(nakheel, "100"))

    second = services.send_quote(
        actor=layla, quote_id=services.revise_quote(actor=layla, quote_id=first.pk, on=JUNE).pk
    )

    assert (str(first), str(second)) == ("Q-2026-0001", "Q-2026-0001/2")
    assert Quote.objects.get(pk=first.pk).state == "cancelled"
    with pytest.raises(errors.WrongQuoteState):
        services.invoice_quote(actor=layla, quote_id=first.pk, on=JUNE)
    assert str(services.issue_quote(actor=layla, given=offer(nakheel, "1"))) == "Q-2026-0002"


def test_a_quote_past_its_last_day_cannot_be_accepted(layla: Actor, nakheel: Party) -> None:
    quote = services.issue_quote(actor=layla, given=offer(nakheel, "100", valid_until=date(2026, 5, 31)))
    with pytest.raises(errors.QuoteExpired):
        services.accept_quote(actor=layla, quote_id=quote.pk, on=JUNE)
    assert list(queries.quotes(layla, state="expired", today=JUNE)) == [quote]
    assert services.accept_quote(actor=layla, quote_id=quote.pk, on=date(2026, 5, 31)).state == "accepted"
    with pytest.raises(errors.WrongQuoteState):
        services.decline_quote(actor=layla, quote_id=quote.pk, on=JUNE)


def test_offers_that_say_nothing_sensible_are_refused(layla: Actor, nakheel: Party) -> None:
    for given, refusal in (
        (offer(nakheel), EmptyDocument),
        (offer(nakheel, "1", valid_until=date(2026, 4, 1)), BadInput),
        (offer(nakheel, "1", deposit_percent=Decimal(101)), BadInput),
        (offer(nakheel, "1", currency="XXZ"), BadInput),
        (offer(nakheel, "1", deal_id=0), BadInput),
    ):
        with pytest.raises(refusal):
            services.draft_quote(actor=layla, given=given)
    assert not Quote.objects.exists()


def test_sellers_see_their_own_quotes_and_invoice_none(layla: Actor, omar: Actor, nakheel: Party) -> None:
    services.issue_quote(actor=layla, given=offer(nakheel, "100"))
    own = services.issue_quote(actor=omar, given=offer(nakheel, "200"))

    assert list(queries.quotes(omar)) == [own]
    with pytest.raises(NotAllowed):
        services.invoice_quote(actor=omar, quote_id=own.pk, on=JUNE)


def test_another_company_has_no_part_in_it(layla: Actor, nakheel: Party, rival: Company, salem: Actor) -> None:
    quote = services.issue_quote(actor=layla, given=offer(nakheel, "100"))
    with company_scope(rival.pk):
        assert not queries.quotes(salem)
        with pytest.raises(NotFound):
            services.accept_quote(actor=salem, quote_id=quote.pk, on=MAY)


def test_services_keep_their_name_once_and_their_price_within_reason(layla: Actor) -> None:
    design = services.add_service(actor=layla, name="Design", price=Decimal("450.5"), name_ar="تصميم")
    with pytest.raises(BadInput):
        services.add_service(actor=layla, name="Design")
    with pytest.raises(BadInput):
        services.change_service(actor=layla, service_id=design.pk, version=1, price=Decimal(-1))
    assert services.change_service(actor=layla, service_id=design.pk, version=1, price=Decimal(500)).price == 500
    assert queries.service_names() == ["Design"]
