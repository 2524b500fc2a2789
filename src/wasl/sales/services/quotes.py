"""Draft, send, revise and decide quotes, and invoice them once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock, events, numbering, periods
from wasl.core.errors import BadAmountRefused, BadInput, NotFound
from wasl.core.money import CURRENCIES, BadAmount
from wasl.crm.models import Deal
from wasl.ledger import queries as ledger
from wasl.ledger.rules import documents as arithmetic
from wasl.ledger.rules.documents import DocumentResult, Terms
from wasl.parties.models import Party
from wasl.projects.models import Project
from wasl.receivables import services as receivables
from wasl.receivables.errors import AlreadyInvoiced, EmptyDocument
from wasl.receivables.models import Document
from wasl.receivables.services import DocumentInput, LineDraft, Offset
from wasl.sales import rules
from wasl.sales.errors import STATE_WORDS, BilledByProject, QuoteExpired, WrongQuoteState
from wasl.sales.models import Quote, QuoteLine, Service
from wasl.sales.services.inputs import QuoteInput, QuoteLineDraft


@transaction.atomic
def draft_quote(*, actor: Actor, given: QuoteInput) -> Quote:
    """Write a quote as a draft, without a number.

    :raises EmptyDocument: no lines.
    :raises BadAmountRefused: quantities, prices or discounts that money cannot hold.
    """
    actor.require("quote.draft")
    quote = Quote(owner_id=actor.member_id, created_at=clock.now())
    _write(actor, quote, given)
    events.record("quote.drafted", quote, party_id=quote.party_id, total_minor=quote.total_minor)
    return quote


@transaction.atomic
def change_quote(*, actor: Actor, quote_id: int, given: QuoteInput, version: int) -> Quote:
    """Replace what a draft says; a sent quote is revised instead.

    :raises WrongQuoteState: it was sent.
    :raises StaleVersion: somebody else changed it since it was opened.
    """
    actor.require("quote.draft")
    quote = lock_quote(actor, "quote.draft", quote_id)
    quote.expect(version)
    if quote.state != rules.DRAFT:
        raise WrongQuoteState(state=STATE_WORDS[quote.state])
    quote.version += 1
    _write(actor, quote, given)
    events.record("quote.changed", quote, party_id=quote.party_id, total_minor=quote.total_minor)
    return quote


@transaction.atomic
def send_quote(*, actor: Actor, quote_id: int) -> Quote:
    """Give a draft its number and count it as sent; a revision keeps the number it has."""
    actor.require("quote.send")
    quote = lock_quote(actor, "quote.send", quote_id)
    _may(quote, rules.SENT)
    return _send(actor, quote)


@transaction.atomic
def issue_quote(*, actor: Actor, given: QuoteInput) -> Quote:
    """Write and send a quote in one act."""
    actor.require("quote.send")
    quote = Quote(owner_id=actor.member_id, created_at=clock.now())
    _write(actor, quote, given)
    return _send(actor, quote)


@transaction.atomic
def revise_quote(*, actor: Actor, quote_id: int, on: date) -> Quote:
    """Draft the next revision of a sent quote under the same number; the old one is cancelled.

    :raises WrongQuoteState: it is a draft, or was replaced or accepted.
    """
    actor.require("quote.draft")
    old = lock_quote(actor, "quote.draft", quote_id)
    if old.state not in (rules.SENT, rules.DECLINED):
        raise WrongQuoteState(state=STATE_WORDS[old.state])
    given = replace(input_of(old), date=on, valid_until=None)
    new = Quote(
        owner_id=old.owner_id, number=old.number, revision=old.revision + 1, previous=old, created_at=clock.now()
    )
    _write(actor, new, given)
    _turn(old, rules.CANCELLED, "quote.replaced", on, replaced_by=new.pk)
    events.record("quote.drafted", new, party_id=new.party_id, total_minor=new.total_minor)
    return new


@transaction.atomic
def accept_quote(*, actor: Actor, quote_id: int, on: date) -> Quote:
    """Record that the customer accepted.

    :raises QuoteExpired: its last day has passed.
    """
    actor.require("quote.send")
    quote = lock_quote(actor, "quote.send", quote_id)
    if rules.state_on(quote.state, quote.valid_until, on) == rules.EXPIRED:
        raise QuoteExpired(valid_until=quote.valid_until)
    _may(quote, rules.ACCEPTED)
    return _turn(quote, rules.ACCEPTED, "quote.accepted", on)


@transaction.atomic
def decline_quote(*, actor: Actor, quote_id: int, on: date, reason: str = "") -> Quote:
    """Record that the customer declined."""
    actor.require("quote.send")
    quote = lock_quote(actor, "quote.send", quote_id)
    _may(quote, rules.DECLINED)
    return _turn(quote, rules.DECLINED, "quote.declined", on, reason=reason)


@transaction.atomic
def cancel_quote(*, actor: Actor, quote_id: int, on: date) -> Quote:
    """Withdraw a quote.

    :raises AlreadyInvoiced: it was invoiced.
    """
    actor.require("quote.send")
    quote = lock_quote(actor, "quote.send", quote_id)
    _may(quote, rules.CANCELLED)
    if Document.objects.filter(origin=origin_of(quote.pk)).exclude(state="reversed").exists():
        raise AlreadyInvoiced()
    return _turn(quote, rules.CANCELLED, "quote.cancelled", on)


@transaction.atomic
def invoice_quote(
    *, actor: Actor, quote_id: int, on: date, due_date: date | None = None, offsets: Sequence[Offset] = ()
) -> Document:
    """Post the invoice of a quote, once; a quote that was only sent counts as accepted by it.

    :raises AlreadyInvoiced: it has an invoice that is not reversed.
    :raises BilledByProject: the project of its deal bills it.
    :raises WrongQuoteState: it is a draft, or was declined or cancelled.
    """
    actor.require("quote.invoice")
    quote = lock_quote(actor, "quote.invoice", quote_id)
    if quote.state not in rules.LIVE:
        raise WrongQuoteState(state=STATE_WORDS[quote.state])
    project = Project.objects.filter(origin=f"deal:{quote.deal_id}", rules__isnull=False).first()
    if quote.deal_id and project is not None:
        raise BilledByProject(code=project.code)
    given = replace(_document_of(quote), date=on, due_date=due_date, offsets=tuple(offsets))
    document = receivables.issue_invoice(actor=actor, given=given)
    if quote.state == rules.SENT:
        _turn(quote, rules.ACCEPTED, "quote.accepted", on)
    events.record("quote.invoiced", quote, party_id=quote.party_id, document_id=document.pk, number=document.number)
    return document


def preview_quote(*, actor: Actor, given: QuoteInput) -> DocumentResult:
    """Return what a quote would come to, writing nothing."""
    actor.require("quote.draft")
    return _result(actor, given, _currency(actor, given))


def input_of(quote: Quote) -> QuoteInput:
    """Return what a stored quote says, as input."""
    return QuoteInput(
        party_id=quote.party_id,
        date=quote.date,
        lines=[
            QuoteLineDraft(
                line.description,
                line.quantity,
                line.price,
                line.tax_id,
                line.discount_percent,
                line.discount_minor,
                line.account_id,
                line.project_id,
                line.department_id,
                service_id=line.service_id,
                role=line.role,
                planned_minutes=line.planned_minutes,
            )
            for line in QuoteLine.objects.filter(quote=quote).order_by("position")
        ],
        deal_id=quote.deal_id,
        valid_until=quote.valid_until,
        currency=quote.currency,
        prices_include_tax=quote.prices_include_tax,
        discount_percent=quote.discount_percent,
        discount_minor=quote.discount_minor,
        deposit_percent=quote.deposit_percent,
        language=quote.language,
        notes=quote.notes,
    )


def origin_of(quote_id: int) -> str:
    """Return how an invoice says that it invoices a quote."""
    return f"quote:{quote_id}"


def _document_of(quote: Quote) -> DocumentInput:
    given = input_of(quote)
    return DocumentInput(
        party_id=given.party_id,
        date=given.date,
        lines=[
            LineDraft(
                line.description,
                line.quantity,
                line.price,
                line.tax_id,
                line.discount_percent,
                line.discount_minor,
                line.account_id,
                line.project_id,
                line.department_id,
            )
            for line in given.lines
        ],
        currency=given.currency,
        prices_include_tax=given.prices_include_tax,
        discount_percent=given.discount_percent,
        discount_minor=given.discount_minor,
        origin=origin_of(quote.pk),
        reference=str(quote),
        notes=given.notes,
    )


def _write(actor: Actor, quote: Quote, given: QuoteInput) -> None:
    currency = _currency(actor, given)
    if given.deal_id is not None and not Deal.objects.filter(pk=given.deal_id).exists():
        raise BadInput("deal", reason=_("There is no such deal."))
    if given.valid_until is not None and given.valid_until < given.date:
        raise BadInput("valid_until", reason=_("The last day lies before the date of the quote."))
    if not 0 <= given.deposit_percent <= 100:
        raise BadInput("deposit_percent", reason=_("A percent lies between 0 and 100."))
    result = _result(actor, given, currency)
    quote.party_id, quote.deal_id, quote.date, quote.valid_until = (
        given.party_id,
        given.deal_id,
        given.date,
        given.valid_until,
    )
    quote.currency, quote.prices_include_tax = currency, given.prices_include_tax
    quote.discount_percent, quote.discount_minor = given.discount_percent, given.discount_minor
    quote.deposit_percent, quote.language, quote.notes = given.deposit_percent, given.language, given.notes
    quote.net_minor, quote.tax_minor, quote.total_minor = result.net_minor, result.tax_minor, result.total_minor
    quote.save()
    QuoteLine.objects.filter(quote=quote).delete()
    QuoteLine.objects.bulk_create(
        QuoteLine(
            quote=quote,
            position=position,
            service_id=line.service_id,
            description=line.description,
            quantity=line.quantity,
            price=line.price,
            discount_percent=line.discount_percent,
            discount_minor=line.discount_minor,
            tax_id=line.tax_id,
            account_id=line.account_id,
            project_id=line.project_id,
            department_id=line.department_id,
            role=line.role,
            planned_minutes=line.planned_minutes,
            amount_minor=worked.amount_minor,
            net_minor=worked.net_minor,
            tax_minor=worked.tax_minor,
        )
        for position, (line, worked) in enumerate(zip(given.lines, result.lines, strict=True), start=1)
    )


def _currency(actor: Actor, given: QuoteInput) -> str:
    party = Party.objects.filter(pk=given.party_id).first()
    if party is None:
        raise BadInput("party", reason=_("Choose a customer."))
    currency: str = given.currency or party.currency or actor.company.base_currency
    if currency not in CURRENCIES:
        raise BadInput("currency", reason=_("This currency is not known: use its three-letter ISO code."))
    return currency


def _result(actor: Actor, given: QuoteInput, currency: str) -> DocumentResult:
    """Return a quote's amounts by the arithmetic of invoices, with the taxes of its date."""
    if not given.lines:
        raise EmptyDocument("lines")
    ledger.refuse_unknown(
        taxes=[line.tax_id for line in given.lines],
        accounts=[line.account_id for line in given.lines],
        projects=[line.project_id for line in given.lines],
        departments=[line.department_id for line in given.lines],
    )
    sold = {line.service_id for line in given.lines} - {None}
    if len(sold) != Service.objects.filter(pk__in=sold).count():
        raise NotFound("lines")
    company = actor.company
    terms = Terms(
        currency,
        company.rounding,
        company.tax_rounding,
        given.prices_include_tax,
        given.discount_percent,
        given.discount_minor,
    )
    taxes = ledger.tax_terms([line.tax_id or 0 for line in given.lines], given.date)
    try:
        return arithmetic.calculate([line.values() for line in given.lines], terms, taxes)
    except BadAmount as error:
        raise BadAmountRefused("lines", amount=str(error)) from error


def _send(actor: Actor, quote: Quote) -> Quote:
    if not quote.number:
        year = periods.fiscal_year(quote.date, actor.company.fiscal_year_start_month)
        (number,) = numbering.take_numbers("quote", year)
        quote.number = numbering.format_number("Q", year, number)
    return _turn(quote, rules.SENT, "quote.sent", None, number=quote.number)


def _turn(quote: Quote, state: str, event: str, on: date | None, **facts: object) -> Quote:
    quote.state, quote.decided_on = state, on
    quote.version += 1
    quote.save(update_fields=["number", "state", "decided_on", "version"])
    events.record(event, quote, party_id=quote.party_id, deal_id=quote.deal_id, **{"number": str(quote), **facts})
    return quote


def _may(quote: Quote, state: str) -> None:
    if not rules.may_become(quote.state, state):
        raise WrongQuoteState(state=STATE_WORDS[quote.state])


def lock_quote(actor: Actor, act: str, quote_id: int) -> Quote:
    """Lock a quote within the reach of an act.

    :raises NotFound: there is none.
    """
    actor.require(act)
    quote: Quote | None = Quote.objects.select_for_update().filter(pk=quote_id).first()
    if quote is None:
        raise NotFound()
    actor.require_owned(act, quote.owner_id)
    return quote
